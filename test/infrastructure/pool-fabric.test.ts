import { ApiObject, Chart, Size } from 'cdk8s';
import { Fabric, NodePool } from '../../lib/cluster';
import { JobSet, LeaderWorkerSet, MpiJob, PodCliqueSet } from '../../lib/deployment';
import { PoolFabric } from '../../lib/infrastructure';
import { KvTransfer } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism, Workload } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf } from '../support/cluster';

const IB = NodePool.hgxH100('ib', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) });
const ROCE = NodePool.hgxH200('roce', { nodes: 4, fabric: Fabric.roce({ resourceName: 'nvidia.com/rail', networks: ['networks/rail-a', 'rail-b@net2'] }) });
const BARE = NodePool.hgxH100('bare', { nodes: 4 });
const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };

/** What the fabric is in a pod. */
function rdmaOf({ metadata, spec }: any, container = 0) {
  const { resources, securityContext, env } = spec.containers[container];
  return {
    limits: resources?.limits, capabilities: securityContext?.capabilities?.add, addressType: env?.find(({ name }: any) => name === 'UCX_IB_ADDR_TYPE')?.value, annotations: metadata?.annotations,
  };
}

const onIb = (gpus: number) => ({
  limits: { 'nvidia.com/gpu': `${gpus}`, 'rdma/ib': `${gpus}` }, capabilities: ['IPC_LOCK'], addressType: 'eth', annotations: undefined,
});
const NOTHING = { limits: undefined, capabilities: undefined, addressType: undefined, annotations: undefined };

describe('PoolFabric', () => {
  test('gives the roles of a PodCliqueSet the RDMA of their own pools, before or after they are added', () => {
    const chart = chartOn([IB, ROCE, CPU]);
    const set = new PodCliqueSet(chart, 'set');
    PoolFabric.rdma().attach(set);
    set.addRole('prefill', { podSpec: POD, gpus: 4, pool: IB });
    set.addRole('decode', { podSpec: POD, gpus: 2, pool: ROCE });
    set.addRole('router', { podSpec: POD, pool: CPU });
    const [prefill, decode, router] = manifestOf(chart, 'PodCliqueSet').spec.template.cliques.map(({ annotations, spec }: any) => (
      rdmaOf({ metadata: { annotations }, spec: spec.podSpec })
    ));
    expect(prefill).toEqual(onIb(4));
    expect(decode).toMatchObject({ limits: { 'nvidia.com/gpu': '2', 'nvidia.com/rail': '2' }, annotations: { 'k8s.v1.cni.cncf.io/networks': 'networks/rail-a,rail-b@net2' } });
    expect(router).toEqual(NOTHING);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('or to one role', () => {
    const chart = chartOn([IB, CPU]);
    const set = new PodCliqueSet(chart, 'set');
    const a = set.addRole('aa', { podSpec: POD, gpus: 1 });
    set.addRole('b', { podSpec: POD, gpus: 1 });
    PoolFabric.rdma().attach(a);
    const [one, other] = manifestOf(chart, 'PodCliqueSet').spec.template.cliques.map(({ spec }: any) => spec.podSpec);
    expect(rdmaOf({ spec: one })).toEqual(onIb(1));
    expect(rdmaOf({ spec: other })).toMatchObject({ limits: { 'nvidia.com/gpu': '1' }, capabilities: undefined });
  });

  test('to leader and workers of a LeaderWorkerSet', () => {
    const chart = chartOn([IB]);
    PoolFabric.rdma().attach(new LeaderWorkerSet(chart, 'engine', { podSpec: POD, leaderPodSpec: POD, nodes: 2, gpus: 8 }));
    const { leaderTemplate, workerTemplate } = manifestOf(chart, 'LeaderWorkerSet').spec.leaderWorkerTemplate;
    expect([leaderTemplate, workerTemplate].map((template) => rdmaOf(template))).toEqual([onIb(8), onIb(8)]);
  });

  test('to the workers of an MPIJob, and to Jobs of a JobSet', () => {
    const chart = chartOn([IB]);
    PoolFabric.rdma().attach(new MpiJob(chart, 'solve', { podSpec: POD, launcherPodSpec: POD, nodes: 2, gpus: 8 }));
    const { Launcher, Worker } = manifestOf(chart, 'MPIJob').spec.mpiReplicaSpecs;
    expect(rdmaOf(Worker.template)).toEqual(onIb(8));
    expect(rdmaOf(Launcher.template)).toEqual(NOTHING);
    const set = new JobSet(chart, 'train');
    set.addJob('driver', { podSpec: POD });
    PoolFabric.rdma().attach(set.addJob('ranks', { podSpec: POD, nodes: 2, gpus: 8 }));
    const [driver, ranks] = manifestOf(chart, 'JobSet').spec.replicatedJobs.map(({ template }: any) => rdmaOf(template.spec.template));
    expect([driver, ranks]).toEqual([NOTHING, onIb(8)]);
  });

  test('to any object, once its pool is known', () => {
    const deployment = (chart: Chart) => new ApiObject(chart, 'web', {
      apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] } } },
    });
    const chart = chartOn([IB]);
    const workload = Workload.fromApiObject(deployment(chart));
    PoolFabric.rdma().attach(workload);
    workload.requestGpus(2);
    expect(rdmaOf(manifestOf(chart, 'Deployment').spec.template)).toEqual(onIb(2));
    const bare = chartOn([BARE]);
    PoolFabric.rdma().attach(Workload.fromApiObject(deployment(bare), { pool: BARE }));
    expect(findingsOf(bare)).toEqual([expect.stringContaining("POOL-04: relation 'fabric' - it is for pods with GPUs")]);
    Workload.fromApiObject(bare.node.findChild('web')).requestGpus(1);
    expect(findingsOf(bare)).toEqual([expect.stringContaining("POOL-05: RDMA on pool 'bare' without a fabric")]);
  });

  test('what a Dynamo component is given by it is what KvTransfer gives', () => {
    const graphOn = (kvTransfer: KvTransfer, attach: boolean) => {
      const chart = chartOn([IB, CPU]);
      const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('a/b'), kvTransfer });
      graph.addFrontend();
      const parallelism = Parallelism.of({ tensor: 4 });
      const components = [graph.addPrefill('prefill', { parallelism }), graph.addDecode('decode', { parallelism })];
      if (attach) components.forEach((component) => PoolFabric.rdma().attach(component));
      return manifestOf(chart, 'DynamoGraphDeployment');
    };
    expect(graphOn(KvTransfer.engineDefault(), true)).toEqual(graphOn(KvTransfer.rdma(), false));
    expect(graphOn(KvTransfer.rdma(), true)).toEqual(graphOn(KvTransfer.rdma(), false));
  });

  test.each<[string, NodePool | undefined, string]>([
    ['a pool without a fabric', BARE, "POOL-05: RDMA on pool 'bare' without a fabric - the extended resource"],
    ['a pool that is not known', undefined, 'POOL-05: RDMA on a pool that is not known'],
  ])('%s is a finding', (_, pool, message) => {
    const chart = chartOn([BARE]);
    const containers = [{ ...POD.containers[0], resources: { limits: { 'nvidia.com/gpu': '1' } } }];
    PoolFabric.rdma().attach(new LeaderWorkerSet(chart, 'engine', { podSpec: { containers }, nodes: 1, pool }));
    expect(findingsOf(chart)).toEqual([expect.stringContaining(message)]);
  });

  test('a network that Multus would not read is refused', () => {
    expect(() => Fabric.roce({ resourceName: 'rdma/a', networks: ['a b'] })).toThrow("Fabric roce: network 'a b' - not [namespace/]name[@interface]");
  });
});

