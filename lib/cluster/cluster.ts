import { Construct, IConstruct } from 'constructs';
import { NodePool } from './node-pool';
import { invalid } from '../core/errors';
import { KubernetesVersion } from '../facts/kubernetes-version';
import { Release } from '../facts/release';

const CLUSTER_SYMBOL = Symbol.for('cdk8s-inference.Cluster');

/** What is known of a cluster before anything is applied to it. */
export interface ClusterProps {
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
 * A scope, as a CDK `Stage` is: `new Chart(cluster, 'deepseek')`. Everything below is output for this cluster,
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

  constructor(scope: Construct, id: string, props: ClusterProps) {
    super(scope, id);
    Object.defineProperty(this, CLUSTER_SYMBOL, { value: true });
    this.release = props.release;
    this.kubernetes = props.kubernetes;
    this.pools = [...props.pools];
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
  }
}
