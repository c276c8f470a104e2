import type { SetView } from './set-view';
import type { JsonObject } from '../../core/merge';
import { GROVE_COMPONENTS, GROVE_MANAGED_BY } from '../../facts/grove';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { defined, filled } from '../values';

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
  return { ...ownLabels(set), [LABEL_KEYS.component]: GROVE_COMPONENTS[component], ...name === undefined ? {} : { [LABEL_KEYS.name]: name } };
}

/** An object in the namespace of its set. */
export function made(set: SetView, { apiVersion, kind, name, labels, annotations, finalizers }: Made, rest: JsonObject): Manifest {
  return {
    apiVersion,
    kind,
    metadata: defined({ name, namespace: set.namespace, labels, annotations: filled(annotations ?? {}), finalizers }),
    ...rest,
  };
}
