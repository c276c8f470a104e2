import type { ReleaseFacts } from '../release-facts';
import { BUNDLED_CHARTS } from './bundled-charts';
import { KUBERNETES_MINORS, MINIMUM_DRIVER, MINIMUM_KUBERNETES_MINOR, NODE_STACK, SHARED_SCHEMAS } from './node-stack';

const RELEASES = 'dynamo-1.5-1.6.md 1, dynamo.md Releases (docs.nvidia.com/dynamo, Compatibility)';

/** Dynamo 1.4 (1.4.0 of 2026-08-14, 1.4.2 of 2026-08-28). */
export const DYNAMO_1_4: ReleaseFacts = {
  name: '1.4',
  pins: [
    {
      component: 'dynamo-platform',
      version: '1.4.2',
      reason: 'last patch of the line; before it the NIXL bindings of the frontend and SGLang images were stubs (#13547)',
      source: 'newer.md 1, memory.md 0 (ai-dynamo/dynamo #13547)',
      // KAI and Grove are installed on their own: see their pins.
      settings: {
        'global.grove.install': 'false', 'global.grove.enabled': 'true', 'global.kai-scheduler.install': 'false', 'global.kai-scheduler.enabled': 'true',
      },
    },
    { component: 'dynamo-operator', version: '1.4.2', reason: 'the chart\'s version is the operator\'s', source: 'dynamo-1.5-1.6.md 1' },
    { component: 'dynamo-runtime', version: '1.4.2', reason: 'tag of the runtime images; of the operator\'s release line', source: 'dynamo.md 3.11, memory.md 0 (aicr #1192, #1194)' },
    { component: 'vllm', version: '0.26.0', reason: 'inside vllm-runtime 1.4.2', source: RELEASES },
    { component: 'sglang', version: '0.5.16', reason: 'inside sglang-runtime 1.4.2', source: RELEASES },
    { component: 'tensorrt-llm', version: '1.3.0rc22', reason: 'inside tensorrtllm-runtime 1.4.2', source: RELEASES },
    { component: 'nixl-vllm', version: '1.3.2', reason: 'inside vllm-runtime 1.4.2', source: RELEASES },
    { component: 'nixl-sglang', version: '1.3.0', reason: 'inside sglang-runtime 1.4.2', source: RELEASES },
    { component: 'nixl-tensorrt-llm', version: '1.3.1', reason: 'inside tensorrtllm-runtime 1.4.2', source: RELEASES },
    { component: 'cuda-vllm', version: '13.0', reason: 'inside vllm-runtime 1.4.2', source: RELEASES },
    { component: 'cuda-sglang', version: '13.0', reason: 'inside sglang-runtime 1.4.2', source: RELEASES },
    { component: 'cuda-tensorrt-llm', version: '13.1', reason: 'inside tensorrtllm-runtime 1.4.2', source: RELEASES },
    {
      component: 'kai-scheduler',
      version: 'v0.17.0',
      reason: 'installed on its own: the v0.13.4 that the 1.4 chart bundles knows DynamoGraphDeployment only at v1alpha1, so it schedules the pods of a graph one by one, without a gang',
      source: 'scheduling.md 0 (kai-scheduler/KAI-Scheduler #1870, fixed in v0.17.0)',
    },
    {
      component: 'grove',
      version: 'v0.1.0-alpha.12-rc1',
      reason: 'the version that the 1.4 chart bundles and needs at least; later ones make KAI\'s PodGroups themselves and demand a queue, which Dynamo 1.4 was not released with',
      source: 'scheduling.md 0 (ai-dynamo/dynamo deploy/helm/charts/platform/Chart.yaml 1.4.0)',
    },
    {
      component: 'dra-driver',
      version: '0.4.1',
      reason: 'newest whose chart and CRDs could be read; NVIDIA AICR runs Dynamo 1.4.2 with 0.5.0, whose CRDs are the same',
      source: 'infrastructure.md 4.1, newer.md 1 and 3 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1)',
    },
    {
      component: 'gaie',
      version: 'v1.5.0',
      reason: 'last with the kinds of the endpoint picker (InferenceObjective, InferenceModelRewrite) and what agentgateway 1.4.1 is built on',
      source: 'serving.md 0 and C2, newer.md 8 (kubernetes-sigs/gateway-api-inference-extension v1.5.0)',
    },
    {
      component: 'aiconfigurator', version: '0.11.0', reason: 'last release under this name; from Dynamo 1.5 on it is AISimulate', source: 'optimization-tooling-registry.md 0, newer.md 10 (ai-dynamo/aiconfigurator v0.11.0)',
    },
    ...NODE_STACK,
  ],
  bundled: BUNDLED_CHARTS['1.4'],
  gaps: [
    {
      topic: 'chart and CRDs of 1.4.2',
      statement: 'chart values, CRDs and webhooks were read and recorded at 1.4.0 (main of 2026-07-30); 1.4.1 and 1.4.2 are taken for patches that change none of them',
      source: 'dynamo.md (top), crds/dynamo/SOURCE.md',
    },
    {
      topic: 'gateway versions',
      statement: 'Dynamo\'s own install script for the gateway pins Gateway API v1.5.1, GAIE v1.2.1 and agentgateway v1.0.0; the newer set pinned here was not tested by Dynamo',
      source: 'serving.md B4',
    },
    {
      topic: 'InferencePool',
      statement: 'the CRD of GAIE v1.5.0 is not among the sources; that of v1.6.0 stands in, where endpointPickerRef has become optional',
      source: 'crds/gaie/SOURCE.md, newer.md 8',
    },
    {
      topic: 'ModelExpress client',
      statement: 'the vLLM and SGLang images install client 0.4.0, the server pinned here is 0.5.1; whether they interoperate in every mode was not established',
      source: 'memory.md 0 (container/context.yaml)',
    },
    {
      topic: 'Network Operator on Kubernetes 1.36',
      statement: '26.4.1 is documented for Kubernetes 1.31 to 1.35 only',
      source: 'operators.md C4',
    },
  ],
  schemaVersions: { ...SHARED_SCHEMAS, dynamo: '1.4.0', gaie: '1.5.0' },
  kubernetesMinors: KUBERNETES_MINORS,
  minimumKubernetesMinor: MINIMUM_KUBERNETES_MINOR,
  minimumDriver: MINIMUM_DRIVER,
  // dynamo.md 3.11, optimization-tooling-registry.md G.2
  images: [
    'vllm-runtime', 'sglang-runtime', 'tensorrtllm-runtime', 'dynamo-frontend', 'dynamo-planner', 'kubernetes-operator', 'snapshot-agent', 'power-agent',
  ],
  behaviour: {
    groveMakesKaiPodGroups: false, // scheduling.md 0: Grove <= alpha.12-rc1
    podGangNamesPredictable: true, // scheduling.md 3.1
    stalenessGraceMustBeNegative: false, // scheduling.md 0 item 4: from 1.5
    storesV1Beta1: false, // dynamo.md 2.1
    hasDynamoCheckpoint: true, // dynamo.md 2.1
    componentTypeImmutable: false, // dynamo-1.5-1.6.md 5
    nodeCountImmutable: false, // dynamo.md 2.3: changing the number is allowed
    minAvailableDeprecated: false, // dynamo-1.5-1.6.md 5
    workloadProviderFixed: false, // dynamo-1.5-1.6.md 3.2
    defaultsFollowRuntime: false, // dynamo-1.5-1.6.md 3.2 (#12421 is 1.5)
    kvbmDeprecated: false, // memory.md 0: deprecated in 1.5.0
    componentTypes: ['frontend', 'worker', 'prefill', 'decode', 'planner', 'epp'], // dynamo.md 2.3
    multinodeTypes: ['frontend', 'worker', 'prefill', 'decode', 'planner'], // dynamo.md 2.6: epp is refused
    groveUpdateStrategies: ['RollingRecreate', 'OnDelete'], // dynamo.md 2.6
  },
};
