/** A model that no node holds, quantized to FP8 on two HGX H100 nodes by Model Optimizer, and looked at when that is done: a JobSet in a queue. */
import { Chart, Duration, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  Cluster, deployment, Fabric, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, Release, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const gpu = NodePool.hgxH100('gpu', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) });
const general = NodePool.cpu('general', { nodes: 2 });
const cluster = new Cluster(app, 'h100', { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [gpu, general] });

const chart = new Chart(cluster, 'quantize', { namespace: 'optimization' });
const org = new deployment.Queue(chart, 'org', { guarantee: { gpus: 16 } });
const queue = new deployment.Queue(chart, 'batch', { parent: org, guarantee: { gpus: 16 } });

const hub = Secret.fromSecretName(chart, 'hub', 'hf-token-secret');
const token = { secret: hub, key: 'HF_TOKEN' };
const model = workload.Model.huggingFace('meta-llama/Llama-3.1-405B-Instruct', { token });
const weights = new memory.ModelCache(chart, 'weights', { size: Size.tebibytes(2), download: model });

const jobs = new deployment.JobSet(chart, 'ptq', { maxRestarts: 1, ttlAfterFinished: Duration.days(1) });
const image = 'registry.example.com/model-optimizer:0.46.0'; // with the repository: the script is not in the wheel
const result = `${weights.mountPath}/llama-405b-fp8`;

const ranks = jobs.addJob('ranks', {
  nodes: 2,
  gpus: 8,
  pool: gpu,
  sharedMemory: Size.gibibytes(64),
  retries: 0, // a rank that is lost takes the others with it: the set starts again
  activeDeadline: Duration.hours(12),
  podSpec: {
    containers: [{
      name: 'rank',
      image,
      workingDir: '/opt/Model-Optimizer/examples/hf_ptq',
      command: ['torchrun'],
      args: [
        '--nnodes', '2', '--node_rank', '$(JOB_COMPLETION_INDEX)', '--nproc_per_node', '8', '--rdzv_backend', 'c10d',
        '--rdzv_endpoint', `${jobs.dnsNameOf('ranks')}:29531`,
        'hf_ptq.py', '--use_fsdp2', '--pyt_ckpt_path', model.source, '--qformat', 'fp8', '--dataset', 'cnn_dailymail', '--export_path', result,
      ],
    }],
  },
});
infrastructure.PoolFabric.rdma().attach(ranks);
ranks.addToPods(new workload.PodFragment({ id: 'hub', secrets: { HF_TOKEN: token } }));

const check = jobs.addJob('check', {
  pool: general,
  podSpec: { containers: [{ name: 'check', image, command: ['python3', '-m', 'json.tool', `${result}/hf_quant_config.json`] }] },
});
check.startsAfter(ranks, deployment.JobProgress.COMPLETE);

weights.mountInto(jobs);
queue.grant(jobs);

app.synth();
