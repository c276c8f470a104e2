import { ratios } from '../../tools/load-budget';

const measured = (...values: number[]) => () => values.shift()!;

test('within the budget, one measurement is enough', () => {
  expect(ratios(measured(0.7, 9), 0.7, 3)).toEqual([0.7]);
});

test('a burst of load is measured away; what stays above is above', () => {
  expect(ratios(measured(0.9, 0.6, 9), 0.7, 3)).toEqual([0.9, 0.6]);
  expect(ratios(measured(0.9, 0.8, 0.71, 0.1), 0.7, 3)).toEqual([0.9, 0.8, 0.71]);
});
