import type { FabricFacts, NodeTaint, PoolFacts } from '../../facts/cluster-facts';
import { GpuSystem } from '../../facts/gpu-system';
import { usualNodeLabels } from '../../facts/node-labels';
import { Fabric } from '../fabric';
import { NodePool, NodePoolOptions } from '../node-pool';

/** The pool of nodes that facts describe, so that constructs can ask it: what selects its nodes, its GPUs, how far NVLink reaches. */
export function poolOfFacts({ name, system, architecture, gpuAllocation, nodeLabels: told, fabric: network, groups }: PoolFacts): NodePool {
  const nodes = groups.reduce((sum, { count }) => sum + count, 0);
  // Only what all nodes really carry selects them all.
  const nodeLabels = told ?? Object.fromEntries(Object.entries({ ...usualNodeLabels(architecture, undefined), ...system?.nodeLabels })
    .filter(([key, value]) => groups.every(({ labels }) => labels[key] === value)));
  // Pods tolerate what all nodes have; a taint of some keeps them off those.
  const taints = groups[0].taints.filter((taint) => groups.every((group) => group.taints.some((other) => isSame(taint, other))));
  const options: NodePoolOptions = { nodeLabels, gpuAllocation, taints, fabric: network && fabricOf(network) };
  if (!system) return NodePool.cpu(name, { ...options, nodes, architecture });
  const domains = domainSizes({ groups });
  const racks = { ...options, racks: domains.length, nodesPerRack: domains[0] };
  const uniform = domains.length > 0 && domains.every((size) => size === domains[0]) && domains[0] * domains.length === nodes;
  if (uniform && system === GpuSystem.GB200_NVL72) return NodePool.gb200Nvl72(name, racks);
  if (uniform && system === GpuSystem.GB300_NVL72) return NodePool.gb300Nvl72(name, racks);
  return NodePool.generic(name, { ...options, nodes, system });
}

function isSame(a: NodeTaint, b: NodeTaint): boolean {
  return a.key === b.key && (a.value ?? '') === (b.value ?? '') && a.effect === b.effect;
}

function fabricOf({ name, ...options }: FabricFacts): Fabric {
  return name === 'roce' ? Fabric.roce(options) : Fabric.infiniband(options);
}

/** Nodes of each NVLink domain that spans nodes. */
function domainSizes({ groups }: Pick<PoolFacts, 'groups'>): number[] {
  const sizes = new Map<string, number>();
  for (const { nvlinkDomain, count } of groups) if (nvlinkDomain !== undefined) sizes.set(nvlinkDomain, (sizes.get(nvlinkDomain) ?? 0) + count);
  return [...sizes.values()];
}
