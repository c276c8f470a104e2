import { ApiObject, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu, Secret } from 'cdk8s-plus-28';
import { Fabric, NodePool, Release } from '../../lib/cluster';
import { Queue } from '../../lib/deployment';
import { ComputeDomain } from '../../lib/infrastructure';
import { KvTransfer, ModelCache } from '../../lib/memory';
import { DynamoGraph, DynamoGraphProps } from '../../lib/serving';
import { Engine, Model, Parallelism, PodFragment, Preemptibility, TensorRtLlmConfig, VllmConfig } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf, RACK } from '../support/cluster';
import { madeOf } from '../support/expansion';

const model = Model.huggingFace('org/model');
const HGX = NodePool.hgxH100('gpu', { nodes: 4 });
const HGX_IB = NodePool.hgxH100('gpu', { nodes: 4, fabric: Fabric.infiniband({ resourceName: 'rdma/ib' }) });
const tensor = (size: number) => Parallelism.of({ tensor: size });

function graphIn(chart: ReturnType<typeof chartOn>, props: Partial<DynamoGraphProps> = {}): DynamoGraph {
  return new DynamoGraph(chart, 'chat', { engine: Engine.vllm(), model, ...props });
}

function componentsOf(chart: ReturnType<typeof chartOn>): any[] {
  return manifestOf(chart, 'DynamoGraphDeployment').spec.components;
}

describe('the smallest graph', () => {
  test('a frontend without command and a worker that says all it needs', () => {
    const chart = chartOn([HGX, CPU]);
    const graph = graphIn(chart);
    graph.addFrontend();
    graph.addWorker('worker', { parallelism: tensor(2) });
    expect(manifestOf(chart, 'DynamoGraphDeployment')).toMatchSnapshot();
  });
});

describe('the fullest graph', () => {
  test('every option', () => {
    const chart = chartOn([RACK, CPU]);
    const hub = Secret.fromSecretName(chart, 'hub', 'hf-token-secret');
    const graph = graphIn(chart, {
      name: 'chat-v2',
      engine: Engine.tensorRtLlm({ image: 'registry.example/trtllm@sha256:0', runtimeVersion: '1.4.2' }),
      model: Model.huggingFace('org/model', { token: { secret: hub, key: 'HF_TOKEN' } }),
      kvTransfer: KvTransfer.nvlink(new ComputeDomain(chart, 'nvlink')),
      environment: { LEVEL: 'info' },
      secrets: { S3_ID: { secret: hub, key: 'id' } },
      overrides: { metadata: { labels: { team: 'search' } }, spec: { priorityClassName: 'inference' } },
    });
    graph.addFrontend({ replicas: 2, pool: CPU, cpu: Cpu.units(4), memory: Size.gibibytes(8), environment: { DYN_ROUTER_MODE: 'kv' } });
    graph.addPrefill('prefill', {
      parallelism: tensor(4),
      replicas: 2,
      pool: RACK,
      cpu: Cpu.units(100),
      memory: Size.gibibytes(800),
      sharedMemory: Size.gibibytes(80),
      startupTimeout: Duration.minutes(60),
      engineConfig: new TensorRtLlmConfig({ maxBatchSize: 4 }),
      environment: { LEVEL: 'debug' },
      secrets: { KEY_FILE: { secret: hub, key: 'file' } },
      overrides: { podTemplate: { spec: { terminationGracePeriodSeconds: 300 } } },
    });
    graph.addDecode('decode', { parallelism: Parallelism.of({ tensor: 8, expert: 8, attentionDataParallel: true }) });
    expect([...manifestsOf(chart, 'ConfigMap'), manifestOf(chart, 'DynamoGraphDeployment')]).toMatchSnapshot();
  });
});

