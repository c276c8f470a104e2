import { gpusOf, isGpuResource, pluginGpusOf } from '../../lib/manifests/gpu-resources';
import { ManifestSet } from '../../lib/manifests/manifest-set';

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

test('The device plugin serves GPUs and slices of all containers, not what a device class stands for', () => {
  const limits = { 'nvidia.com/gpu': '2', 'deviceclass.resource.kubernetes.io/gpu.nvidia.com': '4' };
  const containers = [{ name: 'a', resources: { limits } }, { name: 'b', resources: { requests: { 'nvidia.com/mig-1g.10gb': 1 } } }];
  expect(ManifestSet.of([{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } }]).podTemplates.map(pluginGpusOf)).toEqual([3]);
});

test('A service of Dynamo v1alpha1 counts GPUs beside its pod spec', () => {
  const graph = {
    apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoGraphDeployment', metadata: { name: 'g' }, spec: { services: { worker: { resources: { limits: { gpu: '4' } }, extraPodSpec: {} } } },
  };
  expect(ManifestSet.of([graph]).podTemplates.map(pluginGpusOf)).toEqual([4]);
});
