import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CleanPods } from './clean-pods';
import { JobRestart } from './job-restart';
import { MpiImplementation } from './mpi-implementation';
import { MpiLauncherStart } from './mpi-launcher-start';
import { NodeCountOptions } from './node-count-options';
import type { NodePool } from '../cluster';
import { spanOf } from './private/node-span';
import { wholeSeconds } from './private/whole-seconds';
import { objectName } from '../cluster/private/object-name';
import { checkAtSynth } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { overridesOf } from '../core/merge';
import { indexBelow, wholeNumber } from '../core/ranges';
import type { PodSpec } from '../crds/kubernetes';
import { MpiJobSpec, MpiJobSpecMpiImplementation } from '../crds/mpi-operator';
import { headlessDnsName } from '../facts/headless-dns-name';
import { MPI_HOSTFILE, mpiLauncherName, mpiWorkerName } from '../facts/job-controllers';
import { IQueuedWorkload, PodFragment, QueueingOptions } from '../workload';
import { MpiPods } from '../workload/private/mpi-pods';
import { ownGpus } from '../workload/private/role-pods';

/** Options of an MPIJob. `podSpec`, GPUs, pool and `nodes` are those of the workers. */
export interface MpiJobProps extends NodeCountOptions {
  /**
   * The pod that starts the ranks: `mpirun` and its arguments. Without GPUs, unless it works too. It runs where the workers' image does:
   * on their architecture, tolerating the taints of their pool.
   */
  readonly launcherPodSpec: PodSpec;

  /**
   * `metadata.name`; with `-worker-<index>` it is a hostname.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Pool of nodes that the launcher runs on.
   *
   * @default - any node of the workers' architecture
   */
  readonly launcherPool?: NodePool;

  /**
   * Whether the launcher runs ranks too: it is then a pod like the workers, and the first host.
   *
   * @default false
   */
  readonly launcherWorks?: boolean;

  /**
   * When the launcher is made.
   *
   * @default - the operator's, MpiLauncherStart.AT_ONCE
   */
  readonly launcherStart?: MpiLauncherStart;

  /**
   * Ranks of each host.
   *
   * @default - one for each GPU of a worker; without GPUs the operator's, 1
   */
  readonly slotsPerWorker?: number;

  /**
   * Which MPI the image has.
   *
   * @default - the operator's, MpiImplementation.OPEN_MPI
   */
  readonly implementation?: MpiImplementation;

  /**
   * Absolute path of the folder that gets the SSH keys, in all pods: the user's `.ssh`.
   *
   * @default - the operator's, `/root/.ssh`
   */
  readonly sshAuthMountPath?: string;

  /**
   * Which pods go when the job is finished.
   *
   * @default CleanPods.RUNNING, since workers never end by themselves and would keep their GPUs
   */
  readonly cleanPods?: CleanPods;

  /**
   * How long the finished launcher is kept, in whole seconds.
   *
   * @default - for ever
   */
  readonly ttlAfterFinished?: Duration;

  /**
   * How long the launcher may run, with its retries, in whole seconds.
   *
   * @default - for ever
   */
  readonly activeDeadline?: Duration;

  /**
   * How often the launcher is tried again.
   *
   * @default - that of Jobs, 6
   */
  readonly retries?: number;

  /**
   * What happens to a worker that fails.
   *
   * @default - the operator's, JobRestart.NEVER
   */
  readonly workerRestart?: JobRestart;

  /**
   * What happens to a launcher that fails.
   *
   * @default - the operator's, JobRestart.ON_FAILURE
   */
  readonly launcherRestart?: JobRestart;

  /**
   * Whether the job waits until somebody sets it going.
   *
   * @default false
   */
  readonly suspended?: boolean;

  /**
   * Fragment of the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/**
 * A program over several nodes by MPI: an MPIJob `kubeflow.org/v2beta1`, workers that run sshd and a launcher that runs `mpirun` over them.
 * Needs the MPI Operator.
 *
 * KAI schedules launcher and workers as one gang. The operator checks a job only when it takes it up, and then says in an event what is wrong; so it is
 * refused here.
 */
export class MpiJob extends Construct implements IQueuedWorkload {
  /** File in the launcher with the addresses of the hosts and their slots; `mpirun` is told of it by variables. */
  public static readonly HOSTFILE = MPI_HOSTFILE;

