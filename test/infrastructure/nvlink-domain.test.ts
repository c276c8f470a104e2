import { GpuSystem } from '../../lib/cluster';
import { NvlinkDomain } from '../../lib/infrastructure';

test.each([
  [GpuSystem.GB200_NVL72, 18, 72, true],
  [GpuSystem.GB300_NVL72, 18, 72, true],
  [GpuSystem.HGX_B200, 1, 8, false],
  [GpuSystem.HGX_H100, 1, 8, false],
])('$name: nodes, GPUs, whether NVLink crosses nodes', (system, nodes, gpus, spansNodes) => {
  expect(NvlinkDomain.of(system)).toMatchObject({ nodes, gpus, spansNodes, maxNodesPerImexDomain: 18, channelClaimsPerNode: 1, nodeLabel: 'nvidia.com/gpu.clique' });
});

test('a partition is a domain of its own', () => {
  expect(NvlinkDomain.partition(GpuSystem.GB200_NVL72, 9)).toMatchObject({ nodes: 9, gpus: 36, spansNodes: true });
  expect(() => NvlinkDomain.partition(GpuSystem.GB200_NVL72, 19)).toThrow('nodes: 19 - NVLink of gb200-nvl72 connects 18 nodes');
  expect(() => NvlinkDomain.partition(GpuSystem.GB200_NVL72, 0)).toThrow('nodes: 0');
});
