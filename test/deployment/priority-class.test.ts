import { PriorityClass } from '../../lib/deployment';
import { chartOn, manifestOf } from '../support/cluster';

describe('PriorityClass', () => {
  test('is preemptible under KAI below 100', () => {
    const chart = chartOn();
    expect([99, 100].map((value) => new PriorityClass(chart, `p${value}`, { value }).preemptible)).toEqual([true, false]);
  });

  test('at its fullest', () => {
    const chart = chartOn();
    const serving = new PriorityClass(chart, 'class', { name: 'serving', value: 120, description: 'live traffic', preempting: false });
    expect(serving.name).toBe('serving');
    expect(manifestOf(chart, 'PriorityClass')).toEqual({
      apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'serving' }, value: 120, description: 'live traffic', preemptionPolicy: 'Never',
    });
  });

  test('that somebody else made has a name only', () => {
    expect(PriorityClass.fromPriorityClassName(chartOn(), 'theirs', 'inference').name).toBe('inference');
  });

  test('refuses a value that only the system may use', () => {
    expect(() => new PriorityClass(chartOn(), 'a', { value: 2_000_000_000 })).toThrow('cluster/chart/a: value: 2000000000 - no whole number up to 1,000,000,000');
  });
});
