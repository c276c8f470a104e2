import { KubernetesVersion } from '../../../lib/cluster';
import type { ClusterFacts } from '../../../lib/facts/cluster-facts';
import { GpuSystem } from '../../../lib/facts/gpu-system';
import { Manifest } from '../../../lib/manifests/manifest';
import { withValue } from '../../support/one-path';
import { RowPair } from '../row-pair';

const request = (deviceClassName = 'gpu.nvidia.com', rest: object = {}) => ({ name: 'gpu', exactly: { deviceClassName, ...rest } });
const template = (devices: object, rest: object = {}): Manifest => ({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata: { name: 'one', namespace: 'chat' }, spec: { spec: { devices } }, ...rest,
});
export const ONE = template({ requests: [request()] });
const SHARED: Manifest = {
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', metadata: { name: 'shared', namespace: 'chat' }, spec: { devices: { requests: [request()] } },
};
const container = (rest: object = {}) => ({ name: 'main', image: 'registry/engine:1', ...rest });
export const POD: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'small', namespace: 'chat' },
  spec: {
    resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'one' }],
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    containers: [container({ resources: { claims: [{ name: 'gpu' }] } })],
  },
};
const deployment = (name: string, spec: object, replicas = 1): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'chat' },
  spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec } },
});
const SHARING = deployment('sharing', { resourceClaims: [{ name: 'gpu', resourceClaimName: 'shared' }], containers: [container({ resources: { claims: [{ name: 'gpu' }] } })] });
const apart = (topologyKey: string) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: { matchLabels: { app: 'sharing' } } }] } },
});
const SPREAD = withValue(SHARING, ['spec', 'template', 'spec', 'affinity'], apart('example.com/zone').affinity);
const PLUGIN = deployment('plugin', { nodeSelector: { pool: 'b' }, containers: [container({ resources: { limits: { 'nvidia.com/gpu': 1 } } })] });
export const CLASS: Manifest = {
  apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', metadata: { name: 'mine' }, spec: { extendedResourceName: 'example.com/gpu', selectors: [{ cel: { expression: "device.driver == 'gpu.nvidia.com'" } }] },
};
const OTHER = withValue(withValue(CLASS, ['metadata', 'name'], 'other'), ['spec', 'extendedResourceName'], 'example.com/other');
export const cluster = (minor = 36, taints: ClusterFacts['pools'][0]['groups'][0]['taints'] = []): ClusterFacts => ({
  kubernetes: KubernetesVersion.of(`1.${minor}`),
  operators: {},
  pools: ['a', 'b'].map((pool) => ({
    name: pool,
    system: GpuSystem.HGX_H100,
    architecture: GpuSystem.HGX_H100.architecture,
    groups: [{ count: 2, labels: { pool }, taints, allocatable: { 'nvidia.com/gpu': '8' } }],
  })),
});
const MIXED = [withValue(POD, ['spec', 'nodeSelector'], { pool: 'a' }), ONE, PLUGIN];
const ANY = template({
  requests: [{ name: 'any', firstAvailable: [{ name: 'big', deviceClassName: 'gpu.nvidia.com' }, { name: 'slice', deviceClassName: 'mig.nvidia.com' }] }],
  constraints: [{ matchAttribute: 'gpu.nvidia.com/productName' }],
  config: [{ requests: ['any/big'], opaque: { driver: 'gpu.nvidia.com', parameters: { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'GpuConfig' } } }],
});
const DEVICES = ['spec', 'spec', 'devices'] as const;
const FIRST = [...DEVICES, 'requests', 0, 'exactly'] as const;
const NAMESPACE: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'chat', labels: { 'resource.kubernetes.io/admin-access': 'true' } } };
const selecting = (expression: string, className = 'gpu.nvidia.com') => template({ requests: [request(className, { selectors: [{ cel: { expression } }] })] });
const EXPRESSION = [...FIRST, 'selectors', 0, 'cel', 'expression'] as const;
const read = (rest: string) => `device.attributes["gpu.nvidia.com"].${rest}`;
const MANY = template({ requests: [request('gpu.nvidia.com', { count: 16 }), { name: 'more', exactly: { deviceClassName: 'mig.nvidia.com', count: 16 } }] });
const PCS: Manifest = {
  apiVersion: 'grove.io/v1alpha1',
  kind: 'PodCliqueSet',
  metadata: { name: 'set', namespace: 'chat' },
  spec: { template: { resourceClaimTemplates: [{ name: 'shared', templateSpec: { spec: { devices: { requests: [request('gpu.nvidia.com', { count: 1 })] } } } }], cliques: [] } },
};

