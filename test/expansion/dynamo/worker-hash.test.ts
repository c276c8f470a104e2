import { component, graph, made } from './sample-graph';
import { graphOf } from '../../../lib/expansion/dynamo/graph';
import { workerHash } from '../../../lib/expansion/dynamo/worker-hash';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

const hashOf = (manifest: ReturnType<typeof graph>) => workerHash(graphOf(manifest), ManifestSet.of([]));

/** The first graph of the guide, in the namespace in which it was recorded. */
const GUIDE = {
  ...graph([component('Frontend', 'frontend'), component('MyWorker', 'worker')]),
  metadata: { name: 'my-deployment', namespace: 'exp-0018' },
};

describe('the generation of workers', () => {
  test('is what the operator noted on the guide\'s graph', () => {
    expect(hashOf(GUIDE)).toBe('34d24d0c');
  });

  test('is the hash of nothing without workers', () => {
    expect(hashOf(graph([component('Frontend', 'frontend')]))).toBe('44136fa3');
  });

  test('hangs on the namespace and the template, not on replicas', () => {
    expect(hashOf({ ...GUIDE, metadata: { ...GUIDE.metadata, namespace: 'other' } })).not.toBe('34d24d0c');
    expect(hashOf({ ...GUIDE, spec: { components: [component('MyWorker', 'worker', { main: { args: ['<&>'] } })] } })).not.toBe('34d24d0c');
    expect(hashOf({ ...GUIDE, spec: { components: [component('MyWorker', 'worker', { replicas: 7, scalingAdapter: {}, runtimeVersionOverride: '1.4.1' })] } })).toBe('34d24d0c');
  });

  test('is part of every name and selector of a worker', () => {
    const objects = made(GUIDE, { grove: false });
    expect(objects['Deployment/my-deployment-myworker-34d24d0c'].spec.selector.matchLabels).toEqual({ 'nvidia.com/selector': 'my-deployment-myworker-34d24d0c' });
    expect(objects).toHaveProperty(['Service/my-deployment-myworker-34d24d0c']);
  });
});
