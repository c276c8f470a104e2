import { ApiObject, Chart } from 'cdk8s';
import { Admission } from '../../lib/app/admission';
import { GpuAllocation, KubernetesVersion, NodePool } from '../../lib/cluster';
import { findingsOf as severitiesOf } from '../../lib/cluster/private/synth-checks';
import { MpiJob, Queue } from '../../lib/deployment';
import { ChannelAllocation, CliquePlacement, ComputeDomain, GroveNvlinkGroup, NvlinkEnvironment } from '../../lib/infrastructure';
import { KvTransfer } from '../../lib/memory';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism, Workload } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf, RACK } from '../support/cluster';

function graphIn(chart: ReturnType<typeof chartOn>): DynamoGraph {
  const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.engineDefault() });
  graph.addFrontend();
  return graph;
}

describe('ComputeDomain', () => {
  test('writes numNodes 0, always, and the name by which pods join', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    expect(domain.claimTemplateName).toBe('nvlink-channel');
    expect(manifestOf(chart, 'ComputeDomain')).toEqual({
      apiVersion: 'resource.nvidia.com/v1beta1',
      kind: 'ComputeDomain',
      metadata: { name: 'nvlink', namespace: 'inference' },
      spec: { numNodes: 0, channel: { resourceClaimTemplate: { name: 'nvlink-channel' } } },
    });
  });

  test('both names can be given', () => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { name: 'rack', claimTemplateName: 'rack-imex' });
    expect(manifestOf(chart, 'ComputeDomain')).toMatchObject({
      metadata: { name: 'rack' }, spec: { channel: { resourceClaimTemplate: { name: 'rack-imex' } } },
    });
  });

  test('attaching writes both places of every GPU pod, and none of a pod without GPUs', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const graph = graphIn(chart);
    domain.attach(graph);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });

    const [worker, frontend] = ['worker', 'frontend'].map((name) => (
      manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === name).podTemplate.spec
    ));
    expect(worker.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }]);
    expect(worker.containers[0].resources.claims).toEqual([{ name: 'compute-domain-channel' }]);
    expect(worker.containers[0].env).toEqual([{ name: 'NCCL_CUMEM_ENABLE', value: '1' }, { name: 'NCCL_MNNVL_ENABLE', value: '1' }]);
    expect(frontend.resourceClaims).toBeUndefined();
    expect(frontend.containers[0].resources).toBeUndefined();
    expect(frontend.containers[0].env).toBeUndefined();
  });

  test('counts the nodes that its workloads occupy, a component of an attached graph once', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const graph = graphIn(chart);
    const worker = graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }), replicas: 3 });
    domain.attach(worker);
    expect(domain.attachedNodes).toBe(6);
    domain.attach(graph);
    domain.attach(graph);
    expect(domain.attachedNodes).toBe(6);
    expect(manifestOf(chart, 'ComputeDomain').spec.numNodes).toBe(0);
  });

  test('containers of the same pods are pods once', () => {
    const chart = chartOn();
    const containers = ['a', 'b'].map((name) => ({ name, resources: { limits: { 'nvidia.com/gpu': 2 } } }));
    const spec = { parallelism: 2, template: { spec: { containers } } };
    const job = new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' }, spec });
    const domain = new ComputeDomain(chart, 'nvlink');
    for (const { name } of containers) domain.attach(Workload.fromApiObject(job, { container: name }));
    expect(domain.attachedNodes).toBe(2);
  });

  test('a graph without workers is no member', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink');
    const graph = graphIn(chart);
    domain.attach(graph);
    const found = () => severitiesOf(domain).map(({ rule, severity, value }) => `${severity} ${rule} ${value}`);
    expect(found()).toEqual(["warning POOL-04 'cluster/chart/graph'"]);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    expect(found()).toEqual([]);
  });

  test('Kubernetes before 1.34 has claims off by default, and before 1.32 no driver: of a domain without a manifest here', () => {
    const on = (kubernetes: KubernetesVersion) => {
      const domain = ComputeDomain.fromComputeDomainName(chartOn([RACK], undefined, { kubernetes }), 'theirs', 'nvlink');
      return severitiesOf(domain).map(({ rule, severity = 'error', value }) => `${severity} ${rule} ${value}`);
    };
    expect(on(KubernetesVersion.V1_31)).toEqual(['error CD-25 a ComputeDomain on Kubernetes 1.31']);
    expect(on(KubernetesVersion.V1_33)).toEqual(['warning CD-25 a ComputeDomain on Kubernetes 1.33']);
    expect(on(KubernetesVersion.V1_34)).toEqual([]);
  });

  test.each([
    ['by its name', ComputeDomain.fromComputeDomainName, undefined, 'shared-channel'],
    ['by its claim template where that is named otherwise', ComputeDomain.fromComputeDomainName, { claimTemplateName: 'imex' }, 'imex'],
  ])('somebody else\'s domain is joined %s', (_, from, options, template) => {
    const chart = chartOn();
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    from(chart, 'theirs', 'shared', options).attach(graph);
    const worker = manifestOf(chart, 'DynamoGraphDeployment').spec.components.find((component: any) => component.name === 'worker');
    expect(worker.podTemplate.spec.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: template }]);
    expect(manifestsOf(chart, 'ComputeDomain')).toEqual([]);
  });
});