const configured = (parameters: object, className = 'gpu.nvidia.com', requests: string[] = ['gpu']) => template({
  requests: [request(className)],
  config: [{ requests, opaque: { driver: 'gpu.nvidia.com', parameters: { apiVersion: 'resource.nvidia.com/v1beta1', ...parameters } } }],
});
const PARAMETERS = [...DEVICES, 'config', 0, 'opaque', 'parameters'] as const;
const SLICED = configured({ kind: 'GpuConfig', sharing: { strategy: 'TimeSlicing', timeSlicingConfig: { interval: 'Long' } } });
const MPS = configured({ kind: 'GpuConfig', sharing: { strategy: 'MPS', mpsConfig: { defaultActiveThreadPercentage: 50, defaultPinnedDeviceMemoryLimit: '10Gi', defaultPerDevicePinnedMemoryLimit: { 0: '10Gi' } } } });
const MIG = configured({ kind: 'MigDeviceConfig', sharing: { strategy: 'MPS', mpsConfig: {} } }, 'mig.nvidia.com');
const VFIO = configured({ kind: 'VfioDeviceConfig', iommu: { backendPolicy: 'LegacyOnly' } }, 'vfio.gpu.nvidia.com');
const driver = (values: object, version = '0.4.1'): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'dra', namespace: 'argocd' },
  spec: {
    project: 'default',
    destination: { namespace: 'dra-driver-nvidia-gpu', server: 'https://kubernetes.default.svc' },
    source: { repoURL: 'registry.k8s.io/dra-driver-nvidia/charts', chart: 'dra-driver-nvidia-gpu', targetRevision: version, helm: { valuesObject: values } },
  },
});
const VALUES = ['spec', 'source', 'helm', 'valuesObject'] as const;
const SHARING_GATES = driver({ featureGates: { TimeSlicingSettings: true, MPSSupport: true } });

