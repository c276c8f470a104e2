import { Construct, IConstruct } from 'constructs';
import { CliqueRole, CliqueRoleProps } from './clique-role';
import { GangMember, GangMemberOptions } from './gang-member';
import { GangScaling } from './gang-scaling';
import { topologyConstraint } from './private/topology-constraint';
import { ClaimScope, SharedClaim } from './shared-claim';
import { TopologyPlacement } from './topology-placement';
import type { NodePool } from '../cluster';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { JsonObject, mergeJson } from '../core/merge';
import { indexBelow, wholeNumber } from '../core/ranges';
import {
  PodCliqueSet as PodCliqueSetResource, PodCliqueSetSpecTemplatePodCliqueScalingGroups, PodCliqueSetSpecTemplateTopologyConstraint,
} from '../crds/grove';
import { scalingGroupName } from '../facts/grove';

/** Options of a scaling group. */
export interface ScalingGroupProps extends GangMemberOptions {
  /**
   * Copies of the group, in each replica of the set.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Copies that the set's gang needs; the others follow as gangs of their own. 1 to `replicas`; cannot be changed later.
   *
   * @default 1
   */
  readonly minimum?: number;

  /**
   * Autoscaling of the group as a whole.
   *
   * @default - none
   */
  readonly scaling?: GangScaling;

  /**
   * Annotations of the group.
   *
   * @default - none
   */
  readonly groupAnnotations?: { [key: string]: string };
}

/** Roles of a PodCliqueSet that are copied together. Made by `addGroup()` of the set. */
export class ScalingGroup extends GangMember {
  /** Copies of the group, in each replica of the set. */
  public readonly replicas: number;

  /** Copies that the set's gang needs. */
  public readonly minimum: number;

  /** @internal */
  public readonly _placement?: TopologyPlacement;

  private readonly constraint?: PodCliqueSetSpecTemplateTopologyConstraint;

  /**
   * @param scope the PodCliqueSet
   * @throws when Grove would refuse the group
   */
  constructor(scope: Construct, id: string, private readonly groupProps: ScalingGroupProps = {}) {
    super(scope, id, groupProps);
    const path = this.node.path;
    this.replicas = wholeNumber(path, 'replicas', groupProps.replicas ?? 1);
    this.minimum = wholeNumber(path, 'minimum', groupProps.minimum ?? 1);
    if (this.minimum > this.replicas) {
      throw invalid({ path, value: `minimum: ${this.minimum} of ${this.replicas} copies`, reason: 'the gang would wait for copies that nobody makes (GRV-08)', fix: 'use at most the replicas' });
    }
    groupProps.scaling?._check(path, this.replicas, this.minimum);
    this._placement = groupProps.placement;
    this._gang.addGroup(this);
    this.constraint = topologyConstraint(path, this._gang.set.topology, groupProps.placement, [this._gang.set.placement]);
    checkAtSynth(this, () => this.check());
  }

  /** Roles of the group in the order of the manifest. */
  public get roles(): CliqueRole[] {
    return this._gang.roles.filter((role) => role.group === this);
  }

  /**
   * Adds a role to every copy of the group.
   *
   * @param name name of the role, unique in the set
   */
  public addRole(name: string, props: CliqueRoleProps): CliqueRole {
    return new CliqueRole(this, name, props);
  }

  public get gpuNodes(): number {
    return this.roles.reduce((sum, role) => sum + role.gpuNodes, 0);
  }

  public get gpuPools(): NodePool[] {
    return [...new Set(this.roles.flatMap((role) => role.gpuPools))];
  }

  /**
   * Lets the pods of some roles of the group share devices.
   *
   * @param claim what they share
   * @param scope for whom one claim is made
   * @param roles those that share it
   */
  public shareClaimAmong(claim: SharedClaim, scope: ClaimScope, roles: CliqueRole[]): void {
    const stranger = roles.find((role) => role.group !== this);
    if (stranger || roles.length === 0) {
      throw invalid({ path: this.node.path, value: stranger ? `role '${stranger.name}'` : 'no roles', reason: 'the claim is shared among roles of the group', fix: 'name roles of this group, or use shareClaim() for all of them' });
    }
    this._shares.add(claim, scope, { childCliqueNames: roles.map(({ name }) => name).sort() });
  }

  /** `metadata.name` of the PodCliqueScalingGroup that Grove makes for a replica of the set, from 0: what is scaled. */
  public scalingGroupName(replica: number = 0): string {
    return scalingGroupName(this._gang.set.name, this.name, indexBelow(this.node.path, 'replica', replica, this._gang.set.replicas));
  }

  /** Most copies that there can be. @internal */
  public get _most(): number {
    return this.groupProps.scaling?.max ?? this.replicas;
  }

  /** @internal */
  public get _roles(): readonly IConstruct[] {
    return this.roles;
  }

  /** Whether a role with others of the group is one engine over several nodes. @internal */
  public _spansNodes(_role: CliqueRole): boolean {
    return false;
  }

  /** @internal */
  public _render(): JsonObject {
    const group: PodCliqueSetSpecTemplatePodCliqueScalingGroups = {
      name: this.name,
      annotations: this.groupProps.groupAnnotations,
      cliqueNames: this.roles.map(({ name }) => name),
      replicas: this.groupProps.replicas,
      minAvailable: this.groupProps.minimum,
      scaleConfig: this.groupProps.scaling?._render(),
      topologyConstraint: this.constraint,
      resourceSharing: this._shares.render(),
    };
    const { template } = PodCliqueSetResource.manifest({ spec: { template: { cliques: [], podCliqueScalingGroups: [group] } } }).spec;
    return mergeJson(template.podCliqueScalingGroups[0] as JsonObject, this._overrides);
  }

  /** @internal */
  protected _findings(): SynthFinding[] {
    return [];
  }

  private check(): SynthFinding[] {
    if (this.roles.length > 0) return this._findings();
    return [{ rule: 'GRV-124', value: 'a scaling group without roles', reason: 'it makes no pods', fix: 'add roles with addRole()' }];
  }
}
