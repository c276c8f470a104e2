import { Construct } from 'constructs';
import { checkCaches, holds, hubCache } from './hub-cache';
import type { KvPath } from './kv-path';
import { podTemplate } from './pod-template';
import { Cluster } from '../../cluster';
import { suffixedName } from '../../cluster/private/object-name';
import { contradictions, SynthFinding } from '../../cluster/private/synth-checks';
import { invalid } from '../../core/errors';
import { fnv1a32 } from '../../core/names';
import { wholeNumber } from '../../core/ranges';
import { stringifyYaml } from '../../core/yaml';
import { DynamoComponentDeploymentSpecType, DynamoGraphDeploymentSpecComponents } from '../../crds/dynamo';
import { KubeConfigMap } from '../../crds/kubernetes';
import { Engine, Model, PodFragmentProps, Role } from '../../workload';
import { ENGINE_FILE_FOLDER, EngineProcess, EngineTask } from '../../workload/private/engine-dialect';
import { FragmentList } from '../../workload/private/fragment-list';
import { gpuFragment } from '../../workload/private/gpu-fragment';
import { channelTemplates, checkAutomaticNvlink, checkNvlink, mnnvlGroup } from '../../workload/private/nvlink-checks';
import { placeEngine, Placement } from '../../workload/private/pool-choice';
import { checkFabric } from '../../workload/private/pool-fabric';
import { DynamoComponent } from '../dynamo-component';
import { WorkerProps } from '../worker-props';

const ENGINE_FILE_VOLUME = 'engine-config';

/** Pods read an engine file once, at start: the annotation changes with the file, so that a change rolls them. */
const CONFIG_HASH = 'cdk8s-inference/engine-config';

/** What a graph gives to each of its engines. */
export interface GraphEngine {
  readonly engine: Engine;
  readonly image: string;
  readonly runtimeVersion?: string;
  readonly model: Model;
  readonly environment: { readonly [name: string]: string };
  readonly kvPath: KvPath;
  /** What relations on the graph give to all components. */
  readonly shared: FragmentList;
}

/** Pods that run the engine in one role. */
export class EngineComponent extends DynamoComponent {
  public readonly role: Role;
  public readonly _placement: Placement;
  private readonly task: EngineTask;
  private readonly process: EngineProcess;
  private readonly gpus?: PodFragmentProps;
  private readonly configMap?: KubeConfigMap;
  private readonly configText?: string;

  constructor(scope: Construct, id: string, role: Role, private readonly graph: GraphEngine, private readonly props: WorkerProps) {
    super(scope, id, props);
    this.role = role;
    if (props.engineConfig && !graph.engine.accepts(props.engineConfig)) {
      throw invalid({
        path: this.node.path,
        value: `engineConfig for ${props.engineConfig.backend}`,
        reason: `the graph's engine is ${graph.engine.backend}`,
        fix: 'give the options class of that engine, or change the engine of the graph',
      });
    }
    const cluster = Cluster.of(this);
    // How many claims a node can meet is not known: slices are smaller than GPUs.
    const replicas = props.gpuClaim ? Math.min(this.replicas, 1) : this.replicas;
    this._placement = placeEngine(cluster.pools, props.parallelism, replicas, props.pool);
    this.task = {
      model: graph.model,
      role,
      parallelism: props.parallelism,
      config: props.engineConfig,
      release: cluster.release,
      gpusPerPod: this._placement.gpusPerPod,
      nodes: this._placement.nodes,
    };
    const wrong = graph.engine._dialect.contradictions(this.task);
    if (wrong.length > 0) throw contradictions(this.node.path, [...wrong, ...this._placement.findings]);
    if (props.startupTimeout) wholeNumber(this.node.path, 'startupTimeout in seconds', props.startupTimeout.toSeconds());
    this.process = graph.engine._dialect.process(this.task);
    if (props.gpuClaim) props.gpuClaim.attach(this);
    else this.gpus = gpuFragment(this, this._placement.pool, this._placement.gpusPerPod);
    if (this.process.file) {
      this.configText = stringifyYaml(this.process.file.content, this.node.path);
      this.configMap = new KubeConfigMap(this, 'EngineConfig', {
        metadata: { name: suffixedName(this, '-engine') },
        data: { [this.process.file.name]: this.configText },
      });
    }
  }

  public get _backend(): string {
    return this.graph.engine.backend;
  }

  public get _userEnvironment(): { readonly [name: string]: string } {
    return { ...this.graph.environment, ...this.props.environment };
  }

  /** Claims of an NVLink domain's channel. */
  public get _channelClaims(): string[] {
    return channelTemplates(this.fragments);
  }

