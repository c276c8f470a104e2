import type { Size } from 'cdk8s';
import type { Cpu, SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { NodePool } from '../cluster';
import type { DynamoGraph } from './dynamo-graph';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { refuseLiteralSecrets } from '../core/literal-secrets';
import { JsonObject, overridesOf } from '../core/merge';
import { wholeNumber } from '../core/ranges';
import type * as dynamo from '../crds/dynamo';
import { IWorkload, PodFragment, Role } from '../workload';
import { checkNames } from './private/graph-names';
import { FragmentList } from '../workload/private/fragment-list';
import { refuseObjectMetadata } from '../workload/private/object-metadata';
import { Placement } from '../workload/private/pool-choice';

/** What every component of a graph may be given. */
export interface DynamoComponentOptions {
  /**
   * Copies of the component: pods, or groups of pods where one engine spans several nodes.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Pool of nodes that the pods run on.
   *
   * @default - the only pool of the cluster that fits; several are an error that lists them
   */
  readonly pool?: NodePool;

  /**
   * CPU of each pod, as request and limit.
   *
   * @default - none is written
   */
  readonly cpu?: Cpu;

  /**
   * Memory of each pod, as request and limit.
   *
   * @default - none is written
   */
  readonly memory?: Size;

  /**
   * Environment variables. Credentials are refused here: see `secrets`.
   *
   * @default - none beside those of the graph
   */
  readonly environment?: { [name: string]: string };

  /**
   * Environment variables whose values lie in Secrets.
   *
   * @default - none beside those of the graph
   */
  readonly secrets?: { [name: string]: SecretValue };

  /**
   * Fragment of `spec.components[]` in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/** A component of a Dynamo graph: frontend, prefill, decode or worker. Made by the methods of `DynamoGraph`. */
export abstract class DynamoComponent extends Construct implements IWorkload {
  /** Name in the graph; operators derive the names of pods and Services from it in lower case. */
  public readonly name: string;

  /** Copies of the component. */
  public readonly replicas: number;

  /** What the component does. */
  public abstract readonly role: Role;

  /** @internal */
  protected readonly _fragments: FragmentList;

  /** @internal */
  public abstract readonly _placement: Placement;

  /** @internal */
  public readonly _overrides: JsonObject;

  /** @internal */
  protected readonly _options: DynamoComponentOptions;

  constructor(scope: Construct, id: string, options: DynamoComponentOptions) {
    super(scope, id);
    this._options = options;
    this.name = id;
    this.replicas = options.replicas ?? 1;
    wholeNumber(this.node.path, 'replicas', this.replicas, 0, 'leave it out for 1');
    this._overrides = overridesOf(options.overrides, this.node.path);
    this._fragments = new FragmentList(this.node.path);
    refuseLiteralSecrets(options.environment ?? {}, this.node.path);
    checkAtSynth(this, () => this._check());
  }

  /** Pods, and so nodes, of one copy. */
  public get nodes(): number {
    return this._placement.nodes;
  }

  /** GPUs of each pod. */
  public get gpusPerPod(): number {
    return this._placement.gpusPerPod;
  }

  /** Nodes that the pods with GPUs occupy, one pod per node. */
  public get gpuNodes(): number {
    return this.gpusPerPod > 0 ? this.replicas * this.nodes : 0;
  }

  /** Pools that the pods with GPUs run on. */
  public get gpuPools(): NodePool[] {
    const { pool, gpusPerPod } = this._placement;
    return pool && gpusPerPod > 0 ? [pool] : [];
  }

  public addToPods(fragment: PodFragment): void {
    refuseObjectMetadata(this.node.path, fragment, 'the whole graph, not with one component', 'the graph');
    this._fragments.add(fragment);
  }

  /** @internal */
  public _check(): SynthFinding[] {
    const graph = this.node.scope as DynamoGraph;
    return [...this._placement.findings, ...checkNames(graph.name, graph.components, this)];
  }

  /** @internal */
  public abstract _render(): dynamo.DynamoGraphDeploymentSpecComponents;
}
