import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'cdk8s';
import { Cluster, CpuArchitecture, Fabric, GpuAllocation, GpuSystem, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { clusterFileText } from '../../lib/facts/cluster-file';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'from-file-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(text: string): string {
  const at = path.join(folder, 'cluster.yaml');
  fs.writeFileSync(at, text);
  return at;
}

const HEAD = 'kubernetes: "1.34"\nrelease: dynamo-1.4\n';
const from = (text: string) => Cluster.fromFile(new App(), 'east', file(text));

test('Versions and pools of a file, as if they were written in the program', () => {
  const cluster = from(`${HEAD}pools:
  - { name: rack, system: gb200-nvl72, groups: [{ count: 9, nvlinkDomain: a }, { count: 4, nvlinkDomain: b }, { count: 5, nvlinkDomain: b }] }
  - { name: hgx, system: hgx-h100, groups: [{ count: 2 }] }
  - { name: odd, architecture: amd64, system: { name: l40s, gpusPerNode: 4 }, groups: [{ count: 3, labels: { kubernetes.io/arch: amd64, disk: fast } }] }
  - { name: general, architecture: arm64, groups: [{ count: 1 }] }
`);
  expect([cluster.node.path, cluster.kubernetes, cluster.release]).toEqual(['east', KubernetesVersion.V1_34, Release.DYNAMO_1_4]);
  const shown = ({ name, nodes, system, architecture, nodesPerNvlinkDomain, nodeLabels }: NodePool) => (
    [name, nodes, system?.name, architecture, nodesPerNvlinkDomain, nodeLabels]
  );
  expect(cluster.pools.map(shown)).toEqual([
    ['rack', 18, GpuSystem.GB200_NVL72.name, CpuArchitecture.ARM64, 9, { 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.product': 'NVIDIA-GB200' }],
    ['hgx', 2, GpuSystem.HGX_H100.name, CpuArchitecture.AMD64, 1, { 'kubernetes.io/arch': 'amd64', 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' }],
    ['odd', 3, 'l40s', CpuArchitecture.AMD64, 1, { 'kubernetes.io/arch': 'amd64' }],
    ['general', 1, undefined, CpuArchitecture.ARM64, 0, { 'kubernetes.io/arch': 'arm64' }],
  ]);
});

test.each([
  ['no release', 'kubernetes: "1.34"\npools: [{ name: a, architecture: amd64, groups: [{ count: 1 }] }]', /cluster\.yaml: release: nothing - a program has to know it\. Fix: add a line: release: dynamo-1\.4$/],
  ['no version', 'release: dynamo-1.4\npools: [{ name: a, architecture: amd64, groups: [{ count: 1 }] }]', /cluster\.yaml: kubernetes: nothing - a program has to know it/],
  ['no pools', HEAD, /^east: pools: \[\] - nothing can run without nodes/],
  ['an unknown field', `${HEAD}pool: []`, /cluster\.yaml: 'pool' - there is no such field/],
])('%s', (_, text, message) => {
  expect(() => from(text)).toThrow(message);
});

test('A cluster that is written as a file and read again has lost nothing', () => {
  const taints = [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }, { key: 'reserved', effect: 'NoExecute' }];
  const devices = { resourceName: 'rdma/ib', devices: ['mlx5_0:1'], environment: { UCX_IB_GID_INDEX: '3' } };
  const roce = Fabric.roce({ resourceName: 'rdma/roce' });
  const l40s = GpuSystem.generic({ name: 'l40s', gpusPerNode: 4, gpuProduct: 'NVIDIA-L40S', gpuMemoryGb: 48, dgdrGpuSku: 'l40s', aicSystem: 'l40s' });
  const nvl32 = GpuSystem.generic({ name: 'gh200-nvl32', gpusPerNode: 1, nodesPerNvlinkDomain: 32, architecture: CpuArchitecture.ARM64 });
  const written = new Cluster(new App(), 'east', {
    release: Release.DYNAMO_1_4,
    kubernetes: KubernetesVersion.V1_34,
    pools: [
      NodePool.gb200Nvl72('rack', { racks: 2, nodesPerRack: 9, gpuAllocation: GpuAllocation.CLAIMS, taints, fabric: Fabric.infiniband(devices) }),
      NodePool.gb300Nvl72('ultra', { racks: 1, allocatable: { cpu: '144', memory: '900Gi' } }),
      NodePool.hgxH100('hgx', { nodes: 4, gpuAllocation: GpuAllocation.extendedResource('a.com/gpu'), fabric: roce }),
      NodePool.generic('odd', { nodes: 3, system: l40s, nodeLabels: { 'example.com/pool': 'odd' } }),
      NodePool.generic('partial', { nodes: 40, system: nvl32, gpuAllocation: GpuAllocation.extendedResource() }),
      NodePool.cpu('general', { nodes: 2, architecture: CpuArchitecture.ARM64, taints }),
    ],
    grove: true,
    leaderWorkerSet: false,
    groveSchedulers: ['kai-scheduler', 'volcano'],
    groveDefaultScheduler: 'kai-scheduler',
    topologyAwareScheduling: true,
    autoMnnvl: true,
    kaiGpuSharing: true,
    checkpoints: true,
    gpuDiscovery: false,
    inferencePools: true,
  });
  const read = from(clusterFileText(written._facts()));
  expect(read._facts()).toEqual(written._facts());
  // What the file adds to: resources of nodes are the file's, so the pool need not repeat them.
  const shown = ({ name, nodes, system, architecture, nodeLabels, fabric, gpuAllocation, taints: kept, nodesPerNvlinkDomain }: NodePool) => (
    { name, nodes, system, architecture, nodeLabels, fabric, gpuAllocation, kept, nodesPerNvlinkDomain });
  expect(read.pools.map(shown)).toEqual(written.pools.map(shown));
  expect(clusterFileText(read._facts())).toBe(clusterFileText(written._facts()));
});

test('A file that is not there', () => {
  expect(() => Cluster.fromFile(new App(), 'east', 'no.yaml')).toThrow('no.yaml: the file - it cannot be read. Fix: give the path of a cluster.yaml');
});
