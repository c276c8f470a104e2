import type { NodePool } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import type { Parallelism } from '../parallelism';

/** Where the pods of a role run, and what is wrong with that. */
export interface Placement {
  /** The pool; undefined where none could be chosen. */
  readonly pool?: NodePool;
  /** Pods, and so nodes, of one engine. */
  readonly nodes: number;
  /** GPUs of each pod. */
  readonly gpusPerPod: number;
  readonly findings: SynthFinding[];
}

/** Chooses the pool of an engine: the one named, or the only one that fits. */
export function placeEngine(pools: readonly NodePool[], parallelism: Parallelism, replicas: number, named?: NodePool): Placement {
  const candidates = named ? [named] : pools.filter((pool) => pool.gpusPerNode > 0);
  if (named && !pools.includes(named)) return unplaced(parallelism, notOfCluster(pools, named));
  if (candidates.length === 0) {
    return unplaced(parallelism, {
      rule: 'POOL-02', value: `${parallelism.gpus} GPUs`, reason: 'the cluster has no pool with GPUs', fix: "add one, for example NodePool.hgxH100('gpu', { nodes: 4 })",
    });
  }
  if (candidates.length === 1) return place(candidates[0], parallelism, problemsOf(candidates[0], parallelism, replicas));

  const fitting = candidates.filter((pool) => problemsOf(pool, parallelism, replicas).length === 0);
  if (fitting.length === 1) return place(fitting[0], parallelism, []);
  if (fitting.length > 1) {
    const names = fitting.map((pool) => pool.name);
    return place(fitting[0], parallelism, [{
      rule: 'POOL-01', value: `${parallelism.gpus} GPUs`, reason: `several pools fit: ${names.join(', ')}`, fix: `name one: give the role pool, for example the NodePool '${names[0]}'`,
    }]);
  }
  const reasons = candidates.map((pool) => `${pool.name}: ${problemsOf(pool, parallelism, replicas).map((problem) => problem.reason).join(' and ')}`);
  return unplaced(parallelism, {
    rule: 'POOL-02', value: `${replicas} x ${parallelism.gpus} GPUs`, reason: `no pool fits (${reasons.join('; ')})`, fix: 'change the parallelism or the replicas, or add nodes',
  });
}

/**
 * Chooses the pool of pods that say how many GPUs each has: the one named, or the only one whose nodes have as many.
 *
 * @param naming how the user names one, for the message
 */
export function placeGpuPods(pools: readonly NodePool[], gpus: number, named: NodePool | undefined, naming: string): Placement {
  if (named) return { pool: named, nodes: 1, gpusPerPod: gpus, findings: [...checkOfCluster(pools, named), ...checkGpus(named, gpus)] };
  const fitting = pools.filter((pool) => pool.gpusPerNode >= gpus);
  const findings: SynthFinding[] = [];
  if (fitting.length > 1) {
    const names = fitting.map((pool) => pool.name);
    findings.push({
      rule: 'POOL-01', value: `${gpus} GPUs`, reason: `several pools fit: ${names.join(', ')}`, fix: `name one: ${naming}, for example the NodePool '${names[0]}'`,
    });
  }
  if (fitting.length === 0) {
    findings.push({
      rule: 'POOL-02', value: `${gpus} GPUs`, reason: 'no pool of the cluster has nodes with as many', fix: 'request fewer GPUs for each pod, or add a pool',
    });
  }
  return { pool: fitting[0], nodes: 1, gpusPerPod: gpus, findings };
}

/** Chooses the pool of pods without GPUs: the one named, the only CPU pool, or else the only pool. */
export function placeCpuPods(pools: readonly NodePool[], named?: NodePool): Placement {
  const nothing = { nodes: 1, gpusPerPod: 0 };
  if (named) return { ...nothing, pool: named, findings: checkOfCluster(pools, named) };
  const cpuPools = pools.filter((pool) => pool.gpusPerNode === 0);
  const candidates = cpuPools.length > 0 ? cpuPools : pools;
  if (candidates.length === 1) return { ...nothing, pool: candidates[0], findings: [] };
  const names = candidates.map((pool) => pool.name);
  return {
    ...nothing,
    pool: candidates[0],
    findings: [{ rule: 'POOL-01', value: 'pods without GPUs', reason: `several pools fit: ${names.join(', ')}`, fix: `name one: give the role pool, for example the NodePool '${names[0]}'` }],
  };
}

