import { withDefaults } from '../../../lib/admission/schema/defaults';
import { SchemaContext, SchemaNode } from '../../../lib/admission/schema/schema-node';
import { componentSchema, kindSchema, servedBy } from '../../../lib/facts/schemas/registry';
import { ComponentSchema, KindSchema } from '../../../lib/facts/schemas/schema';
import type { Manifest } from '../../../lib/manifests/manifest';

export interface ServedKind {
  readonly component: string;
  readonly kind: KindSchema;
  readonly shapes: ComponentSchema['shapes'];
}

/** The kind as the recorded server had it: the CRDs of ../shared/crds are those of the oldest version of each component. */
export function served(apiVersion: string, kind: string): ServedKind | undefined {
  const [entry] = servedBy(apiVersion, kind);
  const schemas = entry && componentSchema(entry.component, entry.version);
  const found = schemas && kindSchema(schemas, apiVersion, kind);
  return found?.schema ? { component: entry.component, kind: found, shapes: schemas.shapes } : undefined;
}

const contexts = new WeakMap<ComponentSchema['shapes'], SchemaContext>();

/** A manifest with the defaults of its schema. */
export function defaulted(manifest: Manifest, { kind, shapes }: ServedKind): Manifest {
  let context = contexts.get(shapes);
  if (!context) contexts.set(shapes, context = { shapes });
  return withDefaults(manifest, SchemaNode.of(kind.schema!, context)) as Manifest;
}
