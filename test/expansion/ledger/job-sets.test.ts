import { gangsOf, gpus, RACKS } from './support';

const EXCLUSIVE = 'alpha.jobset.sigs.k8s.io/exclusive-topology';
const TOPOLOGY = { apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 't' }, spec: { levels: [{ nodeLabel: 'nvidia.com/gpu.clique' }] } };

const role = (name: string, replicas: number, pods: number, { annotations = {}, scheduler = 'kai-scheduler' } = {}) => ({
  name,
  replicas,
  template: { metadata: { annotations }, spec: { parallelism: pods, completions: pods, template: { spec: { ...gpus(4), schedulerName: scheduler, restartPolicy: 'Never' } } } },
});
const set = (name: string, replicatedJobs: object[], annotations: object = {}, more: object = {}) => ({
  apiVersion: 'jobset.x-k8s.io/v1alpha2', kind: 'JobSet', metadata: { name, annotations }, spec: { ...more, replicatedJobs },
});

describe('Exclusive topology', () => {
  const plain = { scheduler: 'default-scheduler' };

  test('one Job in a domain, whichever set it is of', () => {
    const lines = gangsOf([set('a', [role('w', 1, 2, plain)], { [EXCLUSIVE]: 'nvidia.com/gpu.clique' }), set('b', [role('w', 2, 2, plain)], { [EXCLUSIVE]: 'nvidia.com/gpu.clique' })], RACKS);
    expect(lines[0]).toBe('a 2/2 pods 8 GPUs runs: 2 nodes of pool, NVLink domain r0');
    expect(lines[1]).toMatch(/^b 4\/4 pods 16 GPUs waits: .*no order lets all of them run/);
  });

  test('of a replicated job alone', () => {
    const jobs = [role('w', 2, 2, { ...plain, annotations: { [EXCLUSIVE]: 'nvidia.com/gpu.clique' } }), role('driver', 1, 1, plain)];
    expect(gangsOf([set('a', jobs)], RACKS)).toEqual(['a 5/5 pods 20 GPUs runs: 5 nodes of pool, NVLink domains r0, r1']);
  });

  test('KAI and JobSet wait for each other', () => {
    const annotations = { [EXCLUSIVE]: 'nvidia.com/gpu.clique' };
    expect(gangsOf([set('a', [role('w', 1, 2)], annotations)], RACKS)[0]).toMatch(/never: KAI waits for 2 pods of a-w-0, and JobSet makes the others after the first has its node/);
    expect(gangsOf([set('a', [role('w', 1, 2, { annotations: { 'kai.scheduler/batch-min-member': '1' } })], annotations)], RACKS)).toEqual(['a 1/2 pods 8 GPUs runs: 2 nodes of pool, NVLink domain r0']);
    expect(gangsOf([set('a', [role('w', 1, 1)], annotations)], RACKS)[0]).toMatch(/runs/);
  });
});

