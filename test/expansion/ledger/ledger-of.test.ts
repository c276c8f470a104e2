import { cluster, deployment, gangsOf, gpus, group, main, queue, RACKS } from './support';
import { NodePool } from '../../../lib/cluster';
import { ledgerOf } from '../../../lib/expansion/ledger/ledger-of';
import type { ClusterFacts } from '../../../lib/facts/cluster-facts';
import { GpuAllocation } from '../../../lib/facts/gpu-allocation';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

const claims = (...resourceClaims: object[]) => main({}, { resourceClaims });
const template = (name: string, request: object) => ({
  apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata: { name }, spec: { spec: { devices: { requests: [{ name: 'r', exactly: request }] } } },
});

test('The whole ledger', () => {
  const set = {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueSet',
    metadata: { name: 'a', namespace: 'inference', labels: { 'kai.scheduler/queue': 'team' } },
    spec: { replicas: 1, template: { cliques: [{ name: 'w', spec: { roleName: 'w', replicas: 3, minAvailable: 2, podSpec: gpus(4) } }] } },
  };
  expect(ledgerOf(ManifestSet.of([queue('org', {}), queue('team', { limit: 12, quota: 8 }, 'org'), set]), RACKS)).toEqual({
    totals: { gpus: 12, nodes: 3, pods: 3, gangs: 1 },
    pools: [{ name: 'pool', nodes: 8, nodesUsed: 3, gpus: 32, gpusUsed: 12 }],
    queues: [
      { name: 'org', parent: undefined, gpu: { quota: -1, limit: -1, used: 12 }, cpu: { quota: -1, limit: -1, used: 0 }, memory: { quota: -1, limit: -1, used: 0 } },
      { name: 'team', parent: 'org', gpu: { quota: 8, limit: 12, used: 12 }, cpu: { quota: -1, limit: -1, used: 0 }, memory: { quota: -1, limit: -1, used: 0 } },
    ],
    domains: [
      { name: 'r0', pool: 'pool', nodes: 4, nodesUsed: 3, gpus: 16, gpusUsed: 12 },
      { name: 'r1', pool: 'pool', nodes: 4, nodesUsed: 0, gpus: 16, gpusUsed: 0 },
    ],
    workloads: [{
      kind: 'PodCliqueSet',
      name: 'a',
      namespace: 'inference',
      gangs: [{ name: 'a-0', pods: 3, minimum: 2, gpus: 12, verdict: 'runs', reason: '3 nodes of pool, NVLink domain r0' }],
    }],
  });
});

test('Without a cluster nothing is known', () => {
  expect(ledgerOf(ManifestSet.of([deployment('web', 1, gpus(1))]))).toEqual({
    totals: { gpus: 1, pods: 1, gangs: 1 },
    pools: [],
    queues: [],
    domains: [],
    workloads: [{
      kind: 'Deployment',
      name: 'web',
      gangs: [{ name: 'web-0', pods: 1, minimum: 1, gpus: 1, verdict: 'unknown', reason: 'no cluster was given: give cluster.yaml with its nodes' }],
    }],
  });
});

test('Pods of a Deployment are each by themselves, pods of a Job need each other only if told', () => {
  const job = (name: string, annotations: object) => ({
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name, annotations }, spec: { parallelism: 3, completions: 3, template: { spec: { ...gpus(4), restartPolicy: 'Never' } } },
  });
  const train = { 'kai.scheduler/preemptibility': 'preemptible' };
  expect(gangsOf([deployment('web', 2, gpus(4), train), job('loose', {}), job('tight', { 'kai.scheduler/batch-min-member': '3' })], cluster([group(7, { 'nvidia.com/gpu': '4' })]))).toEqual([
    'web-0 1/1 pods 4 GPUs runs: 1 node of pool; queue default-queue is not among the manifests, so its limits are not checked',
    'web-1 1/1 pods 4 GPUs runs: 1 node of pool; queue default-queue is not among the manifests, so its limits are not checked',
    'loose 1/3 pods 12 GPUs runs: 2 of 3 pods run; 2 nodes of pool; queue default-queue is not among the manifests, so its limits are not checked',
    'tight 3/3 pods 12 GPUs runs: 3 nodes of pool; queue default-queue is not among the manifests, so its limits are not checked',
  ].map((line) => line.replace(/; queue default-queue is not among.+$/, '')));
});

