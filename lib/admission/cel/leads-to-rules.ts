import { resolved } from './resolved';
import type { ComponentSchema, Schema } from '../../facts/schemas/schema';

const known = new WeakMap<Schema, boolean>();

/** Whether there are rules at a node of a schema or below. */
export function leadsToRules(schema: Schema, shapes: ComponentSchema['shapes']): boolean {
  const node = resolved(schema, shapes);
  let answer = known.get(node);
  if (answer === undefined) {
    const seen = new Set<Schema>();
    answer = search(node, shapes, seen);
    // Nothing leads further from what was seen; of a search that found something, what is not on the way may not have been searched to its end.
    if (!answer) for (const each of seen) known.set(each, false);
  }
  return answer;
}

/** Shapes may contain themselves, so a node that is being searched counts as empty. */
function search(node: Schema, shapes: ComponentSchema['shapes'], seen: Set<Schema>): boolean {
  const answer = known.get(node);
  if (answer !== undefined) return answer;
  if (seen.has(node)) return false;
  seen.add(node);
  const leads = node.cel !== undefined || below(node).some((child) => search(resolved(child, shapes), shapes, seen));
  if (leads) known.set(node, true);
  return leads;
}

function below({ properties, items, additionalProperties }: Schema): Schema[] {
  const children = properties ? Object.values(properties) : [];
  if (items) children.push(items);
  if (typeof additionalProperties === 'object') children.push(additionalProperties);
  return children;
}
