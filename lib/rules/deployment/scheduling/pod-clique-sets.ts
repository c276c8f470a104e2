import { GroveGang, gangsOfSet } from './gangs';
import type { RuleContext } from '../../../admission/rule-context';
import { namesOfGraph } from '../../../expansion/dynamo';
import { expand, ExpandedObject } from '../../../expansion/expand';
import type { Manifest } from '../../../manifests/manifest';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
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
  const made = expansionOf(context).filter(({ manifest }) => manifest.kind === 'PodCliqueSet').map(({ manifest, root }) => ({
    object: root, set: new Place(manifest), isApplied: false,
  }));
  return [...appliedSets(context), ...made];
}

const expansions = new WeakMap<ManifestSet, readonly ExpandedObject[]>();

/** What operators will make of the graphs of a context, without what is made of that in turn: sets are made of graphs only, and their pods are many. */
function expansionOf(context: RuleContext): readonly ExpandedObject[] {
  const { manifests, cluster } = context;
  let expansion = expansions.get(manifests);
  if (!expansion) {
    expansions.set(manifests, expansion = expand(manifests, cluster, {
      roots: manifests.ofKind('nvidia.com', 'DynamoGraphDeployment'),
      isDeep: false,
      onFailure: ({ message }, root) => context.notEvaluated(message, root),
    }));
  }
  return expansion;
}

/** The sets of which the names are of interest: the pods of most graphs are never made. */
export function setsNamed(context: RuleContext, isOfInterest: (set: Place) => boolean): SetSubject[] {
  const graphs = context.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').filter(({ manifest }) => {
    const names = namesOfGraph(manifest as Manifest, context.cluster?.release);
    return names !== undefined && isOfInterest(new Place(names));
  });
  return graphs.length > 0 ? allSets(context) : appliedSets(context);
}

/** The gangs of all sets of a context. */
export function groveGangs(context: RuleContext): { readonly subject: SetSubject; readonly gang: GroveGang }[] {
  return allSets(context).flatMap((subject) => gangsOfSet(subject.set).map((gang) => ({ subject, gang })));
}

/** A place of a subject as a place of its object: the whole object where the set is not applied itself. */
export function placeOn({ isApplied }: SetSubject, place: Place): Place {
  return isApplied ? place : new Place(undefined);
}