test('Each group of a LeaderWorkerSet is a gang', () => {
  const set = {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name: 'vllm' },
    spec: { replicas: 2, leaderWorkerTemplate: { size: 3, workerTemplate: { spec: gpus(4) } } },
  };
  expect(gangsOf([set], cluster([group(5, { 'nvidia.com/gpu': '4' })]))).toEqual([
    'vllm-0 3/3 pods 12 GPUs runs: 3 nodes of pool',
    'vllm-1 3/3 pods 12 GPUs waits: it fits alone, not beside vllm-0: 2 pods of vllm-1 fit, its minimum is 3: each needs 4 GPUs, and 2 nodes have room for 1; no order lets all of them run',
  ]);
});

test('A CronJob does not run now, a Job of the same template does', () => {
  const spec = { template: { spec: { ...gpus(4), restartPolicy: 'Never' } } };
  const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly' }, spec: { schedule: '0 3 * * *', jobTemplate: { spec } } };
  expect(ledgerOf(ManifestSet.of([cronJob]), RACKS)).toMatchObject({ totals: { gpus: 0, pods: 0, gangs: 0 }, workloads: [] });
  expect(gangsOf([{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'now' }, spec }], RACKS)).toEqual(['now 1/1 pods 4 GPUs runs: 1 node of pool, NVLink domain r0']);
});

test('A PodCliqueSet never runs on a cluster without Grove, a Deployment does', () => {
  const set = {
    apiVersion: 'grove.io/v1alpha1', kind: 'PodCliqueSet', metadata: { name: 'a' }, spec: { replicas: 1, template: { cliques: [{ name: 'w', spec: { replicas: 1, podSpec: gpus(4) } }] } },
  };
  const without = { ...RACKS, operators: { grove: false } };
  expect(gangsOf([set, deployment('web', 1, { ...gpus(1), schedulerName: 'default-scheduler' })], without)).toEqual([
    'web-0 1/1 pods 1 GPUs runs: 1 node of pool, NVLink domain r0',
    'a 0/0 pods 0 GPUs never: nothing is made of it: the cluster has no Grove (operators.grove)',
  ]);
  expect(gangsOf([set], { ...RACKS, operators: { grove: true } })).toEqual(['a-0 1/1 pods 4 GPUs runs: 1 node of pool, NVLink domain r0']);
});

test('Labels of a graph count as those of the PodCliqueSet that comes of it', () => {
  const graph = (labels: object) => ({
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'g', labels, annotations: { 'nvidia.com/kai-scheduler-queue': 'team' } },
    spec: { components: [{ name: 'a', type: 'worker', podTemplate: { spec: { containers: [{ name: 'main', image: 'x:1.4.0', resources: { limits: { 'nvidia.com/gpu': '4' } } }] } } }] },
  });
  const verdict = (labels: object) => gangsOf([queue('team', { quota: 2 }), graph(labels)], RACKS)[0].replace(/^[^:]* GPUs /, '');
  expect(verdict({})).toBe('runs: 1 node of pool, NVLink domain r0');
  expect(verdict({ 'kai.scheduler/preemptibility': 'non-preemptible' })).toMatch(/^never: queue team guarantees 2 GPUs/);
  expect(verdict({ priorityClassName: 'inference' })).toMatch(/^never: queue team guarantees 2 GPUs/);
});

