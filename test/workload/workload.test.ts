import { ApiObject, Chart, Size } from 'cdk8s';
import { Cpu, Deployment } from 'cdk8s-plus-28';
import { GpuAllocation, NodePool } from '../../lib/cluster';
import { Queue } from '../../lib/deployment';
import { ComputeDomain } from '../../lib/infrastructure';
import { ModelCache } from '../../lib/memory';
import { PodFragment, Workload } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, manifestsOf, RACK } from '../support/cluster';

const GPU = { resources: { limits: { 'nvidia.com/gpu': 4 } } };
const CHANNEL = { name: 'compute-domain-channel', resourceClaimTemplateName: 'nvlink-channel' };

/** One object of each kind that runs pods, with the container `main`; where each of its pod specs is. */
const KINDS: Array<[string, string, object, string[][], number]> = [
  ['v1', 'Pod', { containers: [{ name: 'main', ...GPU }] }, [[]], 1],
  ['apps/v1', 'Deployment', { replicas: 3, template: pod(GPU) }, [['template', 'spec']], 3],
  ['batch/v1', 'Job', { parallelism: 2, template: pod(GPU) }, [['template', 'spec']], 2],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { replicas: 2, leaderWorkerTemplate: { size: 4, leaderTemplate: pod(GPU), workerTemplate: pod(GPU) } },
    [['leaderWorkerTemplate', 'leaderTemplate', 'spec'], ['leaderWorkerTemplate', 'workerTemplate', 'spec']], 8],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ name: 'rank', replicas: 2, template: { spec: { parallelism: 3, template: pod(GPU) } } }] },
    [['replicatedJobs', '0', 'template', 'spec', 'template', 'spec']], 6],
  ['kubeflow.org/v2beta1', 'MPIJob', { mpiReplicaSpecs: { Launcher: { replicas: 1, template: pod({}) }, Worker: { replicas: 4, template: pod(GPU) } } },
    [['mpiReplicaSpecs', 'Worker', 'template', 'spec']], 4],
  ['grove.io/v1alpha1', 'PodCliqueSet', {
    replicas: 2,
    template: {
      cliques: [{ name: 'main', spec: { replicas: 3, podSpec: pod(GPU).spec } }], podCliqueScalingGroups: [{ name: 'group', cliqueNames: ['main'], replicas: 2 }],
    },
  }, [['template', 'cliques', '0', 'spec', 'podSpec']], 12],
  ['nvidia.com/v1beta1', 'DynamoGraphDeployment', { components: [{ name: 'decode', replicas: 2, multinode: { nodeCount: 2 }, podTemplate: pod(GPU) }] },
    [['components', '0', 'podTemplate', 'spec']], 4],
];

function pod(more: object): { spec: object } {
  return { spec: { containers: [{ name: 'main', ...more }] } };
}

function objectIn(chart: Chart, apiVersion: string, kind: string, spec: object): ApiObject {
  return new ApiObject(chart, 'object', { apiVersion, kind, metadata: { name: 'x' }, spec });
}

function at(value: any, path: string[]): any {
  return path.reduce((node, step) => node[step], value);
}

