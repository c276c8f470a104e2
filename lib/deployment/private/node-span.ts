import { Construct } from 'constructs';
import { Cluster } from '../../cluster';
import { invalid } from '../../core/errors';
import { wholeNumber } from '../../core/ranges';
import { Placement, placeEngine } from '../../workload/private/pool-choice';
import type { NodeCountOptions } from '../node-count-options';

/**
 * Nodes of one copy of an engine, and GPUs of each of its pods; 0 where the pod spec says them.
 *
 * @param copies that run at a time
 * @throws when neither or both of `nodes` and `parallelism` are given
 */
export function spanOf(role: Construct, { nodes, parallelism, gpus, pool }: NodeCountOptions, copies: number): Placement {
  const path = role.node.path;
  if ((nodes === undefined) === (parallelism === undefined)) {
    throw invalid({ path, value: nodes === undefined ? 'neither nodes nor parallelism' : 'nodes and parallelism', reason: 'one of them says how many nodes a copy has', fix: 'give one of the two' });
  }
  if (parallelism === undefined) return { pool, nodes: wholeNumber(path, 'nodes', nodes!), gpusPerPod: gpus ?? 0, findings: [] };
  if (gpus !== undefined) {
    throw invalid({ path, value: `gpus: ${gpus} beside parallelism`, reason: 'the GPUs of a pod follow from the parallelism and the pool', fix: 'leave out gpus' });
  }
  return placeEngine(Cluster.of(role).pools, parallelism, copies, pool);
}
