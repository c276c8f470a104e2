import { Chart } from 'cdk8s';
import { GpuAllocation, NodePool } from '../../lib/cluster';
import { LeaderWorkerSet, LeaderWorkerSetProps, Queue, Topology, TopologyLevel, TopologyPlacement } from '../../lib/deployment';
import { ComputeDomain } from '../../lib/infrastructure';
import { Parallelism, Preemptibility } from '../../lib/workload';
import { chartOn, findingsOf, manifestOf, RACK } from '../support/cluster';
import { madeOf } from '../support/expansion';

const POD = { containers: [{ name: 'engine', image: 'example.com/a:1' }] };

function setIn(chart: Chart, props: Partial<LeaderWorkerSetProps> = {}): LeaderWorkerSet {
  return new LeaderWorkerSet(chart, 'engine', { podSpec: POD, ...props.parallelism ? {} : { nodes: 2 }, ...props });
}

describe('LeaderWorkerSet', () => {
  test('the smallest use: pods of one kind, as many as nodes', () => {
    const chart = chartOn();
    setIn(chart);
    expect(manifestOf(chart, 'LeaderWorkerSet')).toEqual({
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      metadata: { name: 'engine', namespace: 'inference' },
      spec: { replicas: 1, leaderWorkerTemplate: { size: 2, workerTemplate: { spec: POD } } },
    });
  });

  test('the fullest use', () => {
    const chart = chartOn();
    const set = setIn(chart, {
      name: 'r1',
      replicas: 3,
      parallelism: Parallelism.of({ tensor: 16 }),
      leaderPodSpec: { ...POD, hostNetwork: true },
      leaderFirst: true,
      exclusiveLevel: TopologyLevel.zone(),
      labels: { app: 'r1' },
      overrides: { spec: { rolloutStrategy: { type: 'RollingUpdate' } } },
    });
    new ComputeDomain(chart, 'nvlink').attach(set);
    new Queue(chart, 'queue').grant(set, { priorityClassName: 'train', preemptibility: Preemptibility.PREEMPTIBLE });
    expect(manifestOf(chart, 'LeaderWorkerSet')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
    expect([set.nodes, set.gpuNodes, set.gpuPools]).toEqual([4, 12, [RACK]]);
  });

  test('names are those that the controller makes', () => {
    const chart = chartOn();
    const set = setIn(chart, { replicas: 2, nodes: 3 });
    const pods = madeOf('Pod', [manifestOf(chart, 'LeaderWorkerSet')]);
    expect(pods.map(({ spec }) => spec.hostname)).toEqual([0, 1].flatMap((group) => [0, 1, 2].map((pod) => set.podName(group, pod))));
    const worker = pods.find(({ spec }) => spec.hostname === set.podName(1, 2));
    const address = worker.spec.containers[0].env.find(({ name }: any) => `$(${name})` === LeaderWorkerSet.LEADER_ADDRESS).value;
    expect(set.dnsName(1)).toBe(`${address}.svc.cluster.local`);
    expect(() => set.podName(2)).toThrow('cluster/chart/engine: group: 2 - there are 2, counted from 0');
    expect(() => set.dnsName(0, 3)).toThrow('pod: 3');
  });

  test('GPUs as claims: one template for leader and workers', () => {
    const claims = NodePool.hgxH100('claims', { nodes: 4, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([claims]);
    setIn(chart, { gpus: 8, leaderPodSpec: POD });
    const { leaderTemplate, workerTemplate } = manifestOf(chart, 'LeaderWorkerSet').spec.leaderWorkerTemplate;
    expect(leaderTemplate).toEqual(workerTemplate);
    expect(workerTemplate.spec.resourceClaims).toEqual([{ name: 'gpus', resourceClaimTemplateName: 'engine-gpus' }]);
    expect(manifestOf(chart, 'ResourceClaimTemplate').metadata.name).toBe('engine-gpus');
  });

  test('near to each other, by a topology of KAI', () => {
    const chart = chartOn();
    Topology.fromTopologyName(chart, 'racks', 'racks', [TopologyLevel.rack()]).pack(setIn(chart), TopologyPlacement.required('rack'));
    expect(manifestOf(chart, 'LeaderWorkerSet').metadata.annotations).toEqual({
      'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': 'nvidia.com/gpu.clique',
    });
  });

  test('engines over several nodes of a rack without an NVLink domain are a finding', () => {
    const chart = chartOn();
    setIn(chart, { gpus: 4 });
    expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-07: an engine over several nodes of pool 'rack' without an NVLink domain")]);
  });

  test('what no pool can hold is a finding', () => {
    const chart = chartOn();
    setIn(chart, { parallelism: Parallelism.of({ tensor: 6 }) });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('DGD-22')]);
  });

  test('argument errors', () => {
    const chart = chartOn();
    expect(() => setIn(chart, { name: '1a' })).toThrow("cluster/chart/engine: name: '1a' - the Service of its pods has the name");
    expect(() => new LeaderWorkerSet(chart, 'b', { podSpec: POD })).toThrow('cluster/chart/b: neither nodes nor parallelism');
    expect(() => new LeaderWorkerSet(chart, 'c', { podSpec: POD, nodes: 2, replicas: -1 })).toThrow('replicas: -1');
    expect(() => new LeaderWorkerSet(chart, 'longer', { name: 'a'.repeat(50), podSpec: POD, nodes: 2, replicas: 11 })).toThrow(
      `cluster/chart/longer: name: '${'a'.repeat(50)}' - StatefulSets are named after it, the last one '${'a'.repeat(50)}-10', and no pods are made for names beyond 52 characters. Fix: shorten it by 1`,
    );
    expect(() => new LeaderWorkerSet(chart, 'long', { name: 'a'.repeat(50), podSpec: POD, nodes: 2, replicas: 10 })).not.toThrow();
    const set = new LeaderWorkerSet(chart, 'd', { podSpec: POD, nodes: 2 });
    new Queue(chart, 'one').grant(set);
    expect(() => new Queue(chart, 'two').grant(set)).toThrow("cluster/chart/d: queues 'one' and 'two'");
  });
});
