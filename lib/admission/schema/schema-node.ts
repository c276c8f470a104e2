import type { ShapeCheck } from './shape-check';
import type { ShapeOverlay } from '../../facts/overlays/shape-overlay';
import type { ComponentSchema, Schema } from '../../facts/schemas/schema';

/** What a schema says apart from its place: the shapes that it refers to, and for Kubernetes' own kinds what its definitions leave out. */
export interface SchemaContext {
  readonly shapes: ComponentSchema['shapes'];
  /** By shape; only for kinds of Kubernetes itself, which the API server decodes into Go types. */
  readonly overlay?: { readonly [shape: string]: ShapeOverlay };
  /** By shape: what the server's code looks at across fields. */
  readonly checks?: { readonly [shape: string]: ShapeCheck };
}

/** A compact schema made ready for walking: references resolved, sets and expressions built, children on first use. */
export class SchemaNode {
  /** The node of a schema; the same schema in the same context gives the same node. */
  public static of(schema: Schema, context: SchemaContext): SchemaNode {
    let nodes = NODES.get(context);
    if (!nodes) NODES.set(context, nodes = new WeakMap());
    let node = nodes.get(schema);
    if (!node) nodes.set(schema, node = new SchemaNode(schema, context));
    return node;
  }

  /** Id of the shape, where the schema is a reference. */
  public readonly shape?: string;
  public readonly schema: Schema;
  public readonly type?: Schema['type'];
  public readonly nullable: boolean;
  public readonly open: boolean;
  /** Whether values are those of Go types: null is the zero value, and an empty string often no value. */
  public readonly native: boolean;
  public readonly overlay?: ShapeOverlay;
  public readonly check?: ShapeCheck;
  public readonly enumSet?: ReadonlySet<unknown>;
  public readonly pattern?: RegExp;
  /** An integer or a string. */
  public readonly intOrString: boolean;
  /** Whether other keys than the declared ones may stand. */
  public readonly free: boolean;
  /** Whether it holds an object with apiVersion, kind and metadata. */
  public readonly embedded: boolean;
  /** Whether the number of keys or items is limited. */
  public readonly sized: boolean;
  /** How items are told apart. */
  public readonly identity?: 'map' | 'set';
  /** Whether anything limits a scalar beyond its type. */
  public readonly limited: boolean;
  /** Properties with a default. */
  public readonly defaults: readonly string[];
  public readonly required: readonly string[];
  public readonly combined: boolean;

  private readonly children = new Map<string, SchemaNode | null>();
  private itemNode: SchemaNode | null | undefined;
  private valueNode: SchemaNode | null | undefined;

  private constructor(schema: Schema, private readonly context: SchemaContext) {
    this.shape = schema.$ref;
    const own = schema.$ref === undefined ? schema : { ...context.shapes[schema.$ref], ...siblings(schema) };
    this.schema = own;
    this.type = own.type;
    this.nullable = own.nullable === true;
    this.open = own.preserveUnknownFields === true;
    this.native = context.overlay !== undefined;
    this.intOrString = own.intOrString === true;
    this.free = this.open || own.additionalProperties === true || typeof own.additionalProperties === 'object';
    this.embedded = own.embeddedResource === true;
    this.sized = SIZES.some((key) => own[key] !== undefined);
    // Decoding into Go types looks at no keys; the code behind it does (checks/).
    if (own.uniqueItems || (!this.native && own.listType === 'set')) this.identity = 'set';
    else if (!this.native && own.listType === 'map') this.identity = 'map';
    this.overlay = this.shape === undefined ? undefined : context.overlay?.[this.shape];
    this.check = this.shape === undefined ? undefined : context.checks?.[this.shape];
    this.enumSet = own.enum && own.enum.every((value) => typeof value !== 'object') ? new Set(own.enum) : undefined;
    this.pattern = own.pattern === undefined ? undefined : regExpOf(own.pattern);
    this.limited = (this.native && this.intOrString) || LIMITS.some((key) => own[key] !== undefined);
    const { properties, required = NO_KEYS } = own;
    this.defaults = properties === undefined ? NO_KEYS : Object.keys(properties).filter((key) => hasDefault(properties[key], context));
    const { overlay } = this;
    this.required = overlay === undefined ? required : [
      ...required.filter((key) => !overlay.optional?.includes(key) && !overlay.structs?.includes(key)), ...overlay.required ?? [],
    ];
    this.combined = Boolean(own.allOf || own.anyOf || own.oneOf || own.not);
  }

  /** The schema of a declared key. */
  public property(key: string): SchemaNode | null {
    let child = this.children.get(key);
    if (child === undefined) {
      const { properties } = this.schema;
      child = properties !== undefined && Object.hasOwn(properties, key) ? this.propertyNode(key, properties[key]) : null;
      // Unknown keys are the user's, without end: remember the declared ones.
      if (child) this.children.set(key, child);
    }
    return child;
  }

  /** The schema of the values of a map. */
  public get values(): SchemaNode | null {
    if (this.valueNode === undefined) {
      const { additionalProperties: values } = this.schema;
      this.valueNode = typeof values === 'object' ? SchemaNode.of(values, this.context) : null;
    }
    return this.valueNode;
  }

  /** The schema of the items of a list. */
  public get items(): SchemaNode | null {
    if (this.itemNode === undefined) this.itemNode = this.schema.items ? SchemaNode.of(this.schema.items, this.context) : null;
    return this.itemNode;
  }

  /** The node of a part of allOf, anyOf, oneOf or not. */
  public part(schema: Schema): SchemaNode {
    return SchemaNode.of(schema, this.context);
  }

  private propertyNode(key: string, schema: Schema): SchemaNode {
    if (this.overlay?.unlimited?.includes(key)) return SchemaNode.of(schema, { shapes: this.context.shapes, overlay: {} });
    const overlay = this.overlay?.properties?.[key];
    return overlay === undefined ? SchemaNode.of(schema, this.context) : new SchemaNode({ ...schema, ...overlay }, this.context);
  }
}

const NO_KEYS: readonly string[] = [];

const NODES = new WeakMap<SchemaContext, WeakMap<Schema, SchemaNode>>();

const LIMITS = ['enum', 'pattern', 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'format'] as const;

const SIZES = ['minItems', 'maxItems', 'minProperties', 'maxProperties'] as const;

/** Without a node: children are built on first use, and a shape may contain itself. */
function hasDefault(schema: Schema, { shapes }: SchemaContext): boolean {
  return (schema.default ?? (schema.$ref === undefined ? undefined : shapes[schema.$ref]?.default)) !== undefined;
}

function siblings({ $ref: _, ...rest }: Schema): Schema {
  return rest;
}

/** A regular expression of Go (RE2) in JavaScript's; undefined where it cannot be said, then the pattern is not checked. */
function regExpOf(pattern: string): RegExp | undefined {
  const flags = /^\^?\(\?([is]+)\)/.exec(pattern);
  const source = pattern.replace(/\(\?[is]+\)/, '')
    .replace(/\\A/g, '^').replace(/\\z/g, '$').replace(/\[\[:alnum:\]/g, '[A-Za-z0-9').replace(/\[\[:alpha:\]/g, '[A-Za-z');
  for (const mode of ['u', '']) {
    try {
      return new RegExp(source, `${flags?.[1] ?? ''}${mode}`);
    } catch {
      continue;
    }
  }
  return undefined;
}
