import { Construct, IConstruct } from 'constructs';
import { GangMember, GangMemberOptions } from './gang-member';
import { GangPosition } from './gang-position';
import { GangScaling } from './gang-scaling';
import { ICliqueRole } from './pod-clique-set-names';
import { PodOptions } from './pod-options';
import { refuseFields } from './private/refused-fields';
import { topologyConstraint } from './private/topology-constraint';
import type { ScalingGroup } from './scaling-group';
import type { NodePool } from '../cluster';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { JsonObject, mergeJson } from '../core/merge';
import { indexBelow, wholeNumber } from '../core/ranges';
import { PodCliqueSet as PodCliqueSetResource, PodCliqueSetSpecTemplateCliques, PodCliqueSetSpecTemplateTopologyConstraint } from '../crds/grove';
import { CliquePosition, podCliqueName, podDnsName, podHostname } from '../facts/grove';
import { PodFragmentProps } from '../workload';
import { RolePods } from '../workload/private/role-pods';

/** Options of a role. */
export interface CliqueRoleProps extends GangMemberOptions, PodOptions {
  /**
   * Pods, in each replica of the set and of the group.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Pods that the gang needs: fewer are not started, and when fewer are left the gang is restarted. 1 to `replicas`; cannot be changed later.
   *
   * @default - all
   */
  readonly minimum?: number;

  /**
   * Autoscaling of the role. Not in a scaling group, which is scaled as a whole.
   *
   * @default - none
   */
  readonly scaling?: GangScaling;

  /**
   * `roleName` of the clique, which is nothing but a label.
   *
   * @default - the name of the role
   */
  readonly roleName?: string;
}

/** Pods of one kind in a PodCliqueSet: a clique. Made by `addRole()` of the set or of a scaling group. */
export class CliqueRole extends GangMember implements ICliqueRole {
  /** Pods, in each replica of the set and of the group. */
  public readonly replicas: number;

  /** Pods that the gang needs. */
  public readonly minimum: number;

  /** `roleName` of the clique. */
  public readonly roleName: string;

  /** Scaling group that the role is part of; undefined where it is by itself. */
  public readonly group?: ScalingGroup;

  private readonly pods: RolePods;
  private readonly constraint?: PodCliqueSetSpecTemplateTopologyConstraint;

  /**
   * @param scope the PodCliqueSet or the scaling group
   * @throws when Grove would refuse the role, or mistake it for another
   */
  constructor(scope: Construct, id: string, private readonly props: CliqueRoleProps) {
    super(scope, id, props);
    const path = this.node.path;
    this.replicas = wholeNumber(path, 'replicas', props.replicas ?? 1);
    this.minimum = wholeNumber(path, 'minimum', props.minimum ?? this.replicas);
    if (this.minimum > this.replicas) {
      throw invalid({ path, value: `minimum: ${this.minimum} of ${this.replicas} pods`, reason: 'the gang would wait for pods that nobody makes (GRV-08)', fix: 'use at most the replicas' });
    }
    this.roleName = props.roleName ?? id;
    this.group = this._gang.groups.find((group) => group === scope);
    if (props.scaling && this.group) {
      throw invalid({ path, value: 'scaling of a role in a scaling group', reason: 'the group is scaled as a whole (GRV-08)', fix: `give the scaling to the group '${this.group.name}'` });
    }
    props.scaling?._check(path, this.replicas, this.minimum);
    this._gang.addRole(this);
    this.constraint = topologyConstraint(path, this._gang.set.topology, props.placement, [this._gang.set.placement, this.group?._placement]);
    refuseFields(path, props.podSpec);
    this.pods = new RolePods(this, props, () => this.relations());
    checkAtSynth(this, () => this.check());
  }

  /** GPUs of each pod. */
  public get gpusPerPod(): number {
    return this.pods.gpus();
  }

  public get gpuNodes(): number {
    return this.gpusPerPod > 0 ? this._gang.set.replicas * (this.group?.replicas ?? 1) * this.replicas : 0;
  }

  public get gpuPools(): NodePool[] {
    return this.pods.pool && this.gpusPerPod > 0 ? [this.pods.pool] : [];
  }

  /** `metadata.name` of the PodClique that Grove makes for a replica. */
  public podCliqueName(position: GangPosition = {}): string {
    return podCliqueName(this.positionOf(position));
  }

  /** Hostname of a pod. */
  public hostname(position: GangPosition = {}): string {
    return podHostname(this.positionOf(position), position.pod ?? 0);
  }

  /** DNS name of a pod, while it runs; before it is ready too. */
  public dnsName(position: GangPosition = {}): string {
    return podDnsName(this.positionOf(position), position.pod ?? 0, this._gang.set.namespace);
  }

  /** @internal */
  public get _roles(): readonly IConstruct[] {
    return [this];
  }

  /** @internal */
  public _render(): JsonObject {
    const template = this.pods.render();
    const startsAfter = this._gang.parentsOf(this).map(({ name }) => name);
    const clique: PodCliqueSetSpecTemplateCliques = {
      name: this.name,
      labels: template.metadata?.labels,
      annotations: template.metadata?.annotations,
      spec: {
        roleName: this.roleName,
        replicas: this.replicas,
        minAvailable: this.props.minimum,
        startsAfter: startsAfter.length > 0 ? startsAfter : undefined,
        podSpec: template.spec!,
        autoScalingConfig: this.props.scaling?._render(),
      },
      topologyConstraint: this.constraint,
      resourceSharing: this._shares.render(),
    };
    const json = PodCliqueSetResource.manifest({ spec: { template: { cliques: [clique] } } }).spec.template.cliques[0] as JsonObject;
    return mergeJson(json, this._overrides);
  }

  private positionOf({ replica = 0, instance = 0, pod = 0 }: GangPosition): CliquePosition {
    const { name: podCliqueSet, replicas } = this._gang.set;
    const { path } = this.node;
    indexBelow(path, 'replica', replica, replicas);
    indexBelow(path, 'pod', pod, this.props.scaling?.max ?? this.replicas);
    indexBelow(path, 'instance', instance, this.group?._most ?? 1);
    return { podCliqueSet, replica, clique: this.name, group: this.group?.name, groupReplica: this.group && instance };
  }

  private relations(): PodFragmentProps[] {
    const { scheduler, set } = this._gang;
    return [{ id: 'scheduler', schedulerName: scheduler.schedulerName }, ...this._fragments.with(set.shared, ...this.group ? [this.group._fragments] : [])];
  }

  /** Whether its pods with others are one engine over NVLink nodes, and have no channel. @internal */
  public get _lacksChannel(): boolean {
    return this.check().some(({ rule }) => rule === 'CD-07');
  }

  private check(): SynthFinding[] {
    return this.pods.check(this.group?._spansNodes(this) ?? false);
  }
}
