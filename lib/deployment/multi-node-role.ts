import { Construct } from 'constructs';
import { CliqueRole } from './clique-role';
import { NodeSpanOptions } from './node-span-options';
import { spanOf } from './private/node-span';
import { ScalingGroup, ScalingGroupProps } from './scaling-group';
import type { SynthFinding } from '../cluster/private/synth-checks';
import { leaderAddress } from '../facts/grove';

/** Options of a role that spans nodes. */
export interface MultiNodeRoleProps extends ScalingGroupProps, NodeSpanOptions {
}

/**
 * One engine over several nodes, in copies: a scaling group of a leader and its workers. Made by `addMultiNodeRole()` of a PodCliqueSet.
 *
 * The cliques are named `ldr-<name>` and `wkr-<name>`: marked in front, so that neither name can end that of another role (rule GRV-04).
 */
export class MultiNodeRole extends ScalingGroup {
  /**
   * Address of the leader of a pod's own copy, for `command` and `args` of its containers: `$(GROVE_PCSG_NAME)-…`, which Kubernetes fills in.
   * Not for values of `env`, where older releases of Grove leave it as it is (rule GRV-18).
   *
   * @param name of the role, before there is one: `leaderAddress` of a role is the same
   */
  public static leaderAddressOf(name: string): string {
    return leaderAddress(leaderOf(name));
  }

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
    const placement = spanOf(this, props, this.replicas * this._gang.set.replicas);
    this.nodes = placement.nodes;
    this.findings = placement.findings;
    const { podSpec, leaderPodSpec, labels, annotations, container, sharedMemory } = props;
    const gpus = placement.gpusPerPod > 0 ? placement.gpusPerPod : undefined;
    // Where no pool could be chosen the group reports it, once for both roles.
    const pods = { labels, annotations, container, sharedMemory, gpus: placement.findings.length > 0 ? undefined : gpus, pool: placement.pool };
    this.leader = this.addRole(leaderOf(id), { ...pods, podSpec: leaderPodSpec ?? podSpec });
    if (this.nodes > 1) this.workers = this.addRole(`wkr-${id}`, { ...pods, podSpec, replicas: this.nodes - 1 });
    if (props.leaderFirst) this.workers?.startsAfter(this.leader);
  }

  /** Address of the leader of a pod's own copy, see `MultiNodeRole.leaderAddressOf()`. */
  public get leaderAddress(): string {
    return MultiNodeRole.leaderAddressOf(this.name);
  }

  /** @internal */
  public override _spansNodes(role: CliqueRole): boolean {
    // What both lack is reported once, at the leader.
    return this.nodes > 1 && (role === this.leader || (role === this.workers && !this.leader._lacksChannel));
  }

  /** @internal */
  protected override _findings(): SynthFinding[] {
    return this.findings;
  }
}

function leaderOf(name: string): string {
  return `ldr-${name}`;
}
