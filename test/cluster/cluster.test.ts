import { App, Chart, Testing } from 'cdk8s';
import { Admission } from '../../lib/app/admission';
import { Cluster, Fabric, GpuAllocation, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { findingsOf } from '../../lib/cluster/private/synth-checks';
import { KvTransfer } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism } from '../../lib/workload';
import { CPU, manifestOf, RACK } from '../support/cluster';

const props = { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [RACK] };

describe('Cluster', () => {
  test('is found from anything below it, and only from there', () => {
    const app: App = Testing.app();
    const cluster = new Cluster(app, 'cluster', props);
    const chart = new Chart(cluster, 'chart');
    expect(Cluster.of(new Chart(chart, 'inner'))).toBe(cluster);
    expect(Cluster.of(cluster)).toBe(cluster);
    const outside = new Chart(app, 'outside');
    expect(Cluster.ofOrUndefined(outside)).toBeUndefined();
    expect(() => Cluster.of(outside)).toThrow('outside: no Cluster above it - node counts, GPU limits, fabrics and versions follow from the cluster. '
      + "Fix: create the chart below one: new Chart(new Cluster(app, 'cluster', { release, kubernetes, pools }), 'my-chart')");
  });

  test('DRA-08: limits become claims from Kubernetes 1.36 on', () => {
    const found = (gpuAllocation: GpuAllocation, kubernetes: KubernetesVersion) => {
      const cluster = new Cluster(Testing.app(), 'cluster', { ...props, kubernetes, pools: [NodePool.hgxH100('h100', { nodes: 1, gpuAllocation }), RACK] });
      return findingsOf(cluster).map(({ rule, severity, value }) => `${severity} ${rule} ${value}`);
    };
    expect(found(GpuAllocation.extendedResource(), KubernetesVersion.V1_35)).toEqual(["warning DRA-08 extendedResource() of pool 'h100' on Kubernetes 1.35"]);
    expect(found(GpuAllocation.extendedResource(), KubernetesVersion.V1_36)).toEqual([]);
    expect(found(GpuAllocation.CLAIMS, KubernetesVersion.V1_35)).toEqual([]);
  });

  test('refuses to be nested, to have no pools, or two of one name', () => {
    const app: App = Testing.app();
    const cluster = new Cluster(app, 'outer', props);
    expect(() => new Cluster(cluster, 'inner', props)).toThrow('outer/inner: a Cluster inside a Cluster');
    expect(() => new Cluster(app, 'empty', { ...props, pools: [] })).toThrow('empty: pools: [] - nothing can run without nodes');
    expect(() => new Cluster(app, 'twice', { ...props, pools: [CPU, NodePool.cpu('general', { nodes: 9 })] })).toThrow("twice: two pools 'general'");
  });

  test('one function on two clusters: the same names, each with the nodes and the fabric of its own', () => {
    const app: App = Testing.app();
    const gb200 = new Cluster(app, 'gb200', { ...props, pools: [RACK, CPU] });
    const h100 = new Cluster(app, 'h100', {
      ...props, pools: [NodePool.hgxH100('gpu', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) }), CPU],
    });
    const [rack, hgx] = [gb200, h100].map((cluster) => {
      const chart = new Chart(cluster, 'serving', { namespace: 'inference' });
      const graph = new DynamoGraph(chart, 'chat', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
      graph.addFrontend();
      graph.addPrefill('prefill', { parallelism: Parallelism.of({ tensor: 4 }) });
      graph.addDecode('decode', { parallelism: Parallelism.of({ tensor: 16 }) });
      return chart;
    });

    const decodeOf = (chart: Chart) => manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === 'decode');
    expect(manifestOf(rack, 'DynamoGraphDeployment').metadata).toEqual(manifestOf(hgx, 'DynamoGraphDeployment').metadata);

    expect(decodeOf(rack).multinode).toEqual({ nodeCount: 4 });
    expect(decodeOf(rack).podTemplate.spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'chat-nvlink-channel' }]);
    expect(decodeOf(rack).podTemplate.spec.containers[0].resources).toEqual({ limits: { 'nvidia.com/gpu': '4' }, claims: [{ name: 'compute-domain-channel' }] });
    expect(manifestOf(rack, 'ComputeDomain').spec.channel.resourceClaimTemplate.name).toBe('chat-nvlink-channel');

    expect(decodeOf(hgx).multinode).toEqual({ nodeCount: 2 });
    expect(decodeOf(hgx).podTemplate.spec.resourceClaims).toBeUndefined();
    expect(decodeOf(hgx).podTemplate.spec.containers[0].resources).toEqual({ limits: { 'nvidia.com/gpu': '8', 'rdma/ib': '8' } });
    expect(Testing.synth(hgx).map((manifest) => manifest.kind)).toEqual(['DynamoGraphDeployment']);
  });

  test('gives rules its release, its operators as the charts have them, and its nodes', () => {
    const app: App = Testing.app();
    const pools = [RACK, CPU];
    const plain = new Cluster(app, 'plain', { ...props, pools })._facts();
    expect(plain).toMatchObject({ release: props.release, kubernetes: props.kubernetes });
    expect(plain.operators).toEqual({
      grove: undefined,
      leaderWorkerSet: undefined,
      groveSchedulers: ['default-scheduler', 'kai-scheduler'],
      groveDefaultScheduler: 'default-scheduler',
      topologyAwareScheduling: false,
      autoMnnvl: false,
      kaiGpuSharing: false,
      checkpoints: false,
      gpuDiscovery: true,
      inferencePools: undefined,
    });
    expect(plain.pools.map(({ name, groups }) => [name, groups.length])).toEqual([['rack', 1], ['general', 1]]);
    const said = new Cluster(app, 'said', { ...props, pools, grove: false, checkpoints: true, gpuDiscovery: false, groveSchedulers: ['volcano'] })._facts();
    expect(said.operators).toMatchObject({ grove: false, checkpoints: true, gpuDiscovery: false, groveSchedulers: ['volcano'], kaiGpuSharing: false });
  });

  test.each([[undefined, true], [false, true], [true, false]])('a rule that needs to know an operator is judged: checkpoints %p', (checkpoints, isRefused) => {
    const chart = new Chart(new Cluster(Testing.app(), 'cluster', { ...props, checkpoints }), 'chart', { namespace: 'inference' });
    const graph = new DynamoGraph(chart, 'chat', {
      engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.engineDefault(),
    });
    graph.addFrontend();
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 4 }), overrides: { experimental: { checkpoint: { enabled: true, mode: 'Auto' } } } });
    const { errors, notEvaluated } = Admission.check(chart);
    expect(errors.map(({ message }) => message)).toEqual(isRefused ? ["checkpoints are off in the Dynamo operator's configuration"] : []);
    expect(notEvaluated).toEqual([]);
  });
});
