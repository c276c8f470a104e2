/** Small models on slices of H100 GPUs that the DRA driver hands out: engines of a Dynamo graph, and a Deployment of one's own beside them. */
import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Deployment, Probe } from 'cdk8s-plus-28';
import {
  Cluster, GpuAllocation, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, Release, serving, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const slices = NodePool.hgxH100('slices', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
const cluster = new Cluster(app, 'h100', {
  release: Release.DYNAMO_1_4,
  kubernetes: KubernetesVersion.V1_36,
  pools: [slices, NodePool.cpu('general', { nodes: 2 })],
});

const chart = new Chart(cluster, 'small-models', { namespace: 'inference' });
const model = workload.Model.huggingFace('Qwen/Qwen3-0.6B');
const weights = new memory.ModelCache(chart, 'weights', { size: Size.gibibytes(20), download: model });

const eighth = new infrastructure.GpuClaimTemplate(chart, 'eighth', {
  requests: [infrastructure.GpuRequest.mig(infrastructure.MigProfile.of('1g.10gb'))],
});
const graph = new serving.DynamoGraph(chart, 'chat', {
  engine: workload.Engine.vllm(), model, kvTransfer: memory.KvTransfer.engineDefault(),
});
graph.addFrontend();
graph.addWorker('worker', { replicas: 24, parallelism: workload.Parallelism.of({ tensor: 1 }), gpuClaim: eighth });
weights.mountInto(graph);

const large = infrastructure.GpuSelector.allOf(
  infrastructure.GpuAttribute.ARCHITECTURE.equalTo('Hopper'),
  infrastructure.GpuAttribute.MEMORY.atLeast(Size.gibibytes(18)),
);
const quarter = new infrastructure.GpuClaimTemplate(chart, 'quarter', {
  requests: [infrastructure.GpuRequest.anyMig({ where: large })],
});
const embeddings = new Deployment(chart, 'embeddings', {
  metadata: { name: 'embeddings' },
  replicas: 2,
  securityContext: { ensureNonRoot: false },
  containers: [{
    name: 'server',
    image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.2',
    command: ['vllm', 'serve'],
    args: ['Qwen/Qwen3-Embedding-0.6B', '--port', '8000'],
    portNumber: 8000,
    startup: Probe.fromHttpGet('/health', { failureThreshold: 60, periodSeconds: Duration.seconds(10) }),
    resources: { cpu: { request: Cpu.units(2) }, memory: { request: Size.gibibytes(16), limit: Size.gibibytes(16) } },
    securityContext: { ensureNonRoot: false, readOnlyRootFilesystem: false },
  }],
});
embeddings.exposeViaService({ name: 'embeddings', ports: [{ port: 80, targetPort: 8000 }] });
const pods = workload.Workload.fromApiObject(embeddings, { container: 'server', pool: slices });
quarter.attach(pods);
weights.mountInto(pods);

app.synth();
