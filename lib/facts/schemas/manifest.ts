import { withJsonKeys } from './json-keys';
import { kindSchema, newestWith } from './registry';

/** What of cdk8s' GroupVersionKind is needed here. */
export interface TypedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The manifest of an object of `component`: apiVersion and kind first, then the props under their names in JSON.
 * Names come from the newest version of the component that serves the kind; the importer sees to it that
 * older ones spell no key differently.
 */
export function manifest(component: string, gvk: TypedKind, props: object): { [key: string]: unknown } {
  const schemas = newestWith(component, gvk.apiVersion, gvk.kind);
  const schema = schemas && kindSchema(schemas, gvk.apiVersion, gvk.kind)?.schema;
  if (!schemas || !schema) throw new Error(`${component} has no schema of ${gvk.apiVersion} ${gvk.kind}`);
  return { apiVersion: gvk.apiVersion, kind: gvk.kind, ...(withJsonKeys(props, schema, schemas.shapes) as object) };
}

/**
 * The manifest of an ApiObject. A chart gives its namespace to everything in it; a cluster-scoped object has none.
 */
export function objectManifest(component: string, gvk: TypedKind, props: object): { [key: string]: unknown } {
  const result = manifest(component, gvk, props);
  const schemas = newestWith(component, gvk.apiVersion, gvk.kind);
  if (!schemas || kindSchema(schemas, gvk.apiVersion, gvk.kind)?.scope !== 'Cluster') return result;
  const { namespace: _, ...metadata } = result.metadata as { readonly namespace?: string };
  return { ...result, metadata };
}
