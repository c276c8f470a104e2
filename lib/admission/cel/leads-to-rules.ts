import { resolved } from './resolved';
import type { ComponentSchema, Schema } from '../../facts/schemas/schema';

const known = new WeakMap<Schema, boolean>();

/** Whether there are rules at a node of a schema or below. */
export function leadsToRules(schema: Schema, shapes: ComponentSchema['shapes']): boolean {
  const node = resolved(schema, shapes);
  let answer = known.get(node);
  if (answer === undefined) {
    answer = search(node, shapes, new Set());
    known.set(node, answer);
  }
  return answer;
}

/** Shapes may contain themselves, so a node that is being searched counts as empty, and nothing but the whole answer is kept. */
function search(node: Schema, shapes: ComponentSchema['shapes'], seen: Set<Schema>): boolean {
  if (node.cel) return true;
  if (seen.has(node)) return false;
  seen.add(node);
  const children = [...Object.values(node.properties ?? {}), node.items, node.additionalProperties];
  return children.some((child) => typeof child === 'object' && (known.get(resolved(child, shapes)) ?? search(resolved(child, shapes), shapes, seen)));
}
