import { Construct } from 'constructs';
import { CliqueRole, GangPodOptions } from './clique-role';
import { ScalingGroup, ScalingGroupProps } from './scaling-group';
import { Cluster } from '../cluster';
import type { SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import type { PodSpec } from '../crds/kubernetes';
import { leaderAddress } from '../facts/grove';
import { Parallelism } from '../workload';
import { Placement, placeEngine } from '../workload/private/pool-choice';

/** Options of a role that spans nodes. */
export interface MultiNodeRoleProps extends ScalingGroupProps, GangPodOptions {
  /**
   * Pods, and so nodes, of one copy, the leader among them. Either this or `parallelism`.
   *
   * @default - as `parallelism` and the pool say
   */
  readonly nodes?: number;

  /**
   * How one copy spreads a model over GPUs: nodes and GPUs of each pod follow from it and the pool.
   *
   * @default - `nodes` and `gpus` are given
   */
  readonly parallelism?: Parallelism;

  /**
   * The pod of the leader, where it differs.
   *
   * @default - `podSpec`
   */
  readonly leaderPodSpec?: PodSpec;

  /**
   * Whether the workers start after the leader is ready. Most engines need all ranks before any is ready.
   *
   * @default false
   */
  readonly leaderFirst?: boolean;
}

/**
 * One engine over several nodes, in copies: a scaling group of a leader and its workers. Made by `addMultiNodeRole()` of a PodCliqueSet.
 *
 * The cliques are named `ldr-<name>` and `wkr-<name>`: marked in front, so that neither name can end that of another role (rule GRV-04).
 */
export class MultiNodeRole extends ScalingGroup {
  /** The first pod of each copy. */
  public readonly leader: CliqueRole;

  /** The other pods of each copy; undefined where one node is enough. */
  public readonly workers?: CliqueRole;

  /** Pods, and so nodes, of one copy. */
  public readonly nodes: number;

  private readonly findings: SynthFinding[];

  /** @throws when neither or both of `nodes` and `parallelism` are given */
  constructor(scope: Construct, id: string, props: MultiNodeRoleProps) {
    super(scope, id, props);
    const placement = this.placementOf(props);
    this.nodes = placement.nodes;
    this.findings = placement.findings;
    const { podSpec, leaderPodSpec, labels, annotations, container } = props;
    const gpus = placement.gpusPerPod > 0 ? placement.gpusPerPod : undefined;
    // Where no pool could be chosen the group reports it, once for both roles.
    const pods = { labels, annotations, container, gpus: placement.findings.length > 0 ? undefined : gpus, pool: placement.pool };
    this.leader = this.addRole(`ldr-${id}`, { ...pods, podSpec: leaderPodSpec ?? podSpec });
    if (this.nodes > 1) this.workers = this.addRole(`wkr-${id}`, { ...pods, podSpec, replicas: this.nodes - 1 });
    if (props.leaderFirst) this.workers?.startsAfter(this.leader);
  }

  /**
   * Address of the leader of a pod's own copy, for `command` and `args` of its containers: `$(GROVE_PCSG_NAME)-…`, which Kubernetes fills in.
   * Not for values of `env`, where older releases of Grove leave it as it is (rule GRV-18).
   */
  public get leaderAddress(): string {
    return leaderAddress(this.leader.name);
  }

  /** @internal */
  public override _spansNodes(role: CliqueRole): boolean {
    return this.nodes > 1 && (role === this.leader || role === this.workers);
  }

  /** @internal */
  protected override _findings(): SynthFinding[] {
    return this.findings;
  }

  private placementOf({ nodes, parallelism, gpus, pool }: MultiNodeRoleProps): Placement {
    const path = this.node.path;
    if ((nodes === undefined) === (parallelism === undefined)) {
      throw invalid({ path, value: nodes === undefined ? 'neither nodes nor parallelism' : 'nodes and parallelism', reason: 'one of them says how many nodes a copy has', fix: 'give one of the two' });
    }
    if (parallelism === undefined) return { pool, nodes: wholeNumber(path, 'nodes', nodes!), gpusPerPod: gpus ?? 0, findings: [] };
    if (gpus !== undefined) {
      throw invalid({ path, value: `gpus: ${gpus} beside parallelism`, reason: 'the GPUs of a pod follow from the parallelism and the pool', fix: 'leave out gpus' });
    }
    return placeEngine(Cluster.of(this).pools, parallelism, this.replicas * this._gang.set.replicas, pool);
  }
}