/** A Job whose pods have all four GPUs of a node. */
function jobIn(chart: Chart, pool?: NodePool): Workload {
  const container = { name: 'main', resources: { limits: { 'nvidia.com/gpu': 4 } } };
  const spec = { parallelism: 2, template: { spec: { containers: [container] } } };
  return Workload.fromApiObject(new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'job' }, spec }), { pool });
}

/** A PodCliqueSet of one clique whose pods have all four GPUs of a node. */
function cliquesIn(chart: Chart): Workload {
  const podSpec = { containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': 4 } } }] };
  const spec = { template: { cliques: [{ name: 'rank', spec: { replicas: 2, podSpec } }] } };
  return Workload.fromApiObject(new ApiObject(chart, 'set', { apiVersion: 'grove.io/v1alpha1', kind: 'PodCliqueSet', metadata: { name: 'set' }, spec }));
}

const podOf = (chart: Chart) => manifestOf(chart, 'Job').spec.template;

test('a name that no domain or template can have is refused where it is written', () => {
  expect(() => ComputeDomain.fromComputeDomainName(chartOn(), 'theirs', 'Rack_1')).toThrow("ComputeDomain 'theirs': name: 'Rack_1' - not a DNS subdomain");
  expect(() => ComputeDomain.fromComputeDomainName(chartOn(), 'theirs', 'rack', { claimTemplateName: '' })).toThrow("claimTemplateName: ''");
});

describe('where the pods of a domain run', () => {
  const CLIQUE = 'nvidia.com/gpu.clique';
  const MARK = { 'cdk8s-inference/nvlink-domain': 'nvlink-channel' };
  const TERM = { topologyKey: CLIQUE, labelSelector: { matchLabels: MARK } };
  const onClique = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: CLIQUE, operator: 'Exists' }] }] } };

  test.each<[string, CliquePlacement, object]>([
    ['anywhere', CliquePlacement.anywhere(), {}],
    ['together', CliquePlacement.together(), { affinity: { nodeAffinity: onClique, podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [TERM] } } }],
    ['together if they fit', CliquePlacement.preferTogether(50), {
      affinity: { nodeAffinity: onClique, podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm: TERM }] } },
    }],
    ['on one clique', CliquePlacement.onClique('uuid.1'), { nodeSelector: { [CLIQUE]: 'uuid.1' } }],
  ])('%s', (_, placement, expected) => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { placement }).attach(jobIn(chart));
    const { affinity, nodeSelector } = podOf(chart).spec;
    expect({ affinity, nodeSelector }).toEqual({ affinity: undefined, nodeSelector: undefined, ...expected });
    // Terms of pods select the label that the same relation writes.
    expect(podOf(chart).metadata?.labels).toEqual('affinity' in expected ? MARK : undefined);
  });

  test('a topology of KAI is with the object, not with its pods', () => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.topology('racks') }).attach(jobIn(chart));
    expect(manifestOf(chart, 'Job').metadata.annotations).toEqual({ 'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': CLIQUE });
    expect(podOf(chart).metadata).toBeUndefined();
  });

  test('CD-11: a topology of KAI counts for a job in a queue, and for no other; on a Deployment for none', () => {
    const rule = (granted: boolean, placement = CliquePlacement.topology('racks')) => {
      const chart = chartOn([NodePool.gb200Nvl72('rack', { racks: 2 }), CPU]);
      const podSpec = { containers: [{ name: 'main', image: 'example.com/a:1' }] };
      const job = new MpiJob(chart, 'job', { parallelism: Parallelism.of({ tensor: 16 }), podSpec, launcherPodSpec: podSpec });
      new ComputeDomain(chart, 'nvlink', { placement }).attach(job);
      if (granted) Queue.fromQueueName(chart, 'queue', 'team').grant(job);
      return Admission.check(chart).findings.filter((finding) => finding.rule === 'CD-11').map(({ severity, fix }) => `${severity}: ${fix}`);
    };
    expect(rule(true)).toEqual([]);
    const fix = /^warning: write schedulerName: kai-scheduler .*Queue\.grant\(\).*CliquePlacement\.together\(\)/;
    expect(rule(false)).toEqual([expect.stringMatching(fix)]);
    expect(rule(false, CliquePlacement.together())).toEqual([]);

    const chart = chartOn();
    const server = new ApiObject(chart, 'server', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec: { containers: [{ name: 'main' }] } } } });
    new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.topology('racks') }).attach(Workload.fromApiObject(server));
    expect(findingsOf(chart)).toContainEqual(expect.stringContaining('CD-11: CliquePlacement.topology()'));
  });

  test('exclusive groups are those of a LeaderWorkerSet; on anything else nobody reads the annotation', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.exclusiveGroups() });
    const workerTemplate = { spec: { containers: [{ name: 'main', resources: { limits: { 'nvidia.com/gpu': 4 } } }] } };
    const spec = { leaderWorkerTemplate: { size: 2, workerTemplate } };
    const groups = new ApiObject(chart, 'groups', { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', metadata: { name: 'groups' }, spec });
    domain.attach(Workload.fromApiObject(groups));
    expect(manifestOf(chart, 'LeaderWorkerSet').metadata.annotations).toEqual({ 'leaderworkerset.sigs.k8s.io/exclusive-topology': CLIQUE });
    domain.attach(jobIn(chart));
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/nvlink] CD-11: CliquePlacement.exclusiveGroups() for 'cluster/chart/job/Workload' - it says nothing to who places the pods of a Job, so nothing keeps them in one rack. Fix: use CliquePlacement.together()",
    ]);
  });

  test('Grove makes the groups of a PodCliqueSet, with constraints of its own', () => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.topology('racks') }).attach(cliquesIn(chart));
    expect(findingsOf(chart)).toEqual([expect.stringContaining('CD-11: CliquePlacement.topology()')]);
  });

  test('a clique and a topology are names that the cluster can have', () => {
    for (const clique of ['', 'not a clique']) expect(() => CliquePlacement.onClique(clique)).toThrow(`CliquePlacement: clique '${clique}' - not the value of a label`);
    expect(() => CliquePlacement.topology('')).toThrow("CliquePlacement: topology: '' - not a DNS subdomain");
  });

  test('a topology of KAI is refused where Grove decides, on the graph and on its components', () => {
    const chart = chartOn();
    const domain = new ComputeDomain(chart, 'nvlink', { placement: CliquePlacement.topology('racks') });
    const graph = graphIn(chart);
    const worker = graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    expect(() => domain.attach(graph)).toThrow('KAI reads no annotation of the graph');
    expect(() => domain.attach(worker)).toThrow('it is with the whole graph, not with one component');
  });

  test('weights are 1 to 100', () => {
    expect(() => CliquePlacement.preferTogether(0)).toThrow('weight: 0');
    expect(() => CliquePlacement.preferTogether(101)).toThrow('weight: 101 - a weight is at most 100');
  });
});

