import type { EngineComponent } from './engine-component';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { CHANNEL_CLAIMS_PER_NODE } from '../../facts/nvlink';

/** A node has one channel: pods of an NVLink domain do not share nodes, even where their GPUs would fit. */
export function checkChannels(components: readonly EngineComponent[]): SynthFinding[] {
  const claiming = components.filter((component) => component._channelClaims.length > 0 && component._placement.findings.length === 0);
  const pools = new Set(claiming.map((component) => component._placement.pool));
  return [...pools].flatMap((pool) => {
    const pods = claiming.filter((component) => component._placement.pool === pool).reduce((sum, component) => sum + component.gpuNodes, 0);
    if (!pool || pods <= pool.nodes) return [];
    return [{
      rule: 'CD-09',
      value: `${pods} pods in an NVLink domain`,
      reason: `a node holds ${CHANNEL_CLAIMS_PER_NODE} such pod, and pool '${pool.name}' has ${pool.nodes} nodes`,
      fix: `let each pod have all ${pool.gpusPerNode} GPUs of its node, or use fewer replicas`,
    }];
  });
}
