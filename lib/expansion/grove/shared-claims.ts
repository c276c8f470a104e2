import { componentLabels, made } from './made';
import type { SetView, Sharing } from './set-view';
import type { JsonObject } from '../../core/merge';
import type { Manifest } from '../../manifests/manifest';
import { record } from '../../manifests/manifest-object';
import { storedClaimSpec } from '../claims';
import type { ExpansionContext } from '../expander';
import { indices } from '../values';

/** Who shares claims: a set, a scaling group or a clique. */
export interface ClaimOwner {
  readonly sharing: readonly Sharing[];
  /** Replicas that PerReplica counts. */
  readonly replicas: number;
  /** Name of the claim of a template; without an index that of all replicas. */
  readonly name: (template: string, index?: number) => string;
  readonly labels: { readonly [key: string]: string };
  /** Label with the index, on claims of one replica. */
  readonly indexLabel: string;
}

/**
 * The claims that an owner shares, those of all replicas first. scheduling.md 3.8, 9.1
 *
 * A template outside the set that no manifest brings may exist all the same: pods refer to the claim, but what it asks for is not known, so it is left out.
 */
export function sharedClaims(set: SetView, owner: ClaimOwner, context: ExpansionContext): Manifest[] {
  const claim = (sharing: Sharing, index?: number): Manifest[] => {
    const spec = templateSpec(set, sharing, context);
    if (!spec) return [];
    const labels = { ...componentLabels(set, 'resourceClaim'), ...owner.labels, ...index === undefined ? {} : { [owner.indexLabel]: String(index) } };
    const name = owner.name(sharing.template, index);
    return [made(set, { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaim', name, labels }, { spec: storedClaimSpec(spec) })];
  };
  return [
    ...owner.sharing.filter(({ perReplica }) => !perReplica).flatMap((sharing) => claim(sharing)),
    ...indices(owner.replicas).flatMap((index) => owner.sharing.filter(({ perReplica }) => perReplica).flatMap((sharing) => claim(sharing, index))),
  ];
}

/** Names of the claims that a pod gets of an owner: those of all replicas, then those of its replica. scheduling.md 9.2 */
export function claimNames({ sharing, name }: Pick<ClaimOwner, 'sharing' | 'name'>, index: number, member: readonly string[]): string[] {
  const mine = sharing.filter(({ only }) => only === undefined || only.some((each) => member.includes(each)));
  return [
    ...mine.filter(({ perReplica }) => !perReplica).map(({ template }) => name(template)),
    ...mine.filter(({ perReplica }) => perReplica).map(({ template }) => name(template, index)),
  ];
}

function templateSpec(set: SetView, { template, namespace }: Sharing, { claimTemplate }: ExpansionContext): JsonObject | undefined {
  const own = namespace === undefined ? set.claimTemplates.get(template) : undefined;
  return own ?? record(claimTemplate(template, namespace ?? set.namespace)?.spec);
}
