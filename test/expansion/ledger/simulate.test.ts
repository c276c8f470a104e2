import { clique, gang, pod, RACK, racks } from './support';
import type { Gang } from '../../../lib/expansion/ledger/gang';
import type { LedgerNodes } from '../../../lib/expansion/ledger/nodes';
import { QueueTree } from '../../../lib/expansion/ledger/queues';
import { Simulation } from '../../../lib/expansion/ledger/simulate';

const pods = (count: number, gpus: number) => Array.from({ length: count }, () => pod(gpus));
const inOneRack = (name: string, count: number, gpus: number) => gang(name, { levels: [RACK], cliques: [clique(name, pods(count, gpus))] });
const anywhere = (name: string, count: number, gpus: number, minimum?: number, more: Partial<Gang> = {}) => (
  gang(name, { cliques: [clique(name, pods(count, gpus), [], minimum)] }, more)
);

function outcomes(nodes: LedgerNodes, ...gangs: Gang[]): string[] {
  return new Simulation(nodes, new QueueTree([]), gangs).outcomes().map(({ verdict, reason }) => `${verdict}: ${reason}`);
}

test('A gang that fits, one that fits only alone, one that never does', () => {
  expect(outcomes(racks([4, 4], [4, 4]), anywhere('a', 3, 4), anywhere('b', 2, 4), anywhere('c', 5, 4))).toEqual([
    'runs: 3 nodes of pool',
    'waits: it fits alone, not beside a: 1 pod of b fits, its minimum is 2: each needs 4 GPUs, and 1 node has room for 1; no order lets all of them run',
    'never: 4 pods of c fit, its minimum is 5: each needs 4 GPUs, and 4 nodes have room for 1',
  ]);
});

test('Another order would do: first-fit decreasing finds it, or the exact search', () => {
  const five = [4, 4, 4, 4, 4];
  expect(outcomes(racks(five, five), inOneRack('a', 2, 4), inOneRack('b', 2, 4), inOneRack('c', 3, 4), inOneRack('d', 3, 4))[3]).toMatch(
    /^waits: it fits alone, not beside a, b, c: .+; it fits beside them only in another order: c, d, a, b \(first-fit decreasing\)$/,
  );
  const exact = outcomes(racks([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]), ...[4, 4, 3, 3].map((count, i) => inOneRack(`g${i}`, count, 1)));
  expect(exact[3]).toMatch(/; it fits beside them only in another order, which first-fit decreasing does not find \(exact search\)$/);
});

test('The minimums come first; pods beyond them start where room is left', () => {
  expect(outcomes(racks([4, 4, 4]), anywhere('a', 3, 4, 1), anywhere('b', 1, 4))).toEqual(['runs: 2 of 3 pods run; 2 nodes of pool', 'runs: 1 node of pool']);
});

test('A scaled gang waits for its base gang', () => {
  const base = anywhere('a-0', 2, 4);
  const scaled = anywhere('a-0-w-0', 1, 1, undefined, { base: '/a-0' });
  expect(outcomes(racks([4]), base, scaled)[1]).toBe('never: it starts after its base gang a-0, which never runs');
  expect(outcomes(racks([4, 4]), anywhere('b', 1, 4), base, scaled)[2]).toBe('waits: it starts after its base gang a-0, which waits');
});

test('A scheduler without gangs starts what fits, and that keeps its GPUs', () => {
  const single = anywhere('a', 3, 4, undefined, { whole: false, scheduler: 'default-scheduler' });
  expect(outcomes(racks([4, 4]), single, anywhere('b', 1, 1))).toEqual([
    'never: 2 of 3 pods start all the same and keep what they hold, since default-scheduler knows no gangs: 2 pods of a fit, its minimum is 3: each needs 4 GPUs, and 2 nodes have room for 1',
    'waits: it fits alone, not beside a: a pod of b needs 1 GPU, and no node has any free; no order lets all of them run',
  ]);
});

test('A clique that has fewer pods than its minimum never runs', () => {
  expect(outcomes(racks([4]), gang('a', { cliques: [clique('a', [pod(1)], [], 2)] }))).toEqual(['never: a needs 2 pods and has 1']);
});

test('What could not be counted is said', () => {
  expect(outcomes(racks([4]), anywhere('a', 1, 1, undefined, { unknown: ['devices of the class x are not counted'] }))).toEqual(['runs: 1 node of pool; devices of the class x are not counted']);
});
