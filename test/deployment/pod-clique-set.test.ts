import { ApiObject, Chart, Duration } from 'cdk8s';
import { GpuAllocation, NodePool } from '../../lib/cluster';
import {
  CliqueRoleProps, GangOrder, GangScaling, GangUpdate, GroveScheduler, PodCliqueSet, PodCliqueSetProps, PriorityClass, Queue, ScalingGroup, Topology,
  TopologyLevel, TopologyPlacement,
} from '../../lib/deployment';
import { CliquePlacement, ComputeDomain, GpuClaimTemplate, GpuRequest, GroveNvlinkGroup, MigProfile } from '../../lib/infrastructure';
import { Parallelism, Preemptibility } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf, RACK } from '../support/cluster';
import { madeOf, namesOf } from '../support/expansion';

const POD = { containers: [{ name: 'main', image: 'example.com/a:1' }] };
const LEVELS = [TopologyLevel.zone(), TopologyLevel.rack(), TopologyLevel.host()];

function setIn(chart: Chart, props: PodCliqueSetProps = {}): PodCliqueSet {
  return new PodCliqueSet(chart, 'set', props);
}

const specOf = (chart: Chart) => manifestOf(chart, 'PodCliqueSet').spec;
const cliqueOf = (chart: Chart, name: string) => specOf(chart).template.cliques.find((clique: any) => clique.name === name);
const groupOf = (chart: Chart, name: string) => specOf(chart).template.podCliqueScalingGroups.find((group: any) => group.name === name);
const cliqueNames = (chart: Chart) => specOf(chart).template.cliques.map(({ name }: any) => name);

