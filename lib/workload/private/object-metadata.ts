import type { ApiObject } from 'cdk8s';
import { invalid } from '../../core/errors';
import type { PodFragment } from '../pod-fragment';

/** Writes the labels and annotations that a relation has for the object itself. */
export function writeObjectMetadata(object: ApiObject, { props: { objectLabels = {}, objectAnnotations = {} } }: PodFragment): void {
  for (const [key, value] of Object.entries(objectLabels)) object.metadata.addLabel(key, value);
  for (const [key, value] of Object.entries(objectAnnotations)) object.metadata.addAnnotation(key, value);
}

/**
 * Refuses a relation that writes to the object itself, where it is given to a part of one.
 *
 * @param not what it is with, in words: `the whole set, not with one part of it`
 * @param whole what to give it: `the PodCliqueSet`
 * @throws when it does
 */
export function refuseObjectMetadata(path: string, { id, props }: PodFragment, not: string, whole: string): void {
  if (!(props.objectLabels ?? props.objectAnnotations)) return;
  throw invalid({ path, value: `relation '${id}'`, reason: `it is with ${not}`, fix: `give it ${whole}` });
}
