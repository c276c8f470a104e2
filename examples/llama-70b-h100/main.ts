/** Llama 3.3 70B, split into prefill and decode, on HGX H100 nodes with InfiniBand between them. */
import { Chart, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  Cluster, deployment, Fabric, InferenceApp, KubernetesVersion, memory, NodePool, Release, serving, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const cluster = new Cluster(app, 'h100', {
  release: Release.DYNAMO_1_4,
  kubernetes: KubernetesVersion.V1_34,
  pools: [
    NodePool.hgxH100('gpu', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) }),
    NodePool.cpu('general', { nodes: 2 }),
  ],
});

const chart = new Chart(cluster, 'llama-70b', { namespace: 'inference' });
const org = new deployment.Queue(chart, 'org', { guarantee: { gpus: 16 } });
const queue = new deployment.Queue(chart, 'serving', { parent: org, guarantee: { gpus: 16 }, limit: { gpus: 32 } });

const hub = Secret.fromSecretName(chart, 'hub', 'hf-token-secret');
const model = workload.Model.huggingFace('RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic', {
  token: { secret: hub, key: 'HF_TOKEN' },
});
const weights = new memory.ModelCache(chart, 'weights', { size: Size.gibibytes(100), download: model });

const graph = new serving.DynamoGraph(chart, 'llama', { engine: workload.Engine.vllm(), model });
const engineConfig = new workload.VllmConfig({ gpuMemoryUtilization: 0.9, blockSize: 128, prefixCaching: false });
const sharedMemory = Size.gibibytes(80);
graph.addFrontend();
graph.addPrefill('prefill', { replicas: 2, parallelism: workload.Parallelism.of({ tensor: 2 }), engineConfig, sharedMemory });
graph.addDecode('decode', { parallelism: workload.Parallelism.of({ tensor: 8, pipeline: 2 }), engineConfig, sharedMemory });
weights.mountInto(graph);
queue.grant(graph);

app.synth();
