import { cluster, gangsOf, group, main, queue } from './support';
import { ledgerOf } from '../../../lib/expansion/ledger/ledger-of';
import type { ClusterFacts } from '../../../lib/facts/cluster-facts';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

/** A node with GPUs of so much memory, as GPU Feature Discovery says it (MiB). */
const node = (gpus: number, memory?: number): ClusterFacts => cluster([
  group(1, { 'nvidia.com/gpu': String(gpus) }, { labels: memory === undefined ? {} : { 'nvidia.com/gpu.memory': String(memory) } }),
]);
const pod = (name: string, annotations: { readonly [key: string]: string }, spec: object = main({})) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations }, spec });
const times = (count: number, annotations: { readonly [key: string]: string }) => Array.from({ length: count }, (_, i) => pod(`p${i}`, annotations));
const verdicts = (manifests: object[], facts: ClusterFacts) => gangsOf(manifests, facts).map((line) => /(runs|waits|never):/.exec(line)![1]);
const runs = (manifests: object[], facts: ClusterFacts) => verdicts(manifests, facts).filter((verdict) => verdict === 'runs').length;

describe('Fractions', () => {
  test.each([['0.5', 2], ['0.33', 3], ['0.6', 1]])('%s of a GPU: %i of them on one', (fraction, fit) => {
    expect(runs(times(4, { 'gpu-fraction': fraction }), node(1))).toBe(fit);
    expect(runs(times(8, { 'gpu-fraction': fraction }), node(2, 81_559))).toBe(2 * fit);
  });

  test('0.6 and 0.4 share a GPU, 0.6 and 0.6 do not', () => {
    expect(verdicts([pod('a', { 'gpu-fraction': '0.6' }), pod('b', { 'gpu-fraction': '0.4' })], node(1))).toEqual(['runs', 'runs']);
    expect(gangsOf([pod('a', { 'gpu-fraction': '0.6' }), pod('b', { 'gpu-fraction': '0.6' })], node(1))[1])
      .toMatch(/^b 1\/1 pods 0\.6 GPUs waits: it fits alone, not beside a: a pod of b needs 0\.6 GPUs, and no node has more than 0\.4 GPUs free/);
  });

  test('what is left of several GPUs is not one GPU', () => {
    const shares = times(2, { 'gpu-fraction': '0.6' });
    expect(gangsOf([...shares, pod('b', { 'gpu-fraction': '0.5' })], node(2))[2]).toMatch(/waits: .*a pod of b needs 0\.5 of a GPU, and no GPU has so much left;/);
    expect(verdicts([...shares, pod('b', {}, main({ limits: { 'nvidia.com/gpu': '1' } }))], node(2))).toEqual(['runs', 'runs', 'waits']);
    expect(verdicts([...shares, pod('b', { 'gpu-fraction': '0.4' })], node(2))).toEqual(['runs', 'runs', 'runs']);
  });

  test('several devices are several GPUs', () => {
    const two = { 'gpu-fraction': '0.5', 'gpu-fraction-num-devices': '2' };
    expect(gangsOf([pod('a', two)], node(1))[0]).toMatch(/^a 1\/1 pods 1 GPUs never: a pod of a needs 2 times 0\.5 of a GPU, and no GPU has so much left$/);
    expect(runs(times(3, two), node(2))).toBe(2);
  });

  test('a queue counts the fraction itself', () => {
    const queues = [queue('org', {}), queue('team', { limit: 1.2 }, 'org')];
    const pods = times(3, { 'gpu-fraction': '0.6' }).map((each) => ({ ...each, metadata: { ...each.metadata, labels: { 'kai.scheduler/queue': 'team' } } }));
    expect(verdicts([...queues, ...pods], node(8))).toEqual(['runs', 'runs', 'waits']);
    expect(ledgerOf(ManifestSet.of([...queues, ...pods]), node(8)).pools[0]).toMatchObject({ gpus: 8, gpusUsed: 1.2 });
  });

  test('of another scheduler\'s pod they are words', () => {
    const spec = { ...main({}), schedulerName: 'default-scheduler' };
    expect(gangsOf([pod('a', { 'gpu-fraction': '0.5' }, spec)], node(1))[0]).toMatch(/^a 1\/1 pods 0 GPUs runs/);
  });
});