test('A graph on which the operator gives up does not go missing', () => {
  const component = (name: string, nodeCount?: number) => ({
    name,
    type: 'worker',
    ...nodeCount !== undefined && { multinode: { nodeCount } },
    podTemplate: { spec: { containers: [{ name: 'main', image: 'x:1.4.0', command: ['run'], args: ['it'], resources: { limits: { 'nvidia.com/gpu': '4' } } }] } },
  });
  const graph = { apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'g' }, spec: { components: [component('a'), component('b', 2)] } };
  const on = (operators: object) => ledgerOf(ManifestSet.of([graph]), { ...RACKS, operators });
  expect(on({ grove: false })).toMatchObject({
    totals: { gangs: 1, pods: 0 },
    workloads: [{
      kind: 'DynamoGraphDeployment',
      gangs: [{ name: 'g', verdict: 'never', reason: 'the operator gives up on it: nothing runs an engine over several nodes without Grove and LeaderWorkerSet' }],
    }],
  });
  expect(on({ grove: false, leaderWorkerSet: true }).workloads[0].gangs.map(({ verdict }) => verdict)).toEqual(['runs', 'runs']);
});

test('All pods of a JobSet, and of an MPIJob, are one gang', () => {
  const podTemplate = { spec: { ...gpus(4), restartPolicy: 'Never' } };
  const jobSet = {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: { name: 'train' },
    spec: { replicatedJobs: [{ name: 'w', replicas: 2, template: { spec: { parallelism: 2, completions: 2, template: podTemplate } } }] },
  };
  const launcher = { replicas: 1, template: { spec: { ...main({}), restartPolicy: 'Never' } } };
  const mpiReplicaSpecs = { Launcher: launcher, Worker: { replicas: 2, template: podTemplate } };
  const mpiJob = { apiVersion: 'kubeflow.org/v2beta1', kind: 'MPIJob', metadata: { name: 'bench' }, spec: { mpiReplicaSpecs } };
  expect(gangsOf([jobSet, mpiJob], RACKS)).toEqual([
    'train 4/4 pods 16 GPUs runs: 4 nodes of pool, NVLink domain r0',
    'bench 3/3 pods 8 GPUs runs: 3 nodes of pool, NVLink domains r1, r0',
  ]);
});

describe('What is not made at once does not hold up the rest of a gang', () => {
  const podTemplate = { spec: { ...gpus(4), restartPolicy: 'Never' } };
  const ROOM_FOR_TWO = cluster([group(2, { 'nvidia.com/gpu': '4' })]);
  const jobSet = (metadata: object, spec: object, dependsOn?: object[]) => ({
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: { name: 'train', ...metadata },
    spec: {
      ...spec,
      replicatedJobs: ['b', 'a'].map((name) => (
        { name, ...name === 'b' && dependsOn && { dependsOn }, template: { spec: { parallelism: 2, completions: 2, template: podTemplate } } }
      )),
    },
  });

  test.each<[string, object, string]>([
    ['a JobSet needs all its Jobs', jobSet({}, {}), 'train 4/4 pods 16 GPUs never'],
    ['in order the first', jobSet({}, { startupPolicy: { startupPolicyOrder: 'InOrder' } }), 'train 2/4 pods 16 GPUs runs: 2 of 4 pods run; 2 nodes of pool'],
    [
      'as many as it says, of those that wait for none first',
      jobSet({ annotations: { 'kai.scheduler/batch-min-member': '1' } }, {}, [{ name: 'a', status: 'Complete' }]),
      'train 2/4 pods 16 GPUs runs: 2 of 4 pods run; 2 nodes of pool',
    ],
    ['none waits for others before they start', jobSet({}, {}, [{ name: 'a', status: 'Ready' }]), 'train 4/4 pods 16 GPUs never: KAI waits for 2 replicated jobs, and JobSet makes b after another is ready'],
  ])('%s', (_, set, line) => {
    expect(gangsOf([set], ROOM_FOR_TWO)).toEqual([expect.stringContaining(line)]);
  });

  test.each<[string, object, string]>([
    ['a launcher is needed with the workers', {}, 'bench 3/3 pods 12 GPUs never'],
    ['one that waits for them is not', { launcherCreationPolicy: 'WaitForWorkersReady' }, 'bench 2/3 pods 12 GPUs runs: 2 of 3 pods run; 2 nodes of pool'],
    ['nor more than the job says', { runPolicy: { schedulingPolicy: { minAvailable: 1 } } }, 'bench 1/3 pods 12 GPUs runs: 2 of 3 pods run; 2 nodes of pool'],
  ])('%s', (_, spec, line) => {
    const mpiReplicaSpecs = { Launcher: { replicas: 1, template: podTemplate }, Worker: { replicas: 2, template: podTemplate } };
    const mpiJob = { apiVersion: 'kubeflow.org/v2beta1', kind: 'MPIJob', metadata: { name: 'bench' }, spec: { ...spec, mpiReplicaSpecs } };
    expect(gangsOf([mpiJob], ROOM_FOR_TWO)).toEqual([expect.stringContaining(line)]);
  });
});