describe('what follows from parallelism and pool', () => {
  test('nodes, GPUs per pod and flags', () => {
    const chart = chartOn([RACK, CPU]);
    const worker = graphIn(chart, { kvTransfer: KvTransfer.fastest() }).addWorker('worker', { parallelism: Parallelism.of({ tensor: 4, pipeline: 4 }), replicas: 2 });
    expect([worker.nodes, worker.gpusPerPod, worker.gpuNodes]).toEqual([4, 4, 8]);
    const [component] = componentsOf(chart);
    expect(component).toMatchObject({ replicas: 2, multinode: { nodeCount: 4 } });
    expect(component.podTemplate.spec.containers[0].resources.limits).toEqual({ 'nvidia.com/gpu': '4' });
    expect(component.podTemplate.spec.containers[0].args).toEqual(expect.arrayContaining(['--tensor-parallel-size', '4', '--pipeline-parallel-size', '4']));
  });

  test('a single node has no multinode block', () => {
    const chart = chartOn([RACK, CPU]);
    graphIn(chart).addWorker('worker', { parallelism: tensor(4) });
    expect(componentsOf(chart)[0].multinode).toBeUndefined();
  });

  test('selector and tolerations are the pool\'s; the frontend goes to the CPU pool', () => {
    const chart = chartOn([RACK, CPU]);
    const graph = graphIn(chart);
    graph.addFrontend();
    graph.addWorker('worker', { parallelism: tensor(4) });
    const [frontend, worker] = componentsOf(chart).map((component) => component.podTemplate.spec);
    expect(frontend.nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
    expect(frontend.tolerations).toBeUndefined();
    expect(frontend.containers[0].image).toBe('nvcr.io/nvidia/ai-dynamo/dynamo-frontend:1.4.2');
    expect(worker.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.product': 'NVIDIA-GB200' });
    expect(worker.tolerations).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'kubernetes.io/arch', operator: 'Equal', value: 'arm64', effect: 'NoSchedule' },
    ]);
  });

  test('taints of the pool are tolerated, those of every GPU node once', () => {
    const taints = [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }, { key: 'team', value: 'search', effect: 'NoExecute' }];
    const chart = chartOn([NodePool.hgxH100('gpu', { nodes: 1, taints })]);
    graphIn(chart).addWorker('worker', { parallelism: tensor(4) });
    expect(componentsOf(chart)[0].podTemplate.spec.tolerations).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'team', operator: 'Equal', value: 'search', effect: 'NoExecute' },
    ]);
  });

  test.each([
    [Release.DYNAMO_1_4, 'vllm-runtime:1.4.2', true],
    [Release.DYNAMO_1_5, 'vllm-runtime:1.5.1', false],
    [Release.DYNAMO_1_6, 'vllm-runtime:1.6.1', false],
  ])('%s: image %s; a tolerant liveness probe only where the operator has none (%s)', (release, image, probe) => {
    const chart = chartOn([RACK, CPU], release);
    graphIn(chart).addWorker('worker', { parallelism: tensor(4) });
    const [main] = componentsOf(chart)[0].podTemplate.spec.containers;
    expect(main.image).toBe(`nvcr.io/nvidia/ai-dynamo/${image}`);
    expect(main.livenessProbe !== undefined).toBe(probe);
  });

  test('a change of the engine file changes the pod template, so that pods roll', () => {
    const annotation = (maxBatchSize: number) => {
      const chart = chartOn([RACK, CPU]);
      graphIn(chart, { engine: Engine.tensorRtLlm() }).addWorker('worker', { parallelism: tensor(4), engineConfig: new TensorRtLlmConfig({ maxBatchSize }) });
      return componentsOf(chart)[0].podTemplate.metadata.annotations['cdk8s-inference/engine-config'];
    };
    expect(annotation(4)).toBe(annotation(4));
    expect(annotation(4)).not.toBe(annotation(8));
  });
});

