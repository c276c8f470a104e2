/** One GB200 rack, two teams: a graph of each in a queue of its own. What one leaves the other uses, and has it back when it needs it. */
import { Chart, Duration, Size } from 'cdk8s';
import {
  Cluster, deployment, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, Release, serving, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const cluster = new Cluster(app, 'gb200', {
  release: Release.DYNAMO_1_4,
  kubernetes: KubernetesVersion.V1_34,
  pools: [NodePool.gb200Nvl72('rack', { racks: 1 }), NodePool.cpu('general', { nodes: 4 })],
});

// The rack has 72 GPUs. Parents do not add up their children: the guarantee stands at each level.
const platform = new Chart(cluster, 'platform');
const org = new deployment.Queue(platform, 'org', { guarantee: { gpus: 72 } });
const chat = new deployment.Queue(platform, 'chat', {
  parent: org, guarantee: { gpus: 48 }, priority: 200, reclaimMinRuntime: Duration.minutes(10),
});
const research = new deployment.Queue(platform, 'research', { parent: org, guarantee: { gpus: 24 }, limit: { gpus: 48 } });

// Prefill and decode of one graph share a domain. A node belongs to one domain, so the graphs have one each.
const r1 = new Chart(cluster, 'r1', { namespace: 'chat' });
const r1Domain = new infrastructure.ComputeDomain(r1, 'nvlink');
const r1Weights = memory.ModelCache.fromClaimName(r1, 'weights', 'model-cache', { mountPath: '/model-cache' });
const r1Graph = new serving.DynamoGraph(r1, 'dsr1', {
  engine: workload.Engine.tensorRtLlm(),
  model: r1Weights.model('deepseek-r1-fp4', { servedName: 'deepseek-ai/DeepSeek-R1' }),
  kvTransfer: memory.KvTransfer.nvlink(r1Domain),
});
r1Graph.addFrontend({ replicas: 2 });
r1Graph.addPrefill('prefill', { replicas: 2, parallelism: workload.Parallelism.of({ tensor: 4, expert: 4 }) });
r1Graph.addDecode('decode', { parallelism: workload.Parallelism.of({ tensor: 32, expert: 32 }), startupTimeout: Duration.minutes(60) });
r1Weights.mountInto(r1Graph);
chat.grant(r1Graph);

const qwen = new Chart(cluster, 'qwen', { namespace: 'research' });
const qwenModel = workload.Model.huggingFace('Qwen/Qwen3-235B-A22B-FP8');
const qwenWeights = new memory.ModelCache(qwen, 'weights', { size: Size.gibibytes(400), download: qwenModel });
const qwenGraph = new serving.DynamoGraph(qwen, 'qwen', {
  engine: workload.Engine.vllm(),
  model: qwenModel,
  kvTransfer: memory.KvTransfer.nvlink(new infrastructure.ComputeDomain(qwen, 'nvlink')),
});
qwenGraph.addFrontend();
qwenGraph.addPrefill('prefill', { replicas: 2, parallelism: workload.Parallelism.of({ tensor: 4 }) });
qwenGraph.addDecode('decode', { replicas: 4, parallelism: workload.Parallelism.of({ tensor: 4 }) });
qwenWeights.mountInto(qwenGraph);
research.grant(qwenGraph);

app.synth();
