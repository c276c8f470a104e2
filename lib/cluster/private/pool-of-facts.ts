import type { PoolFacts } from '../../facts/cluster-facts';
import { GpuSystem } from '../../facts/gpu-system';
import { usualNodeLabels } from '../../facts/node-labels';
import { NodePool } from '../node-pool';

/** The pool of nodes that facts describe, so that constructs can ask it: what selects its nodes, its GPUs, how far NVLink reaches. */
export function poolOfFacts({ name, system, architecture, groups }: PoolFacts): NodePool {
  const nodes = groups.reduce((sum, { count }) => sum + count, 0);
  // Only what all nodes really carry selects them all.
  const nodeLabels = Object.fromEntries(Object.entries({ ...usualNodeLabels(architecture, undefined), ...system?.nodeLabels })
    .filter(([key, value]) => groups.every(({ labels }) => labels[key] === value)));
  if (!system) return NodePool.cpu(name, { nodes, architecture, nodeLabels });
  const domains = domainSizes({ groups });
  const racks = { racks: domains.length, nodesPerRack: domains[0], nodeLabels };
  const uniform = domains.length > 0 && domains.every((size) => size === domains[0]) && domains[0] * domains.length === nodes;
  if (uniform && system === GpuSystem.GB200_NVL72) return NodePool.gb200Nvl72(name, racks);
  if (uniform && system === GpuSystem.GB300_NVL72) return NodePool.gb300Nvl72(name, racks);
  return NodePool.generic(name, { nodes, system, nodeLabels });
}

/** Nodes of each NVLink domain that spans nodes. */
function domainSizes({ groups }: Pick<PoolFacts, 'groups'>): number[] {
  const sizes = new Map<string, number>();
  for (const { nvlinkDomain, count } of groups) if (nvlinkDomain !== undefined) sizes.set(nvlinkDomain, (sizes.get(nvlinkDomain) ?? 0) + count);
  return [...sizes.values()];
}
