import { Size } from 'cdk8s';
import { PersistentVolumeClaim, Secret } from 'cdk8s-plus-28';
import { KvTransfer, ModelCache } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism } from '../../lib/workload';
import { chartOn, findingsOf, manifestOf, manifestsOf } from '../support/cluster';

const options = { engine: Engine.vllm(), kvTransfer: KvTransfer.engineDefault() };
const componentOf = (chart: ReturnType<typeof chartOn>, name: string) => (
  manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === name).podTemplate.spec
);

describe('ModelCache', () => {
  test('a new one is a claim that all nodes mount', () => {
    const chart = chartOn();
    new ModelCache(chart, 'weights', { size: Size.gibibytes(500), storageClassName: 'lustre' });
    expect(manifestOf(chart, 'PersistentVolumeClaim')).toEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'weights', namespace: 'inference' },
      spec: { accessModes: ['ReadWriteMany'], storageClassName: 'lustre', resources: { requests: { storage: '500Gi' } } },
    });
    expect(manifestsOf(chart, 'Job')).toEqual([]);
  });

  test('the download finds the layout that workers look for, with the token by reference', () => {
    const chart = chartOn();
    const token = { secret: Secret.fromSecretName(chart, 'hub', 'hf-token-secret'), key: 'HF_TOKEN' };
    const model = Model.huggingFace('org/model', { revision: '0123abc', token });
    const cache = new ModelCache(chart, 'weights', { size: Size.gibibytes(500), mountPath: '/opt/models', download: model });
    const graph = new DynamoGraph(chart, 'graph', { ...options, model });
    graph.addWorker('worker', { parallelism: Parallelism.NONE });
    cache.mountInto(graph);

    const job = manifestOf(chart, 'Job');
    expect(job.metadata.name).toBe('weights-download');
    const [container] = job.spec.template.spec.containers;
    expect(container.args).toEqual(['set -eu\npip install --no-cache-dir huggingface_hub==1.16.4\nhf download "$MODEL" --revision "$REVISION"\n']);
    expect(container.env).toEqual([
      { name: 'HF_HOME', value: '/opt/models' },
      { name: 'MODEL', value: 'org/model' },
      { name: 'REVISION', value: '0123abc' },
      { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf-token-secret', key: 'HF_TOKEN' } } },
    ]);
    expect(job.spec.template.spec.volumes).toEqual([{ name: 'models', persistentVolumeClaim: { claimName: 'weights' } }]);

    const worker = componentOf(chart, 'worker');
    expect(worker.volumes).toEqual([{ name: 'weights', persistentVolumeClaim: { claimName: 'weights' } }]);
    expect(worker.containers[0].volumeMounts).toEqual([{ name: 'weights', mountPath: '/opt/models' }]);
    expect(worker.containers[0].env).toEqual([{ name: 'HF_HOME', value: '/opt/models' }]);
  });

  test('a folder of somebody else\'s claim is loaded by path: engines need no hub, the frontend still looks names up', () => {
    const chart = chartOn();
    const cache = ModelCache.fromClaimName(chart, 'weights', 'shared-models');
    const graph = new DynamoGraph(chart, 'graph', { ...options, model: cache.model('org/model-fp4/', { servedName: 'chat' }) });
    graph.addFrontend();
    graph.addWorker('worker', { parallelism: Parallelism.NONE });
    cache.mountInto(graph);

    expect(manifestsOf(chart, 'PersistentVolumeClaim')).toEqual([]);
    const worker = componentOf(chart, 'worker');
    expect(worker.containers[0].args.slice(0, 4)).toEqual(['--model', '/models/org/model-fp4', '--served-model-name', 'chat']);
    expect(worker.containers[0].env).toBeUndefined();
    expect(componentOf(chart, 'frontend').containers[0].env).toEqual([{ name: 'HF_HOME', value: '/models' }]);
  });

  test('a claim of cdk8s-plus is used by its name', () => {
    const chart = chartOn();
    const claim = new PersistentVolumeClaim(chart, 'claim', { metadata: { name: 'from-plus' } });
    expect(ModelCache.fromClaim(chart, 'weights', claim).claimName).toBe('from-plus');
  });

  test('two caches do not collide in a pod, but only one can hold the hub\'s names (MC-03)', () => {
    const chart = chartOn();
    const graph = new DynamoGraph(chart, 'graph', { ...options, model: Model.huggingFace('org/model') });
    graph.addWorker('worker', { parallelism: Parallelism.NONE });
    ModelCache.fromClaimName(chart, 'a', 'team.models', { mountPath: '/a' }).mountInto(graph);
    expect(componentOf(chart, 'worker').volumes).toEqual([{ name: 'team-models', persistentVolumeClaim: { claimName: 'team.models' } }]);
    ModelCache.fromClaimName(chart, 'b', 'others', { mountPath: '/b' }).mountInto(graph);
    expect(findingsOf(chart)).toEqual([
      '[cluster/chart/graph/worker] MC-03: caches at /b and /a - a pod looks names of the hub up in one cache. Fix: mount one of them',
    ]);
  });

  test('a revision that TensorRT-LLM cannot be told is MC-04', () => {
    const chart = chartOn();
    const model = Model.huggingFace('org/model', { revision: '0123abc' });
    const graph = new DynamoGraph(chart, 'graph', { ...options, engine: Engine.tensorRtLlm(), model });
    expect(() => graph.addWorker('worker', { parallelism: Parallelism.NONE }))
      .toThrow("cluster/chart/graph/worker: MC-04: revision '0123abc' - the TensorRT-LLM worker has no flag for it and would load main. Fix: download it and load its folder");
  });

  test('a path that no volume holds is MC-07 on a worker and DGD-53 on the frontend', () => {
    const chart = chartOn();
    const cache = ModelCache.fromClaimName(chart, 'weights', 'shared-models');
    const graph = new DynamoGraph(chart, 'graph', { ...options, model: cache.model('org/model', { servedName: 'chat' }) });
    graph.addWorker('worker', { parallelism: Parallelism.NONE });
    graph.addFrontend();
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/graph/worker] MC-07: model at '/models/org/model' - no volume is mounted there. Fix: mount the cache that holds it: cache.mountInto(graph)",
      "[cluster/chart/graph/frontend] DGD-53: model at '/models/org/model' - the frontend does not see it, takes it for a name of the hub, and lists no model. "
      + 'Fix: mount the cache into the whole graph: cache.mountInto(graph)',
    ]);
  });

  test('refuses paths that are none, and downloads of what is already there', () => {
    const chart = chartOn();
    const cache = ModelCache.fromClaimName(chart, 'theirs', 'shared-models');
    expect(() => cache.model('/abs', { servedName: 'chat' })).toThrow("cluster/chart/theirs: model('/abs') - not a folder below the root of the volume");
    expect(() => cache.model('../up', { servedName: 'chat' })).toThrow("model('../up') - not a folder below the root of the volume");
    expect(() => new ModelCache(chart, 'a', { size: Size.gibibytes(1), mountPath: 'models' })).toThrow("cluster/chart/a: mountPath: 'models' - not an absolute path below /");
    expect(() => new ModelCache(chart, 'b', { size: Size.gibibytes(1), download: cache.model('x', { servedName: 'chat' }) }))
      .toThrow("cluster/chart/b: download: '/models/x' - a model that already lies in a volume has nothing to download");
  });
});
