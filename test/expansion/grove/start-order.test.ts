import { clique, madeOf, podCliqueSet } from '../../support/expansion';

const waits = (set: any) => Object.fromEntries(madeOf('PodClique', [set]).map(({ metadata, spec }) => [metadata.name, spec.startsAfter]));
const CLIQUES = [clique('a', { replicas: 2 }), clique('b', { startsAfter: ['a'] }), clique('c', { startsAfter: ['a', 'b'] })];
const GROUP = { name: 'g', cliqueNames: ['b', 'c'], replicas: 3, minAvailable: 2 };

test('In any order nobody waits, whatever startsAfter says', () => {
  expect(waits(podCliqueSet({ cliques: CLIQUES }))).toEqual({ 'p-0-a': undefined, 'p-0-b': undefined, 'p-0-c': undefined });
});

test('In order each clique waits for the one before it', () => {
  expect(waits(podCliqueSet({ cliques: CLIQUES, cliqueStartupType: 'CliqueStartupTypeInOrder' })))
    .toEqual({ 'p-0-a': undefined, 'p-0-b': ['p-0-a'], 'p-0-c': ['p-0-b'] });
});

test('In a group the base gang waits for all its replicas, a scaled gang only for itself', () => {
  expect(waits(podCliqueSet({ cliques: CLIQUES, cliqueStartupType: 'CliqueStartupTypeExplicit', podCliqueScalingGroups: [GROUP] }))).toEqual({
    'p-0-a': undefined,
    'p-0-g-0-b': ['p-0-a'],
    'p-0-g-0-c': ['p-0-a', 'p-0-g-0-b', 'p-0-g-1-b'],
    'p-0-g-1-b': ['p-0-a'],
    'p-0-g-1-c': ['p-0-a', 'p-0-g-0-b', 'p-0-g-1-b'],
    'p-0-g-2-b': undefined,
    'p-0-g-2-c': ['p-0-g-2-b'],
  });
});

test('The waiter comes after the init containers of the clique, and knows the minimum of each parent', () => {
  const set = podCliqueSet({
    cliques: [clique('a', { replicas: 3, minAvailable: 2 }), clique('b', {}, {}, { initContainers: [{ name: 'first' }] })],
    cliqueStartupType: 'CliqueStartupTypeInOrder',
  });
  const { initContainers, volumes } = madeOf('Pod', [set])[3].spec;
  expect(initContainers.map(({ name, args }: any) => [name, args])).toEqual([['first', undefined], ['grove-initc', ['--podcliques=p-0-a:2']]]);
  expect(volumes[0].secret.secretName).toBe('p-ic-sat');
});
