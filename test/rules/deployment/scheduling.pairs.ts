import { Release } from '../../../lib/cluster';
import { Manifest } from '../../../lib/manifests/manifest';
import { withValue } from '../../support/one-path';
import { RowPair } from '../row-pair';

const gpus = (count: number, rest: object = {}) => ({
  schedulerName: 'kai-scheduler', containers: [{ name: 'main', image: 'registry/engine:1', resources: { limits: { 'nvidia.com/gpu': count } } }], ...rest,
});
const clique = (name: string, replicas: number, podSpec: object = gpus(4), rest: object = {}) => ({
  name, annotations: {}, spec: { roleName: name, replicas, minAvailable: replicas, podSpec, ...rest },
});
const set = (cliques: object[], template: object = {}, name = 'chat'): Manifest => ({
  apiVersion: 'grove.io/v1alpha1',
  kind: 'PodCliqueSet',
  metadata: { name, namespace: 'serve', labels: { 'kai.scheduler/queue': 'team' }, annotations: {} },
  spec: { replicas: 1, template: { cliques, ...template } },
} as Manifest);
const CLIQUE = (i: number) => ['spec', 'template', 'cliques', i] as const;
const GROUP = ['spec', 'template', 'podCliqueScalingGroups', 0] as const;
const PODS = [...CLIQUE(0), 'spec', 'podSpec'] as const;
const SET = set([clique('decode', 2), clique('prefill', 2)]);
const ONE = set([clique('decode', 2)]);
const GROUPED = set(
  [clique('leader', 1), clique('worker', 3)],
  { podCliqueScalingGroups: [{ name: 'engine', replicas: 2, minAvailable: 1, cliqueNames: ['leader', 'worker'], scaleConfig: { minReplicas: 1, maxReplicas: 4 } }] },
);

const all = () => ({ quota: -1, limit: -1, overQuotaWeight: 1 });
const queue = (name: string, parentQueue?: string, gpu: object = all()): Manifest => ({
  apiVersion: 'scheduling.run.ai/v2', kind: 'Queue', metadata: { name, labels: {} }, spec: { ...parentQueue && { parentQueue }, resources: { gpu, cpu: all(), memory: all() } },
} as Manifest);
const ORG = queue('org');
const TEAM = queue('team', 'org');
const RESOURCES = ['spec', 'resources'] as const;

const template = (deviceClassName: string, namespace = 'serve'): Manifest => ({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata: { name: 'nic', namespace }, spec: { spec: { devices: { requests: [{ name: 'a', exactly: { deviceClassName } }] } } },
});
const SHARING = set([clique('decode', 2)], { resourceSharing: [{ name: 'nic', scope: 'AllReplicas' }] });

const workload = (kind: string, podSpec: object, rest: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'engine', namespace: 'serve', labels: { 'kai.scheduler/queue': 'team' }, annotations: {} },
  spec: { replicas: 2, selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'a' }, annotations: {} }, spec: podSpec }, ...rest },
} as Manifest);
const ENGINE = workload('StatefulSet', { ...gpus(8), containers: [{ ...gpus(8).containers[0], args: ['--tp', '8'] }] });
const GRAPH: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'serve', labels: {}, annotations: { 'nvidia.com/kai-scheduler-queue': 'team' } },
  spec: { priorityClassName: 'train', components: [{ name: 'worker', type: 'worker', podTemplate: { spec: gpus(4) } }] },
};
const replicatedJob = (name: string, pods: number, more: object = {}) => ({
  name, replicas: 1, ...more, template: { metadata: { annotations: {} }, spec: { parallelism: pods, completions: pods, template: { spec: gpus(1, { restartPolicy: 'Never' }) } } },
});
const JOB_SET: Manifest = {
  apiVersion: 'jobset.x-k8s.io/v1alpha2',
  kind: 'JobSet',
  metadata: { name: 'train', namespace: 'serve', labels: { 'kai.scheduler/queue': 'team' }, annotations: { 'kai.scheduler/batch-min-member': '1' } },
  spec: { replicatedJobs: [replicatedJob('ranks', 2), replicatedJob('check', 1, { dependsOn: [{ name: 'ranks', status: 'Complete' }] })] },
};
const RANKS = ['spec', 'replicatedJobs', 0, 'template', 'spec', 'parallelism'];
const OWN_MINIMUM = ['spec', 'replicatedJobs', 0, 'template', 'metadata', 'annotations', 'kai.scheduler/batch-min-member'];
const CHECK_GPUS = ['spec', 'replicatedJobs', 1, 'template', 'spec', 'template', 'spec', 'containers', 0, 'resources', 'limits', 'nvidia.com/gpu'];
const LABEL = ['metadata', 'labels', 'kai.scheduler/queue'] as const;
const POOL = ['metadata', 'labels', 'kai.scheduler/node-pool'] as const;

