import type { SetView } from './set-view';
import type { JsonObject } from '../../core/merge';
import { GROVE_COMPONENTS, GROVE_MANAGED_BY } from '../../facts/grove';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { filled } from '../values';

/** What an object that Grove makes says of itself. */
export interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly finalizers?: readonly string[];
}

/** The labels that tell what belongs to a set. scheduling.md 9.1 */
export function ownLabels(set: SetView): { [key: string]: string } {
  return { [LABEL_KEYS.managedBy]: GROVE_MANAGED_BY, [LABEL_KEYS.partOf]: set.name };
}

/** The labels of an object of a set: what it is, whose it is, and how it is called. */
export function componentLabels(set: SetView, component: keyof typeof GROVE_COMPONENTS, name?: string): { [key: string]: string } {
  const labels = ownLabels(set);
  labels[LABEL_KEYS.component] = GROVE_COMPONENTS[component];
  if (name !== undefined) labels[LABEL_KEYS.name] = name;
  return labels;
}

/** An object in the namespace of its set. */
export function made(set: SetView, { apiVersion, kind, name, labels, annotations, finalizers }: Made, rest: JsonObject): Manifest {
  const metadata: { [key: string]: unknown } = { name };
  if (set.namespace !== undefined) metadata.namespace = set.namespace;
  metadata.labels = labels;
  if (annotations && filled(annotations)) metadata.annotations = annotations;
  if (finalizers) metadata.finalizers = finalizers;
  return { apiVersion, kind, metadata, ...rest };
}
