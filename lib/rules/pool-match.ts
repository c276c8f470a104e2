import type { ClusterFacts, NodeGroup, PoolFacts } from '../facts/cluster-facts';
import { LABEL_KEYS, RESOURCE_NAMES } from '../facts/label-keys';
import type { PodTemplate } from '../manifests/pod-templates';
import { Place } from './deployment/place';

/** The pools on which a pod may run by its node selector and required node affinity. Taints are not looked at. */
export function poolsOf(template: PodTemplate, cluster: ClusterFacts): PoolFacts[] {
  return cluster.pools.filter((pool) => pool.groups.some((group) => fits(template, group)));
}

/** The pools with GPUs on which a pod may run. */
export function gpuPoolsOf(template: PodTemplate, cluster: ClusterFacts): PoolFacts[] {
  return poolsOf(template, cluster).filter((pool) => gpusPerNode(pool) > 0);
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

function fits({ object, specPath }: PodTemplate, group: NodeGroup): boolean {
  const spec = new Place(object.manifest).at(...specPath);
  const has = (key: string, value: string) => key === LABEL_KEYS.hostname || group.labels[key] === value;
  if (!spec.at('nodeSelector').entries.every(([key, value]) => has(key, value.text))) return false;
  const terms = spec.at('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms').items;
  return terms.length === 0 || terms.some((term) => term.at('matchExpressions').items.every((expression) => holds(expression, group)));
}

function holds(expression: Place, { labels }: NodeGroup): boolean {
  const key = expression.at('key').text;
  if (key === LABEL_KEYS.hostname) return true;
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  const values = expression.at('values').items.map(({ text }) => text);
  switch (expression.at('operator').text) {
    case 'In': return value !== undefined && values.includes(value);
    case 'NotIn': return value === undefined || !values.includes(value);
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    case 'Gt': return Number(value) > Number(values[0]);
    case 'Lt': return Number(value) < Number(values[0]);
    default: return true;
  }
}
