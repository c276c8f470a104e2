import { Chart, Duration, Testing } from 'cdk8s';
import { Admission } from '../../lib/app/admission';
import { Cluster, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import {
  ClaimScope, GangScaling, GangUpdate, JobFailureAction, JobSet, JobSetRestart, LeaderWorkerSet, MpiJob, PodCliqueSet, PriorityClass, Queue,
  SharedClaim, Topology, TopologyLevel, TopologyPlacement,
} from '../../lib/deployment';
import { ComputeDomain, GroveNvlinkGroup } from '../../lib/infrastructure';
import { Parallelism } from '../../lib/workload';

const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };
const GENERAL = NodePool.cpu('general', { nodes: 2 });

function chartOn(release: Release): Chart {
  const cluster = new Cluster(Testing.app(), 'cluster', {
    release, kubernetes: KubernetesVersion.V1_34, pools: [NodePool.gb200Nvl72('rack', { racks: 1 }), GENERAL], topologyAwareScheduling: true, autoMnnvl: true,
  });
  return new Chart(cluster, 'chart', { namespace: 'inference' });
}

const found = (chart: Chart) => Admission.check(chart).findings.map(({ rule, message, path }) => `${rule} ${path}: ${message}`);

describe.each([['1.4', Release.DYNAMO_1_4], ['1.5', Release.DYNAMO_1_5]])('what the constructs make is admitted by the rules of release %s', (_, release) => {
  test('a PodCliqueSet with everything', () => {
    const chart = chartOn(release);
    const topology = new Topology(chart, 'nvl72', { levels: [TopologyLevel.zone(), TopologyLevel.rack(), TopologyLevel.host()] });
    const set = new PodCliqueSet(chart, 'r1', {
      topology,
      placement: TopologyPlacement.required('zone'),
      terminationDelay: Duration.minutes(15),
      update: GangUpdate.ON_DELETE,
      priorityClass: new PriorityClass(chart, 'serving', { value: 90 }),
    });
    const router = set.addRole('router', { podSpec: POD, pool: GENERAL, replicas: 2, minimum: 1, scaling: GangScaling.onCpu(80, { min: 1, max: 4 }) });
    const engine = set.addMultiNodeRole('engine', {
      podSpec: POD, parallelism: Parallelism.of({ tensor: 8 }), replicas: 3, minimum: 2, placement: TopologyPlacement.required('rack'), scaling: GangScaling.onCpu(80, { max: 4 }),
    });
    router.startsAfter(engine);
    set.shareClaim(SharedClaim.of('nic', { requests: [{ name: 'nic', exactly: { deviceClassName: 'nic.example.com' } }] }), ClaimScope.PER_REPLICA, router);
    new ComputeDomain(chart, 'nvlink').attach(engine);
    new Queue(chart, 'queue', { guarantee: { gpus: 32 } }).grant(set);
    expect(found(chart)).toEqual([]);
  });

  test("a set in Grove's own NVLink domains", () => {
    const chart = chartOn(release);
    const topology = new Topology(chart, 'nvl72', { levels: [TopologyLevel.rack()] });
    const set = new PodCliqueSet(chart, 'r1', { topology, placement: TopologyPlacement.required('rack') });
    set.addMultiNodeRole('engine', { podSpec: POD, nodes: 2, gpus: 4 });
    GroveNvlinkGroup.of('kv').attach(set);
    new Queue(chart, 'queue', { guarantee: { gpus: 8 } }).grant(set);
    expect(found(chart)).toEqual([]);
  });

  test('a LeaderWorkerSet', () => {
    const chart = chartOn(release);
    const set = new LeaderWorkerSet(chart, 'engine', { podSpec: POD, parallelism: Parallelism.of({ tensor: 8 }), replicas: 2, leaderFirst: true });
    new ComputeDomain(chart, 'nvlink').attach(set);
    new Topology(chart, 'racks', { levels: [TopologyLevel.rack()], grove: false }).pack(set, TopologyPlacement.required('rack'));
    new Queue(chart, 'queue', { guarantee: { gpus: 16 } }).grant(set);
    expect(found(chart)).toEqual([]);
  });

  test('an MPIJob', () => {
    const chart = chartOn(release);
    const job = new MpiJob(chart, 'solve', { podSpec: POD, launcherPodSpec: POD, parallelism: Parallelism.of({ tensor: 8 }), launcherPool: GENERAL });
    new ComputeDomain(chart, 'nvlink').attach(job);
    new Topology(chart, 'racks', { levels: [TopologyLevel.rack()], grove: false }).pack(job, TopologyPlacement.required('rack'));
    new Queue(chart, 'queue', { guarantee: { gpus: 8 } }).grant(job);
    expect(found(chart)).toEqual([]);
  });

  test('a JobSet', () => {
    const chart = chartOn(release);
    const set = new JobSet(chart, 'train', { maxRestarts: 3, restart: JobSetRestart.BLOCKING_RECREATE, exclusiveLevel: TopologyLevel.rack() });
    const driver = set.addJob('driver', { podSpec: POD, pool: GENERAL });
    const ranks = set.addJob('ranks', { podSpec: POD, parallelism: Parallelism.of({ tensor: 8 }) });
    ranks.startsAfter(driver);
    set.succeedsWithAny(driver);
    set.addFailureRule('fatal', { action: JobFailureAction.FAIL, jobs: [driver] });
    new ComputeDomain(chart, 'nvlink').attach(ranks);
    new Queue(chart, 'queue', { guarantee: { gpus: 8 } }).grant(set);
    expect(found(chart)).toEqual([]);
  });
});
