import { Data, cliques, made, mainOf } from './sample-graph';
import { graphOf } from '../../../lib/expansion/dynamo/graph';

function alpha(services: Data, spec: Data = {}): Data {
  return { apiVersion: 'nvidia.com/v1alpha1', kind: 'DynamoGraphDeployment', metadata: { name: 'llm' }, spec: { ...spec, services } };
}

const only = (service: Data) => graphOf(alpha({ a: service })).components[0];

describe('a v1alpha1 graph', () => {
  test('has its components in byte order of their names, without those that are null', () => {
    expect(graphOf(alpha({ decode: {}, Frontend: {}, none: null, Worker: {} })).components.map(({ name }) => name)).toEqual(['Frontend', 'Worker', 'decode']);
  });

  test.each([
    ['worker', 'prefill', 'prefill'], ['worker', 'decode', 'decode'], ['worker', 'encode', 'worker'], ['frontend', 'prefill', 'frontend'], ['default', undefined, 'default'],
  ])('type %s and subtype %s become %s', (componentType, subComponentType, type) => {
    expect(only({ componentType, subComponentType }).type).toBe(type);
  });

  test('keeps subtypes, labels and annotations that v1beta1 has no field for', () => {
    const { a } = cliques(made(alpha({ a: { componentType: 'worker', subComponentType: 'encode', labels: { team: 'x' }, annotations: { note: 'y' } } })));
    expect(a.labels).toMatchObject({ 'nvidia.com/dynamo-sub-component-type': 'encode', 'nvidia.com/dynamo-component-type': 'worker', 'team': 'x' });
    expect(a.annotations.note).toBe('y');
  });

  test('gives the container its own fields over the service\'s, variables and mounts of both', () => {
    const main = mainOf(cliques(made(alpha({
      a: {
        componentType: 'worker',
        envs: [{ name: 'A', value: 'service' }, { name: 'B', value: 'service' }],
        envFromSecret: 'hf-token-secret',
        resources: { limits: { gpu: '2', cpu: '1000m', custom: { 'rdma/ib': '2' } }, requests: { gpu: '1', gpuType: 'gpu.intel.com/xe' } },
        volumeMounts: [{ name: 'cache', mountPoint: '/cache' }],
        extraPodSpec: { mainContainer: { image: 'i:1.4.0', env: [{ name: 'B', value: 'main' }], volumeMounts: [{ name: 'own', mountPath: '/own' }] } },
      },
    }))).a);
    expect(main.env.filter(({ name }: Data) => name === 'A' || name === 'B')).toEqual([{ name: 'A', value: 'service' }, { name: 'B', value: 'main' }]);
    expect(main.envFrom).toEqual([{ secretRef: { name: 'hf-token-secret' } }]);
    expect(main.resources).toEqual({ limits: { 'nvidia.com/gpu': '2', 'cpu': '1', 'rdma/ib': '2' }, requests: { 'gpu.intel.com/xe': '1' } });
    expect(main.volumeMounts.map(({ name }: Data) => name)).toEqual(['own', 'cache', 'shared-memory']);
  });

  test.each([[{ disabled: true }, '0'], [{ size: '16384Mi' }, '16Gi'], [{ size: '0' }, undefined]])('shared memory %j is %s', (sharedMemory, size) => {
    expect(only({ sharedMemory }).sharedMemorySize).toBe(size);
  });

  test('counts features only where they are enabled', () => {
    const off = only({ gpuMemoryService: { enabled: false }, failover: { enabled: false }, scalingAdapter: { enabled: false } });
    expect([off.gpuMemory, off.failover, off.scalingAdapter]).toEqual([undefined, undefined, false]);
    const on = only({ gpuMemoryService: { enabled: true, mode: 'interPod' }, failover: { enabled: true, mode: 'interPod' }, scalingAdapter: { enabled: true } });
    expect([on.gpuMemory?.betweenPods, on.failover, on.scalingAdapter]).toEqual([true, { betweenPods: true, shadows: 1 }, true]);
  });

  test('has a frontend sidecar as a container', () => {
    const { containers } = cliques(made(alpha({ a: { componentType: 'worker', frontendSidecar: { image: 'f:1.4.0', args: ['-m', 'dynamo.frontend'] } } }))).a.spec.podSpec;
    expect(containers[1]).toMatchObject({ name: 'sidecar-frontend', command: ['python3'], ports: [{ containerPort: 8000 }] });
  });

  test('creates the claims that it asks for', () => {
    const pvcs = [{ name: 'cache', create: true, size: '10Gi', storageClass: 'fast', volumeAccessMode: 'ReadWriteMany' }, { name: 'there', create: false }];
    const objects = made(alpha({ Frontend: { componentType: 'frontend' } }, { pvcs }));
    expect(objects['PersistentVolumeClaim/cache'].spec).toEqual({
      accessModes: ['ReadWriteMany'], resources: { requests: { storage: '10Gi' } }, storageClassName: 'fast',
    });
    expect(objects).not.toHaveProperty(['PersistentVolumeClaim/there']);
    const there = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'cache' } };
    expect(made([there, alpha({}, { pvcs })])).not.toHaveProperty(['PersistentVolumeClaim/cache']);
  });
});
