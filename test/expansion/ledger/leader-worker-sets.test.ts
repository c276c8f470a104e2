import { cluster, gangsOf, gpus, group, RACKS } from './support';

const EXCLUSIVE = 'leaderworkerset.sigs.k8s.io/exclusive-topology';
const SUBGROUP_EXCLUSIVE = 'leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology';
const TOPOLOGY = { apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 't' }, spec: { levels: [{ nodeLabel: 'nvidia.com/gpu.clique' }] } };

interface SetOptions {
  readonly annotations?: object;
  readonly replicas?: number;
  readonly size?: number;
  readonly ofWorkers?: object;
  readonly subGroupPolicy?: object;
  readonly scheduler?: string;
  readonly limit?: number;
  readonly more?: object;
}

const set = (name: string, { annotations, replicas = 1, size = 2, ofWorkers, subGroupPolicy, scheduler = 'kai-scheduler', limit = 4, more }: SetOptions) => ({
  apiVersion: 'leaderworkerset.x-k8s.io/v1',
  kind: 'LeaderWorkerSet',
  metadata: { name, annotations },
  spec: {
    replicas,
    ...more,
    leaderWorkerTemplate: {
      size, subGroupPolicy, workerTemplate: { metadata: { annotations: ofWorkers }, spec: { ...gpus(limit), schedulerName: scheduler } },
    },
  },
});
const rack = { [EXCLUSIVE]: 'nvidia.com/gpu.clique' };

describe.each(['kai-scheduler', 'default-scheduler'])('Exclusive topology with %s', (scheduler) => {
  test('one group in a domain, one domain for a group', () => {
    expect(gangsOf([set('a', { annotations: rack, replicas: 3, scheduler })], RACKS).map((line) => line.replace(/^(\S+) .*? GPUs /, '$1 '))).toEqual([
      'a-0 runs: 2 nodes of pool, NVLink domain r0',
      'a-1 runs: 2 nodes of pool, NVLink domain r1',
      'a-2 waits: it fits alone, not beside a-0, a-1: a-2 needs a domain of nvidia.com/gpu.clique for itself, and every one has another holder; no order lets all of them run',
    ]);
  });

  test('without it two groups share a domain', () => {
    expect(gangsOf([set('a', { replicas: 3, scheduler })], RACKS).filter((line) => / runs: 2 nodes/.test(line))).toHaveLength(3);
  });

  test('groups of other sets are kept out too, those of another namespace not', () => {
    const sets = ['a', 'b', 'c'].map((name) => set(name, { annotations: rack, scheduler }));
    expect(gangsOf(sets, RACKS).map((line) => /runs|waits/.exec(line)![0])).toEqual(['runs', 'runs', 'waits']);
    const elsewhere = { ...sets[2], metadata: { ...sets[2].metadata, namespace: 'other' } };
    expect(gangsOf([sets[0], sets[1], elsewhere], RACKS).map((line) => /runs|waits/.exec(line)![0])).toEqual(['runs', 'runs', 'runs']);
  });

  test('a group that no domain holds never runs', () => {
    expect(gangsOf([set('a', { annotations: rack, size: 5, scheduler })], RACKS)[0]).toMatch(/never: .*a-0 needs one domain of nvidia\.com\/gpu\.clique, and none is large enough/);
  });

  test('each subgroup in a domain of its own', () => {
    const annotations = { [SUBGROUP_EXCLUSIVE]: 'nvidia.com/gpu.clique' };
    const two = set('a', { annotations, size: 4, subGroupPolicy: { subGroupSize: 2 }, scheduler });
    expect(gangsOf([two], RACKS)).toEqual(['a-0 4/4 pods 16 GPUs runs: 4 nodes of pool, NVLink domains r0, r1']);
    expect(gangsOf([set('a', { annotations, size: 6, subGroupPolicy: { subGroupSize: 2 }, scheduler })], RACKS)[0]).toMatch(/never/);
    expect(gangsOf([set('a', { annotations, size: 6, scheduler })], RACKS)[0]).toMatch(/runs/);
  });
});

test('A free domain is found for a group although another gang fills half of one', () => {
  const loose = set('loose', { size: 3 });
  expect(gangsOf([loose, set('a', { annotations: rack, size: 4 })], RACKS)).toEqual([
    'loose-0 3/3 pods 12 GPUs runs: 3 nodes of pool, NVLink domain r0',
    'a-0 4/4 pods 16 GPUs runs: 4 nodes of pool, NVLink domain r1',
  ]);
});

describe('Segments by KAI', () => {
  const required = { 'kai.scheduler/topology': 't', 'kai.scheduler/segment-topology-required-placement': 'nvidia.com/gpu.clique' };
  const lines = (options: SetOptions) => gangsOf([TOPOLOGY, set('a', options)], RACKS);

  test('each in one domain, the group in several', () => {
    expect(lines({ size: 8, annotations: { 'kai.scheduler/segment-size': '4' }, ofWorkers: required })).toEqual(['a-0 8/8 pods 32 GPUs runs: 8 nodes of pool, NVLink domains r0, r1']);
    expect(lines({ size: 6, subGroupPolicy: { subGroupSize: 3 }, ofWorkers: required })).toEqual(['a-0 6/6 pods 24 GPUs runs: 6 nodes of pool, NVLink domains r0, r1']);
    expect(lines({ size: 5, ofWorkers: { ...required, 'kai.scheduler/segment-size': '5' } })[0]).toMatch(/never: a-0 segment 0 needs one domain of nvidia\.com\/gpu\.clique/);
  });

  test('a leader beside full segments is in the first, unless it is left out', () => {
    const full = { size: 9, ofWorkers: required, limit: 3 };
    const spare = cluster([...['r0', 'r1'].map((nvlinkDomain) => group(4, { 'nvidia.com/gpu': '4' }, { nvlinkDomain })), group(1, { 'nvidia.com/gpu': '4' })]);
    const on = (subGroupPolicyType: string) => gangsOf([TOPOLOGY, set('a', { ...full, subGroupPolicy: { subGroupSize: 4, subGroupPolicyType } })], spare)[0];
    expect(on('LeaderWorker')).toMatch(/never: .*a-0 segment 0 needs one domain/);
    expect(on('LeaderExcluded')).toBe('a-0 9/9 pods 27 GPUs runs: 9 nodes of pool, NVLink domains r0, r1');
  });

  test.each([
    [{ annotations: { 'kai.scheduler/segment-size': '1' }, size: 4 }, 'segments of size 1, and it wants more than 1'],
    [{ annotations: { 'kai.scheduler/segment-size': '8' }, size: 4 }, 'segments of size 8, and a group has 4 pods'],
    [{ annotations: { 'kai.scheduler/segment-size': '2' }, size: 4, more: { startupPolicy: 'LeaderReady' } }, 'with startupPolicy LeaderReady the leader comes alone, and segments of size 2 want more'],
    [{ subGroupPolicy: { subGroupSize: 2, subGroupPolicyType: 'LeaderExcluded' }, size: 4 }, '3 workers are no whole number of segments of size 2, and the leader is in none (LeaderExcluded)'],
  ])('%j: KAI makes no PodGroup', (options, why) => {
    expect(lines(options)).toEqual([`a-0 4/4 pods 16 GPUs never: KAI makes no PodGroup of it: ${why}`]);
    expect(gangsOf([set('a', { ...options, scheduler: 'default-scheduler' })], RACKS)[0]).toMatch(/runs/);
  });
});
