import { Chart, Duration, Size } from 'cdk8s';
import { GpuAllocation, NodePool } from '../../lib/cluster';
import {
  CleanPods, JobRestart, MpiImplementation, MpiJob, MpiJobProps, MpiLauncherStart, Queue, Topology, TopologyLevel, TopologyPlacement,
} from '../../lib/deployment';
import { ComputeDomain, GpuClaimTemplate, GpuRequest } from '../../lib/infrastructure';
import { ModelCache } from '../../lib/memory';
import { Parallelism, Preemptibility } from '../../lib/workload';
import { chartOn, CPU, findingsOf, manifestOf, RACK } from '../support/cluster';
import { madeOf, namesOf } from '../support/expansion';

const WORKER = { containers: [{ name: 'worker', image: 'example.com/mpi:1' }] };
const LAUNCHER = { containers: [{ name: 'launcher', image: 'example.com/mpi:1', command: ['mpirun', 'solve'] }] };

function jobIn(chart: Chart, props: Partial<MpiJobProps> = {}): MpiJob {
  return new MpiJob(chart, 'solve', { podSpec: WORKER, launcherPodSpec: LAUNCHER, ...props.parallelism ? {} : { nodes: 2 }, ...props });
}

const roleOf = (chart: Chart, role: string) => manifestOf(chart, 'MPIJob').spec.mpiReplicaSpecs[role];

