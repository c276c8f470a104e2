import { CpuArchitecture, Fabric, GpuAllocation, GpuSystem, NodePool } from '../../lib/cluster';

describe('NodePool', () => {
  test('racks become nodes, and each rack one NVLink domain', () => {
    const pool = NodePool.gb200Nvl72('rack', { racks: 2 });
    expect(pool.nodes).toBe(36);
    expect(pool.gpusPerNode).toBe(4);
    expect(pool.nodesPerNvlinkDomain).toBe(18);
    expect(pool.multiNodeNvlink).toBe(true);
    expect(pool.nodeLabels).toEqual({ 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.product': 'NVIDIA-GB200' });
  });

  test('a partitioned rack has smaller domains', () => {
    const pool = NodePool.gb300Nvl72('half', { racks: 1, nodesPerRack: 9 });
    expect([pool.nodes, pool.nodesPerNvlinkDomain]).toEqual([9, 9]);
    expect(() => NodePool.gb300Nvl72('big', { racks: 1, nodesPerRack: 36 }))
      .toThrow("NodePool 'big': nodesPerRack: 36 - an NVLink domain of gb300-nvl72 has at most 18 nodes. Fix: count racks, not nodes: give `racks` the number of racks");
  });

  test.each([
    ['b200', NodePool.hgxB200('b200', { nodes: 3 })],
    ['h200', NodePool.hgxH200('h200', { nodes: 3 })],
    ['h100', NodePool.hgxH100('h100', { nodes: 3 })],
  ])('HGX %s: eight GPUs a node, NVLink ends there', (_, pool) => {
    expect([pool.nodes, pool.gpusPerNode, pool.nodesPerNvlinkDomain, pool.multiNodeNvlink]).toEqual([3, 8, 1, false]);
    expect(pool.architecture).toBe(CpuArchitecture.AMD64);
  });

  test('CPU pools have no GPUs; their labels can be the cluster\'s own', () => {
    const pool = NodePool.cpu('general', { nodes: 1, nodeLabels: { 'example.com/pool': 'general' } });
    expect([pool.gpusPerNode, pool.nodesPerNvlinkDomain]).toEqual([0, 0]);
    expect(pool.nodeLabels).toEqual({ 'example.com/pool': 'general' });
  });

  test('a system without a factory is described', () => {
    const system = GpuSystem.generic({ name: 'pcie-x2', gpusPerNode: 2 });
    const pool = NodePool.generic('edge', { nodes: 5, system });
    expect([pool.gpusPerNode, pool.multiNodeNvlink]).toEqual([2, false]);
    expect(pool.nodeLabels).toEqual({ 'kubernetes.io/arch': 'amd64' });
  });

  test('refuses names that messages and labels could not carry, and counts that are none', () => {
    expect(() => NodePool.cpu('My Pool', { nodes: 1 })).toThrow("NodePool: name 'My Pool' - not a DNS label");
    expect(() => NodePool.cpu('general', { nodes: 0 })).toThrow("NodePool 'general': nodes: 0 - not a whole number of at least 1. Fix: give the number of nodes in the cluster");
    expect(() => NodePool.gb200Nvl72('rack', { racks: 1.5 })).toThrow("NodePool 'rack': racks: 1.5 - not a whole number of at least 1");
  });
});

describe('the nodes of a pool, as rules see them', () => {
  test('racks are a group for each NVLink domain', () => {
    const facts = NodePool.gb200Nvl72('rack', { racks: 2, nodesPerRack: 9, nodeLabels: { 'example.com/row': 'a' } })._facts();
    const labels = {
      'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.present': 'true', 'nvidia.com/gpu.count': '4', 'nvidia.com/gpu.product': 'NVIDIA-GB200', 'example.com/row': 'a',
    };
    const group = { count: 9, labels, taints: [], allocatable: { 'nvidia.com/gpu': '4' } };
    expect(facts).toEqual({
      name: 'rack',
      nodeLabels: { 'example.com/row': 'a' },
      system: GpuSystem.GB200_NVL72,
      architecture: CpuArchitecture.ARM64,
      gpuAllocation: GpuAllocation.DEVICE_PLUGIN,
      groups: [{ ...group, nvlinkDomain: 'rack-0' }, { ...group, nvlinkDomain: 'rack-1' }],
    });
  });

  test('nodes have what their system, their fabric and their owner say', () => {
    const fabric = Fabric.infiniband({ resourceName: 'rdma/ib' });
    const taints = [{ key: 'team', value: 'search', effect: 'NoSchedule' }];
    const [group] = NodePool.hgxH100('gpu', { nodes: 4, fabric, taints, allocatable: { cpu: '200', memory: '1900Gi' } })._facts().groups;
    expect(group).toMatchObject({ count: 4, taints, allocatable: { 'nvidia.com/gpu': '8', 'rdma/ib': '8', 'cpu': '200', 'memory': '1900Gi' } });
    expect(group.nvlinkDomain).toBeUndefined();
    expect(NodePool.cpu('general', { nodes: 2 })._facts().groups).toEqual([{ count: 2, labels: { 'kubernetes.io/arch': 'amd64' }, taints: [], allocatable: {} }]);
  });

  test('taints and quantities that no node has are refused', () => {
    expect(() => NodePool.cpu('general', { nodes: 1, taints: [{ key: 'team', effect: 'noschedule' }] }))
      .toThrow("NodePool 'general': taint 'team' with effect 'noschedule' - nodes know NoSchedule, PreferNoSchedule, NoExecute. Fix: write effect: 'NoSchedule'");
    expect(() => NodePool.cpu('general', { nodes: 1, allocatable: { memory: '10 GB' } })).toThrow("NodePool 'general': allocatable.memory: '10 GB' - not a Kubernetes quantity");
  });
});

describe('Fabric', () => {
  test('InfiniBand brings the variables that UCX needs on both sides', () => {
    const fabric = Fabric.infiniband({ resourceName: 'rdma/ib', devices: ['mlx5_0:1', 'mlx5_1:1'] });
    expect(fabric.resourceName).toBe('rdma/ib');
    expect(fabric.environment).toEqual({
      UCX_TLS: 'rc_x,rc,cuda_copy,cuda_ipc',
      UCX_IB_ADDR_TYPE: 'eth',
      UCX_RC_TIMEOUT: '600s',
      UCX_KEEPALIVE_INTERVAL: '300s',
      UCX_RNDV_SCHEME: 'get_zcopy',
      UCX_RNDV_THRESH: '0',
      UCX_NET_DEVICES: 'mlx5_0:1,mlx5_1:1',
    });
  });

  test('the cluster\'s own variables win', () => {
    const fabric = Fabric.roce({ resourceName: 'rdma/roce', environment: { UCX_IB_GID_INDEX: '3', UCX_RNDV_THRESH: '1024' } });
    expect(fabric.environment).toMatchObject({ UCX_TLS: 'rc_x,rc,dc_x,dc,cuda_copy,cuda_ipc', UCX_IB_ADDR_TYPE: 'eth', UCX_IB_REG_METHODS: 'odp,rcache', UCX_IB_GID_INDEX: '3', UCX_RNDV_THRESH: '1024' });
  });
});