describe('the path of key-value caches', () => {
  const disaggregated = (chart: ReturnType<typeof chartOn>, props: Partial<DynamoGraphProps> = {}) => {
    const graph = graphIn(chart, props);
    graph.addFrontend();
    graph.addPrefill('prefill', { parallelism: tensor(4) });
    graph.addDecode('decode', { parallelism: tensor(8) });
    return graph;
  };
  const variables = (chart: ReturnType<typeof chartOn>, name: string) => {
    const component = componentsOf(chart).find((each) => each.name === name);
    return Object.fromEntries((component.podTemplate.spec.containers[0].env ?? []).map((variable: any) => [variable.name, variable.value]));
  };

  test('on NVL72 the graph gets a domain of its own, and UCX may use NVLink across nodes', () => {
    const chart = chartOn([RACK, CPU]);
    disaggregated(chart);
    expect(manifestOf(chart, 'ComputeDomain').metadata.name).toBe('chat-nvlink');
    for (const name of ['prefill', 'decode']) {
      expect(variables(chart, name)).toEqual({
        NCCL_CUMEM_ENABLE: '1',
        NCCL_MNNVL_ENABLE: '1',
        UCX_CUDA_IPC_ENABLE_MNNVL: 'y',
        UCX_MEMTYPE_CACHE: 'n',
        UCX_MEMTYPE_REG_WHOLE: 'n',
        UCX_TLS: 'cuda_copy,cuda_ipc,tcp',
      });
    }
  });

  test('a domain that is given is shared by both sides', () => {
    const chart = chartOn([RACK, CPU]);
    const domain = new ComputeDomain(chart, 'rack-wide');
    disaggregated(chart, { kvTransfer: KvTransfer.nvlink(domain) });
    expect(manifestsOf(chart, 'ComputeDomain')).toHaveLength(1);
    expect(domain.attachedNodes).toBe(3);
  });

  test('on HGX both sides get RDMA devices, the right to pin memory and the fabric\'s variables', () => {
    const chart = chartOn([HGX_IB, CPU]);
    disaggregated(chart);
    const decode = componentsOf(chart).find((component) => component.name === 'decode').podTemplate.spec.containers[0];
    expect(decode.resources.limits).toEqual({ 'nvidia.com/gpu': '8', 'rdma/ib': '8' });
    expect(decode.securityContext).toEqual({ capabilities: { add: ['IPC_LOCK'] } });
    expect(variables(chart, 'prefill')).toEqual(HGX_IB.fabric?.environment);
  });

  test('one engine in one pod needs neither', () => {
    const chart = chartOn([RACK, CPU]);
    graphIn(chart).addWorker('worker', { parallelism: tensor(4) });
    expect(manifestsOf(chart, 'ComputeDomain')).toEqual([]);
    expect(variables(chart, 'worker')).toEqual({});
  });

  test('NVLink across nodes where there is none is CD-08', () => {
    const chart = chartOn([HGX_IB, CPU]);
    disaggregated(chart, { kvTransfer: KvTransfer.nvlink(ComputeDomain.fromComputeDomainName(chart, 'd', 'theirs')) });
    expect(findingsOf(chart)).toEqual(['decode', 'prefill'].reverse().map((name) => (
      `[cluster/chart/chat/${name}] CD-08: an NVLink domain on pool 'gpu' - NVLink of hgx-h100 ends at the node, so the domain gives its pods no channel. `
      + 'Fix: do not attach it; for key-value caches use KvTransfer.fastest() or KvTransfer.rdma()'
    )));
  });

  test('a pool without a fabric is DGD-36, unless the slow path is accepted', () => {
    const chart = chartOn([HGX, CPU]);
    disaggregated(chart);
    expect(findingsOf(chart)).toHaveLength(2);
    expect(findingsOf(chart)[0]).toMatch(/DGD-36: pool 'gpu' without a fabric - engines of several pods would talk over TCP/);
    const accepted = chartOn([HGX, CPU]);
    disaggregated(accepted, { kvTransfer: KvTransfer.engineDefault() });
    expect(findingsOf(accepted)).toEqual([]);
  });

  test('an engine over several NVL72 nodes without a domain is CD-07, unless NCCL is told', () => {
    const chart = chartOn([RACK, CPU]);
    graphIn(chart, { kvTransfer: KvTransfer.engineDefault() }).addWorker('worker', { parallelism: tensor(8) });
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/chat/worker] CD-07: an engine on 2 nodes of pool 'rack' without an NVLink domain - NCCL finds the NVLink hardware, no channel to it, and aborts. "
      + "Fix: attach a ComputeDomain (domain.attach(graph)), or set NCCL_MNNVL_ENABLE to '0'",
    ]);
    const told = chartOn([RACK, CPU]);
    graphIn(told, { kvTransfer: KvTransfer.engineDefault(), environment: { NCCL_MNNVL_ENABLE: '0' } }).addWorker('worker', { parallelism: tensor(8) });
    expect(findingsOf(told)).toEqual([]);
  });
});

