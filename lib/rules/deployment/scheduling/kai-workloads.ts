import { DYNAMO_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../../facts/label-keys';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { Place } from '../place';
import { QUEUE_GROUP } from './queue-tree';
import type { RuleContext } from '../../../admission/rule-context';
import { operatorFactsOf } from '../../operator-facts';

/** Where an object names its queue. */
export interface QueueReference {
  readonly object: ManifestObject;
  readonly place: Place;
  readonly queue: string;
}

const read = new WeakMap<ManifestSet, readonly QueueReference[]>();

/** Every place where a workload or a PodGroup names a queue. */
export function queueReferences(manifests: ManifestSet): readonly QueueReference[] {
  let references = read.get(manifests);
  if (!references) {
    references = manifests.objects.flatMap((object) => queuesNamedIn(manifests, object).map((place) => ({ object, place, queue: place.text })));
    read.set(manifests, references);
  }
  return references;
}

/** As `queueReferences`, but once for each workload and queue: each clique of a set may name the queue again. */
export function queuesInUse(manifests: ManifestSet): QueueReference[] {
  const seen = new Map<ManifestObject, Set<string>>();
  return queueReferences(manifests).filter(({ object, queue }) => {
    const queues = seen.get(object) ?? new Set();
    seen.set(object, queues);
    return queues.size < queues.add(queue).size;
  });
}

function queuesNamedIn(manifests: ManifestSet, object: ManifestObject): Place[] {
  if (object.kind === 'Queue' || object.kind === 'ResourceClaim') return [];
  const root = new Place(object.manifest);
  if (object.group === QUEUE_GROUP) return [root.at('spec', 'queue')].filter(({ text }) => text !== '');
  const metadata = root.at('metadata');
  const places: Place[] = [];
  if (object.group === 'nvidia.com') places.push(metadata.at('annotations', ANNOTATION_KEYS.dynamoKaiQueue));
  places.push(metadata.at('labels', LABEL_KEYS.kaiQueue));
  for (const { metadataPath } of manifests.podTemplatesOf(object)) {
    // Where it is one key, the pods' metadata is the object's.
    if (metadataPath && metadataPath.length > 1) places.push(root.at(...metadataPath, 'labels', LABEL_KEYS.kaiQueue));
  }
  return places.filter(({ text }) => text !== '');
}

/** Label that names a queue where there is no other. Source: scheduling.md 1.3. */
const PROJECT = 'project';

/** The queue of a workload, and the place that names it; undefined where none does. */
export function queueOf(manifests: ManifestSet, object: ManifestObject): Place | undefined {
  const metadata = new Place(object.manifest).at('metadata');
  if (object.group === 'nvidia.com') {
    // The operator writes the label from the annotation. dynamo.md 3.6
    const annotation = metadata.at('annotations', ANNOTATION_KEYS.dynamoKaiQueue);
    return annotation.text !== '' ? annotation : annotation.as(DYNAMO_DEFAULT_QUEUE);
  }
  const owners = [metadata, ...podMetadata(manifests, object)];
  const places = [LABEL_KEYS.kaiQueue, PROJECT].flatMap((key) => owners.map((owner) => owner.at('labels', key)));
  return places.find(({ text }) => text !== '');
}

/** Where a workload writes the metadata of its pods. */
export function podMetadata(manifests: ManifestSet, object: ManifestObject): Place[] {
  const root = new Place(object.manifest);
  return manifests.podTemplatesOf(object).flatMap(({ metadataPath }) => (metadataPath ? [root.at(...metadataPath)] : []));
}

/**
 * The workloads of which pods are KAI's: by name, or as Grove's default.
 *
 * @param kind only those of this kind. Default: all
 */
export function workloadsByKai(context: RuleContext, kind?: string): ManifestObject[] {
  const byDefault = operatorFactsOf(context).groveDefaultScheduler === KAI_SCHEDULER;
  const objects = context.manifests.podTemplates.filter(({ spec, object }) => (
    spec.schedulerName === KAI_SCHEDULER || (byDefault && !spec.schedulerName && object.kind === 'PodCliqueSet'))).map(({ object }) => object);
  return [...new Set(objects)].filter((object) => kind === undefined || object.kind === kind);
}
