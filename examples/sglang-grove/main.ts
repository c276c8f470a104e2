/** SGLang over several nodes of a GB200 rack with Grove alone, without Dynamo: engines of two nodes as gangs, in a queue, on NVLink. */
import { Chart, Duration } from 'cdk8s';
import { HTTP, leader, NAME, router, TENSOR, worker } from './engine';
import {
  Cluster, crds, deployment, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, Release, workload,
} from 'cdk8s-inference';

const app = new InferenceApp();
const rack = NodePool.gb200Nvl72('rack', { racks: 1 });
const general = NodePool.cpu('general', { nodes: 2 });
const cluster = new Cluster(app, 'gb200', {
  release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [rack, general], topologyAwareScheduling: true,
});

const chart = new Chart(cluster, 'sglang', { namespace: 'inference' });
const org = new deployment.Queue(chart, 'org', { guarantee: { gpus: 24 } });
const queue = new deployment.Queue(chart, 'serving', { parent: org, guarantee: { gpus: 24 } });
const topology = new deployment.Topology(chart, 'nvl72', { levels: [deployment.TopologyLevel.rack(), deployment.TopologyLevel.host()] });
const domain = new infrastructure.ComputeDomain(chart, 'nvlink');
const weights = memory.ModelCache.fromClaimName(chart, 'weights', 'model-cache', { mountPath: '/model-cache' });

// One engine is needed for the set to start; the others follow as gangs of their own. A rack is one NVLink domain: no engine spans two.
const set = new deployment.PodCliqueSet(chart, 'sgl', { topology, terminationDelay: Duration.minutes(30) });
const engines = set.addMultiNodeRole(NAME, {
  parallelism: workload.Parallelism.of({ tensor: TENSOR }),
  replicas: 3,
  minimum: 1,
  placement: deployment.TopologyPlacement.required('rack'),
  podSpec: worker,
  leaderPodSpec: leader,
});
domain.attach(engines);
weights.mountInto(engines);
queue.grant(set);

// Names of pods are known before there are any.
const addresses = [0, 1, 2].map((instance) => `http://${engines.leader.dnsName({ instance })}:${HTTP}`);
const entry = set.addRole('router', { podSpec: router(addresses), pool: general, labels: { 'example.com/answers': 'http' } });
entry.startsAfter(engines);

new crds.kubernetes.KubeService(chart, 'http', {
  metadata: { name: 'sglang' },
  spec: { selector: { 'example.com/answers': 'http' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
});

app.synth();
