import * as fs from 'fs';
import { Construct, IConstruct } from 'constructs';
import { NodePool } from './node-pool';
import { poolOfFacts } from './private/pool-of-facts';
import { checkAtSynth, SynthFinding } from './private/synth-checks';
import { invalid } from '../core/errors';
import { CHART_DEFAULTS } from '../facts/chart-defaults';
import type { ChartFacts, ClusterFacts, OperatorFacts, PoolFacts } from '../facts/cluster-facts';
import { readClusterFile } from '../facts/cluster-file';
import { KubernetesVersion } from '../facts/kubernetes-version';
import { Release } from '../facts/release';

/** Gate by which limits become claims. Source: infrastructure.md 2.3. */
const EXTENDED_RESOURCES = 'DRAExtendedResource';

const CLUSTER_SYMBOL = Symbol.for('cdk8s-inference.Cluster');

/**
 * What is known of a cluster before anything is applied to it.
 *
 * What a program does not say of the operators is as their charts have it; facts of a file leave it open.
 */
export interface ClusterProps extends OperatorFacts {
  /** Release line of the stack that the cluster runs: versions that belong together. */
  readonly release: Release;

  /** Minor version of the cluster's API server. */
  readonly kubernetes: KubernetesVersion;

  /** Pools of nodes, at least one; their names are unique. */
  readonly pools: NodePool[];
}

/**
 * One Kubernetes cluster, described once: constructs below it ask it for GPUs, fabrics and versions, and adapt.
 *
 * A scope, as a CDK `Stage` is: `new Chart(cluster, 'serving')`. Everything below is output for this cluster,
 * so one function builds the same names on two clusters.
 */
export class Cluster extends Construct {
  /**
   * The cluster that a construct belongs to: the nearest one above it.
   *
   * @throws when no cluster is above it
   */
  public static of(scope: IConstruct): Cluster {
    const cluster = Cluster.ofOrUndefined(scope);
    if (cluster) return cluster;
    throw invalid({
      path: scope.node.path,
      value: 'no Cluster above it',
      reason: 'node counts, GPU limits, fabrics and versions follow from the cluster',
      fix: "create the chart below one: new Chart(new Cluster(app, 'cluster', { release, kubernetes, pools }), 'my-chart')",
    });
  }

  /**
   * The cluster of a `cluster.yaml`, as `cdk8s-inference cluster` writes it of `kubectl get nodes -o json`.
   *
   * The file has to say `release` and `kubernetes`, and at least one pool.
   *
   * @param path the file, relative to the folder in which the app runs
   * @throws when the file cannot be read, or says what cannot be
   */
  public static fromFile(scope: Construct, id: string, path: string): Cluster {
    const facts = readClusterFile(textOf(path), path);
    const { release, kubernetes, pools } = facts;
    if (!release) throw missing(path, 'release', 'dynamo-1.4');
    if (!kubernetes) throw missing(path, 'kubernetes', '"1.34"');
    const cluster = new Cluster(scope, id, { release, kubernetes, pools: pools.map(poolOfFacts), ...facts.operators });
    cluster.filePools = facts.pools;
    return cluster;
  }

  /** The cluster that a construct belongs to, or undefined where none is above it. */
  public static ofOrUndefined(scope: IConstruct): Cluster | undefined {
    // By symbol, not `instanceof`: two copies of the library may be loaded.
    const found = [...scope.node.scopes].reverse().find((ancestor) => CLUSTER_SYMBOL in ancestor);
    return found as Cluster | undefined;
  }

  /** Release line of the stack. */
  public readonly release: Release;

  /** Minor version of the API server. */
  public readonly kubernetes: KubernetesVersion;

  /** Pools of nodes, in the order they were given. */
  public readonly pools: NodePool[];

  /** Pools as a file has them, with names, labels and resources of nodes; undefined where the program says them. */
  private filePools?: PoolFacts[];

  private readonly operators: OperatorFacts;

