import { made, madeOf, namesOf } from '../../support/expansion';

const POD = { spec: { containers: [{ name: 'main', image: 'busybox' }] } };
const workload = (apiVersion: string, kind: string, spec: object, metadata: object = {}) => ({ apiVersion, kind, metadata: { name: 'w', namespace: 'n', ...metadata }, spec });

describe('Deployment', () => {
  test('as many pods as replicas, 1 where it does not say', () => {
    expect(namesOf(madeOf('Pod', [workload('apps/v1', 'Deployment', { replicas: 2, template: POD })]))).toEqual(['w-', 'w-']);
    expect(madeOf('Pod', [workload('apps/v1', 'Deployment', { template: POD })])).toHaveLength(1);
  });

  test('a limit alone is the request too', () => {
    const containers = [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': 1, 'cpu': '1000m' }, requests: { cpu: 0.5 } } }];
    const [pod] = made([workload('apps/v1', 'Deployment', { template: { spec: { containers } } })]);
    expect(pod.spec.containers[0].resources).toEqual({ limits: { 'nvidia.com/gpu': '1', 'cpu': '1' }, requests: { 'nvidia.com/gpu': '1', 'cpu': '500m' } });
    expect(pod.spec.schedulerName).toBe('default-scheduler');
  });
});

describe('Pod', () => {
  const template = {
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: { name: 'gpu', namespace: 'n' },
    spec: { metadata: { labels: { a: 'b' } }, spec: { devices: { requests: [{ name: 'gpu', firstAvailable: [{ name: 'big', deviceClassName: 'gpu.nvidia.com' }] }] } } },
  };
  const pod = workload('v1', 'Pod', { ...POD.spec, resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }, { name: 'own', resourceClaimName: 'x' }] });

  test('a claim for each template, with its labels', () => {
    expect(made([template, pod])).toEqual([{
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: { name: 'w-gpu-', namespace: 'n', labels: { a: 'b' }, annotations: { 'resource.kubernetes.io/pod-claim-name': 'gpu' } },
      spec: { devices: { requests: [{ name: 'gpu', firstAvailable: [{ name: 'big', deviceClassName: 'gpu.nvidia.com', allocationMode: 'ExactCount', count: 1 }] }] } },
    }]);
  });

  test('nothing for a template that nobody brings', () => {
    expect(made([pod])).toEqual([]);
  });
});

test('StatefulSet: stable names and hostnames, and a volume claim for each pod', () => {
  const objects = made([workload('apps/v1', 'StatefulSet', {
    replicas: 2, serviceName: 'svc', ordinals: { start: 5 }, template: POD, volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } }],
  })]);
  expect(namesOf(objects)).toEqual(['data-w-5', 'w-5', 'data-w-6', 'w-6']);
  expect(objects[1].spec).toMatchObject({ hostname: 'w-5', subdomain: 'svc' });
});

