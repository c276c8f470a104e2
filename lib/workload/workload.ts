import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { PodFragment, PodFragmentProps, PodSelection } from './pod-fragment';
import { FragmentList } from './private/fragment-list';
import { gpuFragment } from './private/gpu-fragment';
import { checkNvlink } from './private/nvlink-checks';
import { PodEditor, POOL_RELATION } from './private/pod-editor';
import { checkGpus, checkOfCluster, placeGpuPods } from './private/pool-choice';
import { checkFabric, onFabric } from './private/pool-fabric';
import { requireOneQueue } from './private/queue-fragment';
import { QueueingOptions } from './queueing';
import { Cluster, NodePool } from '../cluster';
import { tolerationsOn } from '../cluster/private/pool-pods';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import { isGpuResource } from '../manifests/gpu-resources';

/**
 * Anything that makes pods: a Dynamo graph or one of its components, a `Workload` around a Deployment, Job, LeaderWorkerSet, MPIJob …
 *
 * Constructs that give something to pods (an NVLink domain, a cache, GPUs) accept it.
 */
export interface IWorkload extends IConstruct {
  /**
   * Nodes that the GPU pods of this workload occupy when all replicas run, one pod per node.
   */
  readonly gpuNodes: number;

  /**
   * Pools that its GPU pods run on, as far as that is known.
   */
  readonly gpuPools: NodePool[];

  /**
   * Registers what a relation writes into the pods; it is applied when the workload renders.
   *
   * @param fragment what to write
   */
  addToPods(fragment: PodFragment): void;
}

/** Anything that a queue can be granted to: a workload, or a claim that workloads of the queue share. */
export interface IQueueMember extends IConstruct {
  /**
   * Puts it into a KAI queue; `Queue.grant()` calls it.
   *
   * @param queueName `metadata.name` of the Queue
   */
  joinQueue(queueName: string, options?: QueueingOptions): void;
}

/** A workload whose pods are scheduled through one queue. */
export interface IQueuedWorkload extends IWorkload, IQueueMember {
}

/** Which pods of an object a `Workload` stands for. */
export interface WorkloadOptions {
  /**
   * Container that serves: it gets claims, variables, mounts. Pods without a container of that name are left alone.
   *
   * @default - the only container of each pod; `main` of Dynamo components
   */
  readonly container?: string;

  /**
   * The one group of pods, where an object makes several: `leader` or `worker` of a LeaderWorkerSet, `Launcher` or `Worker` of an MPIJob,
   * name of a clique, of a Dynamo component, of a replicated Job.
   *
   * @default - all that have the container
   */
  readonly role?: string;

  /**
   * Pool of nodes that the pods with GPUs run on; they get its node selector and tolerations.
   *
   * @default - nothing is written; `requestGpus()` takes the only pool that fits
   */
  readonly pool?: NodePool;
}

/**
 * A workload around any object with a pod template, so that relations reach it: a Deployment of cdk8s-plus, an object of the generated
 * classes, an `ApiObject`, something included from YAML.
 *
 * What relations write is put into the manifest when the object renders, after its own JSON patches; what is there already stays.
 */
export class Workload extends Construct implements IQueuedWorkload {
  /**
   * The workload around an object; the same one again for the same object, container and role.
   *
   * @param object an ApiObject, or a construct around one such as `Deployment` of cdk8s-plus
   * @throws when it was made for another pool before; a container or role that is not there is refused when the object renders
   */
  public static fromApiObject(object: IConstruct, options: WorkloadOptions = {}): Workload {
    const apiObject = ApiObject.of(object);
    const id = ['Workload', options.container, options.role].filter((part) => part !== undefined).join('-');
    const existing = apiObject.node.tryFindChild(id) as Workload | undefined;
    if (existing === undefined) return new Workload(apiObject, id, options);
    if (options.pool === undefined || options.pool === existing.pool) return existing;
    throw invalid({
      path: existing.node.path,
      value: `pools '${existing.pool?.name ?? 'none'}' and '${options.pool.name}'`,
      reason: 'its pods run on one pool',
      fix: 'name the pool in the first call only',
    });
  }

  /** Pool of nodes that the pods with GPUs run on; undefined where none was named. */
  public readonly pool?: NodePool;

  /**
   * The object's pods, by its path and the role: several workloads may be around containers of the same ones.
   *
   * @internal
   */
  public readonly _pods: string;

