import { DeviceClaims } from './device-claims';
import type { Gang } from './gang';
import { gangsOf } from './gangs';
import type { Ledger, LedgerDomain, LedgerGang, LedgerPool, LedgerWorkload } from './ledger';
import { gpuResourcesOf, LedgerNode, LedgerNodes } from './nodes';
import type { Packing } from './packing';
import { PodReader } from './pod-needs';
import { allObjects } from './pods';
import { PriorityClasses } from './priority';
import { QueueTree } from './queues';
import { GPUS, roundedGpus } from './resources';
import { Outcome, Simulation } from './simulate';
import { Topologies } from './topologies';
import { addTo } from '../../core/groups';
import type { ClusterFacts } from '../../facts/cluster-facts';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Expansion } from '../expansion';

const NO_GROVE = 'nothing is made of it: the cluster has no Grove (operators.grove)';

const UNKNOWN: Outcome = { verdict: 'unknown', reason: 'no cluster was given: give cluster.yaml with its nodes' };

const NO_NODES: Outcome = { verdict: 'unknown', reason: 'the cluster that was given has no nodes: write its pools' };

/**
 * What will run of a set of manifests, and where.
 *
 * @param cluster the cluster; without one, or without its nodes, gangs and totals are told and nothing is placed
 * @param expansion what is made of the manifests, where somebody has it already
 */
export function ledgerOf(manifests: ManifestSet, cluster?: ClusterFacts, expansion = new Expansion(manifests, cluster)): Ledger {
  const { manifests: objects, pods } = allObjects(manifests, expansion.all);
  const givenUp = new Map([...expansion.givenUp].map(([root, why]) => [root, `the operator gives up on it: ${why}`]));
  const unread = cluster?.operators.grove === false ? manifests.ofKind('grove.io', 'PodCliqueSet') : [];
  for (const set of unread) givenUp.set(set, NO_GROVE);
  const nodes = cluster && new LedgerNodes(cluster);
  const gangs = gangsOf({
    pods,
    podGangs: objects.filter(({ kind, apiVersion }) => kind === 'PodGang' && apiVersion.startsWith('scheduler.grove.io/')),
    reader: new PodReader(new DeviceClaims(objects), gpuResourcesOf(cluster), nodes?.largestGpuMemory),
    topologies: new Topologies(objects),
    priorities: new PriorityClasses(objects),
    podGroups: manifests.ofKind('scheduling.run.ai', 'PodGroup'),
  });
  const queues = new QueueTree(objects);
  const totals = {
    gpus: roundedGpus(gangs.reduce((sum, gang) => sum + gang.gpus, 0)),
    pods: gangs.reduce((sum, gang) => sum + gang.pods, 0),
    gangs: gangs.length + givenUp.size,
  };
  if (!nodes || nodes.all.length === 0) {
    const unknown = nodes ? NO_NODES : UNKNOWN;
    const outcomes = gangs.map(({ never }): Outcome => (never === undefined ? unknown : { verdict: 'never', reason: never }));
    return { totals, pools: [], queues: queues.report(), domains: [], workloads: workloadsOf(gangs, outcomes, givenUp) };
  }
  const simulation = new Simulation(nodes, queues, gangs);
  const outcomes = simulation.outcomes();
  const used = new Set(simulation.packing.placed.map(({ node }) => node));
  return {
    totals: { gpus: totals.gpus, nodes: used.size, pods: totals.pods, gangs: totals.gangs },
    pools: poolsOf(nodes, used, simulation.packing),
    queues: queues.report(),
    domains: domainsOf(nodes, used, simulation.packing),
    workloads: workloadsOf(gangs, outcomes, givenUp),
  };
}

/** @param givenUp objects of which less is made than they ask for, with the reasons: the rest never runs */
function workloadsOf(gangs: readonly Gang[], outcomes: readonly Outcome[], givenUp: ReadonlyMap<ManifestObject, string>): LedgerWorkload[] {
  const workloads = new Map<ManifestObject, LedgerWorkload>();
  const add = (root: ManifestObject, gang: LedgerGang) => {
    const workload = workloads.get(root) ?? { kind: root.kind, name: root.name, namespace: root.namespace, gangs: [] };
    workloads.set(root, workload);
    workload.gangs.push(gang);
  };
  gangs.forEach(({ root, name, pods, minimum, gpus }, i) => add(root, { name, pods, minimum, gpus: roundedGpus(gpus), ...outcomes[i] }));
  for (const [root, reason] of givenUp) add(root, { name: root.name, pods: 0, minimum: 0, gpus: 0, verdict: 'never', reason });
  return [...workloads.values()];
}

function poolsOf({ all }: LedgerNodes, used: ReadonlySet<LedgerNode>, packing: Packing): LedgerPool[] {
  return [...new Set(all.map(({ pool }) => pool))].map((name) => ({ name, ...countOf(all.filter(({ pool }) => pool === name), used, packing) }));
}

/** Domains of more than one node: within a node NVLink is the node's. */
function domainsOf({ all }: LedgerNodes, used: ReadonlySet<LedgerNode>, packing: Packing): LedgerDomain[] {
  const domains = new Map<string, LedgerNode[]>();
  for (const node of all) {
    if (node.nvlinkDomain !== undefined) addTo(domains, node.nvlinkDomain, node);
  }
  return [...domains].map(([name, nodes]) => ({ name, pool: nodes[0].pool, ...countOf(nodes, used, packing) }));
}

function countOf(nodes: readonly LedgerNode[], used: ReadonlySet<LedgerNode>, packing: Packing): Omit<LedgerPool, 'name'> {
  const gpus = nodes.reduce((sum, node) => sum + node.gpus, 0);
  const free = nodes.reduce((sum, node) => sum + packing.freeOf(node, GPUS), 0);
  return { nodes: nodes.length, nodesUsed: nodes.filter((node) => used.has(node)).length, gpus, gpusUsed: roundedGpus(gpus - free) };
}
