import { NodeRules, nodeRulesOf, refusal } from '../expansion/ledger/node-rules';
import { labelsOfGroup } from '../expansion/ledger/nodes';
import type { ClusterFacts, NodeGroup, PoolFacts } from '../facts/cluster-facts';
import { LABEL_KEYS, RESOURCE_NAMES } from '../facts/label-keys';
import { gpusOf, pluginGpusOf } from '../manifests/gpu-resources';
import { list, record } from '../manifests/manifest-object';
import type { PodTemplate } from '../manifests/pod-templates';

/** Extended resources of MIG slices, of which a GPU has several. Source: infrastructure.md DRA-19. */
const SLICES = 'nvidia.com/mig-';

/** Taints that come and go. That of GPUs is left out too: the API server's ExtendedResourceToleration, where it is on, tolerates it for who asks for GPUs. */
const OF_CONDITIONS = 'node.kubernetes.io/';

/** The pools on which a pod may run by its node selector, required node affinity and tolerations. */
export function poolsOf(template: PodTemplate, cluster: ClusterFacts): PoolFacts[] {
  return cluster.pools.filter((pool) => pool.groups.some((group) => fits(template, pool, group)));
}

/** The pools with GPUs on which a pod may run; a node has the whole GPUs that it asks the device plugin for. */
export function gpuPoolsOf(template: PodTemplate, cluster: ClusterFacts): PoolFacts[] {
  const hasSlices = template.containers.some(({ container }) => gpusOf(container, (name) => name.startsWith(SLICES)) > 0);
  const gpus = hasSlices ? 1 : Math.max(1, pluginGpusOf(template));
  return poolsOf(template, cluster).filter((pool) => gpusPerNode(pool) >= gpus);
}

/** Whether anything is known of the nodes of a cluster. */
export function hasPools(cluster: ClusterFacts | undefined): cluster is ClusterFacts {
  return cluster !== undefined && cluster.pools.length > 0;
}

/** Most GPUs of a node of the pool. */
export function gpusPerNode(pool: PoolFacts): number {
  return Math.max(pool.system?.gpusPerNode ?? 0, ...pool.groups.map(({ allocatable }) => Number(allocatable[RESOURCE_NAMES.gpu] ?? 0)));
}

/** Whether nodes of the pool are joined by NVLink beyond the node. */
export function isMultiNodeNvlink(pool: PoolFacts): boolean {
  return pool.system ? pool.system.multiNodeNvlink : pool.groups.some(({ nvlinkDomain }) => nvlinkDomain !== undefined);
}

/** The NVLink domains of a pool: name to number of nodes. */
export function nvlinkDomainsOf(pools: readonly PoolFacts[]): Map<string, number> {
  const domains = new Map<string, number>();
  for (const { groups } of pools) {
    for (const { nvlinkDomain, count } of groups) if (nvlinkDomain !== undefined) domains.set(nvlinkDomain, (domains.get(nvlinkDomain) ?? 0) + count);
  }
  return domains;
}

function fits({ spec }: PodTemplate, pool: PoolFacts, group: NodeGroup): boolean {
  const rules = nodeRulesOf(spec);
  const labels = labelsOfGroup(pool, group);
  // Where the nodes' names are not known a pod may name any of them.
  const names = group.names ?? ['', ...hostnamesIn(rules)];
  const taints = group.taints.filter(({ key }) => key !== RESOURCE_NAMES.gpu && !key.startsWith(OF_CONDITIONS));
  return names.some((name) => refusal(rules, { name, labels: { ...labels, [LABEL_KEYS.hostname]: name }, taints }) === undefined);
}

function hostnamesIn({ nodeName, nodeSelector, affinity = [] }: NodeRules): string[] {
  const expressions = affinity.flatMap((term) => list(record(term)?.matchExpressions)).map(record);
  const named = expressions.filter((each) => each?.key === LABEL_KEYS.hostname).flatMap((each) => list(each?.values));
  return [nodeName, nodeSelector[LABEL_KEYS.hostname], ...named].filter((name) => typeof name === 'string');
}
