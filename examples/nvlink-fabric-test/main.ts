/** Before anything is served: the bandwidth of NVLink between all nodes of a GB200 rack, and between some of a partitioned one, in a queue. */
import { Chart } from 'cdk8s';
import {
  Cluster, deployment, InferenceApp, infrastructure, KubernetesVersion, NodePool, Release,
} from 'cdk8s-inference';

const app = new InferenceApp();
const whole = NodePool.gb200Nvl72('whole', { racks: 1, nodeLabels: { 'example.com/rack': 'a' } });
const half = NodePool.gb200Nvl72('half', { racks: 2, nodesPerRack: 9, nodeLabels: { 'example.com/rack': 'b' } });
const cluster = new Cluster(app, 'gb200', {
  release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [whole, half, NodePool.cpu('general', { nodes: 2 })],
});

const chart = new Chart(cluster, 'fabric', { namespace: 'fabric-test' });
const queue = new deployment.Queue(chart, 'maintenance', { guarantee: { gpus: 72 } });

const rack = new infrastructure.FabricTest(chart, 'rack', { pool: whole });
queue.grant(rack);

const partition = new infrastructure.ComputeDomain(chart, 'partition', {
  placement: infrastructure.CliquePlacement.together(), environment: infrastructure.NvlinkEnvironment.none(),
});
const part = new infrastructure.FabricTest(chart, 'part', { pool: half, domain: partition });
queue.grant(part);

app.synth();
