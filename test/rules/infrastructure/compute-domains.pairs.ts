import type { ClusterFacts, PoolFacts } from '../../../lib/facts/cluster-facts';
import { GpuSystem } from '../../../lib/facts/gpu-system';
import { KubernetesVersion } from '../../../lib/facts/kubernetes-version';
import { Manifest } from '../../../lib/manifests/manifest';
import { withValue } from '../../support/one-path';
import { RowPair } from '../row-pair';

const domain = (name = 'nvlink', template = 'channel', spec: object = {}): Manifest => ({
  apiVersion: 'resource.nvidia.com/v1beta1',
  kind: 'ComputeDomain',
  metadata: { name, namespace: 'chat' },
  spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: template } }, ...spec },
});
export const DOMAIN = domain();
const near = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'nvidia.com/gpu.clique', labelSelector: { matchLabels: { app: 'ranks' } } }] } };
const rankSpec = (gpus = 4, env: object[] = [], template = 'channel') => ({
  affinity: near,
  resourceClaims: [{ name: 'compute-domain-channel', resourceClaimTemplateName: template }],
  containers: [{ name: 'main', image: 'registry/engine:1', env, resources: { limits: { 'nvidia.com/gpu': gpus }, claims: [{ name: 'compute-domain-channel' }] } }],
});
const lws = (leader: object, worker: object, size = 4): Manifest => ({
  apiVersion: 'leaderworkerset.x-k8s.io/v1',
  kind: 'LeaderWorkerSet',
  metadata: { name: 'ranks', namespace: 'chat' },
  spec: { replicas: 1, leaderWorkerTemplate: { size, leaderTemplate: { spec: leader }, workerTemplate: { spec: worker } } },
});
const RANKS = lws(rankSpec(), rankSpec());
export const LEADER = ['spec', 'leaderWorkerTemplate', 'leaderTemplate', 'spec'] as const;
const WORKER = ['spec', 'leaderWorkerTemplate', 'workerTemplate', 'spec'] as const;
const SIZE = ['spec', 'leaderWorkerTemplate', 'size'] as const;
const without = (spec: any) => ({ ...spec, resourceClaims: undefined, containers: [{ ...spec.containers[0], resources: { limits: { 'nvidia.com/gpu': 4 } } }] });
export const BARE = JSON.parse(JSON.stringify(lws(without(rankSpec(4, [{ name: 'NCCL_MNNVL_ENABLE', value: '0' }])), without(rankSpec()))));

const deployment = (spec: object, rest: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ranks', namespace: 'chat', labels: { 'kai.scheduler/queue': 'team' } },
  spec: { replicas: 1, strategy: { type: 'Recreate' }, selector: { matchLabels: { app: 'ranks' } }, template: { metadata: { labels: { app: 'ranks' } }, spec }, ...rest },
});
const POD = ['spec', 'template', 'spec'] as const;
const DEPLOYMENT = deployment(rankSpec());

export const rack = (name: string, nodes = 18): PoolFacts => ({
  name,
  system: GpuSystem.GB200_NVL72,
  architecture: GpuSystem.GB200_NVL72.architecture,
  groups: [{ count: nodes, labels: { 'pool': name, 'nvidia.com/gpu.clique': name }, taints: [], allocatable: { 'nvidia.com/gpu': '4' }, nvlinkDomain: name }],
});
export const HGX: PoolFacts = {
  name: 'hgx',
  system: GpuSystem.HGX_H100,
  architecture: GpuSystem.HGX_H100.architecture,
  groups: [{ count: 4, labels: { pool: 'hgx' }, taints: [], allocatable: { 'nvidia.com/gpu': '8' } }],
};
export const cluster = (...pools: PoolFacts[]): { cluster: ClusterFacts } => ({ cluster: { operators: {}, pools } });

