/** DeepSeek-R1 with wide expert parallelism on a GB200 NVL72 rack: one prefill node and one decode engine over eight nodes. */
import { Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { decodeEngine, prefillEngine } from './engines';
import {
  Cluster, deployment, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, Release, serving, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const cluster = new Cluster(app, 'gb200', {
  release: Release.DYNAMO_1_4,
  kubernetes: KubernetesVersion.V1_34,
  pools: [NodePool.gb200Nvl72('rack', { racks: 1 }), NodePool.cpu('general', { nodes: 2 })],
});

const chart = new Chart(cluster, 'deepseek-r1', { namespace: 'inference' });
const org = new deployment.Queue(chart, 'org', { guarantee: { gpus: 36 } });
const queue = new deployment.Queue(chart, 'serving', { parent: org, guarantee: { gpus: 36 } });
const domain = new infrastructure.ComputeDomain(chart, 'nvlink');
const weights = memory.ModelCache.fromClaimName(chart, 'weights', 'model-cache', { mountPath: '/model-cache' });

const graph = new serving.DynamoGraph(chart, 'dsr1', {
  engine: workload.Engine.tensorRtLlm(),
  model: weights.model('deepseek-r1-fp4', { servedName: 'deepseek-ai/DeepSeek-R1' }),
  kvTransfer: memory.KvTransfer.nvlink(domain),
  environment: {
    TLLM_LOG_LEVEL: 'info',
    TRTLLM_ENABLE_PDL: '1',
    TRTLLM_MOE_ENABLE_ALLTOALL_WITHOUT_ALLGATHER: '1',
  },
});
const node = {
  cpu: Cpu.units(130),
  memory: Size.gibibytes(850),
  sharedMemory: Size.gibibytes(800),
  startupTimeout: Duration.minutes(100),
};
graph.addFrontend();
graph.addPrefill('prefill', {
  ...node,
  parallelism: workload.Parallelism.of({ tensor: 4, expert: 4, attentionDataParallel: true }),
  engineConfig: prefillEngine,
});
graph.addDecode('decode', {
  ...node,
  parallelism: workload.Parallelism.of({ tensor: 32, expert: 32, attentionDataParallel: true }),
  engineConfig: decodeEngine,
});
weights.mountInto(graph);
queue.grant(graph);

app.synth();