  private readonly container?: string;
  private readonly fragments: FragmentList;
  private readonly queueing: FragmentList;
  private readonly editor: PodEditor;
  private readonly findings: SynthFinding[] = [];
  private gpuRequest?: number;
  private placedOn?: NodePool;
  private queueName?: string;

  private constructor(object: ApiObject, id: string, options: WorkloadOptions) {
    super(object, id);
    this.pool = options.pool;
    this.container = options.container;
    this._pods = [object.node.path, ...options.role === undefined ? [] : [options.role]].join(' ');
    this.placedOn = options.pool;
    this.fragments = new FragmentList(this.node.path);
    this.queueing = new FragmentList(this.node.path);
    this.editor = new PodEditor(this.node.path, object, options, () => ({ selected: this.given, everywhere: this.queueing.all }));
    if (this.pool) this.runOn(this.pool);
    checkAtSynth(this, () => [
      ...this.findings, ...this.checkPool(), ...this.checkAllocation(), ...this.checkReached(), ...checkNvlink(this.fragments.all),
      ...this.checkFabric(),
    ]);
  }

  public get gpuNodes(): number {
    return this.editor.gpuPods();
  }

  public get gpuPools(): NodePool[] {
    return this.pool ? [this.pool] : [];
  }

  public addToPods(fragment: PodFragment): void {
    this.fragments.add(fragment);
  }

  /**
   * Gives GPUs to the container: `nvidia.com/gpu` among its limits, or a claim, as the pool hands them out.
   *
   * @param count whole GPUs of each pod, at least 1
   * @throws when it is none, or another number was requested before
   */
  public requestGpus(count: number): void {
    wholeNumber(this.node.path, 'requestGpus', count);
    if (this.gpuRequest !== undefined) {
      if (this.gpuRequest === count) return;
      throw invalid({
        path: this.node.path, value: `${this.gpuRequest} and ${count} GPUs`, reason: 'a container has one number of GPUs', fix: 'request them once',
      });
    }
    this.gpuRequest = count;
    const { pool, findings } = this.pool ? { pool: this.pool, findings: checkGpus(this.pool, count) } : (
      placeGpuPods(Cluster.of(this).pools, count, undefined, 'Workload.fromApiObject(object, { pool })')
    );
    this.findings.push(...findings);
    this.fragments.add(new PodFragment(gpuFragment(this, pool, count, this.container)));
    if (pool && pool !== this.pool) this.runOn(pool);
    this.placedOn = pool;
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.queueName = requireOneQueue(this.node.path, this.queueName, queueName, 'a workload');
    this.queueing.add(this.editor.queueFragment(queueName, options));
  }

  private get given(): PodFragmentProps[] {
    return this.fragments.all.map((fragment) => onFabric(fragment, this.placedOn));
  }

  private checkFabric(): SynthFinding[] {
    const findings = checkFabric(this.fragments.all, this.placedOn);
    return findings.length > 0 && this.gpuNodes > 0 ? findings : [];
  }

  private runOn(pool: NodePool): void {
    this.fragments.add(this.editor.poolFragment(pool, tolerationsOn(pool)));
  }

  private checkPool(): SynthFinding[] {
    const pools = Cluster.ofOrUndefined(this)?.pools;
    return this.pool && pools ? checkOfCluster(pools, this.pool) : [];
  }

  /** Otherwise an engine would do without NVLink, and nobody would say so. */
  private checkReached(): SynthFinding[] {
    const relations = this.fragments.all.filter(({ id, pods }) => pods === PodSelection.GPU && id !== POOL_RELATION);
    if (relations.length === 0 || this.editor.hasGpuPods()) return [];
    return relations.map(({ id }) => ({
      rule: 'POOL-04',
      value: `relation '${id}'`,
      reason: 'it is for pods with GPUs, and none of these pods asks for one',
      fix: 'call requestGpus(), or attach a claim: GpuClaimTemplate.fromTemplateName() for one that the pods name by themselves',
    }));
  }

  /** A pool hands its GPUs out in one way. */
  private checkAllocation(): SynthFinding[] {
    const { pool } = this;
    if (!pool || pool.gpuAllocation.resourceName !== undefined) return [];
    const limits = this.editor.ownResources().filter(isGpuResource);
    if (limits.length === 0) return [];
    return [{
      rule: 'DRA-20',
      value: `${limits.join(', ')} on pool '${pool.name}'`,
      reason: 'the pool hands its GPUs out as claims, and the device plugin would not see them',
      fix: 'remove the limit, and call requestGpus() or attach a GpuClaimTemplate',
    }];
  }
}
