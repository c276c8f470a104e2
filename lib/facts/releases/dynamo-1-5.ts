import type { ReleaseFacts } from '../release-facts';
import type { ReleaseGap, ReleasePin } from '../release-pin';
import { BUNDLED_CHARTS } from './bundled-charts';
import { DYNAMO_1_4 } from './dynamo-1-4';
import { KUBERNETES_MINORS, MINIMUM_DRIVER, MINIMUM_KUBERNETES_MINOR, NODE_STACK, SHARED_SCHEMAS } from './node-stack';

const PINS = 'dynamo-1.5-1.6.md 1 (docs.nvidia.com/dynamo, Compatibility)';

/** KAI as Dynamo 1.5 and later need it. The value is a Go duration; the unit-less `-1` makes the scheduler exit (dynamo #14741). */
export const KAI_FOR_GROVE_BACKEND: ReleasePin = {
  component: 'kai-scheduler',
  version: 'v0.17.0',
  reason: 'bundled version and documented minimum; Grove makes its PodGroups and repairs gangs itself, so KAI must never evict a stale one',
  source: 'dynamo-1.5-1.6.md 1 and 3.3 (ai-dynamo/dynamo #14104, #14553, #14646, #14741)',
  settings: { 'scheduler.args.default-staleness-grace-period': '-1s' },
};

/** What 1.5 and 1.6 have in common among the things that could not be established. */
export const GAPS_SINCE_1_5: readonly ReleaseGap[] = [
  {
    topic: 'CRDs',
    statement: 'the CRD files of the tag could not be obtained; the schema is that of 1.4.0 plus a derived delta whose entries carry a confidence (those of low confidence are left out)',
    source: 'dynamo-1.5-1.6.md (top) and 6, crds/dynamo/DELTA-1.5.yaml, DELTA-1.6.yaml',
  },
  {
    topic: 'chart',
    statement: 'Chart.yaml and values.yaml of the line were not obtained, only the chart\'s README; values are checked against the key tree of 1.4.0 and that README',
    source: 'dynamo-1.5-1.6.md (sources) and 3.3',
  },
  {
    topic: 'Grove',
    statement: 'webhook rules and CRDs of Grove alpha.12 final and later were not read; those of alpha.12-rc1 stand in, with the queue rule of the KAI backend added',
    source: 'newer.md 7 and 12, scheduling.md 8',
  },
  {
    topic: 'node stack',
    statement: 'no published combination of this line with GPU Operator, Network Operator and DRA driver was read; the versions are those that run with Dynamo 1.4.2',
    source: 'newer.md 1 and 12',
  },
  {
    topic: 'ModelExpress client',
    statement: 'which client the runtime images install was not established',
    source: 'memory.md 0, newer.md 9 and 12',
  },
  ...DYNAMO_1_4.gaps.filter((gap) => ['gateway versions', 'Network Operator on Kubernetes 1.36'].includes(gap.topic)),
];

/** Pins below Dynamo that 1.5 and 1.6 share. */
export const STACK_SINCE_1_5: readonly ReleasePin[] = [
  KAI_FOR_GROVE_BACKEND,
  {
    component: 'dra-driver',
    version: '0.5.0',
    reason: 'runs with GPU Operator v26.7.0 in NVIDIA AICR\'s recipes; its CRDs are those of 0.4.1',
    source: 'newer.md 1 and 3, infrastructure.md (version note)',
  },
  {
    component: 'gaie',
    version: 'v1.6.0',
    reason: 'the Rust endpoint picker of 1.5 and later speaks its lightweight protocol and needs InferencePool only',
    source: 'serving.md B3 (Rust EPP) and C2, newer.md 8 (kubernetes-sigs/gateway-api-inference-extension v1.6.0)',
  },
  ...NODE_STACK,
];

