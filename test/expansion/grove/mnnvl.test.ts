import { clique, madeOf, namesOf, podCliqueSet } from '../../support/expansion';

const KEY = 'grove.io/mnnvl-group';
const GPU = { containers: [{ name: 'engine', resources: { limits: { 'nvidia.com/gpu': 4 } } }, { name: 'proxy' }] };
const group = (value: string) => ({ annotations: { [KEY]: value } });

const SET = podCliqueSet({
  cliques: [clique('cpu'), clique('gpu', {}, {}, GPU), clique('out', {}, group('none'), GPU), clique('own', {}, group('other'), GPU), clique('in', {}, {}, GPU)],
  podCliqueScalingGroups: [{ name: 'g', cliqueNames: ['in'], ...group('ofgroup') }],
}, { replicas: 2, ...group('all') });

test('One ComputeDomain for each group and replica; the most specific word counts', () => {
  expect(namesOf(madeOf('ComputeDomain', [SET]))).toEqual(['p-0-all', 'p-0-ofgroup', 'p-0-other', 'p-1-all', 'p-1-ofgroup', 'p-1-other']);
  const claims = Object.fromEntries(madeOf('Pod', [SET]).map(({ spec }) => [spec.hostname, spec.resourceClaims?.[0].resourceClaimTemplateName]));
  expect(claims).toMatchObject({
    'p-0-cpu-0': undefined, 'p-0-gpu-0': 'p-0-all', 'p-0-out-0': undefined, 'p-0-own-0': 'p-0-other', 'p-0-g-0-in-0': 'p-0-ofgroup', 'p-1-gpu-0': 'p-1-all',
  });
});

test('Only containers with GPUs get the claim', () => {
  const pod = madeOf('Pod', [SET]).find(({ spec }) => spec.hostname === 'p-0-gpu-0');
  expect(pod.spec.containers.map(({ resources }: any) => resources.claims)).toEqual([[{ name: 'mnnvl-claim' }], undefined]);
});

test('Off, nothing of it is made', () => {
  expect(madeOf('ComputeDomain', [SET], { autoMnnvl: false })).toEqual([]);
  expect(madeOf('Pod', [SET], { autoMnnvl: false }).filter(({ spec }) => spec.resourceClaims)).toEqual([]);
});

test('A pod that has a claim of that name keeps it', () => {
  const mine = [{ name: 'mnnvl-claim', resourceClaimName: 'mine' }];
  const set = podCliqueSet({ cliques: [clique('gpu', {}, group('all'), { ...GPU, resourceClaims: mine })] });
  expect(madeOf('Pod', [set])[0].spec.resourceClaims).toEqual(mine);
});
