import { DuplicateObjectRule } from './delivery/adm-04';
import { ImmutableFieldRule } from './kubernetes/immutable-field-rule';
import { LiteralCredentialRule } from './security/sec-01';
import { CHARTS, CLAIMS, either, GRAPHS, PLACED, POD_CLIQUE_SETS, PODS, QUEUE_USERS } from './subjects';
import type { RuleSource } from '../admission/admit';
import type { Rule } from '../admission/rule';
import { About, SubjectIndex } from '../admission/subjects';
import { BoundedMemo } from '../core/bounded-memo';
import type { ManifestObject } from '../manifests/manifest-object';

/** A folder of the catalogue, read when the first object comes that its rules are about. */
class Shelf implements About {
  private read?: SubjectIndex<Rule>;

  /** @param _about at least what each of its rules is about */
  constructor(public readonly _about: About['_about'], private readonly load: () => readonly Rule[]) {}

  public get rules(): SubjectIndex<Rule> {
    return this.read ??= new SubjectIndex(this.load());
  }
}

/** A line for each folder. */
const SHELVES: readonly Shelf[] = [
  new Shelf(undefined, () => [new DuplicateObjectRule(), new LiteralCredentialRule(), new ImmutableFieldRule()]),
  new Shelf(either(PODS, { kinds: ['scheduling.run.ai/*', 'kai.scheduler/*'] }), () => (
    (require('./deployment/kai-admission') as typeof import('./deployment/kai-admission')).kaiAdmissionRules())),
  new Shelf({ kinds: ['grove.io/*'] }, () => (
    (require('./deployment/grove-admission') as typeof import('./deployment/grove-admission')).groveAdmissionRules())),
  new Shelf({ kinds: ['nvidia.com/*'] }, () => (
    (require('./serving/dynamo-admission') as typeof import('./serving/dynamo-admission')).dynamoAdmissionRules())),
  new Shelf(GRAPHS, () => (require('./serving/graph-service-rules') as typeof import('./serving/graph-service-rules')).graphServiceRules()),
  new Shelf(either(PODS, CLAIMS, CHARTS, { kinds: ['resource.k8s.io/*', 'resource.nvidia.com/*', 'networking.k8s.io/NetworkPolicy'] }), () => (
    (require('./infrastructure') as typeof import('./infrastructure')).infrastructureRules())),
  new Shelf(either(QUEUE_USERS, CHARTS, PLACED, { kinds: ['grove.io/*', 'kai.scheduler/*'] }), () => (
    (require('./deployment/scheduling') as typeof import('./deployment/scheduling')).schedulingRules())),
  new Shelf(either(CHARTS, GRAPHS, POD_CLIQUE_SETS), () => (
    (require('./cluster/version-rules') as typeof import('./cluster/version-rules')).versionRules())),
  new Shelf({ kinds: ['grove.io/*', 'nvidia.com/*'] }, () => (
    (require('./filled-fields') as typeof import('./filled-fields')).filledFieldRules())),
];

const INDEX = new SubjectIndex(SHELVES);

/** The rules for one object, by its signature: documents that are judged each by itself are alike. */
const ALONE = new BoundedMemo<string, readonly Rule[]>(1000);

/** The rules of the catalogue that have something to look at; folders that have none are not loaded. */
export const CATALOGUE: RuleSource = {
  of: (objects) => (objects.length === 1 ? ALONE.get(INDEX.signatureOf(objects[0]), () => rulesFor(objects)) : rulesFor(objects)),
};

function rulesFor(objects: readonly ManifestObject[]): readonly Rule[] {
  return INDEX.of(objects).flatMap((shelf) => shelf.rules.of(objects));
}

/** The catalogue: every rule of the library. Rules hold no state, so everybody has the same. */
export function builtInRules(): Rule[] {
  return SHELVES.flatMap(({ rules }) => rules.all);
}
