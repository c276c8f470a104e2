import { expand } from '../../lib/expansion/expand';
import { Expansion } from '../../lib/expansion/expansion';
import { ManifestSet } from '../../lib/manifests/manifest-set';

const graph = (name: string, replicas = 2) => ({
  apiVersion: 'nvidia.com/v1beta1',
  kind: 'DynamoGraphDeployment',
  metadata: { name, namespace: 'inference' },
  spec: {
    backendFramework: 'vllm',
    components: [{
      name: 'worker', type: 'worker', replicas, podTemplate: { spec: { containers: [{ name: 'main', image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.0' }] } },
    }],
  },
});
const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' }, spec: { template: { spec: { containers: [{ name: 'main' }] } } } };
const never = () => { throw new Error('no graph fails'); };

describe('the expansion of a set', () => {
  test('is what expand() makes, also where a rule asked for the sets of graphs before', () => {
    const manifests = ManifestSet.of([graph('one'), job, graph('two')]);
    const whole = expand(manifests).map(({ manifest }) => manifest);
    expect(whole.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['PodCliqueSet', 'Pod']));
    expect(new Expansion(manifests).all.map(({ manifest }) => manifest)).toEqual(whole);
    const asked = new Expansion(manifests);
    asked.ofGraphs(never);
    expect(asked.all.map(({ manifest }) => manifest)).toEqual(whole);
  });

  test('is made once: sets of graphs that a rule saw are those of the ledger', () => {
    const expansion = new Expansion(ManifestSet.of([graph('one'), graph('two')]));
    const sets = expansion.ofGraphs(never).filter(({ manifest }) => manifest.kind === 'PodCliqueSet');
    expect(sets).toHaveLength(2);
    expect(expansion.ofGraphs(never)).toBe(expansion.ofGraphs(never));
    expect(expansion.all).toBe(expansion.all);
    const all = new Set(expansion.all.map(({ manifest }) => manifest));
    for (const { manifest } of sets) expect(all).toContain(manifest);
  });

  test('a slip of the pen is the same error as of expand()', () => {
    const manifests = ManifestSet.of([graph('one', 1e9)]);
    const expansion = new Expansion(manifests);
    expansion.ofGraphs(() => undefined);
    const thrown = (read: () => unknown): string => {
      try {
        read();
      } catch (error) {
        return (error as Error).message;
      }
      return 'nothing';
    };
    expect(thrown(() => expand(manifests))).toContain('more than 100000 are not expanded');
    expect(thrown(() => expansion.all)).toBe(thrown(() => expand(manifests)));
  });
});