  /** `metadata.name`. */
  public readonly name: string;

  /** Workers, and so nodes. */
  public readonly nodes: number;

  /** Ranks that there are slots for: `-np` of `mpirun`, which is its default too. */
  public readonly ranks: number;

  private readonly pods: MpiPods;

  /** @throws when neither or both of `nodes` and `parallelism` are given, and when the operator would refuse the job */
  constructor(scope: Construct, id: string, props: MpiJobProps) {
    super(scope, id);
    const { path } = this.node;
    this.name = props.name ?? objectName(this);
    const { nodes, gpusPerPod, pool, findings } = spanOf(this, props, 1);
    this.nodes = nodes;
    const slots = props.slotsPerWorker ?? ([gpusPerPod, ownGpus(props.podSpec)].find((count) => count > 0));
    if (slots !== undefined) wholeNumber(path, 'slotsPerWorker', slots);
    this.ranks = (nodes + (props.launcherWorks ? 1 : 0)) * (slots ?? 1);
    const { labels, annotations, container, sharedMemory, podSpec, launcherPodSpec, launcherPool } = props;
    const gpus = gpusPerPod > 0 && findings.length === 0 ? gpusPerPod : undefined;
    this.pods = new MpiPods(this, {
      name: this.name,
      nodes,
      workers: { podSpec, labels, annotations, container, sharedMemory, gpus, pool },
      launcher: { podSpec: launcherPodSpec, labels, annotations, pool: launcherPool },
      launcherWorks: props.launcherWorks,
      workerRestart: props.workerRestart?.name,
      launcherRestart: props.launcherRestart?.name,
      spec: specOf(path, props, slots),
      overrides: overridesOf(props.overrides, path),
    });
    checkAtSynth(this, () => (findings.length > 0 ? findings : this.pods.check()));
  }

  public get gpuNodes(): number {
    return this.pods.gpuNodes;
  }

  public get gpuPools(): NodePool[] {
    return this.pods.gpuPools;
  }

  public addToPods(fragment: PodFragment): void {
    this.pods.addToPods(fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.pods.joinQueue(queueName, options);
  }

  /**
   * `metadata.name` and hostname of a worker.
   *
   * @param worker from 0
   */
  public workerName(worker: number = 0): string {
    return mpiWorkerName(this.name, indexBelow(this.node.path, 'worker', worker, this.nodes));
  }

  /**
   * DNS name of a worker, once it is ready.
   *
   * @param worker from 0
   */
  public workerDnsName(worker: number = 0): string {
    return this.dnsNameOf(this.workerName(worker));
  }

  /** Hostname of the launcher, and `metadata.name` of its Job. */
  public get launcherName(): string {
    return mpiLauncherName(this.name);
  }

  /** DNS name of the launcher, once it is ready. */
  public get launcherDnsName(): string {
    return this.dnsNameOf(this.launcherName);
  }

  private dnsNameOf(hostname: string): string {
    return headlessDnsName(hostname, this.name, Chart.of(this).namespace);
  }
}

function specOf(path: string, props: MpiJobProps, slots: number | undefined): Omit<MpiJobSpec, 'mpiReplicaSpecs'> {
  const { sshAuthMountPath, retries, suspended } = props;
  if (sshAuthMountPath !== undefined && !sshAuthMountPath.startsWith('/')) {
    throw invalid({ path, value: `sshAuthMountPath: '${sshAuthMountPath}'`, reason: 'not an absolute path', fix: "write it from the root, for example '/home/mpiuser/.ssh'" });
  }
  return {
    slotsPerWorker: slots,
    mpiImplementation: props.implementation?.name as MpiJobSpecMpiImplementation | undefined,
    launcherCreationPolicy: props.launcherStart?.name,
    runLauncherAsWorker: props.launcherWorks,
    sshAuthMountPath,
    runPolicy: {
      cleanPodPolicy: (props.cleanPods ?? CleanPods.RUNNING).name,
      ttlSecondsAfterFinished: wholeSeconds(path, 'ttlAfterFinished', props.ttlAfterFinished, 0),
      activeDeadlineSeconds: wholeSeconds(path, 'activeDeadline', props.activeDeadline),
      backoffLimit: retries === undefined ? undefined : wholeNumber(path, 'retries', retries, 0),
      suspend: suspended,
    },
  };
}