test('A graph says for its gangs whether they may be preempted: by its priority, or by a label, which KAI finds on it', () => {
  const graph = (labels: object, spec: object) => [queue('org', {}), queue('team', { quota: 2 }, 'org'), {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeployment',
    metadata: { name: 'g', labels, annotations: { 'nvidia.com/kai-scheduler-queue': 'team' } },
    spec: { ...spec, components: [{ name: 'worker', type: 'worker', podTemplate: { spec: { containers: [{ name: 'main', image: 'a:1.4.0', resources: { limits: { 'nvidia.com/gpu': '4' } } }] } } }] },
  }];
  const facts = { ...RACKS, operators: { grove: true } };
  const verdicts = (labels: object, spec: object = {}) => gangsOf(graph(labels, spec), facts).map((line) => /(runs|never)/.exec(line)?.[1]);
  expect(verdicts({})).toEqual(['runs']);
  expect(verdicts({}, { priorityClassName: 'inference' })).toEqual(['never']);
  expect(verdicts({ 'kai.scheduler/preemptibility': 'non-preemptible' })).toEqual(['never']);
  expect(verdicts({ 'kai.scheduler/preemptibility': 'preemptible' }, { priorityClassName: 'inference' })).toEqual(['runs']);
});

test('Pods of cliques that share a claim are on one node', () => {
  const clique = (name: string, replicas: number) => ({ name, spec: { roleName: name, replicas, podSpec: main({ limits: { cpu: '30' } }) } });
  const set = (engines: number) => ({
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueSet',
    metadata: { name: 'a' },
    spec: {
      replicas: 1,
      template: {
        resourceClaimTemplates: [{ name: 'gpu', templateSpec: { spec: { devices: { requests: [{ name: 'g', exactly: { deviceClassName: 'gpu.nvidia.com', count: 2 } }] } } } }],
        resourceSharing: [{ name: 'gpu', scope: 'PerReplica' }],
        cliques: [clique('engine', engines), clique('shadow', 1)],
      },
    },
  });
  expect(gangsOf([set(2)], RACKS)).toEqual(['a-0 3/3 pods 2 GPUs runs: 1 node of pool, NVLink domain r0']);
  expect(gangsOf([set(4)], RACKS)).toEqual(['a-0 5/5 pods 2 GPUs never: the 5 pods that share a device with a-0-engine need 150 CPUs on one node, and no node has more than 100 CPUs']);
});

