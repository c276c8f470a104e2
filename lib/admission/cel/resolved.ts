import type { ComponentSchema, Schema } from '../../facts/schemas/schema';

/** The node that a schema stands for. */
export function resolved(schema: Schema, shapes: ComponentSchema['shapes']): Schema {
  return schema.$ref === undefined ? schema : shapes[schema.$ref];
}
