import { ComputeDomain } from '../../lib/infrastructure';
import { KvTransfer } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism } from '../../lib/workload';
import { chartOn, manifestOf, manifestsOf } from '../support/cluster';

function graphIn(chart: ReturnType<typeof chartOn>): DynamoGraph {
  const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.engineDefault() });
  graph.addFrontend();
  return graph;
}

describe('ComputeDomain', () => {
  test('writes numNodes 0, always, and the name by which pods join', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    expect(domain.claimTemplateName).toBe('nvlink-channel');
    expect(manifestOf(chart, 'ComputeDomain')).toEqual({
      apiVersion: 'resource.nvidia.com/v1beta1',
      kind: 'ComputeDomain',
      metadata: { name: 'nvlink', namespace: 'inference' },
      spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: 'nvlink-channel' } } },
    });
  });

  test('both names can be given', () => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { name: 'rack', claimTemplateName: 'rack-imex' });
    expect(manifestOf(chart, 'ComputeDomain')).toMatchObject({
      metadata: { name: 'rack' }, spec: { channel: { resourceClaimTemplate: { name: 'rack-imex' } } },
    });
  });

  test('attaching writes both places of every GPU pod, and none of a pod without GPUs', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const graph = graphIn(chart);
    domain.attach(graph);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });

    const [worker, frontend] = ['worker', 'frontend'].map((name) => (
      manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === name).podTemplate.spec
    ));
    expect(worker.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }]);
    expect(worker.containers[0].resources.claims).toEqual([{ name: 'compute-domain-channel' }]);
    expect(worker.containers[0].env).toEqual([{ name: 'NCCL_CUMEM_ENABLE', value: '1' }, { name: 'NCCL_MNNVL_ENABLE', value: '1' }]);
    expect(frontend.resourceClaims).toBeUndefined();
    expect(frontend.containers[0].resources).toBeUndefined();
    expect(frontend.containers[0].env).toBeUndefined();
  });

  test('counts the nodes that its workloads occupy, a component of an attached graph once', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const graph = graphIn(chart);
    const worker = graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }), replicas: 3 });
    domain.attach(worker);
    expect(domain.attachedNodes).toBe(6);
    domain.attach(graph);
    domain.attach(graph);
    expect(domain.attachedNodes).toBe(6);
    expect(manifestOf(chart, 'ComputeDomain').spec.numNodes).toBe(0);
  });

  test.each([
    ['by its name', ComputeDomain.fromComputeDomainName, undefined, 'shared-channel'],
    ['by its claim template where that is named otherwise', ComputeDomain.fromComputeDomainName, { claimTemplateName: 'imex' }, 'imex'],
  ])('somebody else\'s domain is joined %s', (_, from, options, template) => {
    const chart = chartOn();
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    from(chart, 'theirs', 'shared', options).attach(graph);
    const worker = manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === 'worker');
    expect(worker.podTemplate.spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: template }]);
    expect(manifestsOf(chart, 'ComputeDomain')).toEqual([]);
  });
});
