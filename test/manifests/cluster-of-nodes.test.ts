import type { NodeGroup } from '../../lib/facts/cluster-facts';
import { clusterFileText, readClusterFile } from '../../lib/facts/cluster-file';
import { GpuSystem } from '../../lib/facts/gpu-system';
import { KubernetesVersion } from '../../lib/facts/kubernetes-version';
import { clusterOfNodes } from '../../lib/manifests/cluster-of-nodes';
import { nodeObject, NodeOfScenario } from '../support/nodes';

const gb200 = (name: string, more: Partial<NodeOfScenario> = {}): any => nodeObject({
  name,
  cpu: 144,
  memory: '900Gi',
  gpus: 4,
  labels: { 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.clique': 'rack0.1', 'nvidia.com/gpu.count': '4', 'nvidia.com/gpu.product': 'NVIDIA-GB200' },
  ...more,
});
const cpu = (name: string): any => nodeObject({ name, cpu: 32, memory: '128Gi', labels: { 'kubernetes.io/arch': 'amd64' } });
const nodes = (...items: unknown[]) => clusterOfNodes({ apiVersion: 'v1', kind: 'List', items }, 'nodes.json');
const CAVEAT = "kubernetes 1.34 is the newest kubelet's version; the API server may be newer: compare with kubectl version";

test('Alike nodes are a group, by name; a system that is known is named', () => {
  const { facts, warnings } = nodes(gb200('n10'), gb200('n2'), cpu('c'));
  expect(facts.kubernetes).toBe(KubernetesVersion.V1_34);
  const shown = ({ count, names, nvlinkDomain, allocatable }: NodeGroup) => [count, names, nvlinkDomain, allocatable];
  expect(facts.pools.map(({ name, system, groups }) => [name, system, groups.map(shown)])).toEqual([
    ['cpu-amd64', undefined, [[1, ['c'], undefined, { cpu: '32', memory: '128Gi', pods: '110' }]]],
    ['gb200-nvl72', GpuSystem.GB200_NVL72, [[2, ['n2', 'n10'], 'rack0.1', { 'cpu': '144', 'memory': '900Gi', 'nvidia.com/gpu': '4', 'pods': '110' }]]],
  ]);
  expect(facts.pools[1].groups[0].labels).not.toHaveProperty(['kubernetes.io/hostname']);
  expect(warnings).toEqual([CAVEAT]);
});

test('The facts survive cluster.yaml', () => {
  const { facts } = nodes(gb200('a'), gb200('b', { taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] }), cpu('c'));
  expect(readClusterFile(clusterFileText(facts), 'cluster.yaml')).toEqual(facts);
});

test('Racks and taints make groups; the order of the nodes does not matter', () => {
  const other = gb200('z', { labels: { ...gb200('x').metadata.labels, 'nvidia.com/gpu.clique': 'rack1.1' } });
  const tainted = gb200('y', { taints: [{ key: 'k', effect: 'NoSchedule' }] });
  const shuffled = nodes(tainted, other, gb200('b'), gb200('a'));
  expect(shuffled).toEqual(nodes(gb200('a'), gb200('b'), tainted, other));
  expect(shuffled.facts.pools[0].groups.map(({ names, taints, nvlinkDomain }) => [names, taints.length, nvlinkDomain])).toEqual([
    [['a', 'b'], 0, 'rack0.1'], [['y'], 1, 'rack0.1'], [['z'], 0, 'rack1.1'],
  ]);
});

test('Nodes that take no pods are left out, and named', () => {
  const cordoned = gb200('cordoned');
  cordoned.spec.unschedulable = true;
  const broken = gb200('broken');
  broken.status.conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }];
  const fine = gb200('fine');
  fine.status.conditions = [{ type: 'MemoryPressure', status: 'False' }, { type: 'Ready', status: 'True' }];
  const { facts, warnings } = nodes(cordoned, broken, fine);
  expect(facts.pools.map(({ groups }) => groups.map(({ names }) => names))).toEqual([[['fine']]]);
  expect(warnings).toEqual([
    'node cordoned is cordoned (spec.unschedulable): left out', 'node broken is not ready (NodeStatusUnknown): left out', CAVEAT,
  ]);
});

test('A little less memory is the same node, with the smaller amount; much less is another', () => {
  const { facts } = nodes(gb200('a', { memory: '943718400Ki' }), gb200('b', { memory: '943718000Ki' }), gb200('c', { memory: '800Gi' }));
  expect(facts.pools[0].groups.map(({ names, allocatable }) => [names, allocatable.memory])).toEqual([[['c'], '800Gi'], [['a', 'b'], '943718000Ki']]);
});

test('A system that is not known is described by its labels', () => {
  const labels = { 'kubernetes.io/arch': 'amd64', 'nvidia.com/gpu.product': 'NVIDIA-L40S', 'nvidia.com/gpu.count': '2' };
  const [pool] = nodes(gb200('a', { gpus: 2, labels })).facts.pools;
  expect([pool.name, pool.system]).toEqual(['nvidia-l40s-x2', GpuSystem.generic({ name: 'nvidia-l40s-x2', gpusPerNode: 2, gpuProduct: 'NVIDIA-L40S' })]);
});

test('GPUs that are not given to pods are told', () => {
  expect(nodes(gb200('a', { gpus: 3 }), gb200('b', { gpus: 0 })).warnings).toEqual([
    '1 node has GPUs by label and no nvidia.com/gpu to give: they are given out by claims (dynamic resource allocation), so write gpuAllocation: claims in their pool, or gpuAllocation: { extendedResource: nvidia.com/gpu } where limits make claims',
    'node a gives 3 of its 4 GPUs to pods',
    CAVEAT,
  ]);
});

test('A NodeList as the API gives it, and one Node', () => {
  const { apiVersion, kind, ...item } = gb200('a');
  expect(clusterOfNodes({ apiVersion, kind: 'NodeList', items: [item] }, 'x')).toEqual(clusterOfNodes({ apiVersion, kind, ...item }, 'x'));
});

test('A version that the library does not know is left out', () => {
  const node = gb200('a');
  node.status.nodeInfo.kubeletVersion = 'v1.99.0';
  const { facts, warnings } = nodes(node);
  expect([facts.kubernetes, warnings]).toEqual([undefined, ['the library has no facts about Kubernetes 1.99: kubernetes is left out']]);
});

test.each([
  [{ kind: 'List', items: [] }, 'a List without items'],
  [{ kind: 'List', items: [{ kind: 'Pod' }] }, 'a List of Pod and no Node'],
  [{ kind: 'Table', rows: [] }, 'a Table, which is for people to read'],
  [{ kind: 'Pod' }, 'a Pod'],
  [{}, 'an object without kind'],
  [[], 'a list without kind'],
  ['NAME STATUS', 'a text'],
  [undefined, 'nothing'],
])('No nodes: %j', (data, value) => {
  expect(() => clusterOfNodes(data, 'nodes.json')).toThrow(`nodes.json: ${value} - a cluster is described by its nodes. Fix: give the output of: kubectl get nodes -o json`);
});