test('KAI queues a Deployment as not preemptible: more than the guarantee never runs', () => {
  const manifests = (labels: object) => [queue('org', {}), queue('team', { quota: 2 }, 'org'), deployment('web', 1, gpus(4), { 'kai.scheduler/queue': 'team', ...labels })];
  expect(gangsOf(manifests({}), RACKS)).toEqual([
    'web-0 1/1 pods 4 GPUs never: queue team guarantees 2 GPUs (spec.resources.gpu.quota); the gang needs 4 GPUs, and pods that cannot be preempted (priority 100 or more) run within the guarantee only',
  ]);
  expect(gangsOf(manifests({ 'kai.scheduler/preemptibility': 'preemptible' }), RACKS)).toEqual(['web-0 1/1 pods 4 GPUs runs: 1 node of pool, NVLink domain r0']);
});

test('Queues count for KAI only', () => {
  const spec = { ...gpus(4), schedulerName: 'default-scheduler' };
  expect(gangsOf([queue('team', { limit: 0 }), deployment('web', 1, spec, { 'kai.scheduler/queue': 'team' })], RACKS)).toEqual(['web-0 1/1 pods 4 GPUs runs: 1 node of pool, NVLink domain r0']);
});

test('A queue whose parent is not there does not exist', () => {
  expect(gangsOf([queue('team', {}, 'org'), deployment('web', 1, gpus(1), { 'kai.scheduler/queue': 'team' })], RACKS)[0]).toMatch(/never: queue team does not exist for KAI: its parent org is not among the manifests$/);
});

