import { gangsOf, gpus, queue, RACKS } from './support';

const TOPOLOGY = { apiVersion: 'kai.scheduler/v1alpha1', kind: 'Topology', metadata: { name: 't' }, spec: { levels: [{ nodeLabel: 'nvidia.com/gpu.clique', alias: 'rack' }] } };

const group = (spec: object, name = 'g') => ({ apiVersion: 'scheduling.run.ai/v2alpha2', kind: 'PodGroup', metadata: { name, namespace: 'team' }, spec: { queue: 'team', ...spec } });
const job = (name: string, pods: number, { podGroup = 'g', labels = {}, skips = true, limit = 4 } = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name, namespace: 'team' },
  spec: {
    parallelism: pods,
    completions: pods,
    template: { metadata: { labels, annotations: { 'pod-group-name': podGroup, ...skips ? { 'kai.scheduler/skip-podgrouper': 'true' } : {} } }, spec: { ...gpus(limit), restartPolicy: 'Never' } },
  },
});
const inSubgroup = (name: string) => ({ labels: { 'kai.scheduler/subgroup-name': name } });
const lines = (...manifests: object[]) => gangsOf([queue('org', {}), queue('team', {}, 'org'), TOPOLOGY, ...manifests], RACKS);

test('The minimum of a PodGroup is that of its pods together', () => {
  expect(lines(group({ minMember: 5 }), job('a', 4), job('b', 3))).toEqual(['g 5/7 pods 28 GPUs runs: 7 nodes of pool, NVLink domains r0, r1']);
  expect(lines(group({ minMember: 9 }), job('a', 9))).toEqual([
    'g 9/9 pods 36 GPUs never: 8 pods of g fit, its minimum is 9: each needs 4 GPUs, and 8 nodes have room for 1',
  ]);
  expect(lines(group({ minMember: 3 }), job('a', 2))).toEqual(['g 3/2 pods 8 GPUs never: g needs 3 pods and has 2']);
});

test('Without skip-podgrouper the pods of a Job go their own way', () => {
  expect(lines(group({ minMember: 9 }), job('a', 2, { skips: false }))).toEqual(['a 1/2 pods 8 GPUs runs: 2 nodes of pool, NVLink domain r0']);
});

test('A pod without owner names its PodGroup by the annotation alone', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'team', annotations: { 'pod-group-name': 'g' } }, spec: gpus(4) };
  expect(lines(group({ minMember: 2 }), pod)).toEqual(['g 2/1 pods 4 GPUs never: g needs 2 pods and has 1']);
});

test('A PodGroup that is not there is told', () => {
  expect(lines(group({ minMember: 1 }), job('a', 1, { podGroup: 'other' }))[0]).toMatch(/; the PodGroup other is not among the manifests, so what it asks for is not counted$/);
});

test('The queue of the PodGroup counts, not that of its pods', () => {
  const small = queue('small', { limit: 2 }, 'org');
  expect(lines(small, group({ minMember: 1, queue: 'small' }), job('a', 1))[0]).toMatch(/never: queue small allows 2 GPUs/);
  expect(lines(small, group({ minMember: 1, queue: 'team' }), job('a', 1))[0]).toMatch(/runs/);
});

test('A PodGroup that may not be preempted keeps to the guarantee', () => {
  const poor = queue('poor', { quota: 2 }, 'org');
  expect(lines(poor, group({ minMember: 1, queue: 'poor', preemptibility: 'non-preemptible' }), job('a', 1))[0]).toMatch(/never: queue poor guarantees 2 GPUs/);
  expect(lines(poor, group({ minMember: 1, queue: 'poor', priorityClassName: 'inference' }), job('a', 1))[0]).toMatch(/never: queue poor guarantees 2 GPUs/);
  expect(lines(poor, group({ minMember: 1, queue: 'poor', priorityClassName: 'nobody' }), job('a', 1))[0]).toMatch(/runs/);
});

test.each(['nvidia.com/gpu.clique', 'rack'])('A topology constraint at the level %s holds the whole', (requiredTopologyLevel) => {
  const held = (pods: number) => lines(group({ minMember: pods, topologyConstraint: { topology: 't', requiredTopologyLevel } }), job('a', pods))[0];
  expect(held(4)).toBe('g 4/4 pods 16 GPUs runs: 4 nodes of pool, NVLink domain r0');
  expect(held(5)).toMatch(/never: g needs one domain of nvidia\.com\/gpu\.clique, and none is large enough; in r0 4 pods of g fit, its minimum is 5/);
});

describe('Subgroups', () => {
  const rack = { topologyConstraint: { topology: 't', requiredTopologyLevel: 'rack' } };

  test('each with its own minimum and domain', () => {
    const subGroups = [{ name: 'prefill', minMember: 3, ...rack }, { name: 'decode', minMember: 3, ...rack }];
    expect(lines(group({ subGroups }), job('a', 3, inSubgroup('prefill')), job('b', 3, inSubgroup('decode')))).toEqual([
      'g 6/6 pods 24 GPUs runs: 6 nodes of pool, NVLink domains r0, r1',
    ]);
    expect(lines(group({ subGroups }), job('a', 3, inSubgroup('prefill')), job('b', 2, inSubgroup('decode')))[0]).toMatch(/never: decode needs 3 pods and has 2$/);
  });

  test('below a parent that holds them in one domain', () => {
    const below = (name: string, minMember: number) => ({ name, parent: 'engine', minMember });
    const subGroups = [{ name: 'engine', ...rack }, below('leader', 1), below('workers', 4)];
    const pods = (workers: number) => [job('l', 1, inSubgroup('leader')), job('w', workers, inSubgroup('workers'))];
    expect(lines(group({ subGroups }), ...pods(4))[0]).toMatch(/never: engine needs one domain of nvidia\.com\/gpu\.clique, and none/);
    subGroups[2] = below('workers', 3);
    expect(lines(group({ subGroups }), ...pods(3))[0]).toBe('g 4/4 pods 16 GPUs runs: 4 nodes of pool, NVLink domain r0');
  });

  test('as many as minSubGroup are enough', () => {
    const subGroups = [{ name: 'large', minMember: 9 }, { name: 'small', minMember: 2 }];
    const pods = [job('l', 9, inSubgroup('large')), job('s', 2, inSubgroup('small'))];
    expect(lines(group({ subGroups }), ...pods)[0]).toMatch(/^g 11\/11 pods 44 GPUs never/);
    expect(lines(group({ subGroups, minSubGroup: 1 }), ...pods)[0]).toMatch(/^g 2\/11 pods 44 GPUs runs: 8 of 11 pods run/);
  });

  test('A pod beside them is never placed', () => {
    const subGroups = [{ name: 'only', minMember: 1 }];
    expect(lines(group({ subGroups }), job('a', 1, inSubgroup('only')), job('b', 1), job('c', 1, inSubgroup('onyl')))).toEqual([
      'g 1/1 pods 4 GPUs runs: 1 node of pool, NVLink domain r0',
      'b-0 1/1 pods 4 GPUs never: it has no label kai.scheduler/subgroup-name, and the PodGroup g has the subgroups only: KAI places none of its pods beside them',
      'c-0 1/1 pods 4 GPUs never: its label kai.scheduler/subgroup-name is onyl, and the PodGroup g has the subgroups only: KAI places none of its pods beside them',
    ]);
  });
});