describe('what the pods of a domain use it for', () => {
  const NCCL = { NCCL_MNNVL_ENABLE: '1', NCCL_CUMEM_ENABLE: '1' };

  test.each<[string, NvlinkEnvironment, object]>([
    ['collectives', NvlinkEnvironment.collectives(), NCCL],
    ['tuned collectives', NvlinkEnvironment.tunedCollectives(), { ...NCCL, NCCL_NVLS_ENABLE: '1', NCCL_P2P_LEVEL: 'NVL' }],
    ['key-value caches too', NvlinkEnvironment.collectivesAndKvTransfer(), {
      ...NCCL, UCX_TLS: 'cuda_copy,cuda_ipc,tcp', UCX_CUDA_IPC_ENABLE_MNNVL: 'y', UCX_MEMTYPE_CACHE: 'n', UCX_MEMTYPE_REG_WHOLE: 'n',
    }],
    ['key-value caches elsewhere', NvlinkEnvironment.collectivesBesideRdma(), { ...NCCL, UCX_TLS: '^cuda_ipc' }],
    ['NVSHMEM', NvlinkEnvironment.none().withNvshmem(), { NVSHMEM_DISABLE_MNNVL: '0' }],
  ])('%s', (_, environment, expected) => {
    const chart = chartOn();
    new ComputeDomain(chart, 'nvlink', { environment }).attach(jobIn(chart));
    const env = podOf(chart).spec.containers[0].env.map(({ name, value }: any) => [name, value]);
    expect(Object.fromEntries(env)).toEqual(expected);
  });

  test('a domain that somebody else made gives the same', () => {
    const chart = chartOn();
    ComputeDomain.fromComputeDomainName(chart, 'theirs', 'nvlink', { environment: NvlinkEnvironment.none(), placement: CliquePlacement.together() }).attach(jobIn(chart));
    expect(podOf(chart).spec.containers[0].env).toBeUndefined();
    expect(podOf(chart).spec.affinity.podAffinity).toBeDefined();
  });
});