describe('what does not fit is told at synth, all of it at once', () => {
  test('GPUs, experts, names and images, each with its construct', () => {
    const chart = chartOn([RACK, CPU]);
    const graph = graphIn(chart, { engine: Engine.tensorRtLlm({ image: 'registry.example/trtllm:latest' }) });
    graph.addPrefill('prefill', { parallelism: tensor(5) });
    graph.addDecode('decode-of-many-words', { parallelism: tensor(8) });
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/chat] DGD-02: image 'registry.example/trtllm:latest' - the operator reads the runtime version from the tag (X.Y.Z), "
      + "and its webhook refuses what it cannot read. Fix: give the engine its runtimeVersion, for example runtimeVersion: '1.4.2'",
      '[cluster/chart/chat/prefill] DGD-22: tensor 5 = 5 GPUs - not whole nodes of gb200-nvl72 (4 GPUs each). '
      + 'Fix: what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
      '[cluster/chart/chat/decode-of-many-words] DGD-13: a name of 20 characters - Grove leaves 45 characters for graph, group and clique, '
      + 'of which this component takes 44. Fix: use at most 18 characters',
    ]);
  });

  test('of two pools that fit one must be named', () => {
    const chart = chartOn([RACK, HGX_IB, CPU]);
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: tensor(8) });
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/chat/worker] POOL-01: 8 GPUs - several pools fit: rack, gpu. Fix: name one: give the role pool, for example the NodePool 'rack'",
    ]);
    const named = chartOn([RACK, HGX_IB, CPU]);
    graphIn(named).addWorker('worker', { parallelism: tensor(8), pool: HGX_IB });
    expect(findingsOf(named)).toEqual([]);
  });
});

describe('what is wrong on every cluster is refused at once', () => {
  test('names', () => {
    const graph = graphIn(chartOn());
    graph.addWorker('worker', { parallelism: tensor(4) });
    expect(() => graph.addWorker('worker', { parallelism: tensor(4) }))
      .toThrow("cluster/chart/chat: component 'worker' - the graph has 'worker', and names count without case (DGD-12). Fix: use another name");
    expect(() => graph.addWorker('My_Worker', { parallelism: tensor(4) })).toThrow("component 'My_Worker' - it becomes part of Service names and hostnames");
  });

  test('sizes that the engine cannot have, together with what is wrong on this cluster', () => {
    const add = () => graphIn(chartOn(), { engine: Engine.tensorRtLlm() }).addPrefill('prefill', { parallelism: Parallelism.of({ tensor: 5, expert: 4 }) });
    expect(add).toThrow([
      'cluster/chart/chat/prefill: TLLM-04: expert 4 with tensor 5 - TensorRT-LLM divides the tensor ranks among the experts, and they do not divide evenly. '
      + 'Fix: use an expert size among 1, 5',
      'cluster/chart/chat/prefill: DGD-22: tensor 5, expert 4 = 5 GPUs - not whole nodes of gb200-nvl72 (4 GPUs each). '
      + 'Fix: what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
    ].join('\n'));
  });

  test('a start-up time of nothing', () => {
    expect(() => graphIn(chartOn()).addWorker('worker', { parallelism: tensor(4), startupTimeout: Duration.seconds(0) }))
      .toThrow('cluster/chart/chat/worker: startupTimeout in seconds: 0 - not a whole number of at least 1');
  });

  test('names that the API server refuses', () => {
    expect(() => graphIn(chartOn(), { name: 'My Graph' })).toThrow("cluster/chart/chat: name: 'My Graph' - not a DNS subdomain of at most 253 characters");
  });

  test('options of another engine', () => {
    expect(() => graphIn(chartOn()).addWorker('worker', { parallelism: tensor(4), engineConfig: new TensorRtLlmConfig({}) }))
      .toThrow("cluster/chart/chat/worker: engineConfig for trtllm - the graph's engine is vllm. Fix: give the options class of that engine, or change the engine of the graph");
    expect(() => graphIn(chartOn()).addWorker('worker', { parallelism: tensor(4), engineConfig: new VllmConfig({}) })).not.toThrow();
  });

  test('credentials in plain text', () => {
    expect(() => graphIn(chartOn(), { environment: { HF_TOKEN: 'hf_abcdefghijkl' } })).toThrow('cluster/chart/chat: environment.HF_TOKEN - a credential written out');
    expect(() => graphIn(chartOn()).addFrontend({ environment: { API_KEY: 'x' } })).toThrow('cluster/chart/chat/frontend: environment.API_KEY - a credential written out');
  });

  test('replicas that are none', () => {
    expect(() => graphIn(chartOn()).addFrontend({ replicas: -1 })).toThrow('cluster/chart/chat/frontend: replicas: -1 - not a whole number of at least 0. Fix: leave it out for 1');
  });

  test('overrides that are no object', () => {
    expect(() => graphIn(chartOn(), { overrides: 'spec' }))
      .toThrow('cluster/chart/chat: overrides: "spec" - not an object. Fix: write a fragment with the JSON names: overrides: { key: value }');
    expect(() => graphIn(chartOn(), { overrides: { status: {} } }))
      .toThrow('cluster/chart/chat: overrides.status - a graph has the objects metadata and spec. Fix: put the fragment into one of them');
    expect(() => graphIn(chartOn()).addFrontend({ overrides: [] })).toThrow('cluster/chart/chat/frontend: overrides: [] - not an object');
  });
});