  private readonly charts: ChartFacts[] = [];

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    Object.defineProperty(this, CLUSTER_SYMBOL, { value: true });
    this.release = props.release;
    this.kubernetes = props.kubernetes;
    this.pools = [...props.pools];
    this.operators = operatorsOf(props);
    if (Cluster.ofOrUndefined(scope)) {
      throw invalid({
        path: this.node.path, value: 'a Cluster inside a Cluster', reason: 'every object belongs to one cluster', fix: 'create both clusters below the App',
      });
    }
    if (this.pools.length === 0) {
      throw invalid({ path: this.node.path, value: 'pools: []', reason: 'nothing can run without nodes', fix: "add a pool, for example NodePool.hgxH100('gpu', { nodes: 4 })" });
    }
    const names = this.pools.map((pool) => pool.name);
    const twice = names.find((name, i) => names.indexOf(name) !== i);
    if (twice !== undefined) {
      throw invalid({ path: this.node.path, value: `two pools '${twice}'`, reason: 'roles refer to pools by name', fix: 'rename one of them' });
    }
    checkAtSynth(this, () => this.checkAllocation());
  }

  /** Pods would wait for a resource that no node has. */
  private checkAllocation(): SynthFinding[] {
    const { kubernetes, pools } = this;
    if (kubernetes.enablesByDefault(EXTENDED_RESOURCES)) return [];
    return pools.filter(({ gpuAllocation }) => gpuAllocation.dynamic && gpuAllocation.resourceName !== undefined).map(({ name }) => ({
      rule: 'DRA-08',
      value: `extendedResource() of pool '${name}' on Kubernetes ${kubernetes}`,
      reason: `the feature gate ${EXTENDED_RESOURCES} is off by default, and no scheduler makes claims for limits`,
      fix: `turn ${EXTENDED_RESOURCES} on, or use GpuAllocation.CLAIMS`,
      severity: 'warning',
    }));
  }

  /**
   * What rules, expansion and ledger read.
   *
   * @internal
   */
  public _facts(): ClusterFacts {
    const pools = this.filePools ?? this.pools.map((pool) => pool._facts());
    const facts = { kubernetes: this.kubernetes, release: this.release, operators: this.operators, pools };
    if (this.charts.length === 0) return facts;
    return { ...facts, charts: [...this.charts].sort((a, b) => (a.construct < b.construct ? -1 : 1)) };
  }

  /**
   * Lets rules know of a chart whose construct makes no manifest.
   *
   * @internal
   */
  public _install(chart: ChartFacts): void {
    this.charts.push(chart);
  }
}

function textOf(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    throw invalid({ path, value: 'the file', reason: 'it cannot be read', fix: 'give the path of a cluster.yaml: kubectl get nodes -o json | npx cdk8s-inference cluster - > cluster.yaml' });
  }
}

function missing(path: string, field: string, example: string): Error {
  return invalid({ path: `${path}: ${field}`, value: 'nothing', reason: 'a program has to know it', fix: `add a line: ${field}: ${example}` });
}

/** What was said, and what the charts install where nobody says otherwise. */
function operatorsOf(props: ClusterProps): OperatorFacts {
  return {
    grove: props.grove,
    leaderWorkerSet: props.leaderWorkerSet,
    groveSchedulers: props.groveSchedulers ?? CHART_DEFAULTS.groveSchedulers,
    groveDefaultScheduler: props.groveDefaultScheduler ?? CHART_DEFAULTS.groveDefaultScheduler,
    topologyAwareScheduling: props.topologyAwareScheduling ?? CHART_DEFAULTS.topologyAwareScheduling,
    autoMnnvl: props.autoMnnvl ?? CHART_DEFAULTS.autoMnnvl,
    kaiGpuSharing: props.kaiGpuSharing ?? CHART_DEFAULTS.kaiGpuSharing,
    checkpoints: props.checkpoints ?? CHART_DEFAULTS.checkpoints,
    gpuDiscovery: props.gpuDiscovery ?? CHART_DEFAULTS.gpuDiscovery,
    inferencePools: props.inferencePools,
  };
}