describe('MpiJob', () => {
  test('the smallest use', () => {
    const chart = chartOn();
    const job = jobIn(chart);
    expect(manifestOf(chart, 'MPIJob')).toEqual({
      apiVersion: 'kubeflow.org/v2beta1',
      kind: 'MPIJob',
      metadata: { name: 'solve', namespace: 'inference' },
      spec: {
        runPolicy: { cleanPodPolicy: 'Running' },
        mpiReplicaSpecs: { Launcher: { replicas: 1, template: { spec: LAUNCHER } }, Worker: { replicas: 2, template: { spec: WORKER } } },
      },
    });
    expect([job.nodes, job.ranks, job.gpuNodes, job.gpuPools]).toEqual([2, 2, 0, []]);
  });

  test('the fullest use', () => {
    const chart = chartOn();
    const job = jobIn(chart, {
      name: 'r1',
      parallelism: Parallelism.of({ tensor: 16 }),
      launcherPool: CPU,
      launcherStart: MpiLauncherStart.WORKERS_READY,
      slotsPerWorker: 2,
      implementation: MpiImplementation.MPICH,
      sshAuthMountPath: '/home/mpiuser/.ssh',
      cleanPods: CleanPods.ALL,
      ttlAfterFinished: Duration.hours(1),
      activeDeadline: Duration.days(1),
      retries: 0,
      workerRestart: JobRestart.ON_FAILURE,
      launcherRestart: JobRestart.NEVER,
      suspended: true,
      labels: { app: 'r1' },
      annotations: { note: 'x' },
      overrides: { metadata: { labels: { team: 'a' } }, spec: { runPolicy: { managedBy: 'kueue.x-k8s.io/multikueue' } } },
    });
    new ComputeDomain(chart, 'nvlink').attach(job);
    new Queue(chart, 'queue').grant(job, { priorityClassName: 'train', preemptibility: Preemptibility.PREEMPTIBLE });
    expect(manifestOf(chart, 'MPIJob')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
    expect([job.nodes, job.ranks, job.gpuNodes, job.gpuPools]).toEqual([4, 8, 4, [RACK]]);
  });

  test('GPUs are the workers\': the launcher runs on the architecture of their nodes, without', () => {
    const chart = chartOn();
    const job = jobIn(chart, { gpus: 4 });
    new ComputeDomain(chart, 'nvlink').attach(job);
    const launcher = roleOf(chart, 'Launcher').template.spec;
    expect(launcher.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
    expect([launcher.containers[0].resources, launcher.resourceClaims]).toEqual([undefined, undefined]);
    expect(roleOf(chart, 'Worker').template.spec.containers[0].resources).toEqual({
      claims: [{ name: 'compute-domain-channel' }], limits: { 'nvidia.com/gpu': '4' },
    });
    expect([manifestOf(chart, 'MPIJob').spec.slotsPerWorker, job.ranks]).toEqual([4, 8]);
  });

  test('an architecture of the launcher\'s own stays', () => {
    const chart = chartOn();
    jobIn(chart, { gpus: 4, nodes: 1, launcherPodSpec: { ...LAUNCHER, nodeSelector: { 'kubernetes.io/arch': 'amd64' } } });
    expect(roleOf(chart, 'Launcher').template.spec).toMatchObject({ nodeSelector: { 'kubernetes.io/arch': 'amd64' } });
    expect(roleOf(chart, 'Launcher').template.spec.tolerations).toBeUndefined();
  });

  test('a launcher that works too is a pod like the workers, and a host', () => {
    const chart = chartOn();
    const job = jobIn(chart, { gpus: 4, launcherWorks: true });
    new ComputeDomain(chart, 'nvlink').attach(job);
    const { Launcher, Worker } = manifestOf(chart, 'MPIJob').spec.mpiReplicaSpecs;
    expect(Launcher.template.spec.containers[0].resources).toEqual(Worker.template.spec.containers[0].resources);
    expect(Launcher.template.spec.nodeSelector).toEqual(Worker.template.spec.nodeSelector);
    expect([job.ranks, job.gpuNodes]).toEqual([12, 3]);
    expect(manifestOf(chart, 'MPIJob').spec.runLauncherAsWorker).toBe(true);
  });

  test('GPUs as claims: one template', () => {
    const claims = NodePool.hgxH100('claims', { nodes: 4, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([claims]);
    jobIn(chart, { gpus: 8, launcherWorks: true });
    expect(manifestOf(chart, 'ResourceClaimTemplate').metadata.name).toBe('solve-gpus');
    for (const role of ['Launcher', 'Worker']) {
      expect(roleOf(chart, role).template.spec.resourceClaims).toEqual([{ name: 'gpus', resourceClaimTemplateName: 'solve-gpus' }]);
    }
  });

  test('a claim of the user\'s own is the workers\'', () => {
    const claims = NodePool.hgxH100('claims', { nodes: 4, gpuAllocation: GpuAllocation.CLAIMS });
    const chart = chartOn([claims]);
    const job = jobIn(chart, { pool: claims });
    new GpuClaimTemplate(chart, 'slices', { requests: [GpuRequest.gpu({ count: 2 })] }).attach(job);
    expect(roleOf(chart, 'Worker').template.spec.resourceClaims).toEqual([expect.objectContaining({ resourceClaimTemplateName: 'slices' })]);
    expect(roleOf(chart, 'Launcher').template.spec.resourceClaims).toBeUndefined();
    expect([job.gpuNodes, job.gpuPools]).toEqual([2, [claims]]);
  });

  test('a cache is in all pods: the launcher reads the model too', () => {
    const chart = chartOn();
    new ModelCache(chart, 'weights', { size: Size.gibibytes(1) }).mountInto(jobIn(chart));
    for (const role of ['Launcher', 'Worker']) {
      expect(roleOf(chart, role).template.spec.containers[0].volumeMounts).toEqual([{ name: 'weights', mountPath: '/models' }]);
    }
  });

  test('in a queue on every level: the job for KAI, and all pods', () => {
    const chart = chartOn();
    new Queue(chart, 'queue').grant(jobIn(chart, { gpus: 4, nodes: 1 }));
    const labels = { 'kai.scheduler/queue': 'queue' };
    expect(manifestOf(chart, 'MPIJob').metadata.labels).toEqual(labels);
    for (const role of ['Launcher', 'Worker']) {
      expect(roleOf(chart, role).template).toMatchObject({ metadata: { labels }, spec: { schedulerName: 'kai-scheduler' } });
    }
  });

  test('near to each other, by a topology of KAI', () => {
    const chart = chartOn();
    Topology.fromTopologyName(chart, 'racks', 'racks', [TopologyLevel.rack()]).pack(jobIn(chart), TopologyPlacement.required('rack'));
    expect(manifestOf(chart, 'MPIJob').metadata.annotations).toEqual({
      'kai.scheduler/topology': 'racks', 'kai.scheduler/topology-required-placement': 'nvidia.com/gpu.clique',
    });
  });

  test('names are those that the operator makes', () => {
    const chart = chartOn();
    const job = jobIn(chart, { nodes: 3 });
    const made = [manifestOf(chart, 'MPIJob')];
    const workers = madeOf('Pod', made).filter(({ metadata }) => metadata.labels['training.kubeflow.org/job-role'] === 'worker');
    expect(namesOf(workers)).toEqual([0, 1, 2].map((worker) => job.workerName(worker)));
    expect(workers.map(({ spec }) => spec.hostname)).toEqual(namesOf(workers));
    const [{ metadata, spec }] = madeOf('Job', made);
    expect([metadata.name, spec.template.spec.hostname]).toEqual([job.launcherName, job.launcherName]);
    expect(namesOf(madeOf('Service', made))).toEqual(['solve']);
    expect(job.workerDnsName(2)).toBe('solve-worker-2.solve.inference.svc.cluster.local');
    expect(job.launcherDnsName).toBe('solve-launcher.solve.inference.svc.cluster.local');
    expect(() => job.workerName(3)).toThrow('cluster/chart/solve: worker: 3 - there are 3, counted from 0');
  });

  test('workers over several nodes of a rack without an NVLink domain are a finding', () => {
    const chart = chartOn();
    jobIn(chart, { gpus: 4 });
    expect(findingsOf(chart)).toEqual([expect.stringContaining("CD-07: an engine over several nodes of pool 'rack' without an NVLink domain")]);
  });

  test('what no pool can hold is a finding', () => {
    const chart = chartOn();
    jobIn(chart, { parallelism: Parallelism.of({ tensor: 6 }) });
    expect(findingsOf(chart)).toEqual([expect.stringContaining('DGD-22')]);
  });

  test.each<[string, Partial<MpiJobProps>, string]>([
    ['a name that is no hostname', { name: '1a' }, "name: '1a' - '1a-worker-1' would be a hostname"],
    ['a name that is too long', { name: 'a'.repeat(55) }, 'no DNS label of at most 63 characters'],
    ['neither nodes nor parallelism', { nodes: undefined }, 'neither nodes nor parallelism'],
    ['no worker', { nodes: 0 }, 'nodes: 0 - not a whole number of at least 1'],
    ['no slots', { slotsPerWorker: 0 }, 'slotsPerWorker: 0'],
    ['a relative path', { sshAuthMountPath: '.ssh' }, "sshAuthMountPath: '.ssh' - not an absolute path"],
    ['half a second', { ttlAfterFinished: Duration.millis(500) }, 'ttlAfterFinished in seconds: 0.5'],
    ['no time at all', { activeDeadline: Duration.seconds(0) }, 'activeDeadline in seconds: 0'],
    ['a hostname of the user\'s own', { podSpec: { ...WORKER, hostname: 'a' } }, 'podSpec.hostname - the MPI Operator writes it itself'],
    ['a restart policy in the pod', { launcherPodSpec: { ...LAUNCHER, restartPolicy: 'Never' } }, 'launcherPodSpec.restartPolicy - the MPI Operator takes that of the replicas'],
    [
      'GPUs of a launcher that only starts ranks',
      { launcherPodSpec: { containers: [{ ...LAUNCHER.containers[0], resources: { limits: { 'nvidia.com/gpu': '1' } } }] } },
      '1 GPUs in launcherPodSpec - the MPI Operator hides them',
    ],
  ])('%s is refused', (_, props, message) => {
    expect(() => jobIn(chartOn(), props)).toThrow(message);
  });

  test('one queue', () => {
    const chart = chartOn();
    const job = jobIn(chart);
    new Queue(chart, 'one').grant(job);
    expect(() => new Queue(chart, 'two').grant(job)).toThrow("cluster/chart/solve: queues 'one' and 'two' - all pods of a job are in one queue");
  });
});
