import { Chart, Duration, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Cluster, KubernetesVersion, Release } from '../../lib/cluster';
import { DynamoGraphDeployment } from '../../lib/crds/dynamo';
import { PodCliqueSet as PodCliqueSetObject } from '../../lib/crds/grove';
import { KubePod } from '../../lib/crds/kubernetes';
import { PodCliqueSet, Queue } from '../../lib/deployment';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism, Preemptibility, Workload } from '../../lib/workload';
import { chartOn, CPU, manifestOf, manifestsOf } from '../support/cluster';

describe('Queue', () => {
  test('without figures nothing is guaranteed and nothing is capped: all three blocks are written', () => {
    const chart = chartOn();
    new Queue(chart, 'team');
    const block = { quota: 0, limit: -1, overQuotaWeight: 1 };
    expect(manifestOf(chart, 'Queue')).toEqual({
      apiVersion: 'scheduling.run.ai/v2',
      kind: 'Queue',
      metadata: { name: 'team' },
      spec: { resources: { gpu: block, cpu: block, memory: block } },
    });
  });

  test('converts units: thousandths of a CPU, 10^6 bytes of memory', () => {
    const chart = chartOn();
    const org = new Queue(chart, 'org');
    new Queue(chart, 'team', {
      name: 'team-a',
      parent: org,
      guarantee: { gpus: 8, cpu: Cpu.units(64), memory: Size.gibibytes(512) },
      limit: { gpus: 16, cpu: Cpu.millis(96500), memory: Size.tebibytes(1) },
      overQuotaWeight: 2,
      priority: 150,
    });
    expect(manifestsOf(chart, 'Queue')[1]).toEqual({
      apiVersion: 'scheduling.run.ai/v2',
      kind: 'Queue',
      metadata: { name: 'team-a' },
      spec: {
        parentQueue: 'org',
        priority: 150,
        resources: {
          gpu: { quota: 8, limit: 16, overQuotaWeight: 2 },
          cpu: { quota: 64000, limit: 96500, overQuotaWeight: 2 },
          memory: { quota: 549756, limit: 1099512, overQuotaWeight: 2 }, // 549,755.8 and 1,099,511.6, rounded up
        },
      },
    });
  });

  test('protection times, shard, display name', () => {
    const chart = chartOn();
    new Queue(chart, 'team', { displayName: 'Team A', nodePool: 'gb200', preemptMinRuntime: Duration.minutes(10), reclaimMinRuntime: Duration.hours(1) });
    expect(manifestOf(chart, 'Queue')).toMatchObject({
      metadata: { name: 'team', labels: { 'kai.scheduler/node-pool': 'gb200' } },
      spec: { displayName: 'Team A', preemptMinRuntime: '10m', reclaimMinRuntime: '1h' },
    });
  });

  test('a queue below one of another shard is refused', () => {
    const chart = chartOn();
    const org = new Queue(chart, 'org');
    expect(() => new Queue(chart, 'team', { parent: org, nodePool: 'gb200' }))
      .toThrow("cluster/chart/team: nodePool 'gb200' below 'org' with none - a shard sees only queues of its own, and drops a queue whose parent it does not see.");
    expect(() => new Queue(chart, 'other', { parent: Queue.fromQueueName(chart, 'theirs', 'their-org'), nodePool: 'gb200' })).not.toThrow();
  });

  test('a limit of 0 GPUs is said, not slipped into', () => {
    const chart = chartOn();
    new Queue(chart, 'cpu-only', { limit: { gpus: 0 } });
    expect(manifestOf(chart, 'Queue').spec.resources).toMatchObject({ gpu: { limit: 0 }, cpu: { limit: -1 }, memory: { limit: -1 } });
  });

  test('guarantees what is left out without bound, where that is said', () => {
    const chart = chartOn();
    const org = new Queue(chart, 'org', { guarantee: { othersUnlimited: true } });
    new Queue(chart, 'team', { parent: org, guarantee: { gpus: 8, othersUnlimited: true }, limit: { gpus: 16 } });
    const all = { quota: -1, limit: -1, overQuotaWeight: 1 };
    expect(manifestsOf(chart, 'Queue').map(({ spec }) => spec.resources)).toEqual([
      { gpu: all, cpu: all, memory: all },
      { gpu: { quota: 8, limit: 16, overQuotaWeight: 1 }, cpu: all, memory: all },
    ]);
  });

  test('refuses what can never hold', () => {
    const chart = chartOn();
    expect(() => new Queue(chart, 'a', { guarantee: { gpus: 8 }, limit: { gpus: 4 } }))
      .toThrow('cluster/chart/a: gpu: guarantee 8 above limit 4 - the queue could never have what it is guaranteed. Fix: raise the limit or lower the guarantee');
    expect(() => new Queue(chart, 'b', { limit: { gpus: -1 } })).toThrow('cluster/chart/b: limit.gpus: -1 - not a number of GPUs. Fix: leave it out for no guarantee or no limit');
    expect(() => new Queue(chart, 'd', { guarantee: { gpus: Infinity } }))
      .toThrow('cluster/chart/d: guarantee.gpus: Infinity - not a number of GPUs. Fix: leave it out for no guarantee or no limit; { othersUnlimited: true } guarantees what is left out without bound');
    expect(() => new Queue(chart, 'c', { overQuotaWeight: -1 })).toThrow('cluster/chart/c: overQuotaWeight: -1 - a weight is 0 or more');
  });

  test('a granted graph names the queue, whichever of the two comes first', () => {
    const chart = chartOn();
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
    Queue.fromQueueName(chart, 'theirs', 'research').grant(graph);
    graph.addWorker('worker', { parallelism: Parallelism.NONE });
    expect(manifestOf(chart, 'DynamoGraphDeployment').metadata.annotations).toEqual({ 'nvidia.com/kai-scheduler-queue': 'research' });
    expect(() => new Queue(chart, 'other').grant(graph)).toThrow("cluster/chart/graph: queues 'research' and 'other' - all pods of a graph are in one queue. Fix: grant one queue only");
  });

  test('a grant says how a graph is scheduled: to Grove in its spec, to KAI by labels that it reads as those of the PodCliqueSet', () => {
    const options = { priorityClassName: 'nightly', preemptibility: Preemptibility.PREEMPTIBLE };
    const labels = { 'priorityClassName': 'nightly', 'kai.scheduler/preemptibility': 'preemptible' };
    const graphOn = (grove?: boolean, props: object = {}) => {
      const cluster = new Cluster(Testing.app(), 'cluster', { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [CPU], grove });
      const chart = new Chart(cluster, 'chart');
      const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model'), ...props });
      new Queue(chart, 'batch').grant(graph, options);
      return manifestOf(chart, 'DynamoGraphDeployment');
    };
    expect(graphOn()).toMatchObject({ metadata: { annotations: { 'nvidia.com/kai-scheduler-queue': 'batch' }, labels }, spec: { priorityClassName: 'nightly' } });
    // Grove's alone: the webhook refuses it elsewhere.
    for (const off of [graphOn(false), graphOn(undefined, { overrides: { metadata: { annotations: { 'nvidia.com/enable-grove': 'false' } } } })]) {
      expect(off.metadata.labels).toEqual(labels);
      expect(off.spec.priorityClassName).toBeUndefined();
    }

    const chart = chartOn();
    const object = new DynamoGraphDeployment(chart, 'theirs', { spec: { components: [{ name: 'web', podTemplate: { spec: { containers: [{ name: 'main' }] } } }] } });
    new Queue(chart, 'batch').grant(Workload.fromApiObject(object), options);
    expect(manifestOf(chart, 'DynamoGraphDeployment').metadata.labels).toEqual(labels);

    const set = new PodCliqueSetObject(chart, 'set', {
      spec: { replicas: 1, template: { cliques: [{ name: 'a', spec: { roleName: 'a', replicas: 1, podSpec: { containers: [{ name: 'main' }] } } }] } },
    });
    Queue.fromQueueName(chart, 'theirs-too', 'batch').grant(Workload.fromApiObject(set), options);
    expect(manifestOf(chart, 'PodCliqueSet')).toMatchObject({ metadata: { labels }, spec: { template: { priorityClassName: 'nightly' } } });
  });

  test('two grants that differ are refused, whichever comes first', () => {
    const chart = chartOn();
    const queue = new Queue(chart, 'team');
    const set = new PodCliqueSet(chart, 'set');
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
    for (const member of [set, graph]) {
      queue.grant(member, { preemptibility: Preemptibility.PREEMPTIBLE });
      expect(() => queue.grant(member, { preemptibility: Preemptibility.NON_PREEMPTIBLE })).toThrow(`${member.node.path}: relation 'queue' twice with different content`);
    }
  });
});