describe('Shares by memory', () => {
  test.each([[40_000, 2], [40_750, 2], [40_751, 1], [27_166, 3]])('%i MiB on a GPU of 81559 MiB: %i of them', (memory, fit) => {
    // KAI counts 81500 MiB.
    expect(runs(times(4, { 'gpu-memory': String(memory) }), node(1, 81_559))).toBe(fit);
  });

  test('more than a GPU has runs nowhere', () => {
    expect(gangsOf([pod('a', { 'gpu-memory': '90000' })], node(8, 81_559))).toEqual(['a 1/1 pods 1.11 GPUs never: a pod of a needs 90000 MiB of a GPU, and no GPU has so much left']);
  });

  test('the larger GPU takes what the smaller does not', () => {
    const both = cluster([24_564, 81_559].map((memory) => group(1, { 'nvidia.com/gpu': '1' }, { labels: { 'nvidia.com/gpu.memory': String(memory) } })));
    expect(runs(times(4, { 'gpu-memory': '30000' }), both)).toBe(2);
    expect(runs(times(4, { 'gpu-memory': '20000' }), both)).toBe(4);
  });

  test('in totals they count in hundredths of the largest GPU, rounded up', () => {
    expect(ledgerOf(ManifestSet.of([pod('a', { 'gpu-memory': '10000' })]), node(1, 81_559)).totals.gpus).toBe(0.13);
  });

  test('beside a fraction', () => {
    expect(verdicts([pod('a', { 'gpu-memory': '40000' }), pod('b', { 'gpu-fraction': '0.5' })], node(1, 81_559))).toEqual(['runs', 'runs']);
    expect(verdicts([pod('a', { 'gpu-memory': '41000' }), pod('b', { 'gpu-fraction': '0.5' })], node(1, 81_559))).toEqual(['runs', 'waits']);
  });

  test('where no memory is known they are not counted, and the reason says so', () => {
    expect(gangsOf([pod('a', { 'gpu-memory': '10000' })], node(1))).toEqual([
      'a 1/1 pods 0 GPUs runs: 1 node of pool; no node says how much memory its GPUs have (label nvidia.com/gpu.memory), so gpu-memory is not counted',
    ]);
  });
});

describe('MIG slices take memory too', () => {
  const selecting = (profile: string) => ({ cel: { expression: `device.attributes['gpu.nvidia.com'].profile == '${profile}'` } });
  const slices = (...profiles: string[]) => profiles.flatMap((profile, i) => [
    {
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaimTemplate',
      metadata: { name: `t${i}` },
      spec: { spec: { devices: { requests: [{ name: 'r', exactly: { deviceClassName: 'mig.nvidia.com', selectors: [selecting(profile)] } }] } } },
    },
    pod(`p${i}`, {}, { ...main({}), resourceClaims: [{ name: 'g', resourceClaimTemplateName: `t${i}` }] }),
  ]);
  const fits = (memory: number, ...profiles: string[]) => runs(slices(...profiles), node(1, memory));

  // Profiles and how many of each a GPU holds: NVIDIA Multi-Instance GPU User Guide, Supported MIG Profiles.
  test.each([
    ['1g.10gb', 81_559, 7], ['1g.20gb', 81_559, 4], ['2g.20gb', 81_559, 3], ['3g.40gb', 81_559, 2], ['4g.40gb', 81_559, 1], ['7g.80gb', 81_559, 1],
    ['1g.5gb', 40_960, 7], ['1g.10gb', 40_960, 4], ['1g.18gb', 143_771, 7], ['1g.35gb', 143_771, 4], ['3g.71gb', 143_771, 2],
  ])('%s of a GPU with %i MiB: %i of them', (profile, memory, fit) => {
    expect(fits(memory, ...new Array<string>(8).fill(profile))).toBe(fit);
  });

  test('3g, 3g and 1g are 7 of 7 to compute with, and 9 of 8 of memory', () => {
    expect(fits(81_559, '3g.40gb', '3g.40gb', '1g.10gb')).toBe(2);
    expect(fits(81_559, '4g.40gb', '3g.40gb')).toBe(2);
    expect(fits(81_559, '2g.20gb', '2g.20gb', '2g.20gb', '1g.20gb')).toBe(4);
  });

  test('where the memory is not known only what they compute with counts', () => {
    expect(runs(slices('3g.40gb', '3g.40gb', '1g.10gb'), node(1))).toBe(3);
  });
});
