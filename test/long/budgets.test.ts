import { Budget, budgets } from '../../tools/budgets';

describe('budgets of the package', () => {
  const measured: Budget[] = budgets();

  test.each(measured)('$what: at most $limit $unit', ({ what, value, limit, unit }) => {
    console.log(`${what}: ${Math.round(value * 100) / 100} of ${limit} ${unit}`);
    expect(value).toBeLessThanOrEqual(limit);
  });
});