describe('Claims', () => {
  const plain = { schedulerName: 'default-scheduler' };
  const alone = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { ...spec, ...plain } });

  test('GPUs by claim and by limit are the same GPUs', () => {
    const pods = [template('two', { deviceClassName: 'gpu.nvidia.com', count: 2 }), deployment('a', 2, { ...claims({ name: 'g', resourceClaimTemplateName: 'two' }), ...plain }), deployment('b', 1, { ...gpus(1), ...plain })];
    expect(gangsOf(pods, cluster([group(1, { 'nvidia.com/gpu': '4' })])).map((line) => line.replace(/:.*/, ''))).toEqual(['a-0 1/1 pods 2 GPUs runs', 'a-1 1/1 pods 2 GPUs runs', 'b-0 1/1 pods 1 GPUs waits']);
  });

  const allocating = (gpuAllocation: GpuAllocation, nodes = 1): ClusterFacts => (
    { operators: {}, pools: [NodePool.hgxH100('h100', { nodes, gpuAllocation })._facts()] });
  const verdicts = (manifests: unknown[], facts: ClusterFacts) => gangsOf(manifests, facts).map((line) => line.replace(/^.+? GPUs /, ''));
  const two = template('two', { deviceClassName: 'gpu.nvidia.com', count: 2 });
  const claiming = deployment('a', 2, { ...claims({ name: 'g', resourceClaimTemplateName: 'two' }), ...plain });
  const limited = (resource: string) => deployment('b', 1, { ...main({ limits: { [resource]: '5' } }), ...plain });

  test('Where claims give out the GPUs, no pod gets one by its limits', () => {
    const facts = allocating(GpuAllocation.CLAIMS);
    expect(verdicts([two, claiming, limited('nvidia.com/gpu')], facts)).toEqual([
      'runs: 1 node of h100',
      'runs: 1 node of h100',
      'never: a pod of b needs 5 nvidia.com/gpu, and no node has any',
    ]);
    expect(ledgerOf(ManifestSet.of([two, claiming]), facts).pools).toEqual([{ name: 'h100', nodes: 1, nodesUsed: 1, gpus: 8, gpusUsed: 4 }]);
  });

  test('Where the device plugin gives them out, no claim finds one', () => {
    expect(verdicts([two, claiming, limited('nvidia.com/gpu')], allocating(GpuAllocation.DEVICE_PLUGIN))).toEqual([
      'never: a pod of a needs 2 GPUs by claim, and no node has any',
      'never: a pod of a needs 2 GPUs by claim, and no node has any',
      'runs: 1 node of h100',
    ]);
  });

  test.each(['nvidia.com/gpu', 'deviceclass.resource.kubernetes.io/gpu.nvidia.com', 'example.com/gpu'])('Limits of %s that stand for claims take the GPUs that claims take', (resource) => {
    expect(verdicts([two, claiming, limited(resource)], allocating(GpuAllocation.extendedResource(resource)))).toEqual([
      'runs: 1 node of h100',
      'runs: 1 node of h100',
      'waits: it fits alone, not beside a-0, a-1: a pod of b needs 5 GPUs, and no node has more than 4 GPUs free; no order lets all of them run',
    ]);
  });

  test('A slice of which no profile is said counts as the smallest, and the reason says so', () => {
    const slice = template('slice', { deviceClassName: 'mig.nvidia.com' });
    expect(gangsOf([slice, deployment('a', 1, { ...claims({ name: 'g', resourceClaimTemplateName: 'slice' }), ...plain })], allocating(GpuAllocation.CLAIMS))).toEqual([
      'a-0 1/1 pods 0.14 GPUs runs: 1 node of h100; a slice whose selector names no profile is counted as a seventh of a GPU',
    ]);
  });

  test('Slices of a GPU add up', () => {
    const slice = template('slice', { deviceClassName: 'mig.nvidia.com', selectors: [{ cel: { expression: "device.attributes['gpu.nvidia.com'].profile == '3g.40gb'" } }] });
    const lines = gangsOf([slice, deployment('a', 3, { ...claims({ name: 'g', resourceClaimTemplateName: 'slice' }), ...plain })], cluster([group(1, { 'nvidia.com/gpu': '1' })]));
    expect(lines.map((line) => line.replace(/:.*/, ''))).toEqual(['a-0 1/1 pods 0.43 GPUs runs', 'a-1 1/1 pods 0.43 GPUs runs', 'a-2 1/1 pods 0.43 GPUs waits']);
  });

  test('Pods that share a claim are on one node, and its devices count once', () => {
    const shared = { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', metadata: { name: 'shared' }, spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'gpu.nvidia.com', count: 4 } }] } } };
    const set = {
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      metadata: { name: 'pair' },
      spec: { leaderWorkerTemplate: { size: 2, workerTemplate: { spec: claims({ name: 'g', resourceClaimName: 'shared' }) } } },
    };
    expect(gangsOf([shared, set], RACKS)).toEqual(['pair-0 2/2 pods 4 GPUs runs: 1 node of pool, NVLink domain r0']);
  });

  test('One channel of a ComputeDomain on a node', () => {
    const domain = { apiVersion: 'resource.nvidia.com/v1beta1', kind: 'ComputeDomain', metadata: { name: 'd' }, spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: 'channel' } } } };
    const pods = deployment('a', 2, { ...claims({ name: 'c', resourceClaimTemplateName: 'channel' }), ...plain });
    const lines = gangsOf([domain, pods], cluster([group(1, {})]));
    expect(lines[0]).toMatch(/runs/);
    expect(lines[1]).toMatch(/waits: .+: a pod of a needs the channel of a ComputeDomain, of which a node has one, and none is free;/);
  });

  test('A claim that is not there is told', () => {
    expect(gangsOf([alone(claims({ name: 'c', resourceClaimTemplateName: 'gone' }))], RACKS)[0]).toMatch(/runs: 1 node of pool, NVLink domain r0; the claim template gone is not among the manifests, so its devices are not counted$/);
  });
});

describe('Affinity between the pods of a workload', () => {
  const selector = { matchLabels: { app: 'a' } };
  const with2 = (kind: string, topologyKey: string) => ({
    ...gpus(4), schedulerName: 'default-scheduler', affinity: { [kind]: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey, labelSelector: selector }] } },
  });

  test('in one NVLink domain', () => {
    const lines = gangsOf([deployment('a', 5, with2('podAffinity', 'nvidia.com/gpu.clique'))], RACKS);
    expect(lines.map((line) => /(runs|waits|never).*/.exec(line)![1])).toEqual(['runs', 'runs', 'runs', 'runs', 'waits']);
  });

  test('on different nodes', () => {
    const spec = { ...with2('podAntiAffinity', 'kubernetes.io/hostname'), ...gpus(1), schedulerName: 'default-scheduler' };
    expect(gangsOf([deployment('a', 3, spec)], cluster([group(2, { 'nvidia.com/gpu': '4' })])).map((line) => /(runs|waits|never).*/.exec(line)![1])).toEqual(['runs', 'runs', 'waits']);
  });
});

