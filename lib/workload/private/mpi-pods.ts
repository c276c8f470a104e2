import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { FragmentList } from './fragment-list';
import { writeObjectMetadata } from './object-metadata';
import { overrideMetadata } from './object-overrides';
import { OwnField, refuseFieldsOf } from './own-fields';
import { queueFragment, requireOneQueue } from './queue-fragment';
import { RolePods, RolePodsProps } from './role-pods';
import type { NodePool } from '../../cluster';
import { tolerationsOn } from '../../cluster/private/pool-pods';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { invalid } from '../../core/errors';
import { JsonObject, mergeJson } from '../../core/merge';
import { isServiceName } from '../../core/names';
import { MpiJob as MpiJobResource, MpiJobSpec } from '../../crds/mpi-operator';
import { mpiWorkerName } from '../../facts/job-controllers';
import { LABEL_KEYS } from '../../facts/label-keys';
import { PodFragment, PodFragmentProps } from '../pod-fragment';
import { QueueingOptions } from '../queueing';

/** What the operator writes over. kubeflow/mpi-operator v0.8.0, pkg/controller/mpi_job_controller.go (newWorker, newLauncherPodTemplate) */
const OVERWRITTEN: readonly OwnField[] = [
  { field: 'hostname', reason: 'the MPI Operator writes it itself', fix: 'leave it out; workerName() says what it will be' },
  { field: 'subdomain', reason: 'the MPI Operator writes it itself', fix: 'leave it out; it is the name of the job' },
  { field: 'restartPolicy', reason: 'the MPI Operator takes that of the replicas instead, and warns', fix: 'use workerRestart and launcherRestart' },
];

/** What an MPIJob is made of. */
export interface MpiPodsProps {
  readonly name: string;
  /** Workers. */
  readonly nodes: number;
  readonly workers: RolePodsProps;
  readonly launcher: RolePodsProps;
  /** Whether the launcher runs ranks too, and so is a pod like the workers. */
  readonly launcherWorks?: boolean;
  /** Restart policies of the replicas. */
  readonly workerRestart?: string;
  readonly launcherRestart?: string;
  readonly spec: Omit<MpiJobSpec, 'mpiReplicaSpecs'>;
  readonly overrides?: JsonObject;
}

/** An MPIJob and its pods, for the constructs that make one. */
export class MpiPods {
  private readonly resource: ApiObject;
  private readonly fragments: FragmentList;
  private readonly workers: RolePods;
  private readonly launcher: RolePods;
  private queueName?: string;

  /** @throws when the operator would refuse the job, which it does in an event: there is no webhook */
  constructor(private readonly job: Construct, private readonly props: MpiPodsProps) {
    const { path } = job.node;
    const { name, nodes, workers, launcher, overrides = {} } = props;
    requireJobName(path, name, nodes);
    refuseFieldsOf(path, 'podSpec', workers.podSpec, OVERWRITTEN);
    refuseFieldsOf(path, 'launcherPodSpec', launcher.podSpec, OVERWRITTEN);
    this.fragments = new FragmentList(path);
    this.workers = new RolePods(job, workers, () => this.fragments.all);
    // What gives GPUs is for the pods that compute.
    this.launcher = new RolePods(job, launcher, () => [...this.nearWorkers(), ...this.fragments.all.filter(({ gpus }) => gpus === undefined)]);
    if (!props.launcherWorks && this.launcher.gpus() > 0) {
      throw invalid({
        path, value: `${this.launcher.gpus()} GPUs in launcherPodSpec`, reason: 'the MPI Operator hides them from a launcher that only starts ranks', fix: 'remove them, or let the launcher work too: launcherWorks',
      });
    }
    this.resource = new MpiJobResource(job, 'Resource', {
      metadata: { name },
      spec: Lazy.any({ produce: () => mergeJson(MpiJobResource.manifest({ spec: this.render() }).spec, specOverrides) }),
    });
    const specOverrides = overrideMetadata(this.resource, path, 'an MPIJob', overrides);
  }

  public get gpuNodes(): number {
    const { nodes, launcher, launcherWorks } = this.props;
    const works = launcherWorks && this.workers.gpus(launcher.podSpec) > 0;
    return (this.workers.gpus() > 0 ? nodes : 0) + (works ? 1 : 0);
  }

  public get gpuPools(): NodePool[] {
    const { pool } = this.workers;
    return pool && this.gpuNodes > 0 ? [pool] : [];
  }

  public addToPods(fragment: PodFragment): void {
    this.fragments.add(fragment);
    writeObjectMetadata(this.resource, fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions): void {
    this.queueName = requireOneQueue(this.job.node.path, this.queueName, queueName, 'a job');
    this.addToPods(queueFragment(queueName, options));
  }

  public check(): SynthFinding[] {
    return this.workers.check(this.props.nodes + (this.props.launcherWorks ? 1 : 0) > 1);
  }

  private render(): MpiJobSpec {
    const { nodes, launcher, launcherWorks, workerRestart, launcherRestart, spec } = this.props;
    return {
      ...spec,
      mpiReplicaSpecs: {
        // Both numbers always: KAI refuses to group a job that leaves one out.
        Launcher: { replicas: 1, restartPolicy: launcherRestart, template: (launcherWorks ? this.workers : this.launcher).render(launcher.podSpec) },
        Worker: { replicas: nodes, restartPolicy: workerRestart, template: this.workers.render() },
      },
    };
  }

  /** The launcher needs no node of the pool, but one for which its image is made, which mostly is the workers'. */
  private nearWorkers(): PodFragmentProps[] {
    const { pool } = this.workers;
    const { podSpec, pool: own } = this.props.launcher;
    if (!pool || own || podSpec.nodeSelector?.[LABEL_KEYS.architecture] !== undefined) return [];
    return [{ id: 'architecture', nodeSelector: { [LABEL_KEYS.architecture]: pool.architecture.name }, tolerations: tolerationsOn(pool) }];
  }
}

/** The longest hostname has to fit. kubeflow/mpi-operator v0.8.0, pkg/apis/kubeflow/validation */
function requireJobName(path: string, name: string, nodes: number): void {
  const longest = mpiWorkerName(name, nodes - 1);
  if (isServiceName(longest)) return;
  throw invalid({
    path, value: `name: '${name}'`, reason: `'${longest}' would be a hostname, and is no DNS label of at most 63 characters that begins with a letter`, fix: 'use a short name of lower-case letters, digits and inner hyphens',
  });
}
