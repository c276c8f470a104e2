import { canonicalDuration } from '../../../lib/expansion/grove/canonical-duration';
import { withGroveDefaults } from '../../../lib/expansion/grove/defaults';
import { clique, podCliqueSet } from '../../support/expansion';

const stored = (template: object): any => withGroveDefaults(podCliqueSet(template));

test('The minimum of a clique is its replicas as written, also where 0 becomes 1', () => {
  const spec = (written: object) => stored({ cliques: [clique('w', written)] }).spec.template.cliques[0].spec;
  expect(spec({ replicas: 3 })).toMatchObject({ replicas: 3, minAvailable: 3 });
  expect(spec({ replicas: 0 })).toMatchObject({ replicas: 1, minAvailable: 0 });
  expect(spec({ replicas: 2, autoScalingConfig: { maxReplicas: 4 } }).autoScalingConfig).toEqual({ minReplicas: 2, maxReplicas: 4 });
});

test('One replica of a group is guaranteed', () => {
  expect(stored({ cliques: [], podCliqueScalingGroups: [{ name: 'g', cliqueNames: [] }] }).spec.template.podCliqueScalingGroups)
    .toEqual([{ name: 'g', cliqueNames: [], replicas: 1, minAvailable: 1 }]);
});

test('Quantities and durations come out in their canonical form', () => {
  const { template } = stored({
    terminationDelay: '90s', cliques: [clique('w', {}, {}, { containers: [{ name: 'm', resources: { limits: { 'memory': '1024Mi', 'nvidia.com/gpu': 8 } } }] })],
  }).spec;
  expect([template.terminationDelay, template.cliques[0].spec.podSpec.containers[0].resources]).toEqual(['1m30s', { limits: { 'memory': '1Gi', 'nvidia.com/gpu': '8' } }]);
});

test.each([['4h', '4h0m0s'], ['15m', '15m0s'], ['1s', '1s'], ['1h30m', '1h30m0s'], ['250ms', '250ms'], ['soon', 'soon']])('%s is stored as %s', (written, printed) => {
  expect(canonicalDuration(written)).toBe(printed);
});
