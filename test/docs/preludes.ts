/** What a fragment in the documents is written against: `<!-- prelude: chart -->` before a block puts the program of that name before it. */

const IMPORTS = `
import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu, Deployment, DeploymentStrategy, Secret } from 'cdk8s-plus-28';
import { Cluster, crds, deployment, Fabric, GpuAllocation, GpuSystem, InferenceApp, infrastructure, KubernetesVersion, memory, NodePool, OutputLayout, Release, serving, workload } from 'cdk8s-inference';
`;

const APP = `${IMPORTS}
const app = new InferenceApp();
`;

const CHART = `${APP}
const rack = NodePool.gb200Nvl72('rack', { racks: 1 });
const general = NodePool.cpu('general', { nodes: 2 });
const cluster = new Cluster(app, 'gb200', { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [rack, general] });
const chart = new Chart(cluster, 'r1', { namespace: 'inference' });
const model = workload.Model.huggingFace('nvidia/DeepSeek-R1-FP4');
`;

const HGX = `${APP}
const fabric = Fabric.infiniband({ resourceName: 'rdma/ib' });
const cluster = new Cluster(app, 'h100', {
  release: Release.DYNAMO_1_4,
  kubernetes: KubernetesVersion.V1_34,
  pools: [NodePool.hgxH100('gpu', { nodes: 4, fabric }), NodePool.cpu('general', { nodes: 2 })],
});
const chart = new Chart(cluster, 'llama', { namespace: 'inference' });
const model = workload.Model.huggingFace('RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic');
`;

const CLAIMS = `${APP}
const slices = NodePool.hgxH100('slices', { nodes: 4, gpuAllocation: GpuAllocation.CLAIMS });
const cluster = new Cluster(app, 'h100', { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_36, pools: [slices, NodePool.cpu('general', { nodes: 2 })] });
const chart = new Chart(cluster, 'small', { namespace: 'inference' });
const model = workload.Model.huggingFace('Qwen/Qwen3-0.6B');
`;

const GRAPH = `${CHART}
const graph = new serving.DynamoGraph(chart, 'dsr1', { engine: workload.Engine.vllm(), model });
graph.addFrontend();
`;

const SCHEDULING = CHART.replace('pools: [rack, general] });', 'pools: [rack, general], topologyAwareScheduling: true, autoMnnvl: true, kaiGpuSharing: true });');

const AUTOMATIC = CHART.replace('pools: [rack, general] });', 'pools: [rack, general], autoMnnvl: true });');

const END = '\napp.synth();\n';

export interface Prelude {
  readonly before: string;
  readonly after: string;
}

export const PRELUDES: { readonly [name: string]: Prelude } = {
  /** Imports. */
  imports: { before: IMPORTS, after: '' },
  /** Imports and an app. */
  app: { before: APP, after: END },
  /** A chart on a GB200 rack, with a model. */
  chart: { before: CHART, after: END },
  /** The same, where Grove places by topology and makes NVLink domains, and KAI shares GPUs. */
  scheduling: { before: SCHEDULING, after: END },
  /** A chart on a GB200 rack where Grove makes NVLink domains by itself, with a model. */
  automatic: { before: AUTOMATIC, after: END },
  /** A chart on HGX H100 nodes with InfiniBand, with a model. */
  hgx: { before: HGX, after: END },
  /** A chart on HGX H100 nodes whose GPUs are handed out as claims, with a model. */
  claims: { before: CLAIMS, after: END },
  /** A graph with a frontend in the chart on the rack. */
  graph: { before: GRAPH, after: END },
  /** A release line. */
  release: { before: `${IMPORTS}\nconst release = Release.DYNAMO_1_4;\n`, after: '' },
};
