import { clusterFileText, readClusterFile } from '../../lib/facts/cluster-file';
import { CpuArchitecture, GpuSystem } from '../../lib/facts/gpu-system';
import { KubernetesVersion } from '../../lib/facts/kubernetes-version';
import { Release } from '../../lib/facts/release';

const FULL = `
kubernetes: "1.34"
release: dynamo-1.4
operators: { grove: true, groveSchedulers: [kai-scheduler], groveDefaultScheduler: kai-scheduler, topologyAwareScheduling: false }
pools:
  - name: rack
    system: gb200-nvl72
    groups:
      - { count: 18, nvlinkDomain: rack0.1 }
      - names: [a, b]
        labels: { kubernetes.io/arch: arm64 }
        taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }, { key: gone, effect: NoExecute }]
        allocatable: { cpu: 144, memory: 900Gi, nvidia.com/gpu: "4" }
  - name: l40s
    architecture: amd64
    system: { name: l40s, gpusPerNode: 4, gpuProduct: NVIDIA-L40S, gpuMemoryGb: 48 }
    groups: [{ count: 2 }]
  - { name: cpu, architecture: amd64, groups: [{ count: 3 }] }
`;

test('A file in short: what follows from a system is filled in', () => {
  expect(readClusterFile(FULL, 'cluster.yaml')).toEqual({
    kubernetes: KubernetesVersion.V1_34,
    release: Release.DYNAMO_1_4,
    operators: { grove: true, groveSchedulers: ['kai-scheduler'], groveDefaultScheduler: 'kai-scheduler', topologyAwareScheduling: false },
    pools: [
      {
        name: 'rack',
        system: GpuSystem.GB200_NVL72,
        architecture: CpuArchitecture.ARM64,
        groups: [
          {
            count: 18,
            nvlinkDomain: 'rack0.1',
            labels: { 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.count': '4', 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.product': 'NVIDIA-GB200' },
            taints: [],
            allocatable: { 'nvidia.com/gpu': '4' },
          },
          {
            count: 2,
            names: ['a', 'b'],
            labels: { 'kubernetes.io/arch': 'arm64' },
            taints: [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }, { key: 'gone', effect: 'NoExecute' }],
            allocatable: { 'cpu': '144', 'memory': '900Gi', 'nvidia.com/gpu': '4' },
          },
        ],
      },
      {
        name: 'l40s',
        system: GpuSystem.generic({ name: 'l40s', gpusPerNode: 4, gpuProduct: 'NVIDIA-L40S', gpuMemoryGb: 48 }),
        architecture: CpuArchitecture.AMD64,
        groups: [{
          count: 2,
          labels: { 'kubernetes.io/arch': 'amd64', 'nvidia.com/gpu.count': '4', 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.product': 'NVIDIA-L40S' },
          taints: [],
          allocatable: { 'nvidia.com/gpu': '4' },
        }],
      },
      { name: 'cpu', architecture: CpuArchitecture.AMD64, groups: [{ count: 3, labels: { 'kubernetes.io/arch': 'amd64' }, taints: [], allocatable: {} }] },
    ],
  });
});

test('What is written is read back', () => {
  const facts = readClusterFile(FULL, 'cluster.yaml');
  expect(readClusterFile(clusterFileText(facts), 'again.yaml')).toEqual(facts);
  expect(readClusterFile(clusterFileText({ operators: {}, pools: [] }), 'empty.yaml')).toEqual({ operators: {}, pools: [] });
});

test('Where claims give out the GPUs of a known system, its nodes have no resource for them', () => {
  const resources = (gpuAllocation: string) => readClusterFile(`pools: [{ name: a, system: hgx-h100, gpuAllocation: ${gpuAllocation}, groups: [count: 1] }]`, 'c.yaml')
    .pools[0].groups[0].allocatable;
  expect(resources('device-plugin')).toEqual({ 'nvidia.com/gpu': '8' });
  expect(resources('{ extendedResource: example.com/gpu }')).toEqual({ 'example.com/gpu': '8' });
  expect(resources('claims')).toEqual({});
});