const template = (deviceClassName: string): Manifest => ({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata: { name: 'gpus', namespace: 'chat' }, spec: { spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName } }] } } },
});
const driver = (values: object): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'dra', namespace: 'dra' },
  spec: { interval: '5m', chart: { spec: { chart: 'dra-driver-nvidia-gpu', version: '0.4.1', sourceRef: { kind: 'HelmRepository', name: 'nvidia' } } }, values },
});
const VALUES = ['spec', 'values'] as const;
const VERSION = ['spec', 'chart', 'spec', 'version'] as const;
const version = (text: string, install: Manifest): Manifest => withValue(install, [...VERSION], text);
const imex = (mode: string) => ({ resources: { computeDomains: { imex: { mode } } } });
const operator = (release: string): Manifest => ({
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'gpu-operator', namespace: 'gpu-operator' },
  spec: { interval: '5m', chart: { spec: { chart: 'gpu-operator', version: release, sourceRef: { kind: 'HelmRepository', name: 'nvidia' } } } },
});

const pcs = (annotations: object, podSpec: object): Manifest => ({
  apiVersion: 'grove.io/v1alpha1',
  kind: 'PodCliqueSet',
  metadata: { name: 'set', namespace: 'chat', annotations },
  spec: { replicas: 1, template: { cliques: [{ name: 'decode', annotations: {}, spec: { roleName: 'decode', replicas: 2, podSpec } }] } },
} as Manifest);
const CLIQUE = ['spec', 'template', 'cliques', 0] as const;
const GROUPED = pcs({ 'grove.io/mnnvl-group': 'none' }, rankSpec());
const gpuContainer = { name: 'main', image: 'registry/engine:1', resources: { limits: { 'nvidia.com/gpu': 4 } } };

const component = (name: string, channel: string, value: string) => ({
  name, type: name, replicas: 1, podTemplate: { spec: { ...rankSpec(4, [{ name: 'UCX_TLS', value }], channel) } },
});
const GRAPH: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'chat' },
  spec: { components: [component('prefill', 'channel', 'cuda_copy,cuda_ipc,tcp'), component('decode', 'channel', 'cuda_copy,cuda_ipc,tcp')] },
};
const COMPONENT = (i: number) => ['spec', 'components', i, 'podTemplate', 'spec'] as const;

const policy = (ports: object[]): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'imex', namespace: 'nvidia-dra-driver' },
  spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports }] },
});

const kaiSpec = (claim: object) => ({ schedulerName: 'kai-scheduler', resourceClaims: [{ name: 'gpu', ...claim }], containers: [{ name: 'main', image: 'registry/engine:1', resources: { claims: [{ name: 'gpu' }] } }] });
const SHARED: Manifest = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: { name: 'shared', namespace: 'chat', labels: { 'kai.scheduler/queue': 'team' } },
  spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu.nvidia.com' } }] } },
};
const KAI = deployment(kaiSpec({ resourceClaimTemplateName: 'gpus' }));
const ALTERNATIVES: Manifest = { ...template('nic.example.com'), spec: { spec: { devices: { requests: [{ name: 'gpu', firstAvailable: [{ name: 'a', deviceClassName: 'nic.example.com' }] }] } } } };
const SHARE: Manifest = {
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'share', namespace: 'chat', annotations: { 'gpu-fraction': '0.5' } }, spec: { schedulerName: 'kai-scheduler', containers: [{ name: 'main', image: 'registry/engine:1' }] },
};

const free = () => ({ ...rankSpec(), affinity: undefined });
const packed = (replicas: number): Manifest => withValue(withValue(pcs({}, free()), [...CLIQUE, 'spec', 'replicas'], replicas), ['spec', 'template', 'topologyConstraint'], { topologyName: 'racks', pack: { required: 'rack' } });
const BINDING: Manifest = { apiVersion: 'grove.io/v1alpha1', kind: 'ClusterTopologyBinding', metadata: { name: 'racks' }, spec: { levels: [{ domain: 'rack', key: 'nvidia.com/gpu.clique' }] } };
/** Ranks of which an annotation is all that keeps them together. */
const annotated = (manifest: Manifest, annotations: object): Manifest => withValue(manifest, ['metadata', 'annotations'], annotations);
const KAI_LEVEL = { 'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': 'nvidia.com/gpu.clique' };
const job = (spec: object): Manifest => ({
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'ranks', namespace: 'chat' }, spec: { parallelism: 2, template: { spec: { ...spec, restartPolicy: 'Never' } } },
});
const byKai = (spec: object) => ({ ...spec, schedulerName: 'kai-scheduler' });
const LWS_EXCLUSIVE = 'leaderworkerset.sigs.k8s.io/exclusive-topology';
const AUTOSCALER: Manifest = {
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'ranks', namespace: 'chat' }, spec: { maxReplicas: 4, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } },
};