describe('Job', () => {
  const pods = (spec: object) => madeOf('Pod', [workload('batch/v1', 'Job', { template: POD, ...spec })]);

  test('pods that run at a time', () => {
    const specs = [{}, { parallelism: 3 }, { parallelism: 3, completions: 2 }, { completions: 5 }, { suspend: true }];
    expect(specs.map((spec) => pods(spec).length)).toEqual([1, 3, 2, 1, 0]);
  });

  test('an index gives hostname and variable', () => {
    const [, second] = pods({ completionMode: 'Indexed', parallelism: 2, completions: 2 });
    expect(second).toMatchObject({ metadata: { name: 'w-1-', labels: { 'batch.kubernetes.io/job-completion-index': '1' } }, spec: { hostname: 'w-1' } });
    expect(second.spec.containers[0].env[0].name).toBe('JOB_COMPLETION_INDEX');
  });

  test('a CronJob makes one Job at a time, a suspended one none', () => {
    const cronJob = (suspend: boolean) => workload('batch/v1', 'CronJob', { schedule: '0 * * * *', suspend, jobTemplate: { spec: { template: POD } } });
    expect(made([cronJob(false)]).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Job w-', 'Pod w-']);
    expect(made([cronJob(true)])).toEqual([]);
  });
});

describe('LeaderWorkerSet', () => {
  const set = (more: object = {}, metadata: object = {}) => workload('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', {
    replicas: 2, leaderWorkerTemplate: { size: 2, workerTemplate: POD, leaderTemplate: { metadata: { labels: { role: 'leader' } }, spec: POD.spec } }, ...more,
  }, metadata);

  test('groups of a leader and its workers behind one Service', () => {
    expect(made([set()]).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Service w', 'Pod w-0', 'Pod w-0-1', 'Pod w-1', 'Pod w-1-1']);
    const [leader, worker] = madeOf('Pod', [set()]);
    expect([leader.metadata.labels.role, worker.metadata.labels.role]).toEqual(['leader', undefined]);
    expect(worker.metadata).toMatchObject({
      labels: { 'leaderworkerset.sigs.k8s.io/group-index': '0', 'leaderworkerset.sigs.k8s.io/worker-index': '1' },
      annotations: { 'leaderworkerset.sigs.k8s.io/size': '2', 'leaderworkerset.sigs.k8s.io/leader-name': 'w-0' },
    });
    expect(worker.spec.containers[0].env).toEqual([
      { name: 'LWS_LEADER_ADDRESS', value: 'w-0.w.n' }, { name: 'LWS_GROUP_SIZE', value: '2' }, { name: 'LWS_WORKER_INDEX', value: '1' },
    ]);
  });

  test('a Service for each group on request', () => {
    const objects = made([set({ networkConfig: { subdomainPolicy: 'UniquePerReplica' } })]);
    expect(namesOf(objects.filter(({ kind }) => kind === 'Service'))).toEqual(['w-0', 'w-1']);
    expect(objects[objects.length - 1].spec).toMatchObject({ hostname: 'w-1-1', subdomain: 'w-1' });
  });

  test.each([
    [4, 2, 'LeaderWorker', ['0', '0', '1', '1']], // the leader fills up its subgroup
    [5, 2, 'LeaderWorker', ['0', '0', '0', '1', '1']], // it is one more in the first
    [5, 2, 'LeaderExcluded', [undefined, '0', '0', '1', '1']],
  ])('subgroups of %i pods by %i, %s', (size, subGroupSize, subGroupPolicyType, indices) => {
    const group = { leaderWorkerTemplate: { size, workerTemplate: POD, subGroupPolicy: { subGroupSize, subGroupPolicyType } }, replicas: 1 };
    const pods = madeOf('Pod', [set(group)]);
    expect(pods.map(({ metadata }) => metadata.labels['leaderworkerset.sigs.k8s.io/subgroup-index'])).toEqual(indices);
  });

  test('the wish for a rack of its own reaches the pods', () => {
    const annotations = { 'leaderworkerset.sigs.k8s.io/exclusive-topology': 'rack', 'other': 'x' };
    expect(madeOf('Pod', [set({}, { annotations })])[0].metadata.annotations).toEqual({
      'leaderworkerset.sigs.k8s.io/size': '2', 'leaderworkerset.sigs.k8s.io/exclusive-topology': 'rack',
    });
  });
});

test('JobSet: a Service, and Jobs whose pods have hostnames', () => {
  const template = { spec: { parallelism: 2, completions: 2, template: POD } };
  const objects = made([workload('jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ name: 'ps', template }, { name: 'wk', replicas: 2, template }] })]);
  expect(objects.filter(({ kind }) => kind !== 'Pod').map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Service w', 'Job w-ps-0', 'Job w-wk-0', 'Job w-wk-1']);
  expect(objects[objects.length - 1]).toMatchObject({
    metadata: { labels: { 'jobset.sigs.k8s.io/replicatedjob-name': 'wk', 'jobset.sigs.k8s.io/job-index': '1' } }, spec: { hostname: 'w-wk-1-1', subdomain: 'w' },
  });
  expect(madeOf('Pod', [workload('jobset.x-k8s.io/v1alpha2', 'JobSet', { suspend: true, replicatedJobs: [{ name: 'ps', template }] })])).toEqual([]);
});

describe('MPIJob', () => {
  const mpiJob = (more: object = {}) => workload('kubeflow.org/v2beta1', 'MPIJob', {
    mpiReplicaSpecs: { Launcher: { template: POD }, Worker: { replicas: 2, template: POD } }, ...more,
  });

  test('workers with stable names, and the launcher as a Job', () => {
    const objects = made([mpiJob()]);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Service w', 'Pod w-worker-0', 'Pod w-worker-1', 'Job w-launcher', 'Pod w-launcher-']);
    expect(objects[2]).toMatchObject({ metadata: { labels: { 'training.kubeflow.org/job-role': 'worker', 'training.kubeflow.org/replica-index': '1' } }, spec: { hostname: 'w-worker-1', subdomain: 'w' } });
    expect(objects[4].spec.hostname).toBe('w-launcher');
  });

  test('suspended, neither runs', () => {
    expect(madeOf('Pod', [mpiJob({ runPolicy: { suspend: true } })])).toEqual([]);
  });
});
