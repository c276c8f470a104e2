import { Data, cliques, component, graph, made, mainOf, multinode, variable } from './sample-graph';

const LEADER = '$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-decode-ldr-0.$(GROVE_HEADLESS_SERVICE)';
const TP16 = ['--model', 'm', '--tensor-parallel-size', '16'];

function pair(worker: Data, annotations?: Data): Data[] {
  const objects = cliques(made(graph([worker], { annotations })));
  return [mainOf(objects['decode-ldr']), mainOf(objects['decode-wkr'])];
}

describe('vLLM over two nodes of 8 GPUs', () => {
  test('joins by multiprocessing where one engine needs more than a node', () => {
    const [leader, worker] = pair(multinode(TP16));
    expect(leader.args.join(' ')).toBe(`${TP16.join(' ')} --distributed-executor-backend mp --nnodes 2 --master-addr ${LEADER} --master-port 29500 --node-rank 0`);
    expect(worker.command).toEqual(['sh', '-c']);
    expect(worker.args[0]).toMatch(/^exec python3 -m dynamo\.vllm .* --node-rank \$\(\(GROVE_PCLQ_POD_INDEX \+ 1\)\) --headless$/);
    expect(worker.livenessProbe).toBeUndefined();
    expect(leader.livenessProbe).toBeDefined();
  });

  test('joins by Ray where the graph says so, without waiting for the leader', () => {
    const objects = cliques(made(graph([multinode(TP16)], { annotations: { 'nvidia.com/vllm-distributed-executor-backend': 'Ray' } })));
    expect(mainOf(objects['decode-ldr']).args).toEqual([
      `ray start --head --port=6379 && python3 -m dynamo.vllm ${TP16.join(' ')} --distributed-executor-backend ray`,
    ]);
    expect(mainOf(objects['decode-wkr']).args).toEqual([`ray start --address=${LEADER}:6379 --block`]);
    expect(objects['decode-wkr'].spec.podSpec.initContainers).toBeUndefined();
  });

  test('joins by data parallelism where engines fit a node, and counts the ranks before', () => {
    const [leader, worker] = pair(multinode(['--tensor-parallel-size', '4', '--data-parallel-size', '4']));
    expect(leader.args.slice(4).join(' ')).toContain('--data-parallel-size-local 2 --data-parallel-start-rank 0');
    expect(worker.args[0]).toContain('--data-parallel-start-rank $(( 2 * $((GROVE_PCLQ_POD_INDEX + 1)) ))');
  });

  test.each([
    ['another spelling', multinode(['--tensor-parallel-size=16'])],
    ['a wrapper script', multinode(TP16, { main: { command: ['/run.sh'], args: TP16, resources: { limits: { 'nvidia.com/gpu': 8 } } } })],
    ['GPUs of claims alone', multinode(TP16, { main: { command: ['python3', '-m', 'dynamo.vllm'], args: TP16 } })],
  ])('is left alone by %s', (_, worker) => {
    const [leader, other] = pair(worker);
    expect(leader.args).toEqual(other.args);
    expect(leader.args.join(' ')).not.toContain('--nnodes');
  });

  test('in a script, flags go in before what follows', () => {
    const [leader] = pair(multinode([], {
      main: {
        command: ['sh', '-c'], args: ['python3 -m dynamo.vllm --tensor-parallel-size 16 | tee log'], resources: { requests: { 'nvidia.com/gpu': 8 } },
      },
    }));
    expect(leader.args[0]).toMatch(/^python3 -m dynamo\.vllm --distributed-executor-backend .* --node-rank 0 --tensor-parallel-size 16 \| tee log$/);
  });

  test('is one scaling group of both cliques, with the worker\'s pods all needed', () => {
    const objects = made(graph([multinode(TP16, { replicas: 3, minAvailable: 2, multinode: { nodeCount: 4 } })]));
    expect(objects['PodCliqueSet/llm'].spec.template.podCliqueScalingGroups)
      .toEqual([{ name: 'decode', cliqueNames: ['decode-ldr', 'decode-wkr'], replicas: 3, minAvailable: 2 }]);
    expect(cliques(objects)['decode-wkr'].spec).toMatchObject({ replicas: 3, minAvailable: 3 });
  });
});

describe('LeaderWorkerSets', () => {
  const OFF = { grove: false, leaderWorkerSet: true };

  test('hold a component of several nodes; the Service selects leaders', () => {
    const objects = Object.values(made(graph([multinode(TP16)]), OFF));
    const set = objects.find(({ kind }) => kind === 'LeaderWorkerSet');
    expect(set.metadata.name).toMatch(/^llm-decode-[0-9a-f]{8}-0$/);
    expect(set.spec).toMatchObject({ replicas: 1, startupPolicy: 'LeaderCreated', leaderWorkerTemplate: { size: 2, restartPolicy: 'RecreateGroupOnPodRestart' } });
    expect(set.spec.leaderWorkerTemplate.workerTemplate.spec.containers[0].args.join(' ')).toMatch(/--master-addr \$\(LWS_LEADER_ADDRESS\) .* --node-rank \$\(LWS_WORKER_INDEX\)/);
    expect(objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name.startsWith('llm-decode')).spec.selector.role).toBe('leader');
  });

  test('are not made without arguments', () => {
    const worker = multinode([], { main: { command: ['serve'] } });
    expect(Object.keys(made(graph([worker]), OFF)).filter((id) => id.startsWith('LeaderWorkerSet'))).toEqual([]);
  });
});

test('weight servers between pods: a clique for each rank, engines after them, one claim for both', () => {
  const experimental = { gpuMemoryService: { mode: 'InterPod' }, failover: { mode: 'InterPod' } };
  const objects = made(graph([multinode(TP16, { experimental })], { backendFramework: 'vllm' }));
  const set = objects['PodCliqueSet/llm'].spec.template;
  expect(set.cliqueStartupType).toBe('CliqueStartupTypeExplicit');
  expect(set.cliques.map(({ name, spec }: Data) => [name, spec.replicas, spec.startsAfter])).toEqual([
    ['decode-gms-0', 1, undefined], ['decode-ldr', 2, ['decode-gms-0']], ['decode-gms-1', 1, undefined], ['decode-wkr-1', 2, ['decode-gms-1']],
  ]);
  expect(set.podCliqueScalingGroups[0].resourceSharing[1]).toEqual({ name: 'decode-gpu-rank-1', scope: 'PerReplica', filter: { childCliqueNames: ['decode-gms-1', 'decode-wkr-1'] } });
  expect(set.resourceClaimTemplates[0].templateSpec.spec.devices.requests[0].exactly.count).toBe(8);
  expect(mainOf(cliques(objects)['decode-wkr-1']).resources).toEqual({});
});

test('a shadow engine in the pod has ports of its own', () => {
  const main = { command: ['python3', '-m', 'dynamo.vllm'], args: ['--master-port', '29501'], resources: { limits: { 'nvidia.com/gpu': 1 } } };
  const worker = component('worker', 'worker', { main, experimental: { gpuMemoryService: {}, failover: {} } });
  const { containers } = cliques(made(graph([worker], { annotations: { 'nvidia.com/dynamo-kube-discovery-mode': 'container' } }))).worker.spec.podSpec;
  expect(containers.map(({ name, args, ports }: Data) => [name, args[1], ports[0].containerPort])).toEqual([['engine-0', '29501', 9090], ['engine-1', '29601', 9091]]);
  expect(containers.map((container: Data) => variable(container, 'CONTAINER_NAME'))).toEqual(['engine-0', 'engine-1']);
});