describe('What KAI waits for', () => {
  test('all replicated jobs, or as many as it is told, or the first of those that come one after the other', () => {
    const jobs = [role('a', 1, 2), role('b', 1, 7)];
    expect(gangsOf([set('s', jobs)], RACKS)[0]).toMatch(/^s 9\/9 pods 36 GPUs never: 8 pods of s fit, its minimum is 9/);
    expect(gangsOf([set('s', jobs, { 'kai.scheduler/batch-min-member': '1' })], RACKS)[0]).toMatch(/^s 2\/9 pods 36 GPUs runs: 8 of 9 pods run/);
    expect(gangsOf([set('s', jobs, {}, { startupPolicy: { startupPolicyOrder: 'InOrder' } })], RACKS)[0]).toMatch(/^s 2\/9 pods/);
  });

  test('replicated jobs that come after others only where KAI does not wait for them', () => {
    const jobs = [role('a', 1, 2), { ...role('b', 1, 2), dependsOn: [{ name: 'a', status: 'Ready' }] }];
    expect(gangsOf([set('s', jobs)], RACKS)[0]).toMatch(
      /never: KAI waits for 2 replicated jobs, and JobSet makes b after another .*: annotate the JobSet kai\.scheduler\/batch-min-member: "1"$/);
    expect(gangsOf([set('s', jobs, { 'kai.scheduler/batch-min-member': '1' })], RACKS)[0]).toMatch(/^s 2\/4 pods 16 GPUs runs/);
  });

  test('as many pods as a Job may run at a time, though fewer come', () => {
    const job = role('w', 1, 4);
    const fewer = { ...job, template: { ...job.template, spec: { ...job.template.spec, completions: 3 } } };
    expect(gangsOf([set('s', [fewer])], RACKS)[0]).toMatch(/never: s-w-0 needs 4 pods and has 3$/);
  });

  test('each Job of a replicated job in the domain that its template asks for', () => {
    const annotations = { 'kai.scheduler/topology': 't', 'kai.scheduler/topology-required-placement': 'nvidia.com/gpu.clique' };
    expect(gangsOf([TOPOLOGY, set('s', [role('w', 2, 3, { annotations })])], RACKS)).toEqual(['s 6/6 pods 24 GPUs runs: 6 nodes of pool, NVLink domains r0, r1']);
    expect(gangsOf([TOPOLOGY, set('s', [role('w', 1, 5, { annotations })])], RACKS)[0]).toMatch(/never: s-w-0 needs one domain of nvidia\.com\/gpu\.clique/);
    expect(gangsOf([TOPOLOGY, set('s', [role('w', 1, 5)])], RACKS)[0]).toMatch(/runs/);
  });
});

describe('MPIJobs', () => {
  const job = ({ launcher = { replicas: 1 } as object, workers = 2, scheduler = 'kai-scheduler', more = {} }) => {
    const template = { spec: { ...gpus(4), schedulerName: scheduler } };
    const mpiReplicaSpecs = { Launcher: { ...launcher, template }, Worker: { replicas: workers, template } };
    return { apiVersion: 'kubeflow.org/v2beta1', kind: 'MPIJob', metadata: { name: 'm' }, spec: { ...more, mpiReplicaSpecs } };
  };

  test('KAI counts by the numbers that are written', () => {
    expect(gangsOf([job({})], RACKS)[0]).toMatch(/^m 3\/3 pods 12 GPUs runs/);
    expect(gangsOf([job({ launcher: {} })], RACKS)[0])
      .toMatch(/never: KAI makes no PodGroup of it: spec\.mpiReplicaSpecs\.Launcher\.replicas is not written, and it counts the pods by it$/);
    expect(gangsOf([job({ launcher: {}, scheduler: 'default-scheduler' })], RACKS)[0]).toMatch(/runs/);
    const runPolicy = { schedulingPolicy: { minAvailable: 3 } };
    expect(gangsOf([job({ launcher: {}, more: { runPolicy } })], RACKS)[0]).toMatch(/runs/);
    expect(gangsOf([job({ launcher: {}, more: { runPolicy, launcherCreationPolicy: 'WaitForWorkersReady' } })], RACKS)[0]).toMatch(/never: .*Launcher\.replicas is not written/);
  });

  test('a minimum that the job says, and a launcher that comes later', () => {
    expect(gangsOf([job({ workers: 8 })], RACKS)[0]).toMatch(/^m 9\/9 pods 36 GPUs never/);
    const told = job({ workers: 8, more: { runPolicy: { schedulingPolicy: { minAvailable: 4 } } } });
    expect(gangsOf([told], RACKS)[0]).toMatch(/^m 4\/9 pods 36 GPUs runs: 8 of 9 pods run/);
    expect(gangsOf([job({ workers: 8, more: { launcherCreationPolicy: 'WaitForWorkersReady' } })], RACKS)[0]).toMatch(/^m 8\/9 pods 36 GPUs runs: 8 of 9 pods run/);
  });
});
