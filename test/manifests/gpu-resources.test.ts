import { gpusOf, isGpuResource } from '../../lib/manifests/gpu-resources';

test.each([
  ['nvidia.com/gpu', true], ['nvidia.com/mig-1g.10gb', true], ['deviceclass.resource.kubernetes.io/gpu.nvidia.com', true],
  ['rdma/ib', false], ['cpu', false], ['nvidia.com/gpu.clique', false],
])('%s', (name, expected) => {
  expect(isGpuResource(name)).toBe(expected);
});

test.each<[object | undefined, number]>([
  [{ limits: { 'nvidia.com/gpu': '4', 'cpu': '8' } }, 4],
  [{ requests: { 'nvidia.com/gpu': 2 } }, 2],
  [{ limits: { 'nvidia.com/gpu': 2 }, requests: { 'nvidia.com/gpu': 2 } }, 2],
  [{ limits: { 'nvidia.com/mig-1g.10gb': 1, 'nvidia.com/mig-2g.20gb': 1 } }, 2],
  [{ limits: { 'nvidia.com/gpu': 'many' } }, 0],
  [undefined, 0],
])('of a container with resources %j: %i', (resources, expected) => {
  expect(gpusOf({ resources })).toBe(expected);
});
