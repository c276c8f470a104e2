import { CpuArchitecture } from '../../lib/facts/gpu-system';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { poolsOf } from '../../lib/rules/pool-match';

const pool = (name: string, labels: { [key: string]: string }, names?: string[]) => ({
  name, architecture: CpuArchitecture.ARM64, groups: [{ count: 2, labels, names, taints: [{ key: 'dedicated', effect: 'NoSchedule' }], allocatable: {}, nvlinkDomain: `${name}-0` }],
});

function poolNames(spec: object): string[] {
  const [template] = ManifestSet.of([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }]).podTemplates;
  const pools = [pool('known', { zone: 'a' }, ['n0', 'n1']), pool('unknown', { zone: 'b' })];
  return poolsOf(template, { operators: {}, pools }).map(({ name }) => name);
}
const affinity = (key: string, operator: string, values: string[]) => {
  const required = { nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
};

test('Taints do not count, labels that every node has do', () => {
  expect(poolNames({})).toEqual(['known', 'unknown']);
  expect(poolNames({ nodeSelector: { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64' } })).toEqual(['known', 'unknown']);
  expect(poolNames({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } })).toEqual([]);
  expect(poolNames(affinity('nvidia.com/gpu.clique', 'In', ['known-0']))).toEqual(['known']);
  expect(poolNames(affinity('zone', 'NotIn', ['a']))).toEqual(['unknown']);
});

test('A pod that names a node may be in the pool that has it, and in pools whose nodes have no known names', () => {
  expect(poolNames({ nodeName: 'n1' })).toEqual(['known', 'unknown']);
  expect(poolNames({ nodeSelector: { 'kubernetes.io/hostname': 'n1' } })).toEqual(['known', 'unknown']);
  expect(poolNames(affinity('kubernetes.io/hostname', 'In', ['elsewhere']))).toEqual(['unknown']);
  expect(poolNames(affinity('kubernetes.io/hostname', 'NotIn', ['n0', 'n1']))).toEqual(['unknown']);
});
