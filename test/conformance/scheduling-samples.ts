import { Chart, Duration, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Cluster, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { Container, KubeJob, KubeNamespace, KubePod, KubeResourceClaimTemplate, PodSpec } from '../../lib/crds/kubernetes';
import { ServiceMonitor } from '../../lib/crds/prometheus-operator';
import {
  ClaimScope, CliqueRoleProps, FairShareUsage, GangOrder, GangScaling, GangUpdate, GpuShare, GroveScheduler, MpiJob, PodCliqueSet, PodCliqueSetProps,
  Queue, SchedulingShard, SharedClaim, Topology, TopologyLevel, TopologyPlacement,
} from '../../lib/deployment';
import { Workload } from '../../lib/workload';
import type { PublishedSample, SampleDifference } from '../support/samples';

/** A file below upstream-examples. */
export interface Sample extends PublishedSample {
  readonly folder: 'grove' | 'kai-scheduler' | 'triton';
  /** The same with constructs. */
  readonly build: (chart: Chart) => void;
  readonly namespace?: string;
}

/** What the chart of a sample renders. */
export function rendered({ build, namespace }: Sample): any[] {
  const pools = [NodePool.cpu('pool', { nodes: 1, nodeLabels: {} })];
  const cluster = new Cluster(Testing.app(), 'cluster', { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools });
  const chart = new Chart(cluster, 'chart', { namespace });
  build(chart);
  return Testing.synth(chart);
}

const LEVELS = ['block', 'rack'].map((domain) => TopologyLevel.of(domain, `kubernetes.io/${domain}`));

/** The topology that the tests of Grove assume. */
function topologyOf(chart: Chart) {
  return Topology.fromTopologyName(chart, 'topology', 'grove-topology', [...LEVELS, TopologyLevel.host()]);
}

/** Pods of the simple samples, whose operator decides on the scheduler. */
function nginx(name: string): Pick<CliqueRoleProps, 'podSpec'> {
  return { podSpec: { containers: [{ name, image: 'nginx:latest', resources: { requests: { cpu: '10m' } } }] } };
}

function simple(chart: Chart, name: string, props: PodCliqueSetProps = {}): PodCliqueSet {
  return new PodCliqueSet(chart, name, { labels: { app: name }, scheduler: GroveScheduler.OPERATOR_DEFAULT, ...props });
}

/** Containers of the user guide. */
function guide(name: string, image: string, script: string, spec: Partial<PodSpec> = {}): Pick<CliqueRoleProps, 'podSpec'> {
  const container: Container = { name, image, command: ['/bin/sh'], args: ['-c', script], resources: { requests: { cpu: '10m', memory: '32Mi' } } };
  return { podSpec: { ...spec, containers: [container] } };
}

const FAKE_NODE = { tolerations: [{ key: 'fake-node', operator: 'Equal', value: 'true', effect: 'NoSchedule' }] };

/** Pods of Grove's end-to-end tests: in KAI's queue `test`, on the nodes of the test. */
function agent(name: string, memory: string, more: Partial<PodSpec> = {}): Pick<CliqueRoleProps, 'podSpec' | 'labels'> {
  const key = 'node_role.e2e.grove.nvidia.com';
  return {
    labels: { 'kai.scheduler/queue': 'test' },
    podSpec: {
      terminationGracePeriodSeconds: 5,
      tolerations: [{ key, operator: 'Equal', value: 'agent', effect: 'NoSchedule' }],
      containers: [{ name, image: 'registry:5001/busybox:latest', command: ['sleep', 'infinity'], resources: { requests: { memory } } }],
      ...more,
      affinity: {
        nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['agent'] }] }] } },
        ...more.affinity,
      },
    },
  };
}

/** The whole of a test's set: its queue is granted, or stands with each role as upstream has it. */
function tested(chart: Chart, name: string, props: PodCliqueSetProps = {}): PodCliqueSet {
  return new PodCliqueSet(chart, name, { labels: { app: name }, ...props });
}

function podIn(chart: Chart, name: string, containers: Container[], spec: Partial<PodSpec> = {}): Workload {
  return Workload.fromApiObject(new KubePod(chart, name, { metadata: { name }, spec: { ...spec, containers } }), { container: containers[0].name });
}