describe('sharedMemory', () => {
  test('is a volume in memory at /dev/shm', () => {
    const chart = chartOn([IB]);
    new LeaderWorkerSet(chart, 'engine', { podSpec: POD, nodes: 1, sharedMemory: Size.gibibytes(16) });
    const { volumes, containers: [{ volumeMounts }] } = manifestOf(chart, 'LeaderWorkerSet').spec.leaderWorkerTemplate.workerTemplate.spec;
    expect(volumes).toEqual([{ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: '16Gi' } }]);
    expect(volumeMounts).toEqual([{ name: 'shared-memory', mountPath: '/dev/shm' }]);
  });

  test('in all pods of a role over several nodes, and in workers of a job', () => {
    const chart = chartOn([IB]);
    const sharedMemory = Size.gibibytes(1);
    new PodCliqueSet(chart, 'set').addMultiNodeRole('engine', { podSpec: POD, nodes: 2, sharedMemory });
    new MpiJob(chart, 'solve', { podSpec: POD, launcherPodSpec: POD, nodes: 2, sharedMemory });
    new JobSet(chart, 'train').addJob('ranks', { podSpec: POD, sharedMemory });
    const { Launcher, Worker } = manifestOf(chart, 'MPIJob').spec.mpiReplicaSpecs;
    const pods = [
      ...manifestOf(chart, 'PodCliqueSet').spec.template.cliques.map(({ spec }: any) => spec.podSpec),
      manifestOf(chart, 'JobSet').spec.replicatedJobs[0].template.spec.template.spec, Worker.template.spec, Launcher.template.spec,
    ];
    expect(pods.map(({ volumes }) => volumes?.length)).toEqual([1, 1, 1, 1, undefined]);
  });

  test('a mount of the user\'s own beside it is refused', () => {
    const podSpec = { containers: [{ ...POD.containers[0], volumeMounts: [{ name: 'shm', mountPath: '/dev/shm' }] }] };
    expect(() => new LeaderWorkerSet(chartOn([IB]), 'engine', { podSpec, nodes: 1, sharedMemory: Size.gibibytes(1) })).toThrow(
      'cluster/chart/engine: sharedMemory beside a mount at /dev/shm',
    );
  });
});