/** A pool is one of the cluster's. */
export function checkOfCluster(pools: readonly NodePool[], named: NodePool): SynthFinding[] {
  return pools.includes(named) ? [] : [notOfCluster(pools, named)];
}

/** A pod runs on one node. */
export function checkGpus(pool: NodePool, gpus: number): SynthFinding[] {
  if (gpus <= pool.gpusPerNode) return [];
  return [{
    rule: 'POOL-02',
    value: `${gpus} GPUs for each pod`,
    reason: `the nodes of pool '${pool.name}' have ${pool.gpusPerNode === 0 ? 'none' : pool.gpusPerNode}`,
    fix: 'request fewer GPUs for each pod, or name another pool',
  }];
}

function place(pool: NodePool, parallelism: Parallelism, findings: SynthFinding[]): Placement {
  const nodes = Math.ceil(parallelism.gpus / pool.gpusPerNode);
  return { pool, nodes, gpusPerPod: nodes > 1 ? pool.gpusPerNode : parallelism.gpus, findings };
}

function unplaced(parallelism: Parallelism, problem: SynthFinding): Placement {
  return { nodes: 1, gpusPerPod: parallelism.gpus, findings: [problem] };
}

function notOfCluster(pools: readonly NodePool[], named: NodePool): SynthFinding {
  return {
    rule: 'POOL-02', value: `pool '${named.name}'`, reason: 'not a pool of this cluster', fix: `use one of its pools: ${pools.map((pool) => pool.name).join(', ')}`,
  };
}

function problemsOf(pool: NodePool, parallelism: Parallelism, replicas: number): SynthFinding[] {
  const { gpus } = parallelism;
  const perNode = pool.gpusPerNode;
  const system = pool.system?.name ?? 'no GPUs';
  if (perNode === 0) {
    return [{ rule: 'POOL-02', value: `pool '${pool.name}'`, reason: 'its nodes have no GPUs', fix: 'name a pool with GPUs' }];
  }
  if (gpus > perNode && gpus % perNode !== 0) {
    const below = gpus - (gpus % perNode);
    return [{
      rule: 'DGD-22',
      value: `${parallelism} = ${gpus} GPUs`,
      reason: `not whole nodes of ${system} (${perNode} GPUs each)`,
      fix: `what can run: tensor x pipeline x data = ${below} (${countNodes(below / perNode)}) or ${below + perNode} (${countNodes(below / perNode + 1)})`,
    }];
  }
  const nodes = Math.ceil(gpus / perNode);
  if (pool.multiNodeNvlink && nodes > pool.nodesPerNvlinkDomain) {
    return [{
      rule: 'CD-10',
      value: `${parallelism} = ${nodes} nodes`,
      reason: `an NVLink domain of pool '${pool.name}' has ${pool.nodesPerNvlinkDomain} nodes`,
      fix: `use at most ${pool.nodesPerNvlinkDomain * perNode} GPUs per engine and more replicas`,
    }];
  }
  const room = enginesThatFit(pool, nodes, gpus);
  if (replicas > room) {
    return [{
      rule: 'POOL-02',
      value: `${replicas} x ${gpus} GPUs on ${countNodes(nodes)} each`,
      reason: `pool '${pool.name}' of ${describeNodes(pool)} has room for ${room}`,
      fix: 'use fewer replicas or smaller engines, or add nodes to the pool',
    }];
  }
  return [];
}

/** Engines that the pool holds when nothing else runs there and each engine stays within one NVLink domain. */
function enginesThatFit(pool: NodePool, nodes: number, gpus: number): number {
  if (nodes === 1) return pool.nodes * Math.floor(pool.gpusPerNode / gpus);
  return pool._domains.reduce((sum, size) => sum + Math.floor(size / nodes), 0);
}

function describeNodes(pool: NodePool): string {
  const domains = pool._domains;
  return domains.length === 1 ? countNodes(domains[0]) : `${countNodes(pool.nodes)} in ${domains.length} NVLink domains`;
}

function countNodes(nodes: number): string {
  return `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
}