/** Dynamo 1.5 (1.5.0 of 2026-09-18, 1.5.1 of 2026-10-06). */
export const DYNAMO_1_5: ReleaseFacts = {
  name: '1.5',
  pins: [
    {
      component: 'dynamo-platform',
      version: '1.5.1',
      reason: 'last patch of the line, fixes only',
      source: PINS,
      settings: DYNAMO_1_4.pins[0].settings,
    },
    { component: 'dynamo-operator', version: '1.5.1', reason: 'the chart\'s version is the operator\'s', source: PINS },
    { component: 'dynamo-runtime', version: '1.5.1', reason: 'tag of the runtime images; of the operator\'s release line', source: PINS },
    { component: 'vllm', version: '0.28.0', reason: 'inside vllm-runtime 1.5.1', source: PINS },
    { component: 'sglang', version: '0.5.18', reason: 'inside sglang-runtime 1.5.1', source: PINS },
    { component: 'tensorrt-llm', version: '1.3.0rc25', reason: 'inside tensorrtllm-runtime 1.5.1', source: PINS },
    { component: 'nixl-vllm', version: '1.3.2', reason: 'inside vllm-runtime 1.5.1', source: PINS },
    { component: 'nixl-sglang', version: '1.4.0', reason: 'inside sglang-runtime 1.5.1', source: PINS },
    { component: 'nixl-tensorrt-llm', version: '1.3.1', reason: 'inside tensorrtllm-runtime 1.5.1', source: PINS },
    { component: 'cuda-vllm', version: '13.0', reason: 'inside vllm-runtime 1.5.1', source: PINS },
    { component: 'cuda-sglang', version: '13.0', reason: 'inside sglang-runtime 1.5.1', source: PINS },
    { component: 'cuda-tensorrt-llm', version: '13.1', reason: 'inside tensorrtllm-runtime 1.5.1', source: PINS },
    {
      component: 'grove',
      version: 'v0.1.0-alpha.13',
      reason: 'bundled version and documented minimum; alpha.12 could hang while it took over a live PodCliqueSet (grove #808)',
      source: 'dynamo-1.5-1.6.md 1, newer.md 7',
    },
    {
      component: 'snapshot', version: '0.1.0', reason: 'checkpoints moved out of Dynamo into this chart; needed only where they are used', source: 'dynamo-1.5-1.6.md 1, 3.3 (ai-dynamo/snapshot)',
    },
    { component: 'aisimulate', version: '0.12.0', reason: 'successor of AIConfigurator; keeps its command line', source: 'dynamo-1.5-1.6.md 1, newer.md 10 (ai-dynamo/aisimulate)' },
    ...STACK_SINCE_1_5,
  ],
  bundled: BUNDLED_CHARTS['1.5'],
  gaps: [
    ...GAPS_SINCE_1_5,
    {
      topic: '1.4 or 1.5',
      statement: 'for these it was not established whether they came with 1.5: a nodeCount that cannot change (taken as no), multinode on every type but epp (taken as yes), the update strategies (taken as in 1.4)',
      source: 'dynamo-1.5-1.6.md 5 (marked [?])',
    },
    { topic: 'Kubernetes', statement: 'the chart\'s lowest Kubernetes version was not read; 1.4 and 1.6 both say 1.30', source: 'dynamo-1.5-1.6.md 1' },
  ],
  schemaVersions: { ...SHARED_SCHEMAS, dynamo: '1.5', gaie: '1.6.0' },
  kubernetesMinors: KUBERNETES_MINORS,
  minimumKubernetesMinor: MINIMUM_KUBERNETES_MINOR,
  minimumDriver: MINIMUM_DRIVER,
  // dynamo-1.5-1.6.md 1: "no others"
  images: ['vllm-runtime', 'sglang-runtime', 'tensorrtllm-runtime', 'dynamo-frontend', 'dynamo-planner', 'kubernetes-operator'],
  behaviour: {
    ...DYNAMO_1_4.behaviour,
    groveMakesKaiPodGroups: true, // scheduling.md 0 item 2: Grove > alpha.12-rc1
    podGangNamesPredictable: false, // scheduling.md 0 item 3: names carry an epoch
    stalenessGraceMustBeNegative: true, // dynamo-1.5-1.6.md 3.3
    storesV1Beta1: true, // dynamo-1.5-1.6.md 3.1 (#11904)
    hasDynamoCheckpoint: false, // dynamo-1.5-1.6.md 3.1 (#14076)
    componentTypeImmutable: true, // dynamo-1.5-1.6.md 3.1 (#13763)
    workloadProviderFixed: true, // dynamo-1.5-1.6.md 3.2 (#12942)
    defaultsFollowRuntime: true, // dynamo-1.5-1.6.md 3.2 (#12421)
    kvbmDeprecated: true, // dynamo-1.5-1.6.md 3.5
  },
};
