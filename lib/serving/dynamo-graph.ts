import type { SecretValue } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Cluster, NodePool } from '../cluster';
import { DynamoComponent } from './dynamo-component';
import { FrontendProps } from './frontend-props';
import { WorkerProps } from './worker-props';
import { objectName } from '../cluster/private/object-name';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { refuseLiteralSecrets } from '../core/literal-secrets';
import { overridesOf } from '../core/merge';
import { isDnsLabel, requireDnsSubdomain } from '../core/names';
import { DynamoComponentDeploymentSpecBackendFramework, DynamoGraphDeploymentSpec } from '../crds/dynamo';
import { dynamoImage, runtimeImage } from '../facts/images';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { runtimeVersionOf } from '../facts/runtime-version';
import { KvTransfer } from '../memory';
import { Engine, IQueuedWorkload, Model, PodFragment, QueueingOptions, Role } from '../workload';
import { checkChannels } from './private/channels';
import { EngineComponent } from './private/engine-component';
import { FrontendComponent } from './private/frontend-component';
import { longestClique } from './private/graph-names';
import { GraphResource } from './private/graph-resource';
import { KvPath } from './private/kv-path';
import { environmentOf } from '../workload/private/environment';
import { FragmentList } from '../workload/private/fragment-list';
import { writeObjectMetadata } from '../workload/private/object-metadata';
import { graphQueueFragment, requireOneQueue } from '../workload/private/queue-fragment';

/** Options of a Dynamo graph. */
export interface DynamoGraphProps {
  /** Engine of every worker. */
  readonly engine: Engine;

  /** Model that the graph serves. */
  readonly model: Model;

  /**
   * `metadata.name`: part of the name of every pod and Service.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * How prefill engines hand the key-value cache to decode engines.
   *
   * @default KvTransfer.fastest()
   */
  readonly kvTransfer?: KvTransfer;

  /**
   * Environment variables of every component; a component's own win. Credentials are refused here: see `secrets`.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Environment variables of every component whose values lie in Secrets.
   *
   * @default - none beside the model's token, as `HF_TOKEN`
   */
  readonly secrets?: { [name: string]: SecretValue };

  /**
   * Fragment of the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/** Written always: the operator would else have to guess it from each command (dynamo.md 2.2). */
const BACKENDS: { readonly [backend: string]: DynamoComponentDeploymentSpecBackendFramework } = {
  vllm: DynamoComponentDeploymentSpecBackendFramework.VLLM,
  trtllm: DynamoComponentDeploymentSpecBackendFramework.TRTLLM,
};

/**
 * One model served by Dynamo: a frontend and workers, split into prefill and decode or not.
 *
 * Emits a DynamoGraphDeployment `nvidia.com/v1beta1`. Command, ports and probes that the operator writes by itself
 * are left to it, because they change by version.
 */
export class DynamoGraph extends Construct implements IQueuedWorkload {
  /** `metadata.name`. */
  public readonly name: string;

  /** Engine of every worker. */
  public readonly engine: Engine;

  /** Model that the graph serves. */
  public readonly model: Model;

  private readonly resource: GraphResource;
  private readonly members: DynamoComponent[] = [];
  private readonly fragments: FragmentList;
  private readonly kvPath: KvPath;
  private readonly image: string;
  private readonly environment: { readonly [name: string]: string };
  private queueName?: string;
  private queuePriority?: string;

  constructor(scope: Construct, id: string, props: DynamoGraphProps) {
    super(scope, id);
    const cluster = Cluster.of(this);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    this.engine = props.engine;
    this.model = props.model;
    this.fragments = new FragmentList(this.node.path);
    this.kvPath = new KvPath(this, props.kvTransfer ?? KvTransfer.fastest());
    this.image = props.engine.image ?? runtimeImage(cluster.release, props.engine.backend);
    this.environment = props.environment ?? {};
    refuseLiteralSecrets(this.environment, this.node.path);
    this.resource = new GraphResource(this, 'Resource', this.name, overridesOf(props.overrides, this.node.path), () => ({
      spec: this.renderSpec(props),
      componentOverrides: new Map(this.members.map((member) => [member.name, member._overrides])),
    }));
    checkAtSynth(this, () => this.check());
  }

  /** Components in the order of the manifest. */
  public get components(): DynamoComponent[] {
    // Grove takes a clique for another whose name ends with its own if it comes later in the list
    // (scheduling.md 3.2, "suffix bug"): with the longest names first that cannot happen.
    return [...this.members].sort((a, b) => longestClique(b) - longestClique(a) || (a.name < b.name ? -1 : 1));
  }

  /** Nodes that the pods with GPUs occupy when all replicas run. */
  public get gpuNodes(): number {
    return this.members.reduce((sum, member) => sum + member.gpuNodes, 0);
  }

  /** Pools that the pods with GPUs run on. */
  public get gpuPools(): NodePool[] {
    return [...new Set(this.members.flatMap((member) => member.gpuPools))];
  }

  /** Adds a frontend: HTTP on port 8000 and the request router. */
  public addFrontend(props: FrontendProps = {}): DynamoComponent {
    if (this.members.some((member) => member.role === Role.FRONTEND)) {
      throw invalid({ path: this.node.path, value: 'a second frontend', reason: 'a graph has one', fix: 'raise its replicas' });
    }
    return this.add('frontend', () => new FrontendComponent(this, 'frontend', {
      image: this.frontendImage(), runtimeVersion: this.engine.runtimeVersion, model: this.model, shared: this.fragments,
    }, props));
  }

