import { leadsToRules } from './leads-to-rules';
import { resolved } from './resolved';
import { ComponentSchema, Schema } from '../../facts/schemas/schema';

type Shapes = ComponentSchema['shapes'];

const NODES = new WeakMap<Schema, RuleNode>();

/** A schema made ready for a walk to its rules: references resolved, and only children that lead to rules. */
export class RuleNode {
  /** The node of a schema; the same schema gives the same node. */
  public static of(schema: Schema, shapes: Shapes): RuleNode {
    const own = resolved(schema, shapes);
    let node = NODES.get(own);
    if (!node) NODES.set(own, node = new RuleNode(own, shapes));
    return node;
  }

  private readonly properties = new Map<string, RuleNode | undefined>();
  private itemNode: RuleNode | null | undefined;
  private valueNode: RuleNode | null | undefined;

  private constructor(public readonly schema: Schema, private readonly shapes: Shapes) {}

  /** The schema of the items of a list, where it leads to rules. */
  public get items(): RuleNode | null {
    return this.itemNode === undefined ? this.itemNode = this.leading(this.schema.items) ?? null : this.itemNode;
  }

  /** The schema of what stands under a key, where it leads to rules. */
  public property(key: string): RuleNode | undefined {
    const { properties } = this.schema;
    if (properties === undefined || !Object.hasOwn(properties, key)) return this.values;
    if (!this.properties.has(key)) this.properties.set(key, this.leading(properties[key]));
    return this.properties.get(key);
  }

  private get values(): RuleNode | undefined {
    if (this.valueNode === undefined) this.valueNode = this.leading(this.schema.additionalProperties) ?? null;
    return this.valueNode ?? undefined;
  }

  private leading(schema: Schema['additionalProperties']): RuleNode | undefined {
    return typeof schema === 'object' && leadsToRules(schema, this.shapes) ? RuleNode.of(schema, this.shapes) : undefined;
  }
}
