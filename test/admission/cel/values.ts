import * as fc from 'fast-check';
import { Schema } from '../../../lib/facts/schemas/schema';

/** Values that mostly follow a schema, so that rules are reached, and often do not. */
export function valueOf(schema: Schema, shapes: { readonly [id: string]: Schema }, depth: number): fc.Arbitrary<unknown> {
  const node = schema.$ref === undefined ? schema : shapes[schema.$ref];
  const inner = depth > 9 ? fc.constant({}) : like(node, shapes, depth);
  return fc.oneof({ weight: 12, arbitrary: inner }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
}

function like(node: Schema, shapes: { readonly [id: string]: Schema }, depth: number): fc.Arbitrary<unknown> {
  if (node.enum) return fc.constantFrom(...node.enum);
  switch (node.type) {
    case 'object': {
      const entries = Object.entries(node.properties ?? {}).filter(([key]) => !['status', 'podTemplate', 'extraPodSpec', 'podSpec'].includes(key));
      const fields = () => Object.fromEntries(entries.map(([key, child]) => [key, valueOf(child, shapes, depth + 1)]));
      if (entries.length) return fc.record(fields(), { requiredKeys: [] });
      return typeof node.additionalProperties === 'object'
        ? fc.dictionary(fc.string({ maxLength: 4 }), valueOf(node.additionalProperties, shapes, depth + 1), { maxKeys: 2 })
        : fc.object({ maxDepth: 1 });
    }
    case 'array': return node.items ? fc.array(valueOf(node.items, shapes, depth + 1), { maxLength: 3 }) : fc.array(fc.jsonValue());
    case 'string': return fc.oneof(fc.string(), fc.constantFrom('', 'a', '1Gi', '1s', '*', 'example.com', '10.0.0.1', '__proto__', '\ud800'));
    case 'integer': case 'number': return fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, -0, 2 ** 53));
    case 'boolean': return fc.boolean();
    default: return fc.jsonValue({ maxDepth: 2 });
  }
}
