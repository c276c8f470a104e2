import { Chart, Duration } from 'cdk8s';
import { GpuAllocation, NodePool } from '../../lib/cluster';
import {
  GangOrder, JobFailureAction, JobFailureReason, JobProgress, JobSet, JobSetProps, JobSetRestart, Queue, ReplicatedJobProps, Topology, TopologyLevel,
  TopologyPlacement,
} from '../../lib/deployment';
import { ComputeDomain, GpuClaimTemplate, GpuRequest } from '../../lib/infrastructure';
import { Parallelism, Preemptibility } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, RACK } from '../support/cluster';
import { madeOf, namesOf } from '../support/expansion';

const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };

function setIn(chart: Chart, props: JobSetProps = {}): JobSet {
  return new JobSet(chart, 'train', props);
}

const job = (set: JobSet, name: string, props: Partial<ReplicatedJobProps> = {}) => set.addJob(name, { podSpec: POD, ...props });
const jobsOf = (chart: Chart) => manifestOf(chart, 'JobSet').spec.replicatedJobs;
const podOf = (chart: Chart, i: number) => jobsOf(chart)[i].template.spec.template;

describe('JobSet', () => {
  test('the smallest use: one Job of one pod', () => {
    const chart = chartOn();
    job(setIn(chart), 'main');
    expect(manifestOf(chart, 'JobSet')).toEqual({
      apiVersion: 'jobset.x-k8s.io/v1alpha2',
      kind: 'JobSet',
      metadata: { name: 'train', namespace: 'inference' },
      spec: { replicatedJobs: [{ name: 'main', replicas: 1, template: { spec: { parallelism: 1, completions: 1, template: { spec: POD } } } }] },
    });
  });

  test('the fullest use', () => {
    const chart = chartOn();
    const set = setIn(chart, {
      name: 'quantize',
      maxRestarts: 3,
      restart: JobSetRestart.BLOCKING_RECREATE,
      subdomain: 'ranks',
      publishNotReadyAddresses: false,
      exclusiveLevel: TopologyLevel.zone(),
      suspended: true,
      ttlAfterFinished: Duration.hours(1),
      overrides: { metadata: { annotations: { note: 'x' } }, spec: { managedBy: 'kueue.x-k8s.io/multikueue' } },
    });
    const ranks = job(set, 'ranks', {
      parallelism: Parallelism.of({ tensor: 16 }),
      replicas: 2,
      completions: 8,
      retries: 0,
      activeDeadline: Duration.days(1),
      exclusiveLevel: TopologyLevel.rack(),
      labels: { app: 'ranks' },
      overrides: { groupName: 'gpu' },
    });
    const driver = job(set, 'driver', { pool: CPU });
    ranks.startsAfter(driver);
    set.succeedsWithAny(driver);
    set.addFailureRule('hostMaintenance', {
      action: JobFailureAction.RESTART_UNCOUNTED, jobs: [ranks], reasons: [JobFailureReason.POD_FAILURE_POLICY], messagePatterns: ['.*maintenance.*'],
    });
    set.addFailureRule('others', { action: JobFailureAction.FAIL });
    new ComputeDomain(chart, 'nvlink').attach(ranks);
    new Queue(chart, 'queue').grant(set, { priorityClassName: 'train', preemptibility: Preemptibility.PREEMPTIBLE });
    expect(manifestOf(chart, 'JobSet')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
    expect([ranks.nodes, ranks.gpuNodes, set.gpuNodes, set.gpuPools]).toEqual([4, 8, 8, [RACK]]);
  });

  test('names are those that the controllers make', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const ranks = job(set, 'ranks', { replicas: 2, nodes: 2 });
    const made = [manifestOf(chart, 'JobSet')];
    const pods = madeOf('Pod', made);
    expect(pods.map(({ spec }) => spec.hostname)).toEqual([0, 1].flatMap((index) => [0, 1].map((pod) => ranks.hostname(index, pod))));
    expect(pods.map(({ spec }) => spec.subdomain)).toEqual(Array(4).fill(set.subdomain));
    expect(namesOf(madeOf('Service', made))).toEqual([set.subdomain]);
    expect(ranks.dnsName(1, 1)).toBe('train-ranks-1-1.train.inference.svc.cluster.local');
    expect(set.dnsNameOf('ranks', 1, 1)).toBe(ranks.dnsName(1, 1));
    expect(() => ranks.hostname(2)).toThrow('cluster/chart/train/ranks: job: 2 - there are 2, counted from 0');
    expect(() => ranks.dnsName(0, 2)).toThrow('pod: 2');
  });

  test('a subdomain is where the pods are found', () => {
    const chart = chartOn();
    const ranks = job(setIn(chart, { subdomain: 'mesh' }), 'ranks');
    expect(ranks.dnsName()).toBe('train-ranks-0-0.mesh.inference.svc.cluster.local');
    const none = chartOn();
    const hidden = job(setIn(none, { hostnames: false }), 'ranks');
    expect(manifestOf(none, 'JobSet').spec.network).toEqual({ enableDNSHostnames: false });
    expect(() => hidden.dnsName()).toThrow('cluster/chart/train: hostnames: false - the pods have no DNS names');
  });

  test('Jobs stand after those that they wait for, else by name, whatever the order of statements', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const [b, c, a] = ['b', 'c', 'a'].map((name) => job(set, name));
    a.startsAfter(c, JobProgress.COMPLETE);
    b.startsAfter(a);
    b.startsAfter(c);
    expect(jobsOf(chart).map(({ name, dependsOn }: any) => [name, dependsOn])).toEqual([
      ['c', undefined],
      ['a', [{ name: 'c', status: 'Complete' }]],
      ['b', [{ name: 'a', status: 'Ready' }, { name: 'c', status: 'Ready' }]],
    ]);
  });

  test('Jobs in order stand as they are declared', () => {
    const chart = chartOn();
    const set = setIn(chart, { order: GangOrder.IN_ORDER });
    ['b', 'a'].forEach((name) => job(set, name));
    expect(jobsOf(chart).map(({ name }: any) => name)).toEqual(['b', 'a']);
    expect(manifestOf(chart, 'JobSet').spec.startupPolicy).toEqual({ startupPolicyOrder: 'InOrder' });
  });

  describe('a queue', () => {
    test('on every level: the set for KAI, and all pods', () => {
      const chart = chartOn();
      const set = setIn(chart);
      ['a', 'b'].forEach((name) => job(set, name));
      new Queue(chart, 'queue').grant(set);
      const labels = { 'kai.scheduler/queue': 'queue' };
      expect(manifestOf(chart, 'JobSet').metadata).toEqual({ name: 'train', namespace: 'inference', labels });
      for (const i of [0, 1]) expect(podOf(chart, i)).toMatchObject({ metadata: { labels }, spec: { schedulerName: 'kai-scheduler' } });
    });

    test.each([true, false])('KAI does not wait for Jobs that are not there yet (granted first: %s)', (first) => {
      const chart = chartOn();
      const set = setIn(chart);
      const grant = () => new Queue(chart, 'queue').grant(set);
      if (first) grant();
      const [a, b, c] = ['a', 'b', 'c'].map((name) => job(set, name));
      c.startsAfter(a);
      c.startsAfter(b);
      if (!first) grant();
      expect(manifestOf(chart, 'JobSet').metadata.annotations).toEqual({ 'kai.scheduler/batch-min-member': '2' });
    });

    test.each<[string, JobSetProps, Partial<ReplicatedJobProps>, object | undefined]>([
      ['of the set', { exclusiveLevel: TopologyLevel.zone() }, { nodes: 2 }, { 'kai.scheduler/batch-min-member': '1' }],
      ['of a Job', {}, { nodes: 2, exclusiveLevel: TopologyLevel.zone() }, {
        'kai.scheduler/batch-min-member': '1', 'alpha.jobset.sigs.k8s.io/exclusive-topology': 'topology.kubernetes.io/zone',
      }],
      ['of Jobs of one pod', { exclusiveLevel: TopologyLevel.zone() }, {}, undefined],
      ['of none', {}, { nodes: 2 }, undefined],
    ])('KAI does not wait for pods that JobSet makes one by one: domains of their own %s', (_, props, jobProps, annotations) => {
      const chart = chartOn();
      const set = setIn(chart, props);
      job(set, 'ranks', jobProps);
      new Queue(chart, 'queue').grant(set);
      expect(jobsOf(chart)[0].template.metadata?.annotations).toEqual(annotations);
    });

    test('what the user says of the gang stays', () => {
      const chart = chartOn();
      const set = setIn(chart, { overrides: { metadata: { annotations: { 'kai.scheduler/batch-min-member': '1' } } } });
      const [a, b, c] = ['a', 'b', 'c'].map((name) => job(set, name));
      c.startsAfter(a);
      b.startsAfter(a);
      new Queue(chart, 'queue').grant(set);
      expect(manifestOf(chart, 'JobSet').metadata.annotations).toEqual({ 'kai.scheduler/batch-min-member': '1' });
    });

    test('is one', () => {
      const chart = chartOn();
      const set = setIn(chart);
      new Queue(chart, 'one').grant(set);
      expect(() => new Queue(chart, 'two').grant(set)).toThrow("cluster/chart/train: queues 'one' and 'two'");
    });
  });

  test('a domain of NVLink: of the whole set, or of some Jobs', () => {
    const chart = chartOn();
    const set = setIn(chart);
    job(set, 'ranks', { nodes: 2, gpus: 4 });
    job(set, 'driver', { pool: CPU });
    new ComputeDomain(chart, 'nvlink').attach(set);
    expect(podOf(chart, 1).spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }]);
    expect(podOf(chart, 0).spec.resourceClaims).toBeUndefined();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('GPUs as claims, of the pool or of the user', () => {
    const claims = NodePool.hgxH100('claims', { nodes: 4, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([claims]);
    const set = setIn(chart);
    job(set, 'a', { gpus: 8 });
    new GpuClaimTemplate(chart, 'slices', { requests: [GpuRequest.gpu()] }).attach(job(set, 'b', { pool: claims }));
    expect(podOf(chart, 0).spec.resourceClaims).toEqual([{ name: 'gpus', resourceClaimTemplateName: 'train-a-gpus' }]);
    expect(podOf(chart, 1).spec.resourceClaims).toEqual([expect.objectContaining({ resourceClaimTemplateName: 'slices' })]);
    expect(set.gpuNodes).toBe(2);
  });

  test('near to each other, by a topology of KAI: the set as a whole', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const ranks = job(set, 'ranks');
    const topology = Topology.fromTopologyName(chart, 'racks', 'racks', [TopologyLevel.rack()]);
    topology.pack(set, TopologyPlacement.required('rack'));
    expect(manifestOf(chart, 'JobSet').metadata.annotations).toEqual({
      'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': 'nvidia.com/gpu.clique',
    });
    expect(() => topology.pack(ranks, TopologyPlacement.required('rack'))).toThrow("cluster/chart/train/ranks: relation 'topology' - it is with the whole set");
  });

  test('Jobs over several nodes of a rack without an NVLink domain are a finding, and what no pool can hold', () => {
    const chart = chartOn();
    const set = setIn(chart);
    job(set, 'a', { nodes: 2, gpus: 4 });
    job(set, 'b', { parallelism: Parallelism.of({ tensor: 6 }) });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('CD-07'), expect.stringContaining('DGD-22')]);
  });

  test.each<[string, JobSetProps, string]>([
    ['a name that is no Service', { name: '1a' }, "name: '1a' - the Service of its pods has the name"],
    ['a subdomain that is none', { subdomain: 'a.b' }, "subdomain: 'a.b'"],
    ['restarts below 0', { maxRestarts: -1 }, 'maxRestarts: -1'],
    ['half a second', { ttlAfterFinished: Duration.millis(500) }, 'ttlAfterFinished in seconds: 0.5'],
    ['something else than metadata and spec', { overrides: { status: {} } }, 'overrides.status - a JobSet has the objects metadata and spec'],
  ])('%s is refused', (_, props, message) => {
    expect(() => setIn(chartOn(), props)).toThrow(`cluster/chart/train: ${message}`);
  });

  test.each<[string, Partial<ReplicatedJobProps>, string]>([
    ['no Job', { replicas: 0 }, 'replicas: 0'],
    ['fewer completions than pods', { nodes: 2, completions: 1 }, 'completions: 1 of 2 pods at a time - a Job makes no more pods than it needs'],
    ['a hostname of the user\'s own', { podSpec: { ...POD, hostname: 'a' } }, 'podSpec.hostname - the Job controller writes it itself'],
    ['a subdomain of the user\'s own', { podSpec: { ...POD, subdomain: 'a' } }, 'podSpec.subdomain - JobSet writes it itself'],
    ['pods without end', { podSpec: { ...POD, restartPolicy: 'Always' } }, "podSpec.restartPolicy: 'Always' - a Job takes OnFailure and Never"],
    ['retries below 0', { retries: -1 }, 'retries: -1'],
    ['nodes beside parallelism', { nodes: 2, parallelism: Parallelism.of({ tensor: 8 }) }, 'nodes and parallelism'],
  ])('%s is refused', (_, props, message) => {
    expect(() => job(setIn(chartOn()), 'ranks', props)).toThrow(`cluster/chart/train/ranks: ${message}`);
  });

  test('names of pods fit', () => {
    const long = 'a'.repeat(47);
    expect(() => job(setIn(chartOn()), long)).not.toThrow();
    expect(() => job(setIn(chartOn()), `${long}a`)).toThrow(`'train-${long}a-0-0-abcde' - a pod would have such a name`);
    expect(() => job(setIn(chartOn()), 'A')).toThrow("'train-A-0-0-abcde'");
  });

  test('Jobs are told apart, and do not wait for themselves', () => {
    const set = setIn(chartOn());
    const [a, b] = ['a', 'b'].map((name) => job(set, name));
    expect(() => job(set, 'a')).toThrow("cluster/chart/train: 'a' twice");
    b.startsAfter(a);
    expect(() => a.startsAfter(b)).toThrow("cluster/chart/train/a: startsAfter 'b' - 'b' waits for 'a' itself");
    expect(() => a.startsAfter(a)).toThrow("'a' waits for 'a' itself");
    expect(() => b.startsAfter(a, JobProgress.COMPLETE)).toThrow("startsAfter 'a' Ready and Complete - a Job waits for another once");
    const other = job(setIn(chartOn()), 'other');
    expect(() => a.startsAfter(other)).toThrow("startsAfter 'other' - it is part of another JobSet");
    expect(() => set.succeedsWithAny(other)).toThrow("'other' - it is part of another JobSet");
    expect(() => set.addFailureRule('rule', { action: JobFailureAction.FAIL, jobs: [other] })).toThrow("'other'");
  });

  test('a Job waits for five at most, and for none where the set is in order', () => {
    const set = setIn(chartOn());
    const last = job(set, 'last');
    const wait = () => ['a', 'b', 'c', 'd', 'e', 'f'].forEach((name) => last.startsAfter(job(set, name)));
    expect(wait).toThrow('6 Jobs to wait for - JobSet allows 5');
    const ordered = setIn(chartOn(), { order: GangOrder.IN_ORDER });
    const [a, b] = ['a', 'b'].map((name) => job(ordered, name));
    expect(() => b.startsAfter(a)).toThrow('the set starts its Jobs in the order in which they are declared');
  });

  test('success is decided once, by names of rules that JobSet takes', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const a = job(set, 'a');
    set.succeedsWithAll(a);
    expect(manifestOf(chart, 'JobSet').spec.successPolicy).toEqual({ operator: 'All', targetReplicatedJobs: ['a'] });
    expect(() => set.succeedsWithAny()).toThrow('success decided twice');
    set.addFailureRule('a', { action: JobFailureAction.RESTART });
    expect(() => set.addFailureRule('a', { action: JobFailureAction.RESTART })).toThrow("failure rule 'a' twice");
    expect(() => set.addFailureRule('1st', { action: JobFailureAction.RESTART })).toThrow("failure rule '1st' - not letters, digits");
  });
});