  /** Whether an NVLink domain is reached, of ours or of Grove's making. */
  public get _inNvlinkDomain(): boolean {
    return this._channelClaims.length > 0 || mnnvlGroup(this.fragments) !== undefined;
  }

  public override _check(): SynthFinding[] {
    const findings = [...super._check(), ...this.graph.engine._dialect.check(this.task)];
    // Where no pool can hold the engine, nodes and path are not known either.
    if (this._placement.findings.length > 0) return findings;
    return [
      ...findings, ...this.checkAllocation(), ...this.checkClaim(), ...checkAutomaticNvlink(this, this.fragments),
      ...this.graph.kvPath.problemsOf(this), ...checkNvlink([...this.fragments, ...this.gpus ? [this.gpus] : []]), ...checkCaches(this.fragments),
      ...checkFabric(this.fragments, this._placement.pool), ...this.checkModelPath(),
    ];
  }

  /** The operator counts the ranks of several nodes from the limits of the main container (dynamo.md 3.5). */
  private checkAllocation(): SynthFinding[] {
    const { pool } = this._placement;
    if (!pool || pool.gpuAllocation.resourceName !== undefined || this.nodes === 1) return [];
    return [{
      rule: 'POOL-03',
      value: `an engine on ${this.nodes} nodes of pool '${pool.name}', which hands its GPUs out as claims`,
      reason: 'the operator counts ranks by nvidia.com/gpu of the container, and would count none',
      fix: 'use a pool with GpuAllocation.DEVICE_PLUGIN or extendedResource(), or engines of one node',
    }];
  }

  /** Each rank of an engine computes on a device of its own. */
  private checkClaim(): SynthFinding[] {
    const { gpuClaim, parallelism } = this.props;
    const devices = gpuClaim?.devices;
    if (devices === undefined || devices === parallelism.gpus || this.nodes > 1) return [];
    return [{
      rule: 'DGD-22',
      value: `${parallelism} = ${parallelism.gpus} ranks with a claim of ${devices} ${devices === 1 ? 'device' : 'devices'}`,
      reason: parallelism.gpus > devices ? 'there is no device for each rank' : 'devices are left over',
      fix: 'give the request as many devices: count, or change the parallelism',
      severity: parallelism.gpus > devices ? 'error' : 'warning',
    }];
  }

  private get fragments(): PodFragmentProps[] {
    return this._fragments.with(this.graph.shared);
  }

  private checkModelPath(): SynthFinding[] {
    const { path } = this.graph.model;
    if (path === undefined || holds(this.fragments, path)) return [];
    return [{
      rule: 'MC-07',
      value: `model at '${path}'`,
      reason: 'no volume is mounted there',
      fix: 'mount the cache that holds it: cache.mountInto(graph)',
    }];
  }

  public _render(): DynamoGraphDeploymentSpecComponents {
    const { props, graph } = this;
    const { fragments } = this;
    return {
      name: this.name,
      type: typeOf(this.role),
      replicas: this.replicas,
      multinode: this.nodes > 1 ? { nodeCount: this.nodes } : undefined,
      runtimeVersionOverride: graph.runtimeVersion,
      sharedMemorySize: props.sharedMemory?.asString(),
      podTemplate: podTemplate({
        path: this.node.path,
        gpus: this.gpus,
        image: graph.image,
        command: this.process.command,
        args: this.process.args,
        placement: this._placement,
        options: props,
        fragments: this.configMap ? [...fragments, this.configFragment(this.configMap.name)] : fragments,
        environment: graph.model.hubId ? hubCache(fragments) : {},
        annotations: this.configText === undefined ? undefined : { [CONFIG_HASH]: fnv1a32(this.configText).toString(16).padStart(8, '0') },
        startupTimeout: props.startupTimeout,
        tolerantLiveness: Cluster.of(this).release.workerLivenessFailureThreshold(graph.runtimeVersion) < 3,
      }),
    };
  }

  private configFragment(name: string): PodFragmentProps {
    return {
      id: ENGINE_FILE_VOLUME,
      volumes: [{ name: ENGINE_FILE_VOLUME, configMap: { name } }],
      volumeMounts: [{ name: ENGINE_FILE_VOLUME, mountPath: ENGINE_FILE_FOLDER, readOnly: true }],
    };
  }
}

/** The operator chooses Services, labels and probes by it, a planner its pools. */
function typeOf(role: Role): DynamoComponentDeploymentSpecType {
  switch (role) {
    case Role.PREFILL: return DynamoComponentDeploymentSpecType.PREFILL;
    case Role.DECODE: return DynamoComponentDeploymentSpecType.DECODE;
    default: return DynamoComponentDeploymentSpecType.WORKER;
  }
}
