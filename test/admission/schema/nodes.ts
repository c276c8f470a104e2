import { withDefaults } from '../../../lib/admission/schema/defaults';
import { SchemaNode } from '../../../lib/admission/schema/schema-node';
import { validate } from '../../../lib/admission/schema/validate';
import { Schema } from '../../../lib/facts/schemas/schema';
import { pathText } from '../../../lib/manifests/manifest';

/** The node of a schema of a custom resource. */
export function nodeOf(schema: Schema, shapes: { readonly [id: string]: Schema } = {}): SchemaNode {
  return SchemaNode.of(schema, { shapes });
}

/** What is wrong with a value, as `RULE path: message`, after its defaults. */
export function wrongWith(value: unknown, schema: Schema): string[] {
  const node = nodeOf(schema);
  return validate(withDefaults(value, node), node, false).map((problem) => `${problem.rule} ${pathText(problem.path)}: ${problem.message}`);
}
