import { DeviceClaims } from './device-claims';
import type { Gang } from './gang';
import { gangsOf } from './gangs';
import type { Ledger, LedgerDomain, LedgerPool, LedgerWorkload } from './ledger';
import { gpuResourcesOf, LedgerNode, LedgerNodes } from './nodes';
import type { Packing } from './packing';
import { PodReader } from './pod-needs';
import { allObjects } from './pods';
import { PriorityClasses } from './priority';
import { QueueTree } from './queues';
import { GPUS, roundedGpus } from './resources';
import { Outcome, Simulation } from './simulate';
import { Topologies } from './topologies';
import type { ClusterFacts } from '../../facts/cluster-facts';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Expansion } from '../expansion';

const NO_GROVE = 'nothing is made of it: the cluster has no Grove (operators.grove)';

const UNKNOWN: Outcome = { verdict: 'unknown', reason: 'no cluster was given: give cluster.yaml with its nodes' };

/**
 * What will run of a set of manifests, and where.
 *
 * @param cluster the cluster; without one, or without its nodes, gangs and totals are told and nothing is placed
 * @param expansion what is made of the manifests, where somebody has it already
 */
export function ledgerOf(manifests: ManifestSet, cluster?: ClusterFacts, expansion = new Expansion(manifests, cluster)): Ledger {
  const { manifests: objects, pods } = allObjects(manifests, expansion.all);
  const gangs = gangsOf({
    pods,
    podGangs: objects.filter(({ kind, apiVersion }) => kind === 'PodGang' && apiVersion.startsWith('scheduler.grove.io/')),
    reader: new PodReader(new DeviceClaims(objects), gpuResourcesOf(cluster)),
    topologies: new Topologies(objects),
    priorities: new PriorityClasses(objects),
  });
  const queues = new QueueTree(objects);
  const unread = cluster?.operators.grove === false ? manifests.ofKind('grove.io', 'PodCliqueSet') : [];
  const totals = {
    gpus: roundedGpus(gangs.reduce((sum, gang) => sum + gang.gpus, 0)),
    pods: gangs.reduce((sum, gang) => sum + gang.pods, 0),
    gangs: gangs.length + unread.length,
  };
  const nodes = cluster && new LedgerNodes(cluster);
  if (!nodes || nodes.all.length === 0) {
    const workloads = [...workloadsOf(gangs, gangs.map(() => UNKNOWN)), ...unread.map(neverOf)];
    return { totals, pools: [], queues: queues.report(), domains: [], workloads };
  }
  const simulation = new Simulation(nodes, queues, gangs);
  const outcomes = simulation.outcomes();
  const used = new Set(simulation.packing.placed.map(({ node }) => node));
  return {
    totals: { gpus: totals.gpus, nodes: used.size, pods: totals.pods, gangs: totals.gangs },
    pools: poolsOf(nodes, used, simulation.packing),
    queues: queues.report(),
    domains: domainsOf(nodes, used, simulation.packing),
    workloads: [...workloadsOf(gangs, outcomes), ...unread.map(neverOf)],
  };
}

function workloadsOf(gangs: readonly Gang[], outcomes: readonly Outcome[]): LedgerWorkload[] {
  const workloads = new Map<ManifestObject, LedgerWorkload>();
  gangs.forEach(({ root, name, pods, minimum, gpus }, i) => {
    const workload = workloads.get(root) ?? { kind: root.kind, name: root.name, namespace: root.namespace, gangs: [] };
    workloads.set(root, workload);
    workload.gangs.push({ name, pods, minimum, gpus: roundedGpus(gpus), ...outcomes[i] });
  });
  return [...workloads.values()];
}

/** A PodCliqueSet that nobody reads. */
function neverOf({ kind, name, namespace }: ManifestObject): LedgerWorkload {
  return { kind, name, namespace, gangs: [{ name, pods: 0, minimum: 0, gpus: 0, verdict: 'never', reason: NO_GROVE }] };
}

function poolsOf({ all }: LedgerNodes, used: ReadonlySet<LedgerNode>, packing: Packing): LedgerPool[] {
  return [...new Set(all.map(({ pool }) => pool))].map((name) => ({ name, ...countOf(all.filter(({ pool }) => pool === name), used, packing) }));
}

/** Domains of more than one node: within a node NVLink is the node's. */
function domainsOf({ all }: LedgerNodes, used: ReadonlySet<LedgerNode>, packing: Packing): LedgerDomain[] {
  const domains = new Map<string, LedgerNode[]>();
  for (const node of all) {
    if (node.nvlinkDomain !== undefined) domains.set(node.nvlinkDomain, [...domains.get(node.nvlinkDomain) ?? [], node]);
  }
  return [...domains].map(([name, nodes]) => ({ name, pool: nodes[0].pool, ...countOf(nodes, used, packing) }));
}

function countOf(nodes: readonly LedgerNode[], used: ReadonlySet<LedgerNode>, packing: Packing): Omit<LedgerPool, 'name'> {
  const gpus = nodes.reduce((sum, node) => sum + node.gpus, 0);
  const free = nodes.reduce((sum, node) => sum + packing.freeOf(node, GPUS), 0);
  return { nodes: nodes.length, nodesUsed: nodes.filter((node) => used.has(node)).length, gpus, gpusUsed: roundedGpus(gpus - free) };
}
