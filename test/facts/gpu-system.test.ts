import { CpuArchitecture, GpuSystem } from '../../lib/facts/gpu-system';

test.each([
  [GpuSystem.GB200_NVL72, 'gb200-nvl72', 4, 18, 72, true, 'arm64', 'NVIDIA-GB200'],
  [GpuSystem.GB300_NVL72, 'gb300-nvl72', 4, 18, 72, true, 'arm64', 'NVIDIA-GB300'],
  [GpuSystem.HGX_B200, 'hgx-b200', 8, 1, 8, false, 'amd64', 'NVIDIA-B200'],
  [GpuSystem.HGX_H200, 'hgx-h200', 8, 1, 8, false, 'amd64', 'NVIDIA-H200'],
  [GpuSystem.HGX_H100, 'hgx-h100', 8, 1, 8, false, 'amd64', 'NVIDIA-H100-80GB-HBM3'],
])('%s: GPUs, NVLink domain, CPU, label', (system, name, gpus, nodes, domain, multiNode, arch, product) => {
  expect(system).toMatchObject({
    name,
    gpusPerNode: gpus,
    nodesPerNvlinkDomain: nodes,
    gpusPerNvlinkDomain: domain,
    multiNodeNvlink: multiNode,
    nodeLabels: { 'nvidia.com/gpu.product': product },
  });
  expect(system.architecture.name).toBe(arch);
});

test('What is not established stands in the object', () => {
  expect(GpuSystem.HGX_B200.gpuMemoryGb).toBeUndefined();
  expect(GpuSystem.HGX_B200.gaps).toEqual(['GPU memory: not established by the references']);
  expect(GpuSystem.GB300_NVL72.dgdrGpuSku).toBeUndefined();
  expect(GpuSystem.GB300_NVL72.gaps.join()).toContain('no release of Dynamo up to 1.6 has a gpuSku for GB300');
});

describe('generic', () => {
  test('needs a name and GPUs; NVLink ends at the node, nodes are x86 and not selected by product', () => {
    expect(GpuSystem.generic({ name: 'l40s', gpusPerNode: 4 })).toMatchObject({
      gpusPerNode: 4,
      nodesPerNvlinkDomain: 1,
      gpusPerNvlinkDomain: 4,
      multiNodeNvlink: false,
      architecture: CpuArchitecture.AMD64,
      nodeLabels: {},
      gaps: [],
    });
  });

  test('describes a half rack', () => {
    const nvl36 = GpuSystem.generic({
      name: 'nvl36', gpusPerNode: 4, nodesPerNvlinkDomain: 9, architecture: CpuArchitecture.ARM64, gpuProduct: 'NVIDIA-GB200',
    });
    expect(nvl36).toMatchObject({ gpusPerNvlinkDomain: 36, multiNodeNvlink: true, nodeLabels: { 'nvidia.com/gpu.product': 'NVIDIA-GB200' } });
  });

  test.each([
    [{ name: 'l40s', gpusPerNode: 0 }, "GpuSystem 'l40s': gpusPerNode: 0 - not a whole number of at least 1. Fix: give the gpusPerNode of the hardware"],
    [{ name: 'l40s', gpusPerNode: 4, nodesPerNvlinkDomain: 1.5 }, "GpuSystem 'l40s': nodesPerNvlinkDomain: 1.5 - not a whole number"],
    [{ name: 'L40S', gpusPerNode: 4 }, "GpuSystem 'L40S': name: 'L40S' - a name has lower-case letters, digits and hyphens"],
  ])('refuses %j', (props, message) => expect(() => GpuSystem.generic(props)).toThrow(message));
});
