import { App, Chart, Size } from 'cdk8s';
import { Cluster, crds, deployment, KubernetesVersion, memory, NodePool, Release, serving, workload } from 'cdk8s-inference';
import { Namespace } from 'cdk8s-plus-28';

/** What this platform runs; `main.ts` writes it, `platform.test.ts` looks at it. */
export function platform(app: App): Chart {
  const cluster = new Cluster(app, 'gb200', {
    release: Release.DYNAMO_1_4,
    kubernetes: KubernetesVersion.V1_34,
    pools: [NodePool.gb200Nvl72('rack', { racks: 1 }), NodePool.cpu('general', { nodes: 2 })],
  });
  const chart = new Chart(cluster, 'inference', { namespace: 'inference' });
  new Namespace(chart, 'namespace', { metadata: { name: 'inference' } });

  const model = workload.Model.huggingFace('Qwen/Qwen3-32B', { revision: 'main' });
  const weights = new memory.ModelCache(chart, 'weights', { size: Size.gibibytes(80), download: model });
  const graph = new serving.DynamoGraph(chart, 'qwen', { engine: workload.Engine.vllm(), model });
  graph.addFrontend();
  graph.addPrefill('prefill', { parallelism: workload.Parallelism.of({ tensor: 4 }) });
  graph.addDecode('decode', { parallelism: workload.Parallelism.of({ tensor: 8 }) });
  weights.mountInto(graph);
  new deployment.Queue(chart, 'serving', { guarantee: { gpus: 12 } }).grant(graph);

  // A kind without a construct of its own yet, from the typed bindings.
  new crds.dynamo.DynamoModel(chart, 'model', {
    metadata: { name: 'qwen' },
    spec: { modelName: 'Qwen/Qwen3-32B', baseModelName: 'Qwen/Qwen3-32B' },
  });
  return chart;
}
