import { Manifest } from '../../../lib/manifests/manifest';
import { DynamoAdmissionFacts } from '../../../lib/rules/serving/dynamo-admission/dynamo-admission-facts';
import { withValue } from '../../support/one-path';
import { RulePair } from '../rule-pair';

const IMAGE = 'registry/vllm-runtime:1.4.0';
const gpus = { limits: { 'nvidia.com/gpu': '1' } };
const main = (more: object = {}) => ({ spec: { containers: [{ name: 'main', image: IMAGE, ...more }] } });

export const GRAPH: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'serve', annotations: { 'nvidia.com/dynamo-kube-discovery-mode': 'container' } },
  spec: {
    backendFramework: 'vllm',
    components: [
      { name: 'Frontend', type: 'frontend', replicas: 1, podTemplate: main() },
      {
        name: 'worker',
        type: 'worker',
        replicas: 2,
        frontendSidecar: 'front',
        sharedMemorySize: '16Gi',
        podTemplate: {
          spec: {
            containers: [
              { name: 'main', image: IMAGE, resources: gpus, volumeMounts: [{ name: 'cache', mountPath: '/cache' }] },
              { name: 'front', image: IMAGE },
            ],
          },
        },
        experimental: { gpuMemoryService: { mode: 'IntraPod' }, failover: { mode: 'IntraPod' } },
      },
    ],
  },
};
export const component = (...steps: (string | number)[]) => ['spec', 'components', 1, ...steps];
export const PLAIN = withValue(GRAPH, component('experimental'), undefined);
export const CHECKPOINTED = withValue(GRAPH, component('experimental'), { checkpoint: { enabled: true } });
const BETWEEN_PODS = withValue(withValue(GRAPH, component('experimental', 'gpuMemoryService', 'mode'), 'InterPod'), component('experimental', 'failover', 'mode'), 'InterPod');
export const PICKED = withValue(PLAIN, ['spec', 'components', 0], { name: 'epp', type: 'epp', replicas: 1, eppConfig: { configMapRef: { name: 'epp', key: 'k' } }, podTemplate: main() });
export const PLACED = withValue(withValue(PLAIN, ['spec', 'topologyConstraint'], { clusterTopologyName: 'racks', packDomain: 'rack' }), component('topologyConstraint', 'packDomain'), 'host');
const DOMAINS = withValue(withValue(PLAIN, ['spec', 'topologyConstraint'], { clusterTopologyName: 'racks' }), component('topologyConstraint', 'packDomain'), 'host');
const DOMAINS_ON_BOTH = withValue(DOMAINS, ['spec', 'components', 0, 'topologyConstraint', 'packDomain'], 'host');
export const ROUTED = withValue(PLAIN, ['spec', 'experimental', 'kvTransferPolicy'], { clusterTopologyName: 'racks', domain: 'rack' });
const OFF_GROVE = withValue(PLAIN, ['metadata', 'annotations', 'nvidia.com/enable-grove'], 'False');
const ORDERED = withValue(PLAIN, ['spec', 'restart'], { id: '1', strategy: { type: 'Sequential', order: ['worker', 'Frontend'] } });
const SCALED = withValue(PLAIN, component('scalingAdapter'), {});

export const ALPHA: Manifest = {
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'serve', annotations: { 'nvidia.com/dynamo-kube-discovery-mode': 'container' } },
  spec: {
    backendFramework: 'vllm',
    pvcs: [{ name: 'cache' }],
    services: {
      worker: {
        componentType: 'worker',
        subComponentType: 'decode',
        replicas: 1,
        resources: { limits: { gpu: '1' } },
        volumeMounts: [{ name: 'cache', mountPoint: '/cache' }],
        ingress: { enabled: true, host: 'chat.example.com' },
        frontendSidecar: { image: IMAGE },
        gpuMemoryService: { enabled: true, mode: 'intraPod' },
        failover: { enabled: true, mode: 'intraPod', numShadows: 1 },
        extraPodSpec: { mainContainer: { image: IMAGE }, containers: [{ name: 'side', image: IMAGE }] },
      },
      Frontend: { componentType: 'frontend', extraPodSpec: { mainContainer: { image: IMAGE } } },
    },
  },
};
export const service = (...steps: (string | number)[]) => ['spec', 'services', 'worker', ...steps];
const ALPHA_PICKED = withValue(withValue(ALPHA, ['spec', 'services', 'Frontend', 'componentType'], 'epp'), ['spec', 'services', 'Frontend', 'eppConfig'], { configMapRef: { name: 'epp' } });

