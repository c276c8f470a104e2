import { addTo, groupBy } from '../../lib/core/groups';

test('keys and items of each keep the order in which they come', () => {
  const groups = groupBy(['b1', 'a1', 'b2'], (text) => text[0]);
  addTo(groups, 'a', 'a2');
  expect([...groups]).toEqual([['b', ['b1', 'b2']], ['a', ['a1', 'a2']]]);
});