test('all channels can be asked for', () => {
  const chart = chartOn();
  new ComputeDomain(chart, 'nvlink', { channels: ChannelAllocation.ALL });
  expect(manifestOf(chart, 'ComputeDomain').spec.channel.allocationMode).toBe('All');
});

test('prefill and decode share one domain, and their pods hand caches over within it', () => {
  const chart = chartOn();
  const domain = new ComputeDomain(chart, 'nvlink');
  const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.nvlink(domain) });
  graph.addPrefill('prefill', { parallelism: Parallelism.of({ tensor: 4 }) });
  graph.addDecode('decode', { parallelism: Parallelism.of({ tensor: 8 }) });
  const pods = manifestOf(chart, 'DynamoGraphDeployment').spec.components.map(({ podTemplate }: any) => podTemplate.spec);
  for (const pod of pods) {
    expect(pod.resourceClaims).toEqual([{ name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' }]);
    expect(pod.containers[0].env).toContainEqual({ name: 'UCX_CUDA_IPC_ENABLE_MNNVL', value: 'y' });
  }
  expect(domain.attachedNodes).toBe(3);
});

test('CD-08: a domain on nodes where NVLink ends at the node', () => {
  const hgx = NodePool.hgxH100('h100', { nodes: 2 });
  const chart = chartOn([hgx, CPU]);
  new ComputeDomain(chart, 'nvlink').attach(jobIn(chart, hgx));
  expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-08: 'cluster/chart/job/Workload' on pool 'h100'")]);
  const onRack = chartOn();
  new ComputeDomain(onRack, 'nvlink').attach(jobIn(onRack, RACK));
  expect(findingsOf(onRack)).toEqual([]);
});

/** A cluster whose Grove makes domains by itself; it does not by default. */
const AUTOMATIC = { autoMnnvl: true };

describe('Grove\'s automatic NVLink groups', () => {
  test('are an annotation of each clique with GPUs, and no claim', () => {
    const chart = chartOn([RACK, CPU], undefined, AUTOMATIC);
    const group = GroveNvlinkGroup.of('kv');
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), kvTransfer: KvTransfer.groveNvlink(group) });
    graph.addFrontend();
    graph.addPrefill('prefill', { parallelism: Parallelism.of({ tensor: 4 }) });
    graph.addDecode('decode', { parallelism: Parallelism.of({ tensor: 8 }) });
    expect(manifestsOf(chart, 'ComputeDomain')).toEqual([]);
    const components = manifestOf(chart, 'DynamoGraphDeployment').spec.components;
    const annotations = components.map(({ name, podTemplate }: any) => [name, podTemplate.metadata?.annotations?.['grove.io/mnnvl-group']]);
    expect(Object.fromEntries(annotations)).toEqual({ frontend: undefined, prefill: 'kv', decode: 'kv' });
    for (const { podTemplate } of components) expect(podTemplate.spec.resourceClaims).toBeUndefined();
  });

  test('not on nodes where NVLink ends at the node: CD-08', () => {
    const chart = chartOn([NodePool.hgxH100('h100', { nodes: 2 }), CPU], undefined, AUTOMATIC);
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    expect(findingsOf(chart)).toEqual([]);
    GroveNvlinkGroup.of('kv').attach(graph);
    expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-08: an NVLink domain on pool 'h100'")]);
  });

  test('are an annotation of the cliques of a PodCliqueSet, and refused where Grove is not at work', () => {
    const chart = chartOn();
    GroveNvlinkGroup.of('kv').attach(cliquesIn(chart));
    expect(manifestOf(chart, 'PodCliqueSet').spec.template.cliques[0].annotations).toEqual({ 'grove.io/mnnvl-group': 'kv' });
    const other = chartOn();
    GroveNvlinkGroup.of('kv').attach(jobIn(other));
    expect(() => manifestOf(other, 'Job')).toThrow("Job in Grove's NVLink group 'kv' - Grove does not manage it");
  });

  test('never with a domain: CD-15', () => {
    const found = (group: GroveNvlinkGroup) => {
      const chart = chartOn();
      const cliques = cliquesIn(chart);
      new ComputeDomain(chart, 'nvlink').attach(cliques);
      group.attach(cliques);
      return findingsOf(chart);
    };
    expect(found(GroveNvlinkGroup.of('kv'))).toEqual([expect.stringContaining("CD-15: claim of nvlink-channel and Grove's NVLink group 'kv'")]);
    expect(found(GroveNvlinkGroup.none())).toEqual([]);
  });

  test('not with GPUs from claims: CD-17', () => {
    const found = (gpuAllocation: GpuAllocation) => {
      const chart = chartOn([NodePool.gb200Nvl72('rack', { racks: 1, gpuAllocation }), CPU], undefined, AUTOMATIC);
      const graph = graphIn(chart);
      graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 4 }) });
      GroveNvlinkGroup.of('kv').attach(graph);
      return findingsOf(chart);
    };
    expect(found(GpuAllocation.CLAIMS)).toEqual([expect.stringContaining("CD-17: Grove's NVLink group 'kv' on GPUs from claims")]);
    expect(found(GpuAllocation.DEVICE_PLUGIN)).toEqual([]);
  });

  test('CD-16: Grove refuses the set of a graph where it makes no domains', () => {
    const found = (autoMnnvl?: boolean) => {
      const chart = chartOn([RACK, CPU], undefined, { autoMnnvl });
      const graph = graphIn(chart);
      graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 4 }) });
      GroveNvlinkGroup.of('kv').attach(graph);
      return findingsOf(chart);
    };
    for (const off of [undefined, false]) expect(found(off)).toEqual([expect.stringContaining("CD-16: Grove's NVLink group 'kv' on a cluster without autoMnnvl")]);
    expect(found(true)).toEqual([]);
  });

  test.each(['none', 'KV', ''])('%p is no name', (name) => {
    expect(() => GroveNvlinkGroup.of(name)).toThrow(`name '${name}' - not a DNS label`);
  });
});

test('CD-14: two domains in one pod', () => {
  const chart = chartOn();
  const job = jobIn(chart);
  for (const id of ['one', 'two']) new ComputeDomain(chart, id).attach(job);
  expect(findingsOf(chart)).toEqual([expect.stringContaining('CD-14: claims of one-channel and two-channel')]);
});