const group = (namespace: string, name = 'gang', subGroups: object[] = []): Manifest => ({
  apiVersion: 'scheduling.run.ai/v2alpha2', kind: 'PodGroup', metadata: { name, namespace }, spec: { queue: 'team', minMember: 2, ...subGroups.length > 0 && { subGroups } },
});
const JOINING: Manifest = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'rank', namespace: 'serve', annotations: { 'pod-group-name': 'gang' }, labels: { 'kai.scheduler/subgroup-name': 'leader' } },
  spec: gpus(1),
};
const TREE = [{ name: 'all' }, { name: 'leader', parent: 'all', minMember: 1 }];
const TOPOLOGY: Manifest = { apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 'racks' }, spec: { levels: [{ nodeLabel: 'example.com/rack' }, { nodeLabel: 'kubernetes.io/hostname' }] } };
const BINDING: Manifest = { apiVersion: 'grove.io/v1alpha1', kind: 'ClusterTopologyBinding', metadata: { name: 'racks' }, spec: { levels: [{ domain: 'rack', key: 'example.com/rack' }, { domain: 'host', key: 'kubernetes.io/hostname' }] } };
const PLACED = withValue(ENGINE, ['metadata', 'annotations'], { 'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': 'example.com/rack' });
const PLACEMENT = ['metadata', 'annotations', 'kai.scheduler/topology-required-placement'] as const;
const install = (chart: string, values: object, targetRevision = 'v0.17.0'): Manifest => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: chart, namespace: 'argocd' },
  spec: { project: 'default', destination: { namespace: 'a', server: 'https://kubernetes.default.svc' }, source: { repoURL: 'example.com/charts', chart, targetRevision, helm: { valuesObject: values } } },
});

const HELM = ['spec', 'source', 'helm', 'valuesObject'] as const;
const grove = (config: object, version = 'v0.1.0-alpha.12-rc1') => install('grove-charts', { config }, version);
const NVLINK = withValue(ONE, ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'rack');
const INDEXED = set([clique('leader', 1), clique('engine-leader', 1)], { podCliqueScalingGroups: [{ name: 'engine', cliqueNames: ['leader'] }] });
const service = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'serve' }, spec: { ports: [{ port: 80 }] } });
const account = (name: string): Manifest => ({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: 'serve' } });
const CHAT: Manifest = {
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name: 'chat', namespace: 'serve' },
  spec: { components: [{ name: 'engine', type: 'worker', podTemplate: { spec: { containers: [{ name: 'main', image: 'registry/vllm-runtime:1.4.0' }] } } }] },
};
const job = (name: string, gpu: number) => ({ name, replicas: 1, template: { spec: { parallelism: 1, template: { spec: { ...gpus(gpu), restartPolicy: 'Never' } } } } });
const JOBS: Manifest = {
  apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata: { name: 'jobs', namespace: 'serve', labels: { 'kai.scheduler/queue': 'team' } }, spec: { replicatedJobs: [job('leader', 8), job('worker', 8)] },
} as Manifest;