export const COMPONENT: Manifest = {
  apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoComponentDeployment', metadata: { name: 'worker', namespace: 'serve' }, spec: { type: 'worker', podTemplate: main() },
};
export const REQUEST: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeploymentRequest',
  metadata: { name: 'find', namespace: 'serve' },
  spec: { model: 'org/model', backend: 'vllm', searchStrategy: 'thorough', image: 'registry/dynamo-planner:1.4.0', hardware: { gpuSku: 'h100_sxm' } },
};
export const MODEL: Manifest = {
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoModel',
  metadata: { name: 'support', namespace: 'serve' },
  spec: { modelName: 'support', baseModelName: 'org/model', modelType: 'lora', source: { uri: 's3://bucket/support' } },
};
const gmsClient = (name: string) => ({
  name,
  image: IMAGE,
  env: [{ name: 'GMS_SOCKET_DIR', value: '/gms-intrapod-control' }],
  resources: { claims: [{ name: 'intrapod-shared-gpu' }] },
  volumeMounts: [{ name: 'gms-intrapod-control', mountPath: '/gms-intrapod-control' }],
});
export const CHECKPOINT: Manifest = {
  apiVersion: 'nvidia.com/v1alpha1',
  kind: 'DynamoCheckpoint',
  metadata: { name: 'warm', namespace: 'serve' },
  spec: {
    gpuMemoryService: { enabled: true, mode: 'intraPod' },
    job: {
      podTemplateSpec: {
        spec: {
          containers: [gmsClient('main')],
          initContainers: [gmsClient('gms-server')],
          volumes: [{ name: 'gms-intrapod-control', emptyDir: {} }],
          resourceClaims: [{ name: 'intrapod-shared-gpu', resourceClaimTemplateName: 'gpu' }],
        },
      },
    },
  },
};
export const pod = (...steps: (string | number)[]) => ['spec', 'job', 'podTemplateSpec', 'spec', ...steps];

export const FACTS: DynamoAdmissionFacts = {
  grove: true, checkpoints: true, inferencePools: true, gpuDiscovery: true, topologyBindings: { racks: ['block', 'rack', 'host'] }, topologyBindingsComplete: true,
};
type Pair = RulePair<DynamoAdmissionFacts>;
export const on = (rule: string, good: Manifest, change: (string | number)[], to: unknown, more: Partial<Pair> = {}): Pair =>
  ({ rule, good, change, to, facts: FACTS, ...more });
const annotated = (key: string) => ['metadata', 'annotations', key];
const changed = (rule: string, good: Manifest, change: (string | number)[], to: unknown, found?: string) =>
  on(rule, good, change, to, { previous: good, found });