test.each([
  ['no object', '- a', 'c.yaml: ["a"] - not an object. Fix: write an object with kubernetes, release, operators, pools'],
  ['an unknown field', 'pool: []', "c.yaml: 'pool' - there is no such field. Fix: use kubernetes, release, operators, pools"],
  ['an unknown field below', 'pools: [{name: a, nodes: 3}]', "c.yaml: pools[0]: 'nodes' - there is no such field. Fix: use name, system, architecture, gpuAllocation, nodeLabels, fabric, groups"],
  ['a version as a number', 'kubernetes: 1.30', 'c.yaml: kubernetes: 1.3 - a number, and 1.30 is 1.3 as one. Fix: write kubernetes: "1.3"'],
  ['a version nobody knows', 'kubernetes: "1.2"', /^c\.yaml: kubernetes: KubernetesVersion: '1\.2' - the library knows 1\.30 to/],
  ['a release nobody knows', 'release: dynamo-9', /^c\.yaml: release: Release: '9' - the library knows the lines/],
  ['a flag in quotes', 'operators: {grove: "true"}', 'c.yaml: operators.grove: "true" - neither true nor false. Fix: write true or false, without quotes'],
  ['a pool without nodes', 'pools: [{name: a, architecture: amd64}]', /^c\.yaml: pools\[0\]\.groups: nothing - a pool has nodes/],
  ['two pools of one name', 'pools: [{name: a, architecture: amd64, groups: [count: 1]}, {name: a, architecture: amd64, groups: [count: 1]}]', /^c\.yaml: pools: two pools 'a'/],
  ['no architecture', 'pools: [{name: a, groups: [count: 1]}]', 'c.yaml: pools[0].architecture: nothing - it is missing. Fix: write amd64 or arm64'],
  ['a system nobody knows', 'pools: [{name: a, system: gb400, groups: [count: 1]}]', /^c\.yaml: pools\[0\]\.system: "gb400" - the library knows gb200-nvl72, .+describe the system/],
  ['a way to give out GPUs that nobody knows', 'pools: [{name: a, system: hgx-h100, gpuAllocation: dra, groups: [count: 1]}]', 'c.yaml: pools[0].gpuAllocation: "dra" - the library knows no such way. Fix: write device-plugin, claims or { extendedResource: nvidia.com/gpu }'],
  ['limits for claims without a name', 'pools: [{name: a, system: hgx-h100, gpuAllocation: {}, groups: [count: 1]}]', /^c\.yaml: pools\[0\]\.gpuAllocation\.extendedResource: nothing - it is missing/],
  ['a fabric that nobody knows', 'pools: [{name: a, system: hgx-h100, fabric: {name: efa, resourceName: r}, groups: [count: 1]}]', /^c\.yaml: pools\[0\]\.fabric\.name: "efa" - the library knows no such fabric\. Fix: write infiniband or roce$/],
  ['half a node', 'pools: [{name: a, architecture: amd64, groups: [count: 1.5]}]', 'c.yaml: pools[0].groups[0].count: 1.5 - not a whole number of at least 1. Fix: write a whole number, without quotes'],
  ['a quantity that is none', 'pools: [{name: a, architecture: amd64, groups: [{count: 1, allocatable: {memory: 900GB}}]}]', /^c\.yaml: pools\[0\]\.groups\[0\]\.allocatable\.memory: '900GB' - not a Kubernetes quantity/],
  ['an effect that is none', 'pools: [{name: a, architecture: amd64, groups: [{count: 1, taints: [{key: k, effect: Never}]}]}]', /^c\.yaml: pools\[0\]\.groups\[0\]\.taints\[0\]\.effect: "Never"/],
  ['a label that is a number', 'pools: [{name: a, architecture: amd64, groups: [{count: 1, labels: {rack: 3}}]}]', 'c.yaml: pools[0].groups[0].labels.rack: 3 - not a text. Fix: write it in quotes: rack: "3"'],
  ['fewer names than nodes', 'pools: [{name: a, architecture: amd64, groups: [{count: 2, names: [n1]}]}]', /^c\.yaml: pools\[0\]\.groups\[0\]\.names: \["n1"\] - 1 names for 2 nodes/],
  ['a domain that its label contradicts', 'pools: [{name: a, system: gb200-nvl72, groups: [{count: 1, nvlinkDomain: x, labels: {nvidia.com/gpu.clique: rack}}]}]',
    'c.yaml: pools[0].groups[0].nvlinkDomain: "x" - the label nvidia.com/gpu.clique says \'rack\'. Fix: write the same in both places, or leave out the label'],
  ['a node in two groups', 'pools: [{name: a, architecture: amd64, groups: [{names: [n1]}, {names: [n1]}]}]', /^c\.yaml: pools: two nodes 'n1'/],
])('%s', (_, text, message) => {
  expect(() => readClusterFile(text, 'c.yaml')).toThrow(typeof message === 'string' ? new Error(message) : message);
});