  /**
   * Adds engines that run prompts and hand the key-value cache over.
   *
   * @param name name of the component, at most 16 characters where it spans nodes
   */
  public addPrefill(name: string, props: WorkerProps): DynamoComponent {
    return this.addEngine(name, Role.PREFILL, props);
  }

  /**
   * Adds engines that generate tokens from a key-value cache handed over.
   *
   * @param name name of the component, at most 16 characters where it spans nodes
   */
  public addDecode(name: string, props: WorkerProps): DynamoComponent {
    return this.addEngine(name, Role.DECODE, props);
  }

  /**
   * Adds engines that run prompts and generate tokens.
   *
   * @param name name of the component, at most 16 characters where it spans nodes
   */
  public addWorker(name: string, props: WorkerProps): DynamoComponent {
    return this.addEngine(name, Role.AGGREGATED, props);
  }

  public addToPods(fragment: PodFragment): void {
    if (fragment.props.objectAnnotations?.[ANNOTATION_KEYS.kaiTopology] !== undefined) {
      throw invalid({
        path: this.node.path, value: `relation '${fragment.id}' by a topology of KAI`, reason: 'Grove hands placement on to KAI, and KAI reads no annotation of the graph', fix: 'use CliquePlacement.anywhere() and a topology constraint of Grove',
      });
    }
    if (fragment.props.gpus) {
      throw invalid({
        path: this.node.path, value: `relation '${fragment.id}' that gives GPUs`, reason: 'the frontend would get them too', fix: 'give them to a component: gpuClaim of addWorker()',
      });
    }
    this.fragments.add(fragment);
    writeObjectMetadata(this.resource, fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.queueName = requireOneQueue(this.node.path, this.queueName, queueName, 'a graph');
    this.addToPods(graphQueueFragment(queueName, options));
    this.queuePriority = options.priorityClassName;
  }

  private addEngine(name: string, role: Role, props: WorkerProps): DynamoComponent {
    return this.add(name, () => {
      const component = new EngineComponent(this, name, role, {
        engine: this.engine,
        image: this.image,
        runtimeVersion: this.engine.runtimeVersion,
        model: this.model,
        environment: this.environment,
        kvPath: this.kvPath,
        shared: this.fragments,
      }, props);
      this.kvPath.bind(component);
      return component;
    });
  }

  private add(name: string, create: () => DynamoComponent): DynamoComponent {
    const same = this.members.find((member) => member.name.toLowerCase() === name.toLowerCase());
    if (same) {
      throw invalid({
        path: this.node.path, value: `component '${name}'`, reason: `the graph has '${same.name}', and names count without case (DGD-12)`, fix: 'use another name',
      });
    }
    if (!isDnsLabel(name)) {
      throw invalid({
        path: this.node.path,
        value: `component '${name}'`,
        reason: 'it becomes part of Service names and hostnames, so it must be a DNS label (DGD-12)',
        fix: 'use lower-case letters, digits and inner hyphens',
      });
    }
    const component = create();
    this.members.push(component);
    return component;
  }

  /** One image for the whole graph if the user gives one; else the release's frontend image, which holds no engine and so runs on CPU nodes. */
  private frontendImage(): string {
    return this.engine.image ?? dynamoImage(Cluster.of(this).release, 'dynamo-frontend');
  }

  private check(): SynthFinding[] {
    const engines = this.components.filter((component): component is EngineComponent => component instanceof EngineComponent);
    return [...this.checkImage(), ...this.kvPath.checkBothSides(engines), ...checkChannels(engines)];
  }

  private checkImage(): SynthFinding[] {
    if (runtimeVersionOf(this.image, this.engine.runtimeVersion) !== undefined) return [];
    return [{
      rule: 'DGD-02',
      value: `image '${this.image}'${this.engine.runtimeVersion === undefined ? '' : `, runtimeVersion '${this.engine.runtimeVersion}'`}`,
      reason: 'the operator reads the runtime version from the tag (X.Y.Z), and its webhook refuses what it cannot read',
      fix: `give the engine its runtimeVersion, for example runtimeVersion: '${Cluster.of(this).release.runtimeVersion}'`,
    }];
  }

  /** Whether Grove runs the graph: elsewhere the webhook refuses a priority class in the spec, and KAI reads the label alone. dynamo.md 2.2, scheduling.md 3.6 */
  private get onGrove(): boolean {
    const metadata = this.resource.metadata.toJson() as { readonly annotations?: { readonly [key: string]: string } };
    return Cluster.of(this)._facts().operators.grove !== false && metadata.annotations?.[ANNOTATION_KEYS.enableGrove]?.toLowerCase() !== 'false';
  }

  private renderSpec(props: DynamoGraphProps): DynamoGraphDeploymentSpec {
    const token = this.model.token;
    const env = environmentOf([token ? { secrets: { HF_TOKEN: token } } : {}, props]);
    return {
      backendFramework: BACKENDS[this.engine.backend],
      priorityClassName: this.onGrove ? this.queuePriority : undefined,
      env: env.length > 0 ? env : undefined,
      components: this.components.map((component) => component._render()),
    };
  }
}