describe('PodCliqueSet', () => {
  test('the smallest use: one role, on KAI, one copy', () => {
    const chart = chartOn();
    setIn(chart).addRole('web', { podSpec: POD });
    expect(manifestOf(chart, 'PodCliqueSet')).toMatchSnapshot();
  });

  test('the fullest use', () => {
    const chart = chartOn();
    const topology = new Topology(chart, 'nvl72', { levels: LEVELS });
    const set = setIn(chart, {
      name: 'r1',
      replicas: 2,
      topology,
      placement: TopologyPlacement.required('zone'),
      terminationDelay: Duration.minutes(15),
      update: GangUpdate.ON_DELETE,
      priorityClass: new PriorityClass(chart, 'serving', { value: 90 }),
      labels: { app: 'r1' },
      annotations: { team: 'a' },
      overrides: { spec: { template: { headlessServiceConfig: { publishNotReadyAddresses: false } } } },
    });
    const router = set.addRole('router', {
      podSpec: POD,
      pool: CPU,
      replicas: 2,
      minimum: 1,
      scaling: GangScaling.onCpu(80, { min: 1, max: 4 }),
      labels: { role: 'router' },
      overrides: { spec: { podSpec: { terminationGracePeriodSeconds: 5 } } },
    });
    const engine = set.addMultiNodeRole('engine', {
      podSpec: POD,
      leaderPodSpec: { ...POD, hostNetwork: true },
      parallelism: Parallelism.of({ tensor: 8 }),
      replicas: 3,
      minimum: 2,
      placement: TopologyPlacement.required('rack'),
      scaling: GangScaling.onMetrics([{ type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value' } } }], { max: 4 }),
      leaderFirst: true,
      groupAnnotations: { note: 'engine' },
    });
    router.startsAfter(engine);
    new ComputeDomain(chart, 'nvlink').attach(engine);
    new Queue(chart, 'queue').grant(set, { preemptibility: Preemptibility.PREEMPTIBLE });
    expect(manifestOf(chart, 'PodCliqueSet')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('the scheduler of another install, or none', () => {
    const chart = chartOn();
    new PodCliqueSet(chart, 'a', { scheduler: GroveScheduler.VOLCANO }).addRole('web', { podSpec: POD });
    new PodCliqueSet(chart, 'b', { scheduler: GroveScheduler.OPERATOR_DEFAULT }).addRole('web', { podSpec: POD });
    expect(manifestsOf(chart, 'PodCliqueSet').map((set) => set.spec.template.cliques[0].spec.podSpec.schedulerName)).toEqual(['volcano', undefined]);
  });

  test('without roles it is a finding', () => {
    const chart = chartOn();
    setIn(chart);
    expect(findingsOf(chart)).toEqual([expect.stringContaining('GRV-23: a PodCliqueSet without roles')]);
  });

  test('a scaling group without roles is one too', () => {
    const chart = chartOn();
    const set = setIn(chart);
    set.addRole('web', { podSpec: POD });
    set.addGroup('empty');
    expect(findingsOf(chart)).toEqual([expect.stringContaining('GRV-124: a scaling group without roles')]);
  });
});

describe('what Grove makes is predicted', () => {
  /** A set with everything that names depend on. */
  function built() {
    const chart = chartOn();
    const set = new PodCliqueSet(chart, 'r1', { replicas: 2 });
    const router = set.addRole('router', { podSpec: POD, replicas: 3, minimum: 2 });
    const engine = set.addMultiNodeRole('engine', { podSpec: POD, nodes: 4, gpus: 4, pool: RACK, replicas: 3, minimum: 2 });
    const pair = set.addGroup('pair');
    const [left, right] = ['left', 'right'].map((name) => pair.addRole(name, { podSpec: POD, replicas: 2 }));
    new ComputeDomain(chart, 'nvlink').attach(engine);
    return { chart, set, router, engine, pair, left, right, manifests: [manifestOf(chart, 'PodCliqueSet')] };
  }

  test('PodCliques, hostnames, DNS names and Services, as the expansion has them', () => {
    const { set, router, engine, left, right, manifests } = built();
    const everyPodClique = [0, 1].flatMap((replica) => [
      router.podCliqueName({ replica }),
      ...[0, 1, 2].flatMap((instance) => [engine.leader, engine.workers!].map((role) => role.podCliqueName({ replica, instance }))),
      ...[left, right].map((role) => role.podCliqueName({ replica })),
    ]);
    expect([...everyPodClique].sort()).toEqual(namesOf(madeOf('PodClique', manifests)).sort());

    const pods = madeOf('Pod', manifests);
    const hostnames = pods.map(({ spec }) => spec.hostname);
    expect(hostnames).toContain(engine.workers!.hostname({ replica: 1, instance: 2, pod: 2 }));
    expect(hostnames).toContain(router.hostname({ pod: 2 }));
    const { hostname, subdomain } = pods.find(({ spec }) => spec.hostname === engine.leader.hostname({ instance: 1 })).spec;
    expect(engine.leader.dnsName({ instance: 1 })).toBe(`${hostname}.${subdomain}.inference.svc.cluster.local`);
    expect([0, 1].map((replica) => set.headlessServiceName(replica))).toEqual(namesOf(madeOf('Service', manifests)));
    expect(namesOf(madeOf('PodCliqueScalingGroup', manifests))).toContain(engine.scalingGroupName(1));
  });

  test('the leader address is that of the leader, once Kubernetes has filled it in', () => {
    const { engine, manifests } = built();
    const worker = madeOf('Pod', manifests).find(({ spec }) => spec.hostname === engine.workers!.hostname({ replica: 1, instance: 2 }));
    const labelOf = (fieldPath: string) => worker.metadata.labels[/'(.*)'/.exec(fieldPath)![1]];
    const variables = new Map<string, string>(worker.spec.containers[0].env.map(({ name, value, valueFrom }: any) => (
      [name, value ?? labelOf(valueFrom.fieldRef.fieldPath)]
    )));
    const filled = engine.leaderAddress.replace(/\$\((\w+)\)/g, (_, name) => variables.get(name)!);
    expect(filled).toBe(engine.leader.dnsName({ replica: 1, instance: 2 }));
  });

  test('gangs: pods, minimums and GPUs', () => {
    const { set, manifests } = built();
    expect(set.gangPlan).toEqual({
      replicas: 2,
      base: { pods: 15, minimumPods: 14, gpus: 32, minimumGpus: 32 },
      scaled: [{ group: 'engine', count: 1, pods: 4, minimumPods: 4, gpus: 16, minimumGpus: 16 }],
      pods: 38,
      gpus: 96,
    });
    const gangs = madeOf('PodGang', manifests);
    const count = (gang: any, of: (group: any) => number) => gang.spec.podgroups.reduce((sum: number, group: any) => sum + of(group), 0);
    const [base] = gangs.filter(({ metadata }) => metadata.name === 'r1-0');
    expect([count(base, ({ podReferences }) => podReferences.length), count(base, ({ minReplicas }) => minReplicas)]).toEqual([15, 14]);
    expect(gangs).toHaveLength(4);
    expect(madeOf('Pod', manifests)).toHaveLength(38);
  });

  test('nodes with GPUs', () => {
    const { set, engine, router } = built();
    expect([set.gpuNodes, engine.gpuNodes, engine.leader.gpuNodes, router.gpuNodes]).toEqual([24, 24, 6, 0]);
    expect(set.gpuPools).toEqual([RACK]);
  });

  test('a position that is not there is refused', () => {
    const { router, engine, set } = built();
    expect(() => router.hostname({ pod: 3 })).toThrow('cluster/chart/r1/router: pod: 3 - there are 3, counted from 0. Fix: use 0 to 2');
    expect(() => router.hostname({ instance: 1 })).toThrow('instance: 1 - there are 1');
    expect(() => engine.leader.dnsName({ instance: 3 })).toThrow('instance: 3');
    expect(() => engine.leader.dnsName({ replica: 2 })).toThrow('replica: 2');
    expect(() => set.headlessServiceName(-1)).toThrow('replica: -1');
  });
});

describe('a role over several nodes', () => {
  test('nodes and GPUs follow from parallelism and pool, leader and workers have the same pods', () => {
    const chart = chartOn();
    const engine = setIn(chart).addMultiNodeRole('engine', { podSpec: POD, parallelism: Parallelism.of({ tensor: 16 }) });
    new ComputeDomain(chart, 'nvlink').attach(engine);
    expect(engine.nodes).toBe(4);
    const [leader, workers] = ['ldr-engine', 'wkr-engine'].map((name) => cliqueOf(chart, name).spec);
    expect([leader.replicas, workers.replicas]).toEqual([1, 3]);
    expect(leader.podSpec).toEqual(workers.podSpec);
    expect(leader.podSpec.containers[0].resources.limits).toEqual({ 'nvidia.com/gpu': '4' });
    expect(groupOf(chart, 'engine')).toEqual({ name: 'engine', cliqueNames: ['ldr-engine', 'wkr-engine'] });
  });

  test('one node has no workers', () => {
    const chart = chartOn();
    const engine = setIn(chart).addMultiNodeRole('engine', { podSpec: POD, parallelism: Parallelism.of({ tensor: 4 }) });
    expect([engine.nodes, engine.workers]).toEqual([1, undefined]);
    expect(cliqueNames(chart)).toEqual(['ldr-engine']);
  });

  test('on NVLink across nodes without a domain NCCL aborts', () => {
    const chart = chartOn();
    setIn(chart).addMultiNodeRole('engine', { podSpec: POD, nodes: 2, gpus: 4, pool: RACK });
    const finding = 'CD-07: an engine over several nodes of pool \'rack\' without an NVLink domain';
    expect(findingsOf(chart)).toEqual([expect.stringMatching(new RegExp(`/engine/ldr-engine\\] ${finding}`))]);
  });

  test('unless NCCL is told not to use it', () => {
    const chart = chartOn();
    const podSpec = { containers: [{ name: 'main', env: [{ name: 'NCCL_MNNVL_ENABLE', value: '0' }] }] };
    setIn(chart).addMultiNodeRole('engine', { podSpec, nodes: 2, gpus: 4, pool: RACK });
    expect(findingsOf(chart)).toEqual([]);
  });

  test('one of nodes and parallelism', () => {
    const set = setIn(chartOn());
    expect(() => set.addMultiNodeRole('a', { podSpec: POD })).toThrow('cluster/chart/set/a: neither nodes nor parallelism - one of them says how many nodes a copy has');
    expect(() => set.addMultiNodeRole('b', { podSpec: POD, nodes: 2, parallelism: Parallelism.NONE })).toThrow('cluster/chart/set/b: nodes and parallelism');
    expect(() => set.addMultiNodeRole('c', { podSpec: POD, gpus: 2, parallelism: Parallelism.NONE })).toThrow('gpus: 2 beside parallelism');
  });

  test('what no pool can hold is reported once', () => {
    const chart = chartOn();
    setIn(chart).addMultiNodeRole('engine', { podSpec: POD, parallelism: Parallelism.of({ tensor: 6 }) });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('DGD-22: tensor 6 = 6 GPUs')]);
  });
});

describe('GPUs of a role', () => {
  const hgx = NodePool.hgxH100('hgx', { nodes: 2 });
  const claims = NodePool.hgxH100('claims', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });

  test('are limits or a claim, as the pool hands them out, with its nodes', () => {
    const chart = chartOn([hgx, claims]);
    const set = setIn(chart);
    set.addRole('plain', { podSpec: POD, gpus: 2, pool: hgx });
    set.addRole('claimed', { podSpec: POD, gpus: 2, pool: claims });
    expect(cliqueOf(chart, 'plain').spec.podSpec).toMatchObject({
      nodeSelector: hgx.nodeLabels, tolerations: [{ key: 'nvidia.com/gpu' }], containers: [{ resources: { limits: { 'nvidia.com/gpu': '2' } } }],
    });
    expect(cliqueOf(chart, 'claimed').spec.podSpec).toMatchObject({
      resourceClaims: [{ name: 'gpus', resourceClaimTemplateName: 'set-claimed-gpus' }], containers: [{ resources: { claims: [{ name: 'gpus' }] } }],
    });
    expect(manifestOf(chart, 'ResourceClaimTemplate').spec.spec.devices.requests).toEqual([{ name: 'gpus', exactly: { deviceClassName: 'gpu.nvidia.com', count: 2 } }]);
  });

  test('without a pool the only one that fits is taken', () => {
    const chart = chartOn();
    const role = setIn(chart).addRole('engine', { podSpec: POD, gpus: 2 });
    expect(role.gpuPools).toEqual([RACK]);
  });

  test('several pools that fit are a finding', () => {
    const chart = chartOn([hgx, claims]);
    setIn(chart).addRole('engine', { podSpec: POD, gpus: 2 });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('POOL-01: 2 GPUs - several pools fit: hgx, claims. Fix: name one: give the role pool')]);
  });

  test('are asked for once', () => {
    const podSpec = { containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': 1 } } }] };
    expect(() => setIn(chartOn()).addRole('engine', { podSpec, gpus: 1 })).toThrow('cluster/chart/set/engine: gpus: 1 beside nvidia.com/gpu in the pod spec');
  });

  test('are not mixed on a pool', () => {
    const chart = chartOn([claims]);
    setIn(chart).addRole('engine', { podSpec: { containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': 1 } } }] }, pool: claims });
    expect(findingsOf(chart)).toEqual([expect.stringContaining("DRA-20: GPUs among the resources of a container on pool 'claims'")]);
  });

  test('come from a claim template too', () => {
    const chart = chartOn([claims]);
    const role = setIn(chart).addRole('small', { podSpec: POD, pool: claims });
    new GpuClaimTemplate(chart, 'slice', { requests: [GpuRequest.mig(MigProfile.of('1g.10gb'))] }).attach(role);
    expect(role.gpusPerPod).toBe(1);
    expect(cliqueOf(chart, 'small').spec.podSpec.resourceClaims).toEqual([{ name: 'slice', resourceClaimTemplateName: 'slice' }]);
  });
});

describe('queues', () => {
  test('the queue is on the set and on each clique, for both generations of Grove, whatever comes first', () => {
    const chart = chartOn();
    const set = setIn(chart);
    set.addRole('before', { podSpec: POD });
    new Queue(chart, 'queue').grant(set, { priorityClassName: 'inference', preemptibility: Preemptibility.NON_PREEMPTIBLE });
    set.addRole('later', { podSpec: POD });
    const { metadata, spec } = manifestOf(chart, 'PodCliqueSet');
    expect(metadata.labels).toEqual({ 'kai.scheduler/queue': 'queue', 'kai.scheduler/preemptibility': 'non-preemptible' });
    expect(spec.template.priorityClassName).toBe('inference');
    for (const clique of spec.template.cliques) {
      expect(clique.labels).toEqual({ 'kai.scheduler/queue': 'queue' });
      expect(clique.spec.podSpec.schedulerName).toBe('kai-scheduler');
    }
  });

  test('one queue, one priority, on KAI', () => {
    const chart = chartOn();
    const set = setIn(chart, { priorityClass: PriorityClass.fromPriorityClassName(chart, 'train', 'train') });
    const queue = new Queue(chart, 'queue');
    expect(() => queue.grant(set, { priorityClassName: 'inference' })).toThrow("priority classes 'train' and 'inference' - a set has one");
    queue.grant(set);
    const other = new PodCliqueSet(chart, 'twice');
    queue.grant(other, { priorityClassName: 'train' });
    queue.grant(other);
    expect(() => queue.grant(other, { priorityClassName: 'inference' })).toThrow("priority classes 'train' and 'inference'");
    expect(() => new Queue(chart, 'other').grant(set)).toThrow("cluster/chart/set: queues 'queue' and 'other'");
    expect(() => queue.grant(new PodCliqueSet(chart, 'volcano', { scheduler: GroveScheduler.VOLCANO }))).toThrow("queue 'queue' of KAI - the pods are scheduled by Volcano");
  });
});

describe('NVLink domains', () => {
  test('attached to the set, a group or a role: only pods with GPUs of it join', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const group = set.addGroup('engines');
    set.addRole('router', { podSpec: POD });
    const prefill = group.addRole('prefill', { podSpec: POD, gpus: 4, pool: RACK });
    group.addRole('decode', { podSpec: POD, gpus: 4, pool: RACK });
    const one = new ComputeDomain(chart, 'one');
    one.attach(prefill);
    const joined = () => specOf(chart).template.cliques.filter((clique: any) => clique.spec.podSpec.resourceClaims).map(({ name }: any) => name);
    expect(joined()).toEqual(['prefill']);
    one.attach(group);
    expect(joined()).toEqual(['prefill', 'decode']);
    one.attach(set);
    expect(joined()).toEqual(['prefill', 'decode']);
    expect(one.attachedNodes).toBe(2);
  });

  test("Grove's automatic domains instead, never both", () => {
    const chart = chartOn();
    const set = setIn(chart);
    set.addRole('engine', { podSpec: POD, gpus: 4, pool: RACK });
    GroveNvlinkGroup.of('kv').attach(set);
    expect(cliqueOf(chart, 'engine').annotations).toEqual({ 'grove.io/mnnvl-group': 'kv' });
    new ComputeDomain(chart, 'nvlink').attach(set);
    expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-15: claim of nvlink-channel and Grove's NVLink group 'kv'")]);
  });

  test('where NVLink ends at the node', () => {
    const hgx = NodePool.hgxH100('hgx', { nodes: 2 });
    const chart = chartOn([hgx]);
    const set = setIn(chart);
    set.addRole('engine', { podSpec: POD, gpus: 8 });
    new ComputeDomain(chart, 'nvlink').attach(set);
    expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-08: an NVLink domain on pool 'hgx'")]);
  });

  test('a topology of KAI is not read on a set', () => {
    const chart = chartOn();
    const set = setIn(chart);
    expect(() => new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.topology('racks') }).attach(set)).toThrow('by a topology of KAI - Grove hands placement on to KAI');
    const role = set.addRole('engine', { podSpec: POD, gpus: 4 });
    expect(() => new ComputeDomain(chart, 'other', { placement: CliquePlacement.exclusiveGroups() }).attach(role)).toThrow('it is with the whole set, not with one part of it');
  });
});

describe('the order of starting', () => {
  test('roles that start after others make it explicit; a group counts with all its roles', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const [store, web] = ['store', 'web'].map((name) => set.addRole(name, { podSpec: POD }));
    const engine = set.addMultiNodeRole('engine', { podSpec: POD, nodes: 2, leaderFirst: true });
    web.startsAfter(engine);
    engine.startsAfter(store);
    expect(specOf(chart).template.cliqueStartupType).toBe('CliqueStartupTypeExplicit');
    expect(['ldr-engine', 'wkr-engine', 'store', 'web'].map((name) => cliqueOf(chart, name).spec.startsAfter))
      .toEqual([['store'], ['ldr-engine', 'store'], undefined, ['ldr-engine', 'wkr-engine']]);
  });

  test('in order of declaration, each after the one before', () => {
    const chart = chartOn();
    const set = setIn(chart, { order: GangOrder.IN_ORDER });
    for (const name of ['a', 'engine', 'bb']) set.addRole(name, { podSpec: POD });
    expect(specOf(chart).template.cliqueStartupType).toBe('CliqueStartupTypeInOrder');
    expect(cliqueNames(chart)).toEqual(['a', 'engine', 'bb']);
    expect(() => set.roles[0].startsAfter(set.roles[1])).toThrow("cluster/chart/set/a: startsAfter 'engine' - the set starts its roles in the order in which they are declared");
  });

  test('circles and strangers are refused', () => {
    const chart = chartOn();
    const set = setIn(chart);
    const [a, b, c] = ['a', 'b', 'c'].map((name) => set.addRole(name, { podSpec: POD }));
    b.startsAfter(a);
    c.startsAfter(b);
    expect(() => a.startsAfter(c)).toThrow("cluster/chart/set/a: startsAfter 'c' - 'c' waits for 'a' itself");
    expect(() => a.startsAfter(a)).toThrow("'a' waits for 'a' itself");
    expect(() => a.startsAfter(new PodCliqueSet(chart, 'other').addRole('x', { podSpec: POD }))).toThrow('it is part of another PodCliqueSet');
  });
});

describe('topology', () => {
  function packed(chart: Chart, placement?: TopologyPlacement): PodCliqueSet {
    return setIn(chart, { topology: Topology.fromTopologyName(chart, 'theirs', 'cluster-topology', LEVELS), placement });
  }

  test('of the set, a group, a role: each names the topology', () => {
    const chart = chartOn();
    const set = packed(chart, TopologyPlacement.required('zone'));
    const group = set.addGroup('group', { placement: TopologyPlacement.within('rack', 'host') });
    group.addRole('web', { podSpec: POD, placement: TopologyPlacement.required('host') });
    const named = (pack: object) => ({ topologyName: 'cluster-topology', pack });
    expect(specOf(chart).template.topologyConstraint).toEqual(named({ required: 'zone' }));
    expect(groupOf(chart, 'group').topologyConstraint).toEqual(named({ required: 'rack', preferred: 'host' }));
    expect(cliqueOf(chart, 'web').topologyConstraint).toEqual(named({ required: 'host' }));
  });

  test('refuses what the webhook refuses', () => {
    const chart = chartOn();
    const placement = TopologyPlacement.required('rack');
    expect(() => new PodCliqueSet(chart, 'none', { placement })).toThrow('cluster/chart/none: a placement without a topology');
    const set = packed(chart, placement);
    expect(() => set.addRole('a', { podSpec: POD, placement: TopologyPlacement.preferred('shelf') })).toThrow("level 'shelf' - the levels of topology 'cluster-topology' are zone, rack, host");
    expect(() => set.addRole('swapped', { podSpec: POD, placement: TopologyPlacement.within('host', 'rack') })).toThrow("level 'rack' preferred within 'host'");
    expect(() => set.addRole('b', { podSpec: POD, placement: TopologyPlacement.required('zone') })).toThrow("required level 'zone' - broader than 'rack' of what it is part of (GRV-11)");
    const group = set.addGroup('group', { placement: TopologyPlacement.within('rack', 'host') });
    expect(() => group.addRole('c', { podSpec: POD, placement: TopologyPlacement.preferred('rack') })).toThrow("preferred level 'rack' - broader than 'host'");
  });
});

describe('names', () => {
  const role = (set: PodCliqueSet | ScalingGroup, name: string, props: Partial<CliqueRoleProps> = {}) => (
    set.addRole(name, { podSpec: POD, ...props })
  );

  test('roles are sorted, so that none is taken for another whose name ends with its own', () => {
    const chart = chartOn();
    const set = setIn(chart);
    for (const name of ['worker', 'prefill-worker', 'router']) role(set, name);
    expect(cliqueNames(chart)).toEqual(['prefill-worker', 'router', 'worker']);
    const pods = madeOf('Pod', [manifestOf(chart, 'PodCliqueSet')]).map(({ metadata }) => metadata.labels['grove.io/podclique']);
    expect(pods).toEqual(['set-0-prefill-worker', 'set-0-router', 'set-0-worker']);
  });

  test('where the order is fixed they are refused', () => {
    const set = setIn(chartOn(), { order: GangOrder.IN_ORDER });
    role(set, 'worker');
    expect(() => role(set, 'prefill-worker')).toThrow("role 'worker' before 'prefill-worker' - Grove takes the first role of the list whose name ends that of a PodClique");
  });

  test('leaders and workers of two roles are told apart even then', () => {
    const set = setIn(chartOn(), { order: GangOrder.IN_ORDER });
    set.addMultiNodeRole('worker', { podSpec: POD, nodes: 2 });
    expect(() => set.addMultiNodeRole('prefill-worker', { podSpec: POD, nodes: 2 })).not.toThrow();
  });

  test('a name that reaches into the number of a replica', () => {
    const set = setIn(chartOn());
    role(set, 'worker');
    expect(() => role(set, '7-worker')).toThrow("role '7-worker' before 'worker'");
    const other = setIn(chartOn());
    role(other, 'gpu-7');
    expect(() => role(other, 'gpu-8')).not.toThrow();
  });

  test('names that Grove would make twice', () => {
    const set = setIn(chartOn());
    role(set.addGroup('g'), 'c');
    expect(() => role(set, 'g-3-c')).toThrow('with the numbers of replicas Grove makes the same names of both');
  });

  test.each<[string, (set: PodCliqueSet) => unknown, string]>([
    ['a role twice', (set) => { role(set, 'a'); role(set, 'a'); }, "cluster/chart/set: 'a' twice"],
    ['a role twice, once in a group', (set) => { role(set, 'a'); role(set.addGroup('g'), 'a'); }, "cluster/chart/set/g/a: role 'a' twice"],
    ['a role like a group', (set) => { set.addGroup('a'); role(set, 'a'); }, "cluster/chart/set: 'a' twice - roles and scaling groups of a set have different names"],
    ['one roleName twice', (set) => { role(set, 'a'); role(set, 'b', { roleName: 'a' }); }, "cluster/chart/set/b: roleName 'a' twice"],
    ['a dot', (set) => role(set, 'a.b'), "cluster/chart/set/a.b: role 'a.b' - it becomes part of hostnames, so it must be a DNS label (GRV-03)"],
    ['a group with a dot', (set) => set.addGroup('a.b'), "scaling group 'a.b'"],
    ['more than 45 characters', (set) => role(set, 'a'.repeat(43)), "names 'set', '" + 'a'.repeat(43) + "' - 1 more than the 45 characters"],
    ['more than 45 with a group', (set) => role(set.addGroup('g'.repeat(20)), 'a'.repeat(23)), '1 more than the 45 characters'],
    ['a role without a set above it', (set) => new ScalingGroup(new Chart(set, 'chart'), 'g') && new ScalingGroup(chartOn(), 'g'), 'no PodCliqueSet above it'],
  ])('%s', (_, build, message) => {
    expect(() => build(setIn(chartOn()))).toThrow(message);
  });

  test('45 characters fit', () => {
    expect(() => role(setIn(chartOn()), 'a'.repeat(42))).not.toThrow();
  });

  test.each(['a.b', '1a', 'Set'])('the set is not named %s', (name) => {
    expect(() => setIn(chartOn(), { name })).toThrow(`cluster/chart/set: name: '${name}' - it begins the names of Services`);
  });
});

describe('numbers', () => {
  test.each<[string, (set: PodCliqueSet) => unknown, string]>([
    ['no pods', (set) => set.addRole('a', { podSpec: POD, replicas: 0 }), 'replicas: 0'],
    ['more needed than there are', (set) => set.addRole('a', { podSpec: POD, replicas: 2, minimum: 3 }), 'minimum: 3 of 2 pods'],
    ['more copies needed than there are', (set) => set.addGroup('a', { replicas: 2, minimum: 3 }), 'minimum: 3 of 2 copies'],
    ['scaled below the minimum', (set) => set.addRole('a', { podSpec: POD, replicas: 3, scaling: GangScaling.onCpu(80, { min: 2, max: 4 }) }), 'scaling with min: 2 - the gang needs 3'],
    ['scaled to less than there is', (set) => set.addGroup('a', { replicas: 3, scaling: GangScaling.onCpu(80, { min: 1, max: 2 }) }), 'scaling with max: 2 - fewer than the replicas, 3'],
    ['most below fewest', (set) => set.addGroup('a', { replicas: 1, scaling: GangScaling.onCpu(80, { min: 3, max: 2 }) }), 'max: 2 - fewer than min, 3'],
    ['a role of a group scaled by itself', (set) => set.addGroup('g').addRole('a', { podSpec: POD, scaling: GangScaling.onCpu(80, { max: 2 }) }), "the group is scaled as a whole (GRV-08). Fix: give the scaling to the group 'g'"],
    ['no metrics', () => GangScaling.onMetrics([], { max: 2 }), 'GangScaling: no metrics'],
    ['fields that Grove refuses', (set) => set.addRole('a', { podSpec: { ...POD, nodeName: 'n' } }), 'podSpec.nodeName - Grove refuses it (GRV-10)'],
    ['fields that Grove writes', (set) => set.addRole('a', { podSpec: { ...POD, hostname: 'n' } }), 'podSpec.hostname - Grove writes it itself (GRV-10)'],
    ['a fragment that is no object', (set) => set.addRole('a', { podSpec: POD, overrides: [] }), 'overrides: []'],
    ['a delay of no time', (set) => new PodCliqueSet(Chart.of(set), 'other', { terminationDelay: Duration.seconds(0) }), 'terminationDelay: 0s - Grove refuses none'],
  ])('%s', (_, build, message) => {
    expect(() => build(setIn(chartOn()))).toThrow(message);
  });
});

test('a set is patched as any object', () => {
  const chart = chartOn();
  const set = setIn(chart, { overrides: { metadata: { labels: { a: 'b' } } } });
  set.addRole('web', { podSpec: POD });
  ApiObject.of(set).metadata.addAnnotation('c', 'd');
  expect(manifestOf(chart, 'PodCliqueSet').metadata).toMatchObject({ labels: { a: 'b' }, annotations: { c: 'd' } });
});
