import { createHash } from 'crypto';
import { Schema } from '../../lib/facts/schemas/schema';

/** A repeated node without properties is worth a shape when it is longer than this (a reference takes 20 characters). */
const WORTH_SHARING = 60;

/** Gives equal nodes one entry: nodes with properties always, others where they are long and repeated. */
export class ShapePool {
  private readonly counts = new Map<string, number>();
  private readonly texts = new Map<string, Schema>();

  constructor(roots: readonly Schema[]) {
    for (const root of roots) this.count(root);
  }

  /** The node with references in place of its shapes. */
  add(node: Schema): Schema {
    const text = JSON.stringify(node);
    const folded = mapChildren(node, (child) => this.add(child));
    const repeated = (this.counts.get(text) ?? 0) > 1;
    if (!node.properties && !(repeated && text.length > WORTH_SHARING)) return folded;
    const id = createHash('sha256').update(text).digest('hex').slice(0, 10);
    const other = this.texts.get(id);
    if (other && JSON.stringify(other) !== JSON.stringify(folded)) throw new Error(`two shapes have the id ${id}: use more digits`);
    this.texts.set(id, folded);
    return { $ref: id };
  }

  /** Sorted by id, so that a change of one shape does not move the others. */
  shapes(): { [id: string]: Schema } {
    return Object.fromEntries([...this.texts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private count(node: Schema): void {
    const text = JSON.stringify(node);
    const seen = this.counts.get(text) ?? 0;
    this.counts.set(text, seen + 1);
    if (!seen) mapChildren(node, (child) => { this.count(child); return child; });
  }
}

/** The node with each schema directly below it replaced. */
export function mapChildren(node: Schema, map: (child: Schema) => Schema): Schema {
  const result: { -readonly [K in keyof Schema]: Schema[K] } = { ...node };
  if (node.properties) result.properties = Object.fromEntries(Object.entries(node.properties).map(([key, child]) => [key, map(child)]));
  if (node.items) result.items = map(node.items);
  if (typeof node.additionalProperties === 'object') result.additionalProperties = map(node.additionalProperties);
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = node[key];
    if (parts) result[key] = parts.map(map);
  }
  if (node.not) result.not = map(node.not);
  return result;
}