test('KAI\'s topology annotations hold a whole gang in one domain', () => {
  const topology = { apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 't' }, spec: { levels: [{ nodeLabel: 'nvidia.com/gpu.clique' }, { nodeLabel: 'kubernetes.io/hostname' }] } };
  const set = (required: string) => ({
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name: 's', annotations: { 'kai.scheduler/topology': 't', 'kai.scheduler/topology-required-placement': required } },
    spec: { leaderWorkerTemplate: { size: 2, workerTemplate: { spec: gpus(3) } } },
  });
  expect(gangsOf([topology, set('nvidia.com/gpu.clique')], RACKS)).toEqual(['s-0 2/2 pods 6 GPUs runs: 2 nodes of pool, NVLink domain r0']);
  expect(gangsOf([topology, set('kubernetes.io/hostname')], RACKS)[0]).toMatch(/never: s-0 needs one domain of kubernetes\.io\/hostname, and none is large enough; in pool-0-0 1 pod of s-0 fits, its minimum is 2/);
  expect(gangsOf([set('nvidia.com/gpu.clique')], cluster([group(2, { 'nvidia.com/gpu': '4' })]))[0]).toMatch(/never: s-0 needs one domain of nvidia\.com\/gpu\.clique, and no node/);
});

describe('A label of a level that no node is said to have', () => {
  const topology = {
    apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 't' }, spec: { levels: [{ nodeLabel: 'topology.kubernetes.io/zone' }, { nodeLabel: 'nvidia.com/gpu.clique' }] },
  };
  const set = (size: number, required: string) => ({
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name: 's', annotations: { 'kai.scheduler/topology': 't', 'kai.scheduler/topology-required-placement': required } },
    spec: { leaderWorkerTemplate: { size, workerTemplate: { spec: gpus(4) } } },
  });
  const read = cluster(['r0', 'r1'].map((nvlinkDomain) => group(2, { 'nvidia.com/gpu': '4' }, { nvlinkDomain, names: [`${nvlinkDomain}-a`, `${nvlinkDomain}-b`] })));

  test('is not there where nodes were read from a cluster', () => {
    expect(gangsOf([topology, set(2, 'topology.kubernetes.io/zone')], read)[0]).toMatch(/never: s-0 needs one domain of topology\.kubernetes\.io\/zone, and no node that it may use has this label$/);
  });

  test('may be there where nodes are described by their kind: it is not looked at, and the reason says so', () => {
    const note = 'the cluster does not say which nodes have the label topology.kubernetes.io/zone, so it is not looked at';
    expect(gangsOf([topology, set(5, 'topology.kubernetes.io/zone')], RACKS)).toEqual([`s-0 5/5 pods 20 GPUs runs: 5 nodes of pool, NVLink domains r0, r1; ${note}`]);
    expect(gangsOf([topology, set(9, 'topology.kubernetes.io/zone')], RACKS)[0]).toMatch(/never: 8 pods of s-0 fit, its minimum is 9: each needs 4 GPUs/);
    expect(gangsOf([topology, set(5, 'nvidia.com/gpu.clique')], RACKS)[0]).toBe(
      `s-0 5/5 pods 20 GPUs never: s-0 needs one domain of nvidia.com/gpu.clique, and none is large enough; in r0 4 pods of s-0 fit, its minimum is 5: each needs 4 GPUs, and 4 nodes have room for 1; ${note}`,
    );
  });
});
