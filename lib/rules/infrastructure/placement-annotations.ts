import { JOBSET_EXCLUSIVE_TOPOLOGY } from '../../facts/job-controllers';
import { KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';

/** An annotation that asks for the pods of an object to be near each other. */
export interface PlacementAnnotation {
  readonly place: Place;
  /** Why nobody reads it there, as a clause, and what lets somebody do so, if anything. */
  readonly unread?: { readonly why: string; readonly fix?: string };
}

/** Kinds of which KAI schedules every pod by itself. Source: scheduling.md 1.3. */
const ONE_BY_ONE = ['Deployment', 'Pod'];

/** Who reads the annotations by which controllers of jobs give each group, or each Job, a domain of its own. Source: infrastructure.md 3.1; kubernetes-sigs/jobset v0.11.1. */
const EXCLUSIVE: readonly { readonly key: string; readonly kind: string }[] = [
  { key: ANNOTATION_KEYS.lwsExclusiveTopology, kind: 'LeaderWorkerSet' }, { key: JOBSET_EXCLUSIVE_TOPOLOGY, kind: 'JobSet' },
];

/** The annotations of an object that place its pods. */
export function placementAnnotations(object: ManifestObject, byKai: ReadonlySet<ManifestObject>): PlacementAnnotation[] {
  const annotations = new Place(object.manifest).at('metadata', 'annotations');
  const exclusive = EXCLUSIVE.map(({ key, kind }): PlacementAnnotation => ({
    place: annotations.at(key), unread: object.kind === kind ? undefined : { why: `${key} is read on a ${kind} only` },
  })).filter(({ place }) => place.text === LABEL_KEYS.gpuClique);
  const levels = [ANNOTATION_KEYS.kaiRequiredPlacement, ANNOTATION_KEYS.kaiPreferredPlacement].map((key) => annotations.at(key)).filter(({ text }) => text !== '');
  // A level without a topology is KAI-20.
  const ofKai = annotations.at(ANNOTATION_KEYS.kaiTopology).text === '' ? [] : levels.map((place) => ({ place, unread: unreadByKai(object, byKai) }));
  return [...exclusive, ...ofKai];
}

/** Source: scheduling.md 1.3: KAI reads them on the object that it groups pods by. */
function unreadByKai(object: ManifestObject, byKai: ReadonlySet<ManifestObject>): PlacementAnnotation['unread'] {
  const annotation = 'the annotation of KAI';
  if (object.kind === 'DynamoGraphDeployment') return { why: `${annotation} is not read on a graph, of which Grove makes the groups` };
  if (!byKai.has(object)) return { why: `${annotation} is not read, since another scheduler places them`, fix: `write schedulerName: ${KAI_SCHEDULER} in the pods (in a program, Queue.grant())` };
  return ONE_BY_ONE.includes(object.kind) ? { why: `${annotation} says nothing, since KAI schedules the pods of a ${object.kind} one by one` } : undefined;
}