const priority = (name: string): Manifest => ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value: 90 });
const CLASS = ['metadata', 'labels', 'priorityClassName'] as const;
const NO_CLASSES = install('kai-scheduler', { defaultPriorityClasses: { enabled: true } });

const mpiRole = (count: number) => ({ replicas: 1, template: { spec: gpus(count) } });
const MPI_JOB: Manifest = {
  apiVersion: 'kubeflow.org/v2beta1',
  kind: 'MPIJob',
  metadata: { name: 'train', namespace: 'serve', labels: { 'kai.scheduler/queue': 'team' } },
  spec: { runPolicy: { schedulingPolicy: {} }, mpiReplicaSpecs: { Launcher: mpiRole(0), Worker: mpiRole(4) } },
};
const ROLE = (name: string) => ['spec', 'mpiReplicaSpecs', name, 'replicas'] as const;
const MIN_AVAILABLE = ['spec', 'runPolicy', 'schedulingPolicy', 'minAvailable'] as const;
/** KAI is told for how many pods to wait, and the launcher is not written. */
const TOLD = withValue(withValue(MPI_JOB, [...MIN_AVAILABLE], 1), [...ROLE('Launcher')], undefined);

export const PAIRS: RowPair[] = [
  { rule: 'GRV-01', good: [ONE], change: [0, ...PODS, 'schedulerName'], to: 'default-scheduler', severity: 'warning' },
  { rule: 'GRV-01', good: [ONE], change: [0, ...PODS, 'schedulerName'], to: undefined, severity: 'warning' },
  { rule: 'GRV-01', good: [withValue(ONE, [...PODS, 'schedulerName'], undefined), grove({ scheduler: { defaultProfileName: 'kai-scheduler' } })], change: [1, ...HELM, 'config', 'scheduler', 'defaultProfileName'], to: undefined, found: [0, ...PODS, 'schedulerName'], severity: 'warning' },
  { rule: 'GRV-01', good: [withValue(ONE, ['spec', 'template', 'topologyConstraint'], { topologyName: 'racks', pack: { required: 'rack' } })], change: [0, ...PODS, 'schedulerName'], to: 'default-scheduler', severity: 'error' },
  { rule: 'GRV-04', good: [set([clique('worker', 1), clique('prefill', 1)])], change: [0, ...CLIQUE(1), 'name'], to: 'prefill-worker', severity: 'error' },
  { rule: 'GRV-04', good: [set([clique('prefill-worker', 1), clique('decode', 1)])], change: [0, ...CLIQUE(1), 'name'], to: 'worker', found: [0, ...CLIQUE(0), 'name'], severity: 'warning' },
  { rule: 'GRV-04', good: [set([clique('0-work', 1), clique('decode', 1)])], change: [0, ...CLIQUE(0), 'name'], to: '0-decode', found: [0, ...CLIQUE(1), 'name'] },
  { rule: 'GRV-05', good: [set([...[clique('leader', 1), clique('worker', 1)], clique('front', 1)], { podCliqueScalingGroups: [{ name: 'engine', cliqueNames: ['leader', 'worker'] }] })], change: [0, ...CLIQUE(2), 'name'], to: 'engine', severity: 'warning' },
  { rule: 'GRV-05', good: [set([clique('leader', 1), clique('front', 1, gpus(1), { autoScalingConfig: { maxReplicas: 2 } })], { podCliqueScalingGroups: [{ name: 'engine', cliqueNames: ['leader'], scaleConfig: { maxReplicas: 2 } }] })], change: [0, ...CLIQUE(1), 'name'], to: 'engine', severity: 'error' },
  { rule: 'GRV-07', good: [SET], change: [0, 'spec', 'replicas'], to: 0 },
  { rule: 'GRV-14', good: [withValue(withValue(SET, ['metadata', 'annotations', 'grove.io/mnnvl-group'], 'rack'), ['spec', 'template', 'topologyConstraint'], { topologyName: 'racks', pack: { required: 'rack' } })], change: [0, 'spec', 'template', 'topologyConstraint', 'pack', 'required'], to: undefined, found: [0, 'metadata', 'annotations', 'grove.io/mnnvl-group'] },
  { rule: 'GRV-14', good: [withValue(NVLINK, [...CLIQUE(0), 'annotations', 'grove.io/mnnvl-group'], 'none')], change: [0, ...CLIQUE(0), 'annotations', 'grove.io/mnnvl-group'], to: 'rack' },
  { rule: 'GRV-14', good: [withValue(NVLINK, [...CLIQUE(0), 'spec', 'replicas'], 1)], change: [0, ...CLIQUE(0), 'spec', 'replicas'], to: 2, found: [0, 'metadata', 'annotations', 'grove.io/mnnvl-group'] },
  { rule: 'GRV-16', good: [SHARING, template('nic.example.com')], change: [1, 'spec', 'spec', 'devices', 'requests', 0, 'exactly', 'deviceClassName'], to: 'gpu.nvidia.com', found: [0, 'spec', 'template', 'resourceSharing', 0, 'name'] },
  { rule: 'GRV-17', good: [withValue(set([clique('decode', 1, { ...gpus(4), schedulerName: 'default-scheduler', priorityClassName: 'high' })]), ['spec', 'template', 'priorityClassName'], 'high')], change: [0, ...PODS, 'priorityClassName'], to: undefined },
  { rule: 'GRV-18', good: [withValue(SET, [...PODS, 'containers', 0, 'env'], [{ name: 'LEADER', value: 'a' }])], change: [0, ...PODS, 'containers', 0, 'env', 0, 'value'], to: '$(GROVE_HEADLESS_SERVICE)' },
  { rule: 'GRV-18', good: [withValue(SET, [...PODS, 'containers', 0, 'env'], [{ name: 'LEADER', value: 'a' }])], change: [0, ...PODS, 'containers', 0, 'env', 0, 'name'], to: 'GROVE_PCS_NAME' },
  { rule: 'GRV-19', good: [GROUPED], change: [0, ...CLIQUE(1), 'spec', 'minAvailable'], to: 1 },
  { rule: 'GRV-20', good: [SET, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'chat', namespace: 'serve' }, spec: { ports: [{ port: 80 }] } } as Manifest], change: [1, 'metadata', 'name'], to: 'chat-0', found: [0, 'metadata', 'name'] },
  { rule: 'GRV-20', good: [withValue(ONE, ['spec', 'replicas'], 200), service('chat-200')], change: [1, 'metadata', 'name'], to: 'chat-199', found: [0, 'metadata', 'name'] },
  { rule: 'GRV-20', good: [CHAT, account('chat-a')], change: [1, 'metadata', 'name'], to: 'chat', found: [0, 'metadata', 'name'] },
  { rule: 'GRV-20', good: [GROUPED, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'chat-1-engine', namespace: 'serve' }, spec: { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'a' } } }], change: [1, 'metadata', 'name'], to: 'chat-0-engine', found: [0, 'metadata', 'name'] },
  { rule: 'GRV-25', good: [SHARING, template('nic.example.com')], change: [1, 'metadata', 'namespace'], to: 'other', found: [0, 'spec', 'template', 'resourceSharing', 0, 'name'] },
  { rule: 'GRV-25', good: [SHARING, template('nic.example.com')], change: [1, 'metadata', 'name'], to: 'other', found: [0, 'spec', 'template', 'resourceSharing', 0, 'name'] },
  { rule: 'GRV-26', good: [withValue(SET, [...PODS, 'containers', 0, 'readinessProbe'], { tcpSocket: { port: 80 } })], change: [0, ...PODS, 'containers', 0, 'readinessProbe', 'tcpSocket'], to: undefined, found: [0, ...PODS, 'containers', 0, 'readinessProbe'] },
  { rule: 'GRV-26', good: [SET], change: [0, ...PODS, 'containers', 0, 'name'], to: 'Main' },
  { rule: 'GRV-116', good: [set([clique('decode', 1)], {}, 'chat')], change: [0, 'metadata', 'name'], to: '1chat' },
  { rule: 'GRV-116', good: [SET], change: [0, ...CLIQUE(0), 'name'], to: 'decode.a' },
  { rule: 'GRV-117', good: [SET], change: [0, ...PODS, 'hostname'], to: 'rank' },
  { rule: 'GRV-118', good: [BINDING], change: [0, 'spec', 'levels', 0, 'key'], to: 'kubernetes.io/hostname' },
  { rule: 'GRV-119', good: [withValue(withValue(SET, ['spec', 'template', 'cliqueStartupType'], 'CliqueStartupTypeExplicit'), [...CLIQUE(0), 'spec', 'startsAfter'], ['prefill'])], change: [0, 'spec', 'template', 'cliqueStartupType'], to: 'CliqueStartupTypeAnyOrder', found: [0, ...CLIQUE(0), 'spec', 'startsAfter'] },
  { rule: 'GRV-120', good: [GROUPED], change: [0, ...GROUP, 'scaleConfig', 'maxReplicas'], to: 1 },
  { rule: 'GRV-120', good: [withValue(GROUPED, [...GROUP, 'scaleConfig', 'minReplicas'], undefined)], change: [0, ...GROUP, 'scaleConfig', 'maxReplicas'], to: 1, severity: 'error' },
  { rule: 'GRV-120', good: [GROUPED], change: [0, ...GROUP, 'scaleConfig', 'maxReplicas'], to: 0, severity: 'error' },
  { rule: 'GRV-123', good: [SET], change: [0, ...PODS, 'schedulerName'], to: undefined },
  { rule: 'GRV-124', good: [withValue(GROUPED, [...GROUP, 'cliqueNames'], ['leader'])], change: [0, ...GROUP, 'cliqueNames'], to: [] },
  { rule: 'GRV-125', good: [INDEXED], change: [0, ...CLIQUE(1), 'name'], to: 'engine-0-leader' },
  { rule: 'GRV-125', good: [GROUPED, set([clique('leader', 1)], {}, 'chat-0-other')], change: [1, 'metadata', 'name'], to: 'chat-0-engine' },
  { rule: 'GRV-125', good: [withValue(ONE, ['metadata', 'name'], 'chat-9'), withValue(CHAT, ['spec', 'components', 0, 'name'], '0-decode')], change: [0, 'metadata', 'name'], to: 'chat-0' },
  { rule: 'GRV-121', good: [SET], change: [0, 'metadata', 'labels', 'kai.scheduler/preemptibility'], to: 'preemptible', facts: { release: Release.DYNAMO_1_5 } },
  { rule: 'GRV-121', good: [GRAPH], change: [0, 'metadata', 'labels', 'kai.scheduler/preemptibility'], to: 'preemptible', facts: { release: Release.DYNAMO_1_5 } },

  { rule: 'KAI-11', good: [ENGINE], change: [0, ...LABEL], to: undefined, severity: 'warning' },
  { rule: 'KAI-11', good: [SET], change: [0, ...LABEL], to: undefined, severity: 'error', facts: { release: Release.DYNAMO_1_5 } },
  { rule: 'KAI-11', good: [withValue(SET, [...CLIQUE(1), 'annotations', 'kai.scheduler/queue'], 'team')], change: [0, ...CLIQUE(1), 'annotations', 'kai.scheduler/queue'], to: 'other', severity: 'error', facts: { release: Release.DYNAMO_1_5 } },
  { rule: 'KAI-12', good: [ENGINE, ORG, TEAM], change: [0, ...LABEL], to: 'other', severity: 'error' },
  { rule: 'KAI-12', good: [withValue(ENGINE, [...LABEL], 'default-queue'), ORG, TEAM], change: [0, ...LABEL], to: 'own-queue', severity: 'error' },
  { rule: 'KAI-12', good: [withValue(ENGINE, [...LABEL], 'default-queue'), install('kai-scheduler', { defaultQueue: { createDefaultQueue: true } })], change: [1, ...HELM, 'defaultQueue', 'createDefaultQueue'], to: false, found: [0, ...LABEL], severity: 'error' },
  { rule: 'KAI-12', good: [withValue(ENGINE, [...LABEL], 'dynamo'), install('dynamo-platform', { global: { 'kai-scheduler': { enabled: true } } })], change: [1, ...HELM, 'global', 'kai-scheduler', 'enabled'], to: false, found: [0, ...LABEL], severity: 'warning' },
  { rule: 'KAI-13', good: [ENGINE, ORG, TEAM], change: [0, ...LABEL], to: 'org' },
  { rule: 'KAI-15', good: [ORG, TEAM], change: [1, 'spec', 'parentQueue'], to: 'nobody' },
  { rule: 'KAI-15', good: [ORG, TEAM], change: [0, 'spec', 'parentQueue'], to: 'team' },
  { rule: 'KAI-15', good: [ORG, TEAM], change: [1, ...POOL], to: 'a' },
  { rule: 'KAI-16', good: [queue('team', undefined, { quota: 16, limit: -1 }), withValue(SET, ['metadata', 'labels', 'kai.scheduler/preemptibility'], 'non-preemptible')], change: [0, ...RESOURCES, 'gpu', 'quota'], to: 15, found: [1, ...LABEL] },
  { rule: 'KAI-16', good: [queue('team', undefined, { quota: 0, limit: -1 }), withValue(workload('Deployment', gpus(1)), ['metadata', 'labels', 'kai.scheduler/preemptibility'], 'preemptible')], change: [1, 'metadata', 'labels', 'kai.scheduler/preemptibility'], to: undefined, found: [1, ...LABEL] },
  { rule: 'KAI-16', good: [queue('team', undefined, { quota: 3, limit: -1 }), GRAPH], change: [1, 'spec', 'priorityClassName'], to: 'inference', found: [1, 'metadata', 'annotations', 'nvidia.com/kai-scheduler-queue'] },
  { rule: 'KAI-17', good: [queue('org', undefined, { quota: 0, limit: 16 }), TEAM, SET], change: [0, ...RESOURCES, 'gpu', 'limit'], to: 15, found: [2, ...LABEL] },
  { rule: 'KAI-17', good: [queue('team', undefined, { quota: 0, limit: 16 }), JOBS], change: [1, 'spec', 'replicatedJobs', 1, 'replicas'], to: 2, found: [1, ...LABEL] },
  { rule: 'KAI-17', good: [queue('team', undefined, { quota: 0, limit: 15 }), withValue(JOBS, ['spec', 'startupPolicy'], { startupPolicyOrder: 'InOrder' })], change: [1, 'spec', 'startupPolicy', 'startupPolicyOrder'], to: 'AnyOrder', found: [1, ...LABEL] },
  { rule: 'KAI-17', good: [queue('team', undefined, { quota: 0, limit: 15 }), withValue(JOBS, ['metadata', 'annotations'], { 'kai.scheduler/batch-min-member': '1' })], change: [1, 'metadata', 'annotations', 'kai.scheduler/batch-min-member'], to: undefined, found: [1, ...LABEL] },
  { rule: 'KAI-17', good: [queue('team', undefined, { quota: 0, limit: 1 }), withValue(withValue(withValue(JOB_SET, ['metadata', 'annotations'], {}), CHECK_GPUS, 0), OWN_MINIMUM, '1')], change: [1, ...OWN_MINIMUM], to: undefined, found: [1, ...LABEL] },
  { rule: 'KAI-18', good: [TEAM], change: [0, ...RESOURCES, 'memory', 'limit'], to: 512 },
  { rule: 'KAI-18', good: [TEAM], change: [0, ...RESOURCES, 'cpu', 'quota'], to: '64', severity: 'error' },
  { rule: 'KAI-18', good: [TEAM], change: [0, ...RESOURCES, 'gpu', 'limit'], to: -2 },
  { rule: 'KAI-19', good: [queue('org', undefined, { quota: 8, limit: -1 }), queue('team', 'org', { quota: 8, limit: -1 })], change: [0, ...RESOURCES, 'gpu', 'quota'], to: 7 },
  { rule: 'KAI-20', good: [PLACED, TOPOLOGY], change: [0, ...PLACEMENT], to: 'example.com/zone', severity: 'error' },
  { rule: 'KAI-20', good: [PLACED, TOPOLOGY], change: [0, 'metadata', 'annotations', 'kai.scheduler/topology'], to: undefined, found: [0, ...PLACEMENT] },
  { rule: 'KAI-20', good: [PLACED, TOPOLOGY], change: [1, 'metadata', 'name'], to: 'other', found: [0, 'metadata', 'annotations', 'kai.scheduler/topology'] },
  { rule: 'KAI-22', good: [ENGINE], change: [0, 'spec', 'template', 'spec', 'containers', 0, 'args', 0], to: '--nnodes', found: [0, 'spec', 'template', 'spec', 'schedulerName'] },
  { rule: 'KAI-23', good: [{ apiVersion: 'kai.scheduler/v1', kind: 'Config', metadata: { name: 'kai-config' }, spec: {} } as Manifest], change: [0, 'metadata', 'name'], to: 'mine' },
  { rule: 'KAI-23', good: [install('kai-scheduler', { kaiConfig: { render: true }, kaiConfigDeployer: { enabled: false } })], change: [0, 'spec', 'source', 'helm', 'valuesObject', 'kaiConfigDeployer', 'enabled'], to: true, found: [0, 'spec', 'source', 'helm', 'valuesObject', 'kaiConfig', 'render'] },
  { rule: 'KAI-23', good: [install('kai-scheduler', { kaiConfig: { render: true }, kaiConfigDeployer: { enabled: false } })], change: [0, ...HELM, 'kaiConfigDeployer'], to: undefined, found: [0, ...HELM, 'kaiConfig', 'render'] },
  { rule: 'KAI-24', good: [withValue(ENGINE, [...POOL], 'a'), withValue(TEAM, [...POOL], 'a')], change: [0, ...POOL], to: 'b', found: [0, ...LABEL] },
  { rule: 'KAI-25', good: [group('serve'), group('other', 'other')], change: [1, 'metadata', 'name'], to: 'gang' },
  { rule: 'KAI-25', good: [SET, withValue(withValue(SET, ['metadata', 'name'], 'other'), ['metadata', 'namespace'], 'elsewhere'), grove({}, 'v0.1.0-alpha.12-rc2')], change: [1, 'metadata', 'name'], to: 'chat', severity: 'warning' },
  { rule: 'KAI-25', good: [SET, withValue(SET, ['metadata', 'namespace'], 'elsewhere'), grove({}, 'v0.1.0-alpha.12-rc1')], change: [2, 'spec', 'source', 'targetRevision'], to: 'v0.1.0-alpha.12-rc2', found: [1, 'metadata', 'name'], severity: 'warning' },
  { rule: 'KAI-26', good: [JOINING, group('serve', 'gang', TREE)], change: [0, 'metadata', 'labels', 'kai.scheduler/subgroup-name'], to: 'all', severity: 'error' },
  { rule: 'KAI-26', good: [JOINING, group('serve', 'gang', TREE)], change: [1, 'metadata', 'name'], to: 'other', found: [0, 'metadata', 'annotations', 'pod-group-name'], severity: 'warning' },
  { rule: 'KAI-26', good: [withValue(withValue(ENGINE, ['spec', 'template', 'metadata', 'annotations', 'pod-group-name'], 'gang'), ['metadata', 'annotations', 'kai.scheduler/skip-podgrouper'], 'true'), group('serve')], change: [0, 'metadata', 'annotations', 'kai.scheduler/skip-podgrouper'], to: undefined, found: [0, 'spec', 'template', 'metadata', 'annotations', 'pod-group-name'], severity: 'error' },
  { rule: 'KAI-109', good: [withValue(ENGINE, [...CLASS], 'nightly'), priority('nightly')], change: [0, ...CLASS], to: 'daily', severity: 'warning' },
  { rule: 'KAI-109', good: [withValue(ENGINE, ['spec', 'template', 'spec', 'priorityClassName'], 'nightly'), priority('nightly')], change: [1, 'metadata', 'name'], to: 'daily', found: [0, 'spec', 'template', 'spec', 'priorityClassName'] },
  { rule: 'KAI-109', good: [withValue(ENGINE, ['spec', 'template', 'spec', 'priorityClassName'], 'system-node-critical'), priority('nightly')], change: [0, 'spec', 'template', 'spec', 'priorityClassName'], to: 'system-critical' },
  { rule: 'KAI-109', good: [withValue(SET, ['spec', 'template', 'priorityClassName'], 'inference'), priority('nightly')], change: [0, 'spec', 'template', 'priorityClassName'], to: 'inferense' },
  { rule: 'KAI-109', good: [GRAPH, priority('nightly')], change: [0, 'spec', 'priorityClassName'], to: 'trains' },
  { rule: 'KAI-109', good: [withValue(group('serve'), ['spec', 'priorityClassName'], 'nightly'), priority('nightly')], change: [0, 'spec', 'priorityClassName'], to: 'daily' },
  { rule: 'KAI-109', good: [withValue(ENGINE, [...CLASS], 'train'), priority('nightly'), NO_CLASSES], change: [2, ...HELM, 'defaultPriorityClasses', 'enabled'], to: false, found: [0, ...CLASS] },
  { rule: 'KAI-110', good: [MPI_JOB], change: [0, ...ROLE('Launcher')], to: undefined },
  { rule: 'KAI-110', good: [MPI_JOB], change: [0, ...ROLE('Worker')], to: 0 },
  { rule: 'KAI-110', good: [TOLD], change: [0, ...MIN_AVAILABLE], to: undefined, found: [0, ...ROLE('Launcher')] },
  { rule: 'KAI-110', good: [TOLD], change: [0, 'spec', 'launcherCreationPolicy'], to: 'WaitForWorkersReady', found: [0, ...ROLE('Launcher')] },
  { rule: 'KAI-108', good: [JOB_SET], change: [0, 'metadata', 'annotations', 'kai.scheduler/batch-min-member'], to: undefined, found: [0, 'spec', 'replicatedJobs', 1, 'dependsOn'] },
  { rule: 'KAI-108', good: [JOB_SET], change: [0, 'metadata', 'annotations', 'kai.scheduler/batch-min-member'], to: '2', found: [0, 'spec', 'replicatedJobs', 1, 'dependsOn'] },
  { rule: 'KAI-108', good: [JOB_SET], change: [0, 'metadata', 'annotations', 'alpha.jobset.sigs.k8s.io/exclusive-topology'], to: 'example.com/rack' },
  { rule: 'KAI-108', good: [withValue(JOB_SET, ['metadata', 'annotations', 'alpha.jobset.sigs.k8s.io/exclusive-topology'], 'example.com/rack')].map((jobs) => withValue(jobs, RANKS, 1)), change: [0, ...RANKS], to: 2, found: [0, 'metadata', 'annotations', 'alpha.jobset.sigs.k8s.io/exclusive-topology'] },
  { rule: 'KAI-107', good: [TEAM], change: [0, ...RESOURCES, 'cpu'], to: undefined, found: [0, ...RESOURCES, 'cpu', 'limit'], severity: 'error' },
  { rule: 'KAI-107', good: [TEAM], change: [0, ...RESOURCES, 'gpu', 'limit'], to: undefined, severity: 'warning' },
  { rule: 'KAI-107', good: [ORG, TEAM, ENGINE], change: [0, ...RESOURCES, 'gpu', 'limit'], to: 0, severity: 'error' },
  { rule: 'GRV-22', good: [SET], change: [0, ...CLIQUE(0), 'spec', 'replicas'], to: 3, previous: [SET] },
];