test('no component is named like the end of a later one, which Grove would take for it', () => {
  const chart = chartOn();
  const graph = graphIn(chart, { kvTransfer: KvTransfer.engineDefault() });
  graph.addWorker('worker', { parallelism: tensor(4) });
  graph.addWorker('big-worker', { parallelism: tensor(4) });
  graph.addFrontend();
  expect(componentsOf(chart).map((component) => component.name)).toEqual(['big-worker', 'frontend', 'worker']);
  expect(graph.components.map((component) => component.name)).toEqual(['big-worker', 'frontend', 'worker']);
});

describe('ways out', () => {
  test('a patch sees the manifest as it is, overrides included', () => {
    const chart = chartOn();
    const graph = graphIn(chart, { overrides: { spec: { priorityClassName: 'low' }, metadata: { labels: { team: 'search' } } } });
    graph.addFrontend({ overrides: { replicas: 2, podTemplate: { spec: { terminationGracePeriodSeconds: 90 } } } });
    ApiObject.of(graph).addJsonPatch(JsonPatch.add('/metadata/labels/owner', 'me'), JsonPatch.replace('/spec/priorityClassName', 'high'), JsonPatch.replace('/spec/components/0/replicas', 5));
    const manifest = manifestOf(chart, 'DynamoGraphDeployment');
    expect(manifest.metadata.labels).toEqual({ team: 'search', owner: 'me' });
    expect(manifest.spec.priorityClassName).toBe('high');
    expect(manifest.spec.components[0]).toMatchObject({ replicas: 5, podTemplate: { spec: { terminationGracePeriodSeconds: 90 } } });
  });

  test('overrides have JSON names, and never stand beside the name of the binding', () => {
    const chart = chartOn();
    graphIn(chart).addFrontend({ overrides: { podTemplate: { spec: { hostIPC: true, containers: [{ name: 'main', image: 'own:1.0.0' }] } } } });
    const { spec } = componentsOf(chart)[0].podTemplate;
    expect(spec.hostIPC).toBe(true);
    expect(spec.containers).toEqual([{ name: 'main', image: 'own:1.0.0' }]);
  });
});