export const PAIRS: RowPair[] = [
  { rule: 'DRA-01', good: [POD], change: [0, 'spec', 'containers', 0, 'resources', 'claims', 0, 'name'], to: 'gpus', found: [0, 'spec', 'containers', 0, 'resources', 'claims', 0] },
  { rule: 'DRA-02', good: [POD, ONE], change: [0, 'spec', 'containers', 0, 'resources'], to: undefined, found: [0, 'spec', 'resourceClaims', 0], severity: 'warning' },
  { rule: 'DRA-03', good: [POD], change: [0, 'spec', 'resourceClaims', 0, 'resourceClaimName'], to: 'shared', found: [0, 'spec', 'resourceClaims', 0] },
  { rule: 'DRA-03', good: [POD], change: [0, 'spec', 'resourceClaims', 0, 'resourceClaimTemplateName'], to: undefined, found: [0, 'spec', 'resourceClaims', 0] },
  { rule: 'DRA-03', good: [POD], change: [0, 'spec', 'resourceClaims', 0, 'source'], to: { resourceClaimTemplateName: 'one' } },
  { rule: 'DRA-04', good: [POD, ONE], change: [1, 'metadata', 'namespace'], to: 'other', found: [0, 'spec', 'resourceClaims', 0, 'resourceClaimTemplateName'] },
  { rule: 'DRA-05', good: [withValue(POD, ['spec', 'containers', 0, 'resources', 'claims', 0, 'request'], 'gpu'), ONE], change: [0, 'spec', 'containers', 0, 'resources', 'claims', 0, 'request'], to: 'other' },
  { rule: 'DRA-05', good: [withValue(POD, ['spec', 'containers', 0, 'resources', 'claims', 0, 'request'], 'any'), ANY], change: [0, 'spec', 'containers', 0, 'resources', 'claims', 0, 'request'], to: 'any/big' },
  { rule: 'DRA-06', good: [ONE], change: [0, ...DEVICES, 'requests', 0, 'deviceClassName'], to: 'gpu.nvidia.com' },
  { rule: 'DRA-06', good: [ONE], change: [0, ...DEVICES, 'requests', 0, 'exactly'], to: undefined, found: [0, ...DEVICES, 'requests', 0] },
  { rule: 'DRA-06', good: [{ ...template({ requests: [{ name: 'gpu', deviceClassName: 'gpu.nvidia.com' }] }), apiVersion: 'resource.k8s.io/v1beta1' }], change: [0, ...DEVICES, 'requests', 0, 'exactly'], to: { deviceClassName: 'gpu.nvidia.com' } },
  { rule: 'DRA-07', good: [ONE], change: [0, 'apiVersion'], to: 'resource.k8s.io/v1beta1', facts: { kubernetes: KubernetesVersion.V1_34 }, severity: 'warning' },
  { rule: 'DRA-07', good: [ONE], change: [0, 'apiVersion'], to: 'resource.k8s.io/v1alpha3', facts: { kubernetes: KubernetesVersion.V1_34 }, severity: 'error' },
  { rule: 'DRA-08', good: [ONE], change: [0, ...FIRST, 'capacity'], to: { requests: { memory: '10Gi' } }, facts: { kubernetes: KubernetesVersion.V1_35 } },
  { rule: 'DRA-08', good: [withValue(CLASS, ['spec', 'extendedResourceName'], undefined)], change: [0, 'spec', 'extendedResourceName'], to: 'example.com/gpu', facts: { cluster: cluster(35) } },
  { rule: 'DRA-09', good: [template({ requests: [request('gpu.nvidia.com', { count: 2 })] })], change: [0, ...FIRST, 'allocationMode'], to: 'All', found: [0, ...FIRST, 'count'] },
  { rule: 'DRA-09', good: [ONE], change: [0, ...FIRST, 'count'], to: -1 },
  { rule: 'DRA-09', good: [ONE], change: [0, ...FIRST, 'count'], to: 0, severity: 'warning' },
  { rule: 'DRA-09', good: [MANY], change: [0, ...FIRST, 'count'], to: 17, found: [0, ...DEVICES, 'requests'] },
  { rule: 'DRA-09', good: [MANY], change: [0, ...DEVICES, 'requests', 1, 'name'], to: 'gpu' },
  { rule: 'DRA-09', good: [ONE], change: [0, ...DEVICES, 'requests', 0, 'name'], to: 'GPU' },
  { rule: 'DRA-09', good: [PCS], change: [0, 'spec', 'template', 'resourceClaimTemplates', 0, 'templateSpec', 'spec', 'devices', 'requests', 0, 'exactly', 'count'], to: -1 },
  { rule: 'DRA-09', good: [ONE], change: [0, ...FIRST, 'tolerations'], to: Array.from({ length: 17 }, (_, i) => ({ key: `a${i}`, operator: 'Exists' })) },
  { rule: 'DRA-10', good: [ANY], change: [0, ...DEVICES, 'constraints', 0, 'matchAttribute'], to: 'productName' },
  { rule: 'DRA-10', good: [ANY], change: [0, ...DEVICES, 'constraints', 0, 'matchAttribute'], to: undefined },
  { rule: 'DRA-10', good: [ANY], change: [0, ...DEVICES, 'constraints', 0, 'distinctAttribute'], to: 'gpu.nvidia.com/uuid', severity: 'warning' },
  { rule: 'DRA-11', good: [ANY], change: [0, ...DEVICES, 'config', 0, 'requests', 0], to: 'any/none' },
  { rule: 'DRA-11', good: [ANY], change: [0, ...DEVICES, 'constraints', 0, 'requests'], to: ['any', 'any'], found: [0, ...DEVICES, 'constraints', 0, 'requests', 1] },
  { rule: 'DRA-12', good: [ANY], change: [0, ...DEVICES, 'config', 0, 'requests', 0], to: 'any' },
  { rule: 'DRA-13', good: [template({ requests: [request('gpu.nvidia.com', { adminAccess: true })] }), NAMESPACE], change: [1, 'metadata', 'labels', 'resource.kubernetes.io/admin-access'], to: 'True', found: [0, ...FIRST, 'adminAccess'], severity: 'error' },
  { rule: 'DRA-13', good: [ONE], change: [0, ...FIRST, 'adminAccess'], to: true, severity: 'warning' },
  { rule: 'DRA-13', good: [ANY], change: [0, ...DEVICES, 'requests', 0, 'firstAvailable', 0, 'adminAccess'], to: true, severity: 'error' },
  { rule: 'DRA-14', good: [ONE], change: [0, ...FIRST, 'deviceClassName'], to: 'imex.nvidia.com' },
  { rule: 'DRA-15', good: [selecting(`${read('productName')} == "a"`)], change: [0, ...EXPRESSION], to: `${read('index')} == 0`, severity: 'error' },
  { rule: 'DRA-15', good: [selecting(`${read('productName')} == "a"`)], change: [0, ...EXPRESSION], to: `${read('profile')} == "1g.5gb"`, severity: 'warning' },
  { rule: 'DRA-15', good: [selecting(`${read('profile')} == "a"`, 'mig.nvidia.com')], change: [0, ...FIRST, 'deviceClassName'], to: 'gpu.nvidia.com', found: [0, ...EXPRESSION] },
  { rule: 'DRA-15', good: [selecting(`"index" in device.attributes["gpu.nvidia.com"] && ${read('index')} == 0`)], change: [0, ...EXPRESSION], to: `${read('index')} == 0` },
  { rule: 'DRA-16', good: [selecting(`"addressingMode" in device.attributes["gpu.nvidia.com"] && ${read('addressingMode')} == "ATS"`)], change: [0, ...EXPRESSION], to: `${read('addressingMode')} == "ATS"`, severity: 'warning' },
  { rule: 'DRA-16', good: [selecting(`${read('productName')} == "a"`)], change: [0, ...EXPRESSION], to: 'device.capacity["gpu.nvidia.com"].memory.isGreaterThan(quantity("40Gi"))', severity: 'info' },
  { rule: 'DRA-17', good: [selecting(`${read('productName')} == "a"`)], change: [0, ...EXPRESSION], to: `${read('productName')} == "${'a'.repeat(10240)}"` },
  { rule: 'DRA-18', good: [SHARING, SHARED], change: [0, 'spec', 'replicas'], to: 2, found: [0, 'spec', 'template', 'spec', 'resourceClaims', 0, 'resourceClaimName'], severity: 'warning' },
  { rule: 'DRA-18', good: [SHARING, SHARED], change: [0, 'spec', 'replicas'], to: 257, found: [0, 'spec', 'template', 'spec', 'resourceClaims', 0, 'resourceClaimName'], severity: 'error' },
  {
    rule: 'DRA-18', good: [withValue(SPREAD, ['spec', 'template', 'spec', 'affinity'], apart('kubernetes.io/hostname').affinity), SHARED], change: [0, 'spec', 'replicas'], to: 2, found: [0, 'spec', 'template', 'spec', 'resourceClaims', 0, 'resourceClaimName'], severity: 'error',
  },
  { rule: 'DRA-19', good: [POD, ONE], change: [0, 'spec', 'containers', 0, 'resources', 'limits'], to: { 'nvidia.com/gpu': 1 }, found: [0, 'spec', 'resourceClaims', 0] },
  { rule: 'DRA-20', good: MIXED, change: [0, 'spec', 'nodeSelector', 'pool'], to: 'b', found: [0, 'spec', 'resourceClaims', 0], facts: { cluster: cluster() } },
  { rule: 'DRA-21', good: [POD, ONE], change: [0, 'spec', 'tolerations'], to: undefined, severity: 'info' },
  { rule: 'DRA-21', good: [POD, ONE], change: [0, 'spec', 'tolerations', 0, 'effect'], to: 'NoExecute', found: [0, 'spec', 'tolerations'], severity: 'warning', facts: { cluster: cluster(36, [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }]) } },
  { rule: 'DRA-22', good: [CLASS, OTHER], change: [1, 'spec', 'extendedResourceName'], to: 'example.com/gpu' },
  { rule: 'DRA-22', good: [CLASS, driver({})], change: [0, 'spec', 'extendedResourceName'], to: 'nvidia.com/gpu' },
  { rule: 'DRA-23', good: [POD, withValue(ONE, [...FIRST, 'count'], 8)], change: [1, ...FIRST, 'count'], to: 9, found: [0, 'spec', 'resourceClaims', 0, 'resourceClaimTemplateName'], facts: { cluster: cluster() } },
  { rule: 'DRA-24', good: [POD], change: [0, 'spec', 'nodeName'], to: 'node-1', severity: 'error' },
  { rule: 'DRA-25', good: [CLASS], change: [0, 'spec', 'extendedResourceName'], to: 'gpu' },
  { rule: 'DRA-25', good: [CLASS], change: [0, 'spec', 'extendedResourceName'], to: 'requests.kubernetes.io/gpu' },
  { rule: 'DRA-25', good: [CLASS], change: [0, 'spec', 'extendedResourceName'], to: 'mykubernetes.io/gpu' },
  { rule: 'DRA-25', good: [CLASS], change: [0, 'spec', 'extendedResourceName'], to: '' },
  { rule: 'DRA-25', good: [CLASS], change: [0, 'spec', 'extendedResourceName'], to: 'example.com/a b' },
  { rule: 'DRA-26', good: [template({ requests: [request('vfio.gpu.nvidia.com'), { name: 'other', exactly: { deviceClassName: 'vfio.gpu.nvidia.com' } }] })], change: [0, ...DEVICES, 'requests', 1, 'exactly', 'deviceClassName'], to: 'gpu.nvidia.com', found: [0, ...FIRST, 'deviceClassName'] },

  { rule: 'CFG-01', good: [SLICED], change: [0, ...PARAMETERS, 'sharing', 'timeSlicingConfig', 'interval'], to: 'long' },
  { rule: 'CFG-01', good: [SLICED], change: [0, ...PARAMETERS, 'sharing', 'replicas'], to: 2 },
  { rule: 'CFG-01', good: [SLICED], change: [0, ...PARAMETERS, 'apiVersion'], to: 'gpu.nvidia.com/v1alpha1' },
  { rule: 'CFG-01', good: [SLICED], change: [0, ...PARAMETERS, 'kind'], to: 'GPUConfig' },
  { rule: 'CFG-01', good: [MPS], change: [0, ...PARAMETERS, 'sharing', 'strategy'], to: undefined },
  { rule: 'CFG-01', good: [MIG], change: [0, ...PARAMETERS, 'sharing', 'timeSlicingConfig'], to: { interval: 'Long' } },
  { rule: 'CFG-02', good: [SLICED, SHARING_GATES], change: [1, ...VALUES, 'featureGates', 'TimeSlicingSettings'], to: false, found: [0, ...PARAMETERS, 'sharing', 'strategy'], severity: 'error' },
  { rule: 'CFG-02', good: [SHARING_GATES], change: [0, ...VALUES, 'featureGates', 'DynamicMIG'], to: true, found: [0, ...VALUES, 'featureGates', 'MPSSupport'] },
  { rule: 'CFG-02', good: [SHARING_GATES], change: [0, ...VALUES, 'featureGates', 'IMEXDaemonsWithDNSNames'], to: false },
  { rule: 'CFG-02', good: [SHARING_GATES], change: [0, ...VALUES, 'featureGates', 'DeviceMetadata'], to: true },
  { rule: 'CFG-02', good: [withValue(SLICED, [...PARAMETERS, 'sharing'], undefined)], change: [0, ...PARAMETERS, 'sharing'], to: { strategy: 'MPS' }, found: [0, ...PARAMETERS, 'sharing', 'strategy'], severity: 'warning' },
  { rule: 'CFG-02', good: [ONE], change: [0, ...FIRST, 'deviceClassName'], to: 'vfio.gpu.nvidia.com', severity: 'warning' },
  { rule: 'CFG-02', good: [template({ requests: [request('vfio.gpu.nvidia.com')] }), driver({ featureGates: { PassthroughSupport: true } })], change: [1, ...VALUES, 'featureGates', 'PassthroughSupport'], to: false, found: [0, ...FIRST, 'deviceClassName'], severity: 'error' },
  { rule: 'CFG-03', good: [SLICED], change: [0, ...PARAMETERS, 'sharing', 'timeSlicingConfig', 'interval'], to: undefined },
  { rule: 'CFG-04', good: [SLICED], change: [0, ...PARAMETERS, 'sharing', 'mpsConfig'], to: {} },
  { rule: 'CFG-04', good: [MPS], change: [0, ...PARAMETERS, 'sharing', 'timeSlicingConfig'], to: { interval: 'Long' } },
  { rule: 'CFG-04', good: [MIG], change: [0, ...PARAMETERS, 'sharing', 'strategy'], to: 'TimeSlicing', found: [0, ...PARAMETERS, 'sharing', 'mpsConfig'], severity: 'warning' },
  { rule: 'CFG-05', good: [MIG], change: [0, ...PARAMETERS, 'sharing', 'strategy'], to: 'TimeSlicing' },
  { rule: 'CFG-06', good: [MPS], change: [0, ...PARAMETERS, 'sharing', 'mpsConfig', 'defaultActiveThreadPercentage'], to: 101 },
  { rule: 'CFG-06', good: [MPS], change: [0, ...PARAMETERS, 'sharing', 'mpsConfig', 'defaultPinnedDeviceMemoryLimit'], to: '1Ki' },
  { rule: 'CFG-06', good: [MPS], change: [0, ...PARAMETERS, 'sharing', 'mpsConfig', 'defaultPerDevicePinnedMemoryLimit', '1'], to: '10Gi' },
  { rule: 'CFG-07', good: [SLICED], change: [0, ...FIRST, 'deviceClassName'], to: 'mig.nvidia.com', found: [0, ...PARAMETERS, 'kind'], severity: 'error' },
  { rule: 'CFG-07', good: [configured({ kind: 'GpuConfig' }, 'gpu.nvidia.com', [])], change: [0, ...FIRST, 'deviceClassName'], to: 'mig.nvidia.com', found: [0, ...PARAMETERS, 'kind'], severity: 'warning' },
  { rule: 'CFG-08', good: [VFIO, driver({ webhook: { enabled: false } })], change: [1, ...VALUES, 'webhook', 'enabled'], to: true, found: [0, ...PARAMETERS, 'kind'], severity: 'error' },
  { rule: 'CFG-09', good: [MPS, driver({})], change: [0, ...PARAMETERS, 'sharing', 'mpsConfig', 'multiUser'], to: true, severity: 'error' },
];