function grant(chart: Chart, workload: Workload, priorityClassName?: string): void {
  Queue.fromQueueName(chart, 'queue', 'default-queue').grant(workload, { priorityClassName });
}

const DEVICE_CLAIM = (name: string, device: string, deviceClassName: string) => (
  SharedClaim.of(name, { requests: [{ name: device, exactly: { deviceClassName } }] })
);

const QUEUE_ON_SET: SampleDifference = {
  path: /^PodCliqueSet\/\S+ metadata\.labels.*kai\.scheduler\/queue/,
  sort: 'deliberate',
  reason: 'granted: the queue is on the set too, which later releases of Grove read first',
};

export const SAMPLES: Sample[] = [
  {
    folder: 'grove',
    file: 'operator__samples__simple__simple1.yaml',
    build: (chart) => {
      const set = simple(chart, 'simple1');
      set.addRole('pca', { ...nginx('pca'), roleName: 'rolea', replicas: 3, scaling: GangScaling.onCpu(80, { max: 5 }) });
      const group = set.addGroup('sga', { scaling: GangScaling.onCpu(80, { max: 6 }) });
      group.addRole('pcb', { ...nginx('pcb'), roleName: 'roleb', replicas: 2 });
      group.addRole('pcc', { ...nginx('pcc'), roleName: 'rolec', replicas: 2 });
      set.addRole('pcd', { ...nginx('pcd'), roleName: 'roled', replicas: 2 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__samples__simple__simple3-explicit-startup-order.yaml',
    build: (chart) => {
      const set = simple(chart, 'simple3', { terminationDelay: Duration.minutes(1) });
      const group = set.addGroup('sga', { replicas: 3, minimum: 2, scaling: GangScaling.onCpu(80, { max: 6 }) });
      const a = set.addRole('pca', { ...nginx('pca'), roleName: 'rolea', replicas: 3, scaling: GangScaling.onCpu(80, { max: 5 }) });
      const [b, c, d] = ['b', 'c', 'd'].map((letter) => group.addRole(`pc${letter}`, { ...nginx(`pc${letter}`), roleName: `role${letter}`, replicas: 2 }));
      const e = set.addRole('pce', { ...nginx('pce'), roleName: 'rolee', replicas: 2 });
      for (const role of [b, c]) role.startsAfter(a);
      for (const role of [d, e]) role.startsAfter(b, c);
    },
  },
  {
    folder: 'grove',
    file: 'operator__samples__user-guide__01_core-concepts__single-node-disaggregated.yaml',
    namespace: 'default',
    build: (chart) => {
      const set = simple(chart, 'single-node-disaggregated', { labels: undefined });
      set.addRole('prefill', { ...guide('prefill', 'nginx:latest', "echo 'Prefill Worker on node:' && hostname && sleep infinity", FAKE_NODE), replicas: 3 });
      set.addRole('decode', { ...guide('decode', 'nginx:latest', "echo 'Decode Worker on node:' && hostname && sleep infinity", FAKE_NODE), replicas: 2 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__samples__user-guide__01_core-concepts__multi-node-disaggregated.yaml',
    namespace: 'default',
    build: (chart) => {
      const set = simple(chart, 'multinode-disaggregated', { labels: undefined });
      const pods = (role: string, rank: string) => guide(
        `${role.toLowerCase()}-${rank.toLowerCase()}`, 'nginx:latest', `echo '${role} ${rank} on node:' && hostname && sleep infinity`, FAKE_NODE,
      );
      for (const [role, replicas, workers] of [['Prefill', 2, 4], ['Decode', 1, 2]] as const) {
        const group = set.addGroup(role.toLowerCase(), { replicas });
        group.addRole(`${role[0].toLowerCase()}leader`, pods(role, 'Leader'));
        group.addRole(`${role[0].toLowerCase()}worker`, { ...pods(role, 'Worker'), replicas: workers });
      }
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__auto-mnnvl__mnnvl-gpu-optout.yaml',
    build: (chart) => {
      const set = simple(chart, 'mnnvl-gpu-optout', { labels: undefined, annotations: { 'grove.io/mnnvl-group': 'none' }, terminationDelay: Duration.seconds(1) });
      const container = { name: 'gpu-container', image: 'busybox:latest', command: ['sleep', 'infinity'], resources: { limits: { 'nvidia.com/gpu': '1' } } };
      set.addRole('gpu-worker', { podSpec: { containers: [container] }, minimum: 1 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__workload-ondelete.yaml',
    build: (chart) => {
      const set = tested(chart, 'workload-ondelete', { update: GangUpdate.ON_DELETE });
      set.addRole('pc-a', { ...agent('pc-a', '80Mi'), roleName: 'role-a', replicas: 2, minimum: 1 });
      const group = set.addGroup('sg-x', { replicas: 2, minimum: 2 });
      group.addRole('pc-b', { ...agent('pc-b', '80Mi'), roleName: 'role-b', minimum: 1 });
      group.addRole('pc-c', { ...agent('pc-c', '80Mi'), roleName: 'role-c', replicas: 3, minimum: 3 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__workload3.yaml',
    build: (chart) => {
      const set = tested(chart, 'workload3', { order: GangOrder.IN_ORDER });
      set.addRole('pc-a', { ...agent('pc-a', '80Mi'), roleName: 'role-a', replicas: 2, minimum: 2 });
      const group = set.addGroup('sg-x', { replicas: 2, minimum: 2 });
      group.addRole('pc-b', { ...agent('pc-b', '80Mi'), roleName: 'role-b', minimum: 1 });
      group.addRole('pc-c', { ...agent('pc-c', '80Mi'), roleName: 'role-c', replicas: 3, minimum: 3 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__tas-hierarchy.yaml',
    build: (chart) => {
      const set = tested(chart, 'tas-hierarchy', { topology: topologyOf(chart), placement: TopologyPlacement.required('block') });
      const group = set.addGroup('inference-group', { replicas: 2, minimum: 2, placement: TopologyPlacement.required('rack') });
      for (const name of ['prefill', 'decode']) {
        group.addRole(name, { ...agent(name, '40Mi'), replicas: 2, minimum: 2, placement: TopologyPlacement.required('host') });
      }
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__tas-preferred-pack.yaml',
    build: (chart) => {
      const set = tested(chart, 'tas-preferred-pack', { topology: topologyOf(chart), placement: TopologyPlacement.within('block', 'rack') });
      const near = TopologyPlacement.preferred('host');
      set.addGroup('workers', { replicas: 2, minimum: 1, placement: near }).addRole('worker', { ...agent('worker', '10Mi'), minimum: 1 });
      set.addRole('router', { ...agent('router', '10Mi'), minimum: 1, placement: near });
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__tas-pcsg-scale.yaml',
    build: (chart) => {
      const set = tested(chart, 'tas-pcsg-scale', { topology: topologyOf(chart), placement: TopologyPlacement.required('block') });
      const group = set.addGroup('inference-group', { replicas: 3, minimum: 1, placement: TopologyPlacement.required('rack') });
      group.addRole('worker', { ...agent('worker', '40Mi'), replicas: 2, minimum: 2 });
    },
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__tas-multirep.yaml',
    build: (chart) => {
      const set = tested(chart, 'tas-multirep', { replicas: 2, topology: topologyOf(chart), placement: TopologyPlacement.required('rack') });
      const podAntiAffinity = {
        requiredDuringSchedulingIgnoredDuringExecution: [{
          topologyKey: 'kubernetes.io/hostname',
          labelSelector: { matchExpressions: [{ key: 'grove.io/podclique', operator: 'In', values: ['tas-multirep-0-worker'] }] },
        }],
      };
      const { podSpec } = agent('worker', '20Mi', { affinity: { podAntiAffinity } });
      const worker = set.addRole('worker', { podSpec, replicas: 2, minimum: 2 });
      if (worker.podCliqueName() !== 'tas-multirep-0-worker') throw new Error(worker.podCliqueName());
      Queue.fromQueueName(chart, 'test', 'test').grant(set);
    },
    differences: [QUEUE_ON_SET],
  },
  {
    folder: 'grove',
    file: 'operator__e2e__yaml__workload-resource-sharing.yaml',
    build: (chart) => {
      new KubeResourceClaimTemplate(chart, 'external', {
        metadata: { name: 'ext-tpl' }, spec: { spec: { devices: { requests: [{ name: 'ext-dev', exactly: { deviceClassName: 'ext-class' } }] } } },
      });
      const claim = (n: string) => DEVICE_CLAIM(`int-tpl${n}`, `int-dev${n}`, `int-class${n}`);
      const set = tested(chart, 'rs-test');
      const a = set.addRole('worker-a', { ...agent('worker-a', '80Mi'), roleName: 'role-a', minimum: 1 });
      const group = set.addGroup('sga', { replicas: 2, minimum: 2 });
      const b = group.addRole('worker-b', { ...agent('worker-b', '80Mi'), roleName: 'role-b', minimum: 1 });
      set.shareClaim(claim('5'), ClaimScope.ALL_REPLICAS);
      set.shareClaim(SharedClaim.fromTemplateName('ext-tpl'), ClaimScope.PER_REPLICA);
      set.shareClaim(claim(''), ClaimScope.PER_REPLICA, a);
      set.shareClaim(claim('7'), ClaimScope.ALL_REPLICAS, group);
      group.shareClaim(claim('2'), ClaimScope.ALL_REPLICAS);
      group.shareClaim(claim('3'), ClaimScope.PER_REPLICA);
      group.shareClaimAmong(claim('8'), ClaimScope.ALL_REPLICAS, [b]);
      a.shareClaim(claim('4'), ClaimScope.PER_REPLICA);
      a.shareClaim(SharedClaim.fromTemplateName('ext-ns-tpl', 'rs-shared'), ClaimScope.ALL_REPLICAS);
      b.shareClaim(claim('6'), ClaimScope.ALL_REPLICAS);
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'examples__quickstart__default-queues.yaml',
    build: (chart) => {
      const parent = new Queue(chart, 'default-parent-queue');
      new Queue(chart, 'default-queue', { parent });
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'examples__time-based-fairshare__two-queue-oscillation__queues.yaml',
    build: (chart) => {
      const parent = new Queue(chart, 'training-department', { displayName: 'Training Department' });
      for (const team of ['A', 'B']) new Queue(chart, `team-${team.toLowerCase()}`, { displayName: `Team ${team}`, parent, priority: 100 });
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'examples__preemption-delay__00-queues.yaml',
    build: (chart) => {
      const half = { cpu: Cpu.millis(500) };
      const parent = new Queue(chart, 'delay-parent', { guarantee: half, limit: half });
      new Queue(chart, 'delay-queue', { parent, guarantee: half, limit: half });
      new KubeNamespace(chart, 'namespace', { metadata: { name: 'delay-demo' } });
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'examples__time-based-fairshare__scheduling-shard-external-prometheus.yaml',
    build: (chart) => {
      new SchedulingShard(chart, 'shard', {
        name: 'default',
        kValue: 1,
        usage: FairShareUsage.sliding({
          url: 'http://prometheus-kube-prometheus-prometheus.monitoring.svc.cluster.local:9090',
          window: Duration.days(7),
          halfLife: Duration.hours(2),
          fetchInterval: Duration.minutes(1),
          staleness: Duration.minutes(5),
        }),
      });
      for (const [name, app, port] of [['kai-scheduler', 'scheduler', 'http-metrics'], ['kai-queue-controller', 'queue-controller', 'metrics']]) {
        new ServiceMonitor(chart, name, {
          metadata: { name, namespace: 'monitoring', labels: { release: 'prometheus' } },
          spec: { jobLabel: name, namespaceSelector: { matchNames: ['kai-scheduler'] }, selector: { matchLabels: { app } }, endpoints: [{ port, interval: '30s' }] },
        });
      }
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'docs__gpu-sharing__gpu-sharing.yaml',
    build: (chart) => {
      const pod = podIn(chart, 'gpu-sharing', [{ name: 'gpu-workload', image: 'nvidia/cuda:13.0.2-base-ubi8', command: ['nvidia-smi'], args: ['-L'] }]);
      GpuShare.fraction(0.5).giveTo(pod);
      grant(chart, pod);
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'docs__gpu-sharing__gpu-sharing-non-default-container.yaml',
    build: (chart) => {
      const idle = (name: string) => ({ name, image: 'busybox', args: ['sleep', 'infinity'] });
      const gpu = { name: 'gpu-workload', image: 'nvidia/cuda:13.0.2-base-ubi8', command: ['nvidia-smi'], args: ['-L'] };
      const pod = podIn(chart, 'gpu-sharing-non-default', [idle('sidecar'), gpu, idle('another-sidecar')]);
      GpuShare.fraction(0.5, { container: 'gpu-workload' }).giveTo(pod);
      grant(chart, pod);
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'docs__priority__example__train-priority-pod.yaml',
    build: (chart) => {
      const container = { name: 'main', image: 'ubuntu', args: ['sleep', 'infinity'], resources: { limits: { 'nvidia.com/gpu': '1' } } };
      grant(chart, podIn(chart, 'train-pod', [container]), 'train');
    },
  },
  {
    folder: 'kai-scheduler',
    file: 'docs__batch__batch-job.yaml',
    build: (chart) => {
      const container = { name: 'main', image: 'ubuntu', args: ['sleep', 'infinity'], resources: { limits: { 'nvidia.com/gpu': '1' } } };
      const job = new KubeJob(chart, 'batch-job', {
        metadata: { name: 'batch-job' }, spec: { parallelism: 2, completions: 2, template: { spec: { restartPolicy: 'OnFailure', containers: [container] } } },
      });
      grant(chart, Workload.fromApiObject(job));
    },
    differences: [{ path: /^Job\/\S+ metadata\.labels$/, sort: 'deliberate', reason: 'KAI reads the top owner first, so the queue is on the Job as well' }],
  },
  {
    folder: 'triton',
    file: 'tutorials__Deployment__Kubernetes__EKS_Multinode_Triton_TRTLLM__multinode_helm_chart__nccl_test.yaml',
    build: (chart) => {
      const image = '210086341041.dkr.ecr.us-west-2.amazonaws.com/triton_trtllm_multinode:24.08';
      const libraries = ['amazon/openmpi/lib', 'nccl/build/lib', 'amazon/efa/lib', 'aws-ofi-nccl/install/lib'].map((path) => `/opt/${path}`).join(':');
      const exported = ['PATH', 'LD_LIBRARY_PATH', 'FI_PROVIDER=efa', 'FI_EFA_FORK_SAFE=1', 'NCCL_DEBUG=INFO', 'NCCL_BUFFSIZE=8388608', 'NCCL_P2P_NET_CHUNKSIZE=524288'];
      const transports = { pml: '^cm,ucx', btl: 'tcp,self', btl_tcp_if_exclude: 'lo,docker0,veth_def_agent' };
      const sizes = { b: '4', e: '16G', f: '2', g: '1', c: '1', n: '100' };
      const amounts = { 'nvidia.com/gpu': '4', 'hugepages-2Mi': '5120Mi', 'vpc.amazonaws.com/efa': '1', 'memory': '3200Mi' };
      new MpiJob(chart, 'test-nccl', {
        nodes: 2,
        retries: 20,
        podSpec: {
          nodeSelector: { 'node.kubernetes.io/instance-type': 'g5.12xlarge' },
          containers: [{
            name: 'test-nccl-worker', image, volumeMounts: [{ name: 'shmem', mountPath: '/dev/shm' }], resources: { limits: amounts, requests: amounts },
          }],
          volumes: [{ name: 'shmem', hostPath: { path: '/dev/shm' } }],
        },
        launcherPodSpec: {
          containers: [{
            name: 'test-nccl-launcher',
            image,
            env: [{ name: 'LD_LIBRARY_PATH', value: `${libraries}:/usr/local/nvidia/lib:$LD_LIBRARY_PATH` }, { name: 'PATH', value: '$PATH:/opt/amazon/efa/bin:/usr/bin' }],
            command: [
              '/opt/amazon/openmpi/bin/mpirun', '--allow-run-as-root', '--tag-output', '-np', '8', '-N', '4', '--bind-to', 'none', ...exported.flatMap((name) => ['-x', name]),
              ...Object.entries(transports).flatMap(([name, value]) => ['--mca', name, value]), '/opt/nccl-tests/build/all_reduce_perf',
              ...Object.entries(sizes).flatMap(([name, value]) => [`-${name}`, value]),
            ],
          }],
        },
      });
    },
    differences: [
      { path: /^MPIJob\/\S+ .*\.Launcher\.template\.spec\.restartPolicy$/, sort: 'operator default not written', reason: 'the operator takes that of the replica, OnFailure, and warns of this one' },
    ],
  },
];
