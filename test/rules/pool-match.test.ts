import { CpuArchitecture } from '../../lib/facts/gpu-system';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { gpuPoolsOf, poolsOf } from '../../lib/rules/pool-match';

const pool = (name: string, labels: { [key: string]: string }, names?: string[]) => ({
  name, architecture: CpuArchitecture.ARM64, groups: [{ count: 2, labels, names, taints: [{ key: 'dedicated', effect: 'NoSchedule' }], allocatable: {}, nvlinkDomain: `${name}-0` }],
});

const DEDICATED = { key: 'dedicated', operator: 'Exists' };

const gpus = (name: string, count: string) => {
  const { groups: [group], ...rest } = pool(name, {});
  return { ...rest, groups: [{ ...group, taints: [...group.taints, { key: 'nvidia.com/gpu', effect: 'NoSchedule' }], allocatable: { 'nvidia.com/gpu': count } }] };
};

function poolNames(spec: object, tolerations: object[] = [DEDICATED]): string[] {
  const [template] = ManifestSet.of([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { tolerations, ...spec } }]).podTemplates;
  const pools = [pool('known', { zone: 'a' }, ['n0', 'n1']), pool('unknown', { zone: 'b' })];
  return poolsOf(template, { operators: {}, pools }).map(({ name }) => name);
}
const affinity = (key: string, operator: string, values: string[]) => {
  const required = { nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] };
  return { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } } };
};

test('Taints count, those of GPUs and of conditions apart', () => {
  expect(poolNames({}, [])).toEqual([]);
  expect(poolNames({}, [DEDICATED])).toEqual(['known', 'unknown']);
  expect(poolNames({}, [{ ...DEDICATED, effect: 'NoExecute' }])).toEqual([]);
});

test('A node has the GPUs that a pod asks for', () => {
  const asking = (resources: object) => {
    const [template] = ManifestSet.of([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { tolerations: [DEDICATED], containers: [{ name: 'a', resources: { limits: resources } }] } }]).podTemplates;
    return gpuPoolsOf(template, { operators: {}, pools: [gpus('four', '4'), gpus('eight', '8'), pool('none', {})] }).map(({ name }) => name);
  };
  expect(asking({})).toEqual(['four', 'eight']);
  expect(asking({ 'nvidia.com/gpu': 4 })).toEqual(['four', 'eight']);
  expect(asking({ 'nvidia.com/gpu': '5' })).toEqual(['eight']);
  expect(asking({ 'nvidia.com/gpu': 9 })).toEqual([]);
  expect(asking({ 'nvidia.com/mig-1g.10gb': 9 })).toEqual(['four', 'eight']);
});

test('Labels that every node has count', () => {
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
