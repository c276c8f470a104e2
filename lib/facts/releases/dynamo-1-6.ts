import type { ReleaseFacts } from '../release-facts';
import { BUNDLED_CHARTS } from './bundled-charts';
import { DYNAMO_1_4 } from './dynamo-1-4';
import { DYNAMO_1_5, GAPS_SINCE_1_5, STACK_SINCE_1_5 } from './dynamo-1-5';
import { KUBERNETES_MINORS, MINIMUM_DRIVER, MINIMUM_KUBERNETES_MINOR, SHARED_SCHEMAS } from './node-stack';

const PINS = 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo v1.6.0 and v1.6.1, Compatibility)';

/** Dynamo 1.6 (1.6.0 of 2026-10-22, patch 1.6.1). */
export const DYNAMO_1_6: ReleaseFacts = {
  name: '1.6',
  pins: [
    {
      component: 'dynamo-platform',
      version: '1.6.1',
      reason: 'last patch of the line; trust stores of the images lose the root emSign ECC Root CA - G3, engines unchanged',
      source: PINS,
      settings: DYNAMO_1_4.pins[0].settings,
    },
    { component: 'dynamo-operator', version: '1.6.1', reason: 'the chart\'s version is the operator\'s', source: PINS },
    { component: 'dynamo-runtime', version: '1.6.1', reason: 'tag of the runtime images; of the operator\'s release line', source: PINS },
    { component: 'vllm', version: '0.31.0', reason: 'inside vllm-runtime 1.6', source: PINS },
    { component: 'sglang', version: '0.5.21', reason: 'inside sglang-runtime 1.6', source: PINS },
    { component: 'tensorrt-llm', version: '1.3.0rc29', reason: 'inside tensorrtllm-runtime 1.6', source: PINS },
    { component: 'nixl-vllm', version: '1.4.1', reason: 'inside vllm-runtime 1.6', source: PINS },
    { component: 'nixl-sglang', version: '1.5.0', reason: 'inside sglang-runtime 1.6', source: PINS },
    { component: 'nixl-tensorrt-llm', version: '1.3.1', reason: 'inside tensorrtllm-runtime 1.6', source: PINS },
    { component: 'cuda-vllm', version: '13.0', reason: 'inside vllm-runtime 1.6', source: PINS },
    { component: 'cuda-sglang', version: '13.0', reason: 'inside sglang-runtime 1.6', source: PINS },
    { component: 'cuda-tensorrt-llm', version: '13.1', reason: 'inside tensorrtllm-runtime 1.6', source: PINS },
    {
      component: 'grove',
      version: 'v0.1.0-alpha.14',
      reason: 'bundled version and minimum for multinode graphs, whose rank variables it provides',
      source: 'dynamo-1.5-1.6.md 1 and 4.3',
    },
    {
      component: 'snapshot', version: '0.1.0', reason: 'checkpoints moved out of Dynamo into this chart; needed only where they are used', source: 'dynamo-1.5-1.6.md 1, 3.3 (ai-dynamo/snapshot)',
    },
    ...STACK_SINCE_1_5,
  ],
  bundled: BUNDLED_CHARTS['1.6'],
  gaps: [
    ...GAPS_SINCE_1_5,
    { topic: 'ledger', statement: 'of the 41 breaking entries and 15 known issues of 1.6.0 only a part could be read', source: 'dynamo-1.5-1.6.md 4.5 and 6' },
    { topic: 'minimum availability', statement: 'the CEL rules around minAvailable after its successor in providerOverride were not read', source: 'dynamo-1.5-1.6.md 4.2 and 6' },
    { topic: 'LPX', statement: 'experimental; image names and whether lpx.experimental fields are released were not established: not modelled', source: 'dynamo-1.5-1.6.md 4.0 and 6' },
    { topic: 'AISimulate', statement: 'which version goes with 1.6 was not read: no pin', source: 'dynamo-1.5-1.6.md 1' },
    { topic: 'Grove alpha.14', statement: 'nothing but its being bundled and required is known', source: 'newer.md 7' },
  ],
  schemaVersions: { ...SHARED_SCHEMAS, dynamo: '1.6', gaie: '1.6.0' },
  kubernetesMinors: KUBERNETES_MINORS,
  minimumKubernetesMinor: MINIMUM_KUBERNETES_MINOR,
  minimumDriver: MINIMUM_DRIVER,
  images: [...DYNAMO_1_5.images, 'dynamo-sidecar'], // dynamo-1.5-1.6.md 1 and 3.5: experimental
  behaviour: {
    ...DYNAMO_1_5.behaviour,
    nodeCountImmutable: true, // dynamo-1.5-1.6.md 4.2
    minAvailableDeprecated: true, // dynamo-1.5-1.6.md 4.1
    componentTypes: [...DYNAMO_1_5.behaviour.componentTypes, 'lpx'], // dynamo-1.5-1.6.md 4.1
    multinodeTypes: ['worker', 'prefill', 'decode'], // dynamo-1.5-1.6.md 4.2
    groveUpdateStrategies: ['RollingRecreate', 'OnDelete', 'Coherent'], // dynamo-1.5-1.6.md 4.3
    reservedInitContainer: 'runtime', // dynamo-1.5-1.6.md 4.3
  },
};