describe('relations that contradict each other', () => {
  test('two NVLink domains for one pod are CD-14', () => {
    const chart = chartOn();
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: tensor(8) });
    new ComputeDomain(chart, 'other').attach(graph);
    expect(findingsOf(chart)).toEqual([
      '[cluster/chart/chat/worker] CD-14: claims of chat-nvlink-channel and other-channel - a node has one channel, so a pod joins one NVLink domain. '
      + 'Fix: attach one domain; a Dynamo graph takes it as kvTransfer: KvTransfer.nvlink(domain)',
    ]);
  });

  test('prefill and decode on paths without a common transport are KVT-07', () => {
    const chart = chartOn([RACK, HGX_IB, CPU]);
    const graph = graphIn(chart);
    graph.addPrefill('prefill', { parallelism: tensor(8), pool: HGX_IB });
    graph.addDecode('decode', { parallelism: tensor(8), pool: RACK });
    expect(findingsOf(chart)).toEqual([
      '[cluster/chart/chat] KVT-07: decode over NVLink, prefill over infiniband - the two have no transport in common. '
      + 'Fix: put both roles on one pool, or on pools with the same fabric and kvTransfer: KvTransfer.rdma()',
    ]);
  });

  test('a user\'s variable wins over one that a relation takes from a Secret', () => {
    const chart = chartOn();
    const graph = graphIn(chart);
    const worker = graph.addWorker('worker', { parallelism: tensor(4), environment: { LEVEL: 'mine' } });
    const secret = Secret.fromSecretName(chart, 'secret', 'settings');
    worker.addToPods(new PodFragment({ id: 'settings', secrets: { LEVEL: { secret, key: 'level' }, OTHER: { secret, key: 'other' } } }));
    expect(componentsOf(chart)[0].podTemplate.spec.containers[0].env).toEqual([
      { name: 'LEVEL', value: 'mine' },
      { name: 'OTHER', valueFrom: { secretKeyRef: { name: 'settings', key: 'other' } } },
    ]);
  });

  test('a queue with a priority and preemptibility: on the gangs by Grove, for KAI on the graph', () => {
    const chart = chartOn();
    const graph = graphIn(chart);
    graph.addWorker('worker', { parallelism: tensor(4) });
    const queue = new Queue(chart, 'team');
    queue.grant(graph, { priorityClassName: 'inference', preemptibility: Preemptibility.PREEMPTIBLE });
    const manifest = manifestOf(chart, 'DynamoGraphDeployment');
    expect(manifest.metadata).toMatchObject({
      labels: { 'kai.scheduler/preemptibility': 'preemptible' }, annotations: { 'nvidia.com/kai-scheduler-queue': 'team' },
    });
    expect(manifest.spec.priorityClassName).toBe('inference');
    const gangs = madeOf('PodGang', [manifest]);
    expect(gangs.map(({ spec }) => spec.priorityClassName)).toEqual(gangs.map(() => 'inference'));
    expect(gangs).not.toEqual([]);
  });

  test('objects of another namespace or cluster cannot be joined', () => {
    const chart = chartOn();
    const elsewhere = new Chart(chart.node.scope!, 'elsewhere', { namespace: 'other' });
    const graph = graphIn(chart);
    expect(() => new ComputeDomain(elsewhere, 'domain').attach(graph)).toThrow(
      "cluster/chart/chat: NVLink domain 'cluster/elsewhere/domain' of namespace 'other' - pods of namespace 'inference' can refer to objects of their own namespace only. "
      + 'Fix: create both in charts of one namespace',
    );
    expect(() => new ModelCache(elsewhere, 'cache', { size: Size.gibibytes(1) }).mountInto(graph)).toThrow("model cache 'cluster/elsewhere/cache' of namespace 'other'");
    expect(() => new Queue(chartOn(), 'queue').grant(graph)).toThrow("cluster/chart/chat: queue 'cluster/chart/queue' - it belongs to another cluster");
    expect(() => new Queue(elsewhere, 'queue').grant(graph)).not.toThrow();
  });
});

describe('pods with a channel claim', () => {
  test('do not share nodes: more of them than nodes is CD-09', () => {
    const chart = chartOn();
    const graph = graphIn(chart);
    graph.addPrefill('prefill', { parallelism: tensor(2), replicas: 19 });
    graph.addDecode('decode', { parallelism: tensor(2), replicas: 18 });
    expect(findingsOf(chart)).toEqual([
      "[cluster/chart/chat] CD-09: 37 pods in an NVLink domain - a node holds 1 such pod, and pool 'rack' has 18 nodes. "
      + 'Fix: let each pod have all 4 GPUs of its node, or use fewer replicas',
    ]);
  });
});
