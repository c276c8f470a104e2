import { GroveGang, gangsOfSet } from './gangs';
import type { RuleContext } from '../../../admission/rule-context';
import { componentInNames } from '../../../facts/dynamo-names';
import type { ManifestObject } from '../../../manifests/manifest-object';
import { Place } from '../place';

/** A PodCliqueSet: one that is applied, or one that the Dynamo operator will make. */
export interface SetSubject {
  /** The applied object, on which findings are reported. */
  readonly object: ManifestObject;
  readonly set: Place;
  /** Whether the set itself is applied, so that places in it are places of the object. */
  readonly isApplied: boolean;
}

/** The PodCliqueSets that are applied. */
export function appliedSets({ manifests }: RuleContext): SetSubject[] {
  return manifests.ofKind('grove.io', 'PodCliqueSet').map((object) => ({ object, set: new Place(object.manifest), isApplied: true }));
}

/** The PodCliqueSets that are applied, and those that the Dynamo operator makes of graphs. */
export function allSets(context: RuleContext): SetSubject[] {
  const expanded = context._expansion.ofGraphs(({ message }, graph) => context.notEvaluated(message, graph));
  const made = expanded.filter(({ manifest }) => manifest.kind === 'PodCliqueSet').map(({ manifest, root }) => ({
    object: root, set: new Place(manifest), isApplied: false,
  }));
  return [...appliedSets(context), ...made];
}

/**
 * How cliques end that Dynamo makes of a component over several nodes or with a weight server, and every end of that.
 * Source: dynamo.md 8.2 (`cliqueNames`).
 */
const LIKE_A_ROLE = /-(ldr|wkr|gms-\d+|wkr-\d+)$|^-?(ldr|dr|wkr|kr|r|(gms|ms|s|wkr|kr|r)?-?\d+)$/;

/** As `allSets`, without making the pods of graphs when no clique can end as another does: names of components say so. */
export function setsWithAmbiguousNames(context: RuleContext): SetSubject[] {
  const isAmbiguous = ({ manifest }: ManifestObject) => {
    const spec = new Place(manifest).at('spec');
    const names = [...spec.at('components').items.map((each) => each.at('name').text), ...spec.at('services').entries.map(([name]) => name)].map(componentInNames);
    return names.some((name) => LIKE_A_ROLE.test(name) || names.some((other) => other !== name && name.endsWith(other)));
  };
  return context.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').some(isAmbiguous) ? allSets(context) : appliedSets(context);
}

/** The gangs of all sets of a context. */
export function groveGangs(context: RuleContext): { readonly subject: SetSubject; readonly gang: GroveGang }[] {
  return allSets(context).flatMap((subject) => gangsOfSet(subject.set).map((gang) => ({ subject, gang })));
}

/** A place of a subject as a place of its object: the whole object where the set is not applied itself. */
export function placeOn({ isApplied }: SetSubject, place: Place): Place {
  return isApplied ? place : new Place(undefined);
}