export const PAIRS: RowPair[] = [
  { rule: 'CD-01', good: [DOMAIN], change: [0, 'spec', 'numNodes'], to: undefined, severity: 'info' },
  { rule: 'CD-01', good: [DOMAIN, operator('v26.7.0')], change: [0, 'spec', 'numNodes'], to: undefined, severity: 'error' },
  { rule: 'CD-02', good: [DOMAIN], change: [0, 'spec', 'numNodes'], to: 4, severity: 'info' },
  { rule: 'CD-03', good: [domain('nvlink', 'channel', { numNodes: 4 }), RANKS], change: [0, 'spec', 'numNodes'], to: 5, severity: 'warning' },
  { rule: 'CD-03', good: [domain('nvlink', 'channel', { numNodes: 4 }), RANKS, driver({ featureGates: { IMEXDaemonsWithDNSNames: false, ComputeDomainCliques: false } })], change: [0, 'spec', 'numNodes'], to: 3, severity: 'error' },
  { rule: 'CD-03', good: [domain('nvlink', 'channel', { numNodes: 2 }), withValue(deployment(rankSpec(), { replicas: 2 }), ['metadata', 'name'], 'ranks'), driver({ featureGates: { IMEXDaemonsWithDNSNames: false, ComputeDomainCliques: false } }), AUTOSCALER], change: [3, 'spec', 'scaleTargetRef', 'name'], to: 'ranks', found: [0, 'spec', 'numNodes'], severity: 'warning' },
  { rule: 'CD-04', good: [DOMAIN, domain('other', 'other')], change: [1, 'spec', 'channel', 'resourceClaimTemplate', 'name'], to: 'channel' },
  { rule: 'CD-04', good: [domain('nvlink', 'channel'), template('gpu.nvidia.com')], change: [1, 'metadata', 'name'], to: 'channel' },
  { rule: 'CD-05', good: [template('gpu.nvidia.com')], change: [0, 'spec', 'spec', 'devices', 'requests', 0, 'exactly', 'deviceClassName'], to: 'compute-domain-default-channel.nvidia.com' },
  { rule: 'CD-05', good: [DOMAIN], change: [0, 'kind'], to: 'ComputeDomainClique' },
  { rule: 'CD-05', good: [withValue(template('gpu.nvidia.com'), ['spec', 'spec', 'devices', 'config'], [{ opaque: { driver: 'gpu.nvidia.com', parameters: { kind: 'GpuConfig' } } }])], change: [0, 'spec', 'spec', 'devices', 'config', 0, 'opaque', 'parameters', 'kind'], to: 'ComputeDomainChannelConfig' },
  { rule: 'CD-06', good: [RANKS, DOMAIN], change: [0, ...WORKER, 'resourceClaims'], to: undefined },
  { rule: 'CD-06', good: [withValue(RANKS, [...WORKER, 'containers', 1], { name: 'side', image: 'registry/side:1', resources: { limits: { 'nvidia.com/gpu': 1 }, claims: [{ name: 'compute-domain-channel' }] } }), DOMAIN], change: [0, ...WORKER, 'containers', 1, 'resources', 'claims'], to: undefined },
  { rule: 'CD-07', good: [BARE], change: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], to: '2', found: [0, ...LEADER, 'resourceClaims'], facts: cluster(rack('a')), severity: 'error' },
  { rule: 'CD-07', good: [withValue(BARE, [...LEADER, 'nodeSelector'], { 'nvidia.com/gpu.product': 'NVIDIA-GB200' })], change: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], to: '2', found: [0, ...LEADER, 'resourceClaims'], severity: 'warning' },
  ...['NCCL_CUMEM_ENABLE', 'NCCL_P2P_LEVEL'].map((name): RowPair => ({
    rule: 'CD-07', good: [withValue(BARE, [...LEADER, 'containers', 0, 'env', 0], { name, value: '0' })], change: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], to: '1', found: [0, ...LEADER, 'resourceClaims'], facts: cluster(rack('a')), severity: 'error',
  })),
  { rule: 'CD-07', good: [withValue(BARE, [...LEADER, 'containers', 0, 'env', 0], { name: 'NCCL_P2P_DISABLE', value: '1' })], change: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], to: '0', found: [0, ...LEADER, 'resourceClaims'], facts: cluster(rack('a')), severity: 'error' },
  { rule: 'CD-07', good: [withValue(withValue(BARE, [...LEADER, 'containers', 0, 'env'], []), [...LEADER, 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'], 8)], change: [0, ...LEADER, 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'], to: 4, found: [0, ...LEADER, 'resourceClaims'], facts: cluster(rack('a')), severity: 'error' },
  { rule: 'CD-08', good: [withValue(DEPLOYMENT, [...POD, 'nodeSelector'], { pool: 'a' }), DOMAIN], change: [0, ...POD, 'nodeSelector', 'pool'], to: 'hgx', found: [1, 'spec'], facts: cluster(rack('a'), HGX) },
  { rule: 'CD-09', good: [deployment(rankSpec(4), { replicas: 2 }), DOMAIN], change: [0, ...POD, 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'], to: 2, found: [0, ...POD, 'resourceClaims', 0], facts: cluster(rack('a')) },
  { rule: 'CD-09', good: [withValue(GRAPH, [...COMPONENT(1), 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'], 2), DOMAIN], change: [0, ...COMPONENT(0), 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'], to: 2, found: [0, ...COMPONENT(0), 'resourceClaims', 0], facts: cluster(rack('a')) },
  { rule: 'CD-09', good: [deployment(rankSpec(4), { replicas: 2 }), DOMAIN], change: [0, ...POD, 'nodeSelector'], to: { pool: 'hgx' }, found: [0, ...POD, 'resourceClaims', 0], facts: cluster(rack('a'), HGX) },
  { rule: 'CD-10', good: [lws(free(), free(), 19), DOMAIN], change: [0, ...LEADER, 'containers', 0, 'env'], to: [{ name: 'NCCL_MNNVL_ENABLE', value: '1' }], found: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], severity: 'warning' },
  { rule: 'CD-10', good: [withValue(lws(free(), free(), 19), ['metadata', 'annotations'], { 'leaderworkerset.sigs.k8s.io/exclusive-topology': 'example.com/row' }), DOMAIN], change: [0, 'metadata', 'annotations', 'leaderworkerset.sigs.k8s.io/exclusive-topology'], to: 'nvidia.com/gpu.clique', severity: 'error' },
  { rule: 'CD-10', good: [packed(18), DOMAIN, BINDING], change: [0, ...CLIQUE, 'spec', 'replicas'], to: 19, found: [0, 'spec', 'template', 'topologyConstraint'], severity: 'error' },
  { rule: 'CD-10', good: [packed(19), DOMAIN, withValue(BINDING, ['spec', 'levels', 0, 'key'], 'example.com/rack')], change: [2, 'spec', 'levels', 0, 'key'], to: 'nvidia.com/gpu.clique', found: [0, 'spec', 'template', 'topologyConstraint'], severity: 'error' },
  { rule: 'CD-10', good: [lws(rankSpec(), rankSpec(), 18), DOMAIN], change: [0, ...SIZE], to: 19, found: [0, ...LEADER, 'affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 0] },
  { rule: 'CD-10', good: [lws(rankSpec(), rankSpec(), 9), DOMAIN], change: [0, ...SIZE], to: 10, found: [0, ...LEADER, 'affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 0], facts: cluster(rack('a', 9)) },
  { rule: 'CD-11', good: [deployment(rankSpec(), { replicas: 2 }), DOMAIN], change: [0, ...POD, 'affinity'], to: undefined, severity: 'info' },
  { rule: 'CD-11', good: [deployment(rankSpec(), { replicas: 2 }), DOMAIN], change: [0, ...POD, 'affinity', 'podAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 0, 'topologyKey'], to: 'kubernetes.io/arch', found: [0, ...POD, 'affinity'], facts: cluster(rack('a'), rack('b')), severity: 'warning' },
  { rule: 'CD-11', good: [annotated(lws(byKai(free()), byKai(free())), KAI_LEVEL), DOMAIN], change: [0, 'metadata', 'annotations', 'kai.scheduler/topology'], to: undefined, found: [0, ...LEADER, 'affinity'], severity: 'info' },
  { rule: 'CD-11', good: [annotated(job(byKai(free())), KAI_LEVEL), DOMAIN], change: [0, ...POD, 'schedulerName'], to: undefined, found: [0, 'metadata', 'annotations', 'kai.scheduler/topology-required-placement'], severity: 'warning' },
  { rule: 'CD-11', good: [annotated(lws(free(), free()), { [LWS_EXCLUSIVE]: 'nvidia.com/gpu.clique' }), DOMAIN], change: [0, 'metadata', 'annotations', LWS_EXCLUSIVE], to: 'example.com/rack', found: [0, ...LEADER, 'affinity'], severity: 'info' },
  { rule: 'CD-11', good: [annotated(job(rankSpec()), { [LWS_EXCLUSIVE]: 'nvidia.com/gpu.clique' }), DOMAIN], change: [0, ...POD, 'affinity'], to: undefined, found: [0, 'metadata', 'annotations', LWS_EXCLUSIVE], severity: 'warning' },
  { rule: 'CD-11', good: [annotated(deployment(byKai(rankSpec()), { replicas: 2 }), KAI_LEVEL), DOMAIN], change: [0, ...POD, 'affinity'], to: undefined, found: [0, 'metadata', 'annotations', 'kai.scheduler/topology-required-placement'], severity: 'warning' },
  { rule: 'CD-12', good: [withValue(DEPLOYMENT, [...POD, 'nodeSelector'], { pool: 'a' }), DOMAIN], change: [0, ...POD, 'nodeSelector'], to: undefined, found: [0, ...POD, 'affinity'], facts: cluster(rack('a'), HGX) },
  { rule: 'CD-13', good: [DEPLOYMENT, DOMAIN], change: [1, 'metadata', 'namespace'], to: 'other', found: [0, ...POD, 'resourceClaims', 0, 'resourceClaimTemplateName'] },
  { rule: 'CD-14', good: [DEPLOYMENT, DOMAIN], change: [0, ...POD, 'resourceClaims', 1], to: { name: 'again', resourceClaimTemplateName: 'channel' } },
  { rule: 'CD-15', good: [GROUPED, DOMAIN], change: [0, 'metadata', 'annotations', 'grove.io/mnnvl-group'], to: 'rack', found: [0, ...CLIQUE, 'spec', 'podSpec', 'resourceClaims', 0] },
  { rule: 'CD-16', good: [GROUPED], change: [0, 'metadata', 'annotations', 'grove.io/auto-mnnvl'], to: 'enabled' },
  { rule: 'CD-16', good: [withValue(GRAPH, ['spec', 'annotations'], { 'grove.io/mnnvl-group': 'none' })], change: [0, 'spec', 'annotations', 'grove.io/mnnvl-group'], to: 'rack 1', severity: 'error' },
  { rule: 'CD-16', good: [withValue(GRAPH, ['spec', 'annotations'], { 'grove.io/mnnvl-group': 'none' })], change: [0, 'spec', 'annotations', 'grove.io/mnnvl-group'], to: 'rack', facts: { cluster: { operators: { autoMnnvl: false }, pools: [] } }, severity: 'error' },
  { rule: 'CD-17', good: [withValue(pcs({}, { containers: [gpuContainer] }), [...CLIQUE, 'annotations', 'grove.io/mnnvl-group'], 'rack')], change: [0, ...CLIQUE, 'spec', 'podSpec', 'containers', 0, 'resources'], to: {}, found: [0, ...CLIQUE, 'annotations', 'grove.io/mnnvl-group'] },
  { rule: 'CD-17', good: [pcs({ 'grove.io/mnnvl-group': 'none' }, { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpus' }], containers: [{ name: 'main', image: 'registry/engine:1', resources: { claims: [{ name: 'gpu' }] } }] }), template('gpu.nvidia.com')], change: [0, 'metadata', 'annotations', 'grove.io/mnnvl-group'], to: 'rack', severity: 'error' },
  { rule: 'CD-18', good: [GRAPH, DOMAIN, domain('other', 'other')], change: [0, ...COMPONENT(1), 'resourceClaims', 0, 'resourceClaimTemplateName'], to: 'other', found: [0, ...COMPONENT(0), 'resourceClaims', 0] },
  { rule: 'CD-19', good: [withValue(DEPLOYMENT, [...POD, 'containers', 0, 'env'], [{ name: 'NCCL_MNNVL_ENABLE', value: '1' }]), DOMAIN], change: [0, ...POD, 'containers', 0, 'env', 0, 'value'], to: '0' },
  { rule: 'CD-19', good: [BARE], change: [0, ...LEADER, 'containers', 0, 'env', 0, 'value'], to: '1' },
  { rule: 'CD-20', good: [GRAPH, DOMAIN], change: [0, ...COMPONENT(1), 'containers', 0, 'env', 0, 'value'], to: 'cuda_copy,cuda_ipc' },
  { rule: 'CD-21', good: [DOMAIN], change: [0, 'spec', 'channel', 'allocationMode'], to: 'All' },
  { rule: 'CD-22', good: [DEPLOYMENT, DOMAIN], change: [0, 'spec', 'strategy', 'type'], to: 'RollingUpdate', found: [0, 'spec', 'strategy', 'rollingUpdate', 'maxSurge'] },
  { rule: 'CD-23', good: [DEPLOYMENT, DOMAIN], change: [0, ...POD, 'containers', 0, 'resources', 'limits'], to: undefined, found: [0, ...POD, 'resourceClaims', 0] },
  { rule: 'CD-24', good: [policy([{ port: 50000, endPort: 50005 }])], change: [0, 'spec', 'ingress', 0, 'ports', 0, 'endPort'], to: 50001, found: [0, 'spec', 'ingress'] },
  { rule: 'CD-25', good: [withValue(DOMAIN, ['kind'], 'ComputeDomainClique')], change: [0, 'kind'], to: 'ComputeDomain', facts: { kubernetes: KubernetesVersion.V1_31 }, severity: 'error' },
  { rule: 'CD-25', good: [withValue(DOMAIN, ['kind'], 'ComputeDomainClique')], change: [0, 'kind'], to: 'ComputeDomain', facts: { kubernetes: KubernetesVersion.V1_33 }, severity: 'warning' },
  { rule: 'INST-01', good: [driver({ resources: { gpus: { enabled: false } } })], change: [0, ...VALUES, 'resources', 'gpus', 'enabled'], to: undefined, found: [0, ...VALUES, 'gpuResourcesEnabledOverride'] },
  { rule: 'INST-01', good: [driver({ gpuResourcesEnabledOverride: true })], change: [0, ...VALUES, 'gpuResourcesEnabledOverride'], to: undefined },
  { rule: 'INST-07', good: [version('0.5.0', driver(imex('driverManaged')))], change: [0, ...VALUES, 'resources', 'computeDomains', 'imex', 'mode'], to: 'hostManaged' },
  { rule: 'INST-07', good: [version('0.5.0', driver(imex('driverManaged')))], change: [0, ...VALUES, 'resources', 'computeDomains', 'imex', 'mode'], to: 'byHost' },
  { rule: 'INST-07', good: [version('0.5.0', driver({ ...imex('hostManaged'), featureGates: { HostManagedIMEXDaemon: true } }))], change: [0, ...VERSION], to: '0.4.1', found: [0, ...VALUES, 'resources', 'computeDomains', 'imex', 'mode'] },
  { rule: 'INST-07', good: [version('0.5.0', driver({ kubeletPlugin: { containers: { computeDomains: { gpuCliqueLabelEnabled: true } } } }))], change: [0, ...VERSION], to: '0.4.1', found: [0, ...VALUES, 'kubeletPlugin', 'containers', 'computeDomains', 'gpuCliqueLabelEnabled'] },
  { rule: 'INST-08', good: [version('0.5.0', driver({ consumableShares: 4, featureGates: { ConsumableShares: true } }))], change: [0, ...VALUES, 'consumableShares'], to: 'four', severity: 'error' },
  { rule: 'INST-08', good: [version('0.5.0', driver({ consumableShares: 4, featureGates: { ConsumableShares: true } }))], change: [0, ...VALUES, 'consumableShares'], to: 'disabled', severity: 'warning' },
  { rule: 'INST-08', good: [version('0.5.0', driver({ consumableShares: 4, featureGates: { ConsumableShares: true } }))], change: [0, ...VALUES, 'featureGates', 'ConsumableShares'], to: false, found: [0, ...VALUES, 'consumableShares'], severity: 'error' },
  { rule: 'INST-08', good: [version('0.5.0', driver({ consumableShares: 4, featureGates: { ConsumableShares: true } }))], change: [0, ...VERSION], to: '0.4.1', found: [0, ...VALUES, 'consumableShares'], severity: 'error' },
  { rule: 'INST-10', good: [withValue(driver({}), ['spec', 'chart', 'spec', 'chart'], 'other')], change: [0, 'spec', 'chart', 'spec', 'chart'], to: 'dra-driver-nvidia-gpu', found: [0, 'kind'], facts: { kubernetes: KubernetesVersion.V1_31 }, severity: 'error' },
  { rule: 'KAI-01', good: [deployment(kaiSpec({ resourceClaimName: 'shared' })), SHARED], change: [1, 'metadata', 'labels', 'kai.scheduler/queue'], to: 'other' },
  { rule: 'KAI-01', good: [withValue(deployment(kaiSpec({ resourceClaimName: 'shared' })), ['metadata', 'labels'], { project: 'team' }), SHARED], change: [0, 'metadata', 'labels', 'project'], to: 'other', found: [1, 'metadata', 'labels', 'kai.scheduler/queue'] },
  { rule: 'KAI-02', good: [KAI, template('gpu.nvidia.com')], change: [1, 'spec', 'spec', 'devices', 'requests', 0, 'exactly', 'deviceClassName'], to: 'mig.nvidia.com', found: [0, ...POD, 'resourceClaims', 0] },
  { rule: 'KAI-03', good: [KAI, ALTERNATIVES], change: [1, 'spec', 'spec', 'devices', 'requests', 0, 'firstAvailable', 0, 'deviceClassName'], to: 'gpu.nvidia.com', found: [0, ...POD, 'resourceClaims', 0], severity: 'warning' },
  { rule: 'KAI-03', good: [SHARE, driver({ resources: { gpus: { enabled: false } } })], change: [1, 'spec', 'values', 'resources', 'gpus', 'enabled'], to: true, found: [0, 'metadata', 'annotations', 'gpu-fraction'], severity: 'error' },
  { rule: 'KAI-03', good: [withValue(SHARE, ['metadata', 'annotations'], { 'gpu-memory': '4096' }), driver({ resources: { gpus: { enabled: false } } })], change: [1, 'spec', 'values', 'resources', 'gpus', 'enabled'], to: true, found: [0, 'metadata', 'annotations', 'gpu-memory'], severity: 'error' },
];