describe('a Workload around any object', () => {
  test.each(KINDS)('%s %s joins an NVLink domain in both places of each GPU pod, and no other', (apiVersion, kind, spec, places, nodes) => {
    const chart = chartOn();
    const workload = Workload.fromApiObject(objectIn(chart, apiVersion, kind, spec));
    const domain = new ComputeDomain(chart, 'nvlink');
    domain.attach(workload);
    const manifest = manifestOf(chart, kind);
    for (const place of places) {
      const { resourceClaims, containers } = at(manifest.spec, place);
      expect(resourceClaims).toEqual([CHANNEL]);
      expect(containers[0].resources).toEqual({ ...GPU.resources, claims: [{ name: CHANNEL.name }] });
      expect(containers[0].env).toEqual([{ name: 'NCCL_CUMEM_ENABLE', value: '1' }, { name: 'NCCL_MNNVL_ENABLE', value: '1' }]);
    }
    expect(JSON.stringify(manifest).split('nvlink-channel')).toHaveLength(places.length + 1);
    expect(domain.attachedNodes).toBe(nodes);
  });

  test('a Deployment of cdk8s-plus gets GPUs, cache and queue; what it says by itself stays', () => {
    const chart = chartOn();
    const deployment = new Deployment(chart, 'server', {
      containers: [{ name: 'server', image: 'server:1', envVariables: { HOME: { value: '/root' } }, resources: { cpu: { limit: Cpu.units(4) } } }],
    });
    const workload = Workload.fromApiObject(deployment, { container: 'server' });
    workload.requestGpus(2);
    new ModelCache(chart, 'weights', { size: Size.gibibytes(10) }).mountInto(workload);
    new Queue(chart, 'team').grant(workload);

    const { metadata, spec } = manifestOf(chart, 'Deployment');
    const [container] = spec.template.spec.containers;
    expect(container.resources.limits).toEqual({ 'cpu': '4', 'nvidia.com/gpu': '2' });
    expect(container.env).toEqual([{ name: 'HOME', value: '/root' }, { name: 'HF_HOME', value: '/models' }]);
    expect(container.volumeMounts).toContainEqual({ name: 'weights', mountPath: '/models' });
    expect(spec.template.spec.volumes).toContainEqual({ name: 'weights', persistentVolumeClaim: { claimName: 'weights' } });
    expect(spec.template.spec.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64', 'nvidia.com/gpu.product': 'NVIDIA-GB200' });
    expect(spec.template.spec.tolerations).toContainEqual({ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' });
    expect(spec.template.spec.schedulerName).toBe('kai-scheduler');
    for (const labels of [metadata.labels, spec.template.metadata.labels]) expect(labels['kai.scheduler/queue']).toBe('team');
    expect(spec.template.metadata.labels['cdk8s.io/metadata.addr']).toBeDefined();
  });

  test('on a pool that hands GPUs out as claims, the same request is a claim in two places', () => {
    const pool = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([pool, CPU]);
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod({}) })).requestGpus(2);
    const template = manifestOf(chart, 'ResourceClaimTemplate');
    expect(template).toMatchObject({
      apiVersion: 'resource.k8s.io/v1',
      spec: { spec: { devices: { requests: [{ name: 'gpus', exactly: { deviceClassName: 'gpu.nvidia.com', count: 2 } }] } } },
    });
    const { spec } = manifestOf(chart, 'Job').spec.template;
    expect(spec.resourceClaims).toEqual([{ name: 'gpus', resourceClaimTemplateName: template.metadata.name }]);
    expect(spec.containers[0].resources).toEqual({ claims: [{ name: 'gpus' }] });
    expect(spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
  });

  test('each container of a pod has a claim of its own, as it has a limit of its own', () => {
    const pool = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([pool, CPU]);
    const job = objectIn(chart, 'batch/v1', 'Job', { template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } });
    for (const container of ['a', 'b']) Workload.fromApiObject(job, { container }).requestGpus(1);
    const { resourceClaims, containers } = manifestOf(chart, 'Job').spec.template.spec;
    expect(containers.map(({ resources }: any) => resources.claims)).toEqual([[{ name: 'gpus-a' }], [{ name: 'gpus-b' }]]);
    const templates = manifestsOf(chart, 'ResourceClaimTemplate').map(({ metadata }) => metadata.name);
    expect(resourceClaims).toEqual(['a', 'b'].map((name, i) => ({ name: `gpus-${name}`, resourceClaimTemplateName: templates[i] })));
    expect(new Set(templates).size).toBe(2);
  });

  test('a limit of one\'s own on a pool that hands GPUs out as claims is found', () => {
    const pool = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([pool, CPU]);
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod(GPU) }), { pool });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('DRA-20: nvidia.com/gpu on pool \'h100\'')]);
  });

  test('an extended resource that a device class carries is asked for by its name', () => {
    const pool = NodePool.hgxH100('h100', { nodes: 2, gpuAllocation: GpuAllocation.extendedResource('deviceclass.resource.kubernetes.io/gpu.nvidia.com') });
    const chart = chartOn([pool, CPU]);
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod({}) })).requestGpus(2);
    expect(manifestsOf(chart, 'ResourceClaimTemplate')).toEqual([]);
    expect(manifestOf(chart, 'Job').spec.template.spec.containers[0].resources.limits).toEqual({ 'deviceclass.resource.kubernetes.io/gpu.nvidia.com': '2' });
  });

  test('several pools that fit, and none, are findings', () => {
    const two = chartOn([RACK, NodePool.hgxH100('h100', { nodes: 1 })]);
    Workload.fromApiObject(objectIn(two, 'batch/v1', 'Job', { template: pod({}) })).requestGpus(2);
    expect(findingsOf(two)).toEqual([expect.stringContaining('POOL-01: 2 GPUs - several pools fit: rack, h100')]);
    const none = chartOn();
    Workload.fromApiObject(objectIn(none, 'batch/v1', 'Job', { template: pod({}) })).requestGpus(8);
    expect(findingsOf(none)).toEqual([expect.stringContaining('POOL-02: 8 GPUs')]);
  });

  test('a named pool has nodes with as many GPUs, and is of the cluster', () => {
    const chart = chartOn();
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod({}) }), { pool: RACK }).requestGpus(5);
    expect(findingsOf(chart)).toEqual([expect.stringContaining("POOL-02: 5 GPUs for each pod - the nodes of pool 'rack' have 4")]);
    const other = chartOn();
    Workload.fromApiObject(objectIn(other, 'batch/v1', 'Job', { template: pod(GPU) }), { pool: NodePool.hgxH100('h100', { nodes: 2 }) });
    expect(findingsOf(other)).toEqual([expect.stringContaining("POOL-02: pool 'h100' - not a pool of this cluster")]);
  });

  test('GPUs among the limits already are not requested again', () => {
    const chart = chartOn();
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod(GPU) }), { pool: RACK }).requestGpus(2);
    expect(() => manifestOf(chart, 'Job')).toThrow(
      'chart/object/Workload: a limit of nvidia.com/gpu beside requestGpus(2) - the container has one number of GPUs. Fix: remove the limit, or the call',
    );
  });

  test('a domain for pods that ask for no GPUs is found, also where a claim is written by hand; none runs yet is no finding', () => {
    const joined = (spec: object): string[] => {
      const chart = chartOn();
      new ComputeDomain(chart, 'nvlink').attach(Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', spec)));
      return findingsOf(chart);
    };
    const byHand = { spec: { resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }], containers: [{ name: 'main', resources: { claims: [{ name: 'gpu' }] } }] } };
    for (const template of [pod({}), byHand]) {
      expect(joined({ template })).toEqual([expect.stringContaining("POOL-04: relation 'compute-domain/nvlink-channel' - it is for pods with GPUs, and none of these pods asks for one")]);
    }
    expect(joined({ parallelism: 0, template: pod(GPU) })).toEqual([]);
  });

  test('keys are in the order in which cdk8s writes them', () => {
    const chart = chartOn();
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod(GPU) }), { pool: RACK }).joinQueue('team');
    const job = manifestOf(chart, 'Job');
    expect([job, job.spec.template, job.spec.template.spec, job.spec.template.spec.tolerations[0]].map((each) => Object.keys(each).join())).toEqual([
      'apiVersion,kind,metadata,spec', 'metadata,spec', 'containers,nodeSelector,schedulerName,tolerations', 'effect,key,operator',
    ]);
  });

  test('the order of relations makes no difference', () => {
    const relations: Array<(chart: Chart, job: Workload) => void> = [
      (chart, job) => new ComputeDomain(chart, 'nvlink').attach(job),
      (chart, job) => new ModelCache(chart, 'weights', { size: Size.gibibytes(10) }).mountInto(job),
      (chart, job) => new Queue(chart, 'team').grant(job),
      (_, job) => job.requestGpus(4),
    ];
    const rendered = (order: typeof relations) => {
      const chart = chartOn();
      const job = Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod({}) }));
      order.forEach((relate) => relate(chart, job));
      return JSON.stringify(manifestOf(chart, 'Job'));
    };
    const turned = relations.map((_, i) => [...relations.slice(i), ...relations.slice(0, i)]);
    const orders = [...turned, ...turned.map((order) => [...order].reverse())];
    expect(new Set(orders.map(rendered)).size).toBe(1);
  });

  test('rendering twice gives the same', () => {
    const chart = chartOn();
    Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', { template: pod({}) })).requestGpus(4);
    expect(manifestOf(chart, 'Job')).toEqual(manifestOf(chart, 'Job'));
  });

  test('a graph of nvidia.com/v1alpha1 is refused: its containers lie elsewhere', () => {
    const chart = chartOn();
    const graph = objectIn(chart, 'nvidia.com/v1alpha1', 'DynamoGraphDeployment', { services: { Worker: { extraPodSpec: { mainContainer: {} } } } });
    Workload.fromApiObject(graph, { pool: RACK }).requestGpus(1);
    expect(() => manifestOf(chart, 'DynamoGraphDeployment')).toThrow('write it as nvidia.com/v1beta1');
  });

  test('a variable that the object sets wins over a relation', () => {
    const chart = chartOn();
    const job = objectIn(chart, 'batch/v1', 'Job', { template: pod({ ...GPU, env: [{ name: 'NCCL_MNNVL_ENABLE', value: '0' }] }) });
    new ComputeDomain(chart, 'nvlink').attach(Workload.fromApiObject(job));
    expect(manifestOf(chart, 'Job').spec.template.spec.containers[0].env).toEqual([{ name: 'NCCL_MNNVL_ENABLE', value: '0' }, { name: 'NCCL_CUMEM_ENABLE', value: '1' }]);
  });

  test('requirements of nodes are added to each alternative, terms of pods to their list', () => {
    const chart = chartOn();
    const own = { matchExpressions: [{ key: 'a', operator: 'Exists' }] };
    const term = { topologyKey: 'rack', labelSelector: { matchLabels: { app: 'x' } } };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [own, {}] } } };
    const job = objectIn(chart, 'batch/v1', 'Job', { template: { spec: { containers: [{ name: 'main' }], affinity } } });
    const required = { key: 'b', operator: 'Exists' };
    const fragment = new PodFragment({
      id: 'near', nodeRequirements: [required], podAffinity: [term], preferredPodAffinity: [{ weight: 1, podAffinityTerm: term }], podAntiAffinity: [term],
    });
    Workload.fromApiObject(job).addToPods(fragment);
    expect(manifestOf(chart, 'Job').spec.template.spec.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [...own.matchExpressions, required] }, { matchExpressions: [required] }],
        },
      },
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [term],
        preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
      },
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    });
  });

  test('two containers of one pod are two workloads; the same call gives the same workload', () => {
    const chart = chartOn();
    const job = objectIn(chart, 'batch/v1', 'Job', { template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } });
    const [a, b] = ['a', 'b'].map((container) => Workload.fromApiObject(job, { container }));
    expect(Workload.fromApiObject(job, { container: 'a' })).toBe(a);
    const fragment = new PodFragment({ id: 'claim', gpus: 1, resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'one' }] });
    a.addToPods(fragment);
    b.addToPods(fragment);
    const { spec } = manifestOf(chart, 'Job').spec.template;
    expect(spec.resourceClaims).toEqual([{ name: 'gpu', resourceClaimTemplateName: 'one' }]);
    expect(spec.containers.map(({ resources }: any) => resources.claims)).toEqual([[{ name: 'gpu' }], [{ name: 'gpu' }]]);
  });

  test.each<[string, object, object, (workload: Workload) => void, string]>([
    ['no container of the name', { container: 'other' }, { template: pod({}) }, (workload) => workload.requestGpus(1),
      "container 'other' - its pods have 'main'. Fix: name a container that is there"],
    ['several containers and no name', {}, { template: { spec: { containers: [{ name: 'a' }, { name: 'b' }] } } }, (workload) => workload.requestGpus(1),
      "containers 'a', 'b' - it is not clear which of them serves. Fix: name it: Workload.fromApiObject(object, { container: '…' })"],
    ['another scheduler', {}, { template: { spec: { containers: [{ name: 'main' }], schedulerName: 'volcano' } } }, (workload) => workload.joinQueue('team'),
      "schedulerName 'volcano' and 'kai-scheduler' - a pod has one. Fix: remove one of them"],
  ])('%s is an error', (_, options, spec, act, message) => {
    const chart = chartOn();
    act(Workload.fromApiObject(objectIn(chart, 'batch/v1', 'Job', spec), options));
    expect(() => manifestOf(chart, 'Job')).toThrow(message);
  });

  test('arguments that contradict each other are refused at once', () => {
    const chart = chartOn();
    const job = objectIn(chart, 'batch/v1', 'Job', { template: pod({}) });
    const workload = Workload.fromApiObject(job, { pool: RACK });
    expect(() => workload.requestGpus(0)).toThrow('requestGpus: 0 - not a whole number of at least 1');
    workload.requestGpus(2);
    expect(() => workload.requestGpus(3)).toThrow('2 and 3 GPUs - a container has one number of GPUs');
    workload.joinQueue('a');
    expect(() => workload.joinQueue('b')).toThrow("queues 'a' and 'b' - all pods of a workload are in one queue");
    expect(() => Workload.fromApiObject(job, { pool: CPU })).toThrow("pools 'rack' and 'general' - its pods run on one pool");
  });

  test('an object without pods is an error', () => {
    const chart = chartOn();
    const service = new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } });
    Workload.fromApiObject(service).joinQueue('team');
    expect(() => manifestOf(chart, 'Service')).toThrow("Service 'x' - it has no pod template");
  });
});
