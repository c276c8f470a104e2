import { invalid } from '../../lib/core/errors';

test('An error says where, what, why, and what to write, in that order', () => {
  const error = invalid({ path: 'app/serving/decode', value: 'nodes: 0', reason: 'not a whole number of at least 1', fix: 'give the number of nodes' });
  expect(error).toBeInstanceOf(Error);
  expect(error.message).toBe('app/serving/decode: nodes: 0 - not a whole number of at least 1. Fix: give the number of nodes');
});

test('The root of the tree has a name in messages', () => {
  expect(invalid({ path: '', value: 'x', reason: 'y', fix: 'z' }).message).toBe('(app): x - y. Fix: z');
});