describe('a queue of a shard', () => {
  const SHARD = { 'kai.scheduler/node-pool': 'research' };

  test('gives its shard to what it is granted to: the other scheduler does not see the queue', () => {
    const chart = chartOn();
    const queue = new Queue(chart, 'team', { nodePool: 'research' });
    const graph = new DynamoGraph(chart, 'graph', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
    graph.addFrontend();
    queue.grant(graph);
    const podSpec = { containers: [{ name: 'main', image: 'example.com/a:1' }] };
    const set = new PodCliqueSet(chart, 'set');
    set.addRole('web', { podSpec });
    queue.grant(set);
    queue.grant(Workload.fromApiObject(new KubePod(chart, 'pod', { spec: podSpec })));

    expect(manifestOf(chart, 'DynamoGraphDeployment').metadata.labels).toEqual(SHARD);
    const { metadata, spec } = manifestOf(chart, 'PodCliqueSet');
    for (const { labels } of [metadata, spec.template.cliques[0], manifestOf(chart, 'Pod').metadata]) expect(labels).toEqual({ ...SHARD, 'kai.scheduler/queue': 'team' });
  });

  test('that somebody else made has it said', () => {
    const chart = chartOn();
    const set = new PodCliqueSet(chart, 'set');
    set.addRole('web', { podSpec: { containers: [{ name: 'main' }] } });
    Queue.fromQueueName(chart, 'theirs', 'theirs').grant(set, { nodePool: 'research' });
    expect(manifestOf(chart, 'PodCliqueSet').metadata.labels).toMatchObject(SHARD);
  });
});
