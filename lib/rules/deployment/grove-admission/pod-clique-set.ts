import { Place } from '../place';

/** Cliques of a PodCliqueSet. */
export function cliquesOf(set: Place): Place[] {
  return set.at('spec', 'template', 'cliques').items;
}

/** Scaling groups of a PodCliqueSet. */
export function groupsOf(set: Place): Place[] {
  return set.at('spec', 'template', 'podCliqueScalingGroups').items;
}

/** Names of the cliques of a scaling group. */
export function cliqueNamesOf(group: Place): string[] {
  return group.at('cliqueNames').items.map((name) => name.text);
}

/** A clique's replicas as defaulted: 0 and absent become 1. */
export function cliqueReplicas(clique: Place): number {
  return clique.at('spec', 'replicas').number || 1;
}

/** A clique's minAvailable as defaulted: the replicas as written, before their own default. */
export function cliqueMinAvailable(clique: Place): number {
  return clique.at('spec', 'minAvailable').number ?? clique.at('spec', 'replicas').number ?? 0;
}

/** A number of a scaling group whose schema default is 1. */
export function groupNumber(group: Place, key: 'replicas' | 'minAvailable'): number {
  return group.at(key).number ?? 1;
}

/** Whether start-up follows `startsAfter`. */
export function startsExplicitly(set: Place): boolean {
  return set.at('spec', 'template', 'cliqueStartupType').text === 'CliqueStartupTypeExplicit';
}

/** The places with a topology constraint: the set's template, its cliques, its groups. */
export function constraintsOf(set: Place): Place[] {
  return [set.at('spec', 'template'), ...cliquesOf(set), ...groupsOf(set)]
    .map((owner) => owner.at('topologyConstraint'))
    .filter((constraint) => constraint.present);
}

/** The domain that a constraint requires. */
export function requiredDomain(constraint: Place): string {
  return constraint.at('pack', 'required').text || constraint.at('packDomain').text;
}

/** The domain that a constraint prefers. */
export function preferredDomain(constraint: Place): string {
  return constraint.at('pack', 'preferred').text;
}
