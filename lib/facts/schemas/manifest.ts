import { withJsonKeys } from './json-keys';
import { kindSchema, newestWith } from './registry';
import { ComponentSchema, KindSchema } from './schema';

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
  const { kind, shapes } = typed(component, gvk);
  return named(gvk, kind, shapes, props);
}

/**
 * The manifest of an ApiObject. A chart gives its namespace to everything in it; a cluster-scoped object has none.
 */
export function objectManifest(component: string, gvk: TypedKind, props: object): { [key: string]: unknown } {
  const { kind, shapes } = typed(component, gvk);
  const result = named(gvk, kind, shapes, props);
  if (kind.scope !== 'Cluster') return result;
  const { namespace: _, ...metadata } = result.metadata as { readonly namespace?: string };
  return { ...result, metadata };
}

interface Typed {
  readonly kind: KindSchema;
  readonly shapes: ComponentSchema['shapes'];
}

function typed(component: string, { apiVersion, kind }: TypedKind): Typed {
  const schemas = newestWith(component, apiVersion, kind);
  const found = schemas && kindSchema(schemas, apiVersion, kind);
  if (!schemas || !found?.schema) throw new Error(`${component} has no schema of ${apiVersion} ${kind}`);
  return { kind: found, shapes: schemas.shapes };
}

function named({ apiVersion, kind }: TypedKind, { schema = {} }: KindSchema, shapes: Typed['shapes'], props: object): { [key: string]: unknown } {
  return { apiVersion, kind, ...(withJsonKeys(props, schema, shapes) as object) };
}