export const PAIRS: Pair[] = [
  on('DGD-01', GRAPH, component('podTemplate', 'spec', 'containers', 0, 'image'), undefined),
  on('DGD-01', PLAIN, ['spec', 'components', 0, 'podTemplate'], undefined, { found: 'spec.components[0].podTemplate.spec.containers' }),
  on('DGD-01', ALPHA, service('extraPodSpec', 'mainContainer', 'image'), ''),
  on('DGD-01', COMPONENT, ['spec', 'podTemplate', 'spec', 'containers', 0, 'name'], 'other', { found: 'spec.podTemplate.spec.containers' }),
  on('DGD-02', GRAPH, component('podTemplate', 'spec', 'containers', 0, 'image'), 'registry/vllm-runtime:latest', { found: 'spec.components[1].runtimeVersionOverride' }),
  on('DGD-02', ALPHA, service('extraPodSpec', 'mainContainer', 'image'), 'registry/vllm-runtime', { found: 'spec.services.worker.runtimeVersionOverride' }),
  on('DGD-13', PLAIN, component('name'), 'w'.repeat(42)),
  on('DGD-13', withValue(PLAIN, component('multinode'), { nodeCount: 2 }), component('name'), 'w'.repeat(19)),
  on('DGD-16', DOMAINS_ON_BOTH, ['spec', 'topologyConstraint'], undefined),
  on('DGD-16', PLACED, ['spec', 'topologyConstraint', 'clusterTopologyName'], undefined),
  on('DGD-16', DOMAINS_ON_BOTH, ['spec', 'components', 0, 'topologyConstraint'], undefined),
  on('DGD-17', OFF_GROVE, ['spec', 'priorityClassName'], 'high'),
  on('DGD-17', OFF_GROVE, component('minAvailable'), 1),
  on('DGD-17', COMPONENT, ['spec', 'minAvailable'], 1),
  on('DGD-17', withValue(BETWEEN_PODS, annotated('nvidia.com/enable-grove'), 'true'), annotated('nvidia.com/enable-grove'), 'false', { found: 'spec.components[1].experimental.gpuMemoryService.mode' }),
  on('DGD-19', BETWEEN_PODS, ['spec', 'backendFramework'], undefined, { found: 'spec.components[1].experimental.gpuMemoryService.mode' }),
  changed('DGD-20', GRAPH, ['spec', 'backendFramework'], 'sglang'),
  changed('DGD-20', GRAPH, ['spec', 'components', 0, 'name'], 'Other', 'spec.components'),
  changed('DGD-20', PLAIN, component('multinode'), { nodeCount: 2 }),
  changed('DGD-20', PLACED, ['spec', 'topologyConstraint', 'packDomain'], 'host', 'spec.topologyConstraint'),
  changed('DGD-20', PLACED, component('topologyConstraint', 'packDomain'), 'rack', 'spec.components[1].topologyConstraint'),
  changed('DGD-20', ROUTED, ['spec', 'experimental', 'kvTransferPolicy', 'domain'], 'host', 'spec.experimental.kvTransferPolicy'),
  changed('DGD-20', BETWEEN_PODS, component('experimental', 'failover'), undefined),
  changed('DGD-21', SCALED, component('replicas'), 3),
  on('DGD-51', GRAPH, component('podTemplate', 'spec', 'containers', 0, 'volumeMounts', 0, 'mountPath'), undefined),
  on('DGD-51', ALPHA, service('volumeMounts', 0, 'mountPoint'), ''),
  on('DGD-82', PICKED, ['spec', 'components', 0, 'replicas'], 2),
  on('DGD-82', PICKED, ['spec', 'components', 0, 'multinode'], { nodeCount: 2 }),
  on('DGD-82', PICKED, ['spec', 'components', 0, 'eppConfig'], undefined),
  on('DGD-82', PICKED, ['spec', 'components', 0, 'eppConfig', 'configMapRef', 'name'], ''),
  on('DGD-83', GRAPH, annotated('nvidia.com/dynamo-kube-discovery-mode'), 'pod'),
  on('DGD-85', MODEL, ['spec', 'source'], undefined),
  on('DGD-85', MODEL, ['spec', 'source', 'uri'], ''),
  on('DGD-85', MODEL, ['spec', 'source', 'uri'], 'https://example.com/support'),
  on('DGD-86', REQUEST, ['spec', 'backend'], undefined, { found: 'spec.searchStrategy' }),
  on('DGD-91', withValue(CHECKPOINTED, component('experimental', 'checkpoint', 'enabled'), false), component('experimental', 'checkpoint', 'enabled'), true, {
    facts: { ...FACTS, checkpoints: false }, found: 'spec.components[1].experimental.checkpoint',
  }),
  on('DGD-101', withValue(PLAIN, ['spec', 'components'], [{ name: 'one', podTemplate: main() }]), ['spec', 'components'], []),
  on('DGD-101', withValue(ALPHA, ['spec', 'services', 'Frontend'], undefined), service(), undefined, { found: 'spec.services' }),
  on('DGD-102', GRAPH, annotated('nvidia.com/dynamo-operator-origin-version'), 'main'),
  on('DGD-103', GRAPH, annotated('nvidia.com/vllm-distributed-executor-backend'), 'dask'),
  on('DGD-103', ALPHA, service('annotations', 'nvidia.com/vllm-distributed-executor-backend'), 'dask'),
  on('DGD-104', GRAPH, annotated('nvidia.com/grove-update-strategy'), 'onDelete'),
  on('DGD-105', PLAIN, annotated('nvidia.com/dynamo-kube-discovery-mode'), 'node'),
  on('DGD-106', ORDERED, ['spec', 'restart', 'strategy', 'order', 0], 'Frontend', { found: 'spec.restart.strategy.order' }),
  on('DGD-106', ORDERED, ['spec', 'restart', 'strategy', 'order', 0], 'nobody'),
  on('DGD-106', ORDERED, ['spec', 'restart', 'strategy', 'type'], 'Parallel', { found: 'spec.restart.strategy.order' }),
  on('DGD-107', GRAPH, component('sharedMemorySize'), '-1Gi'),
  on('DGD-108', GRAPH, component('frontendSidecar'), 'nobody'),
  on('DGD-108', GRAPH, component('frontendSidecar'), ''),
  on('DGD-109', PLAIN, ['spec', 'components', 0, 'experimental', 'gpuMemoryService'], {}),
  on('DGD-109', GRAPH, component('podTemplate', 'spec', 'containers', 0, 'resources'), undefined, { found: 'spec.components[1].experimental.gpuMemoryService' }),
  on('DGD-109', ALPHA, service('resources', 'limits', 'gpu'), '0', { found: 'spec.services.worker.gpuMemoryService' }),
  on('DGD-110', GRAPH, component('experimental', 'gpuMemoryService'), undefined, { found: 'spec.components[1].experimental.failover' }),
  on('DGD-110', BETWEEN_PODS, component('experimental', 'failover', 'mode'), undefined),
  on('DGD-110', ALPHA, service('gpuMemoryService', 'enabled'), false, { found: 'spec.services.worker.failover' }),
  on('DGD-111', CHECKPOINTED, component('experimental', 'gpuMemoryService'), { }, { found: 'spec.components[1].experimental.checkpoint' }),
  on('DGD-112', GRAPH, component('experimental', 'gpuMemoryService'), undefined, {
    good: withValue(withValue(GRAPH, component('experimental', 'failover'), undefined), component('experimental', 'checkpoint'), { enabled: false, job: { gmsClientContainers: ['front'] } }),
    found: 'spec.components[1].experimental.checkpoint.job.gmsClientContainers',
  }),
  on('DGD-113', REQUEST, ['spec', 'hardware'], undefined, { facts: { ...FACTS, gpuDiscovery: false } }),
  on('DGD-114', MODEL, ['spec', 'baseModelName'], ''),
  changed('DGD-115', MODEL, ['spec', 'baseModelName'], 'org/other'),
  on('DGD-116', MODEL, ['kind'], 'DynamoCheckpoint', { facts: { ...FACTS, checkpoints: false }, found: 'spec' }),
  on('DGD-117', CHECKPOINT, ['spec', 'gpuMemoryService', 'mode'], 'interPod'),
  on('DGD-117', CHECKPOINT, pod('volumes'), []),
  on('DGD-117', CHECKPOINT, pod('resourceClaims'), []),
  on('DGD-117', CHECKPOINT, pod('containers', 0, 'name'), 'other', { found: 'spec.job.podTemplateSpec.spec.containers' }),
  on('DGD-117', CHECKPOINT, pod('initContainers', 0, 'env'), []),
  on('DGD-117', CHECKPOINT, pod('initContainers', 0, 'resources'), {}, { found: 'spec.job.podTemplateSpec.spec.initContainers[0].resources.claims' }),
  on('DGD-117', CHECKPOINT, pod('containers', 0, 'volumeMounts'), []),
  on('DGD-117', CHECKPOINT, ['spec', 'gpuMemoryService', 'extraClientContainers'], ['nobody'], { found: 'spec.gpuMemoryService.extraClientContainers[0]' }),
  on('DGD-118', withValue(PICKED, ['spec', 'components', 0, 'type'], 'frontend'), ['spec', 'components', 0, 'type'], 'epp', { facts: { ...FACTS, inferencePools: false } }),
  on('DGD-119', PLACED, ['spec', 'topologyConstraint', 'clusterTopologyName'], 'unknown'),
  on('DGD-119', PLACED, component('topologyConstraint', 'packDomain'), 'moon'),
  on('DGD-119', PLACED, component('topologyConstraint', 'packDomain'), 'block'),
  on('DGD-120', ROUTED, ['spec', 'experimental', 'kvTransferPolicy', 'clusterTopologyName'], 'Not A Name'),
  on('DGD-120', ROUTED, ['spec', 'experimental', 'kvTransferPolicy', 'clusterTopologyName'], 'unknown'),
  on('DGD-120', ROUTED, ['spec', 'experimental', 'kvTransferPolicy', 'domain'], 'moon'),
  on('DGD-121', ALPHA, ['spec', 'pvcs', 0, 'name'], ''),
  on('DGD-122', ALPHA_PICKED, ['spec', 'services', 'Frontend', 'eppConfig', 'config'], {}, { found: 'spec.services.Frontend.eppConfig' }),
  on('DGD-123', ALPHA, service('ingress', 'host'), undefined),
  on('DGD-124', ALPHA, service('failover', 'numShadows'), 2),
  on('DGD-125', ALPHA, service('extraPodSpec', 'containers', 0, 'name'), 'sidecar-frontend', { found: 'spec.services.worker.frontendSidecar' }),
  on('DGD-126', ALPHA, service('autoscaling'), { enabled: true }),
  on('DGD-126', ALPHA, service('dynamoNamespace'), 'mine'),
  on('DGD-127', REQUEST, ['spec', 'image'], 'registry/dynamo-planner:nightly', { found: 'spec.runtimeVersionOverride' }),
  on('DGD-128', REQUEST, ['spec', 'model'], 'org/other', { previous: { ...REQUEST, status: { phase: 'Profiling' } }, found: 'spec' }),
];
