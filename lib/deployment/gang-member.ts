import { Construct, IConstruct } from 'constructs';
import type { NodePool } from '../cluster';
import { JsonObject, overridesOf } from '../core/merge';
import { ClaimShares } from './private/claim-shares';
import { Gang } from './private/gang';
import { ClaimScope, SharedClaim } from './shared-claim';
import { TopologyPlacement } from './topology-placement';
import { IWorkload, PodFragment } from '../workload';
import { FragmentList } from '../workload/private/fragment-list';
import { refuseObjectMetadata } from '../workload/private/object-metadata';

/** What a role and a scaling group of a PodCliqueSet may both be given. */
export interface GangMemberOptions {
  /**
   * How near to each other its pods are placed, of each replica by itself. Needs the set's `topology`.
   *
   * @default - only what the set or the group says
   */
  readonly placement?: TopologyPlacement;

  /**
   * Fragment of its entry in the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/** A role or a scaling group of a PodCliqueSet. */
export abstract class GangMember extends Construct implements IWorkload {
  /** Name in the set; Grove builds the names of pods and Services from it. */
  public readonly name: string;

  public abstract readonly gpuNodes: number;

  public abstract readonly gpuPools: NodePool[];

  /** @internal */
  public readonly _gang: Gang;

  /** @internal */
  public readonly _fragments: FragmentList;

  /** @internal */
  public readonly _shares: ClaimShares;

  /** @internal */
  public readonly _startsAfter = new Set<GangMember>();

  /** @internal */
  protected readonly _overrides: JsonObject;

  constructor(scope: Construct, id: string, options: GangMemberOptions) {
    super(scope, id);
    this.name = id;
    this._gang = Gang.of(this);
    this._fragments = new FragmentList(this.node.path);
    this._shares = new ClaimShares(this.node.path, this._gang.scheduler);
    this._overrides = overridesOf(options.overrides, this.node.path);
  }

  public addToPods(fragment: PodFragment): void {
    refuseObjectMetadata(this.node.path, fragment, 'the whole set, not with one part of it', 'the PodCliqueSet');
    this._fragments.add(fragment);
  }

  /**
   * Lets it start after others are ready: their minimum of pods, and of replicas of a group.
   *
   * @param others roles or groups of the same set
   * @throws when that makes a circle, or the set starts its roles in order anyway
   */
  public startsAfter(...others: GangMember[]): void {
    for (const other of others) {
      this._gang.requireStartable(this, other);
      this._startsAfter.add(other);
    }
  }

  /**
   * Lets the pods share devices.
   *
   * @param claim what they share
   * @param scope for whom one claim is made
   */
  public shareClaim(claim: SharedClaim, scope: ClaimScope): void {
    this._shares.add(claim, scope);
  }

  /** The roles that it consists of. @internal */
  public abstract readonly _roles: readonly IConstruct[];
}
