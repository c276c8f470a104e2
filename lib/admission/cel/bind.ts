import { formatDuration, moment } from './duration';
import { UnlikeSchema } from './failure';
import { resolved } from './resolved';
import { Duration, List, Mapping, Timestamp, Value } from './value';
import { isJsonObject, JsonObject } from '../../core/merge';
import { ComponentSchema, Schema } from '../../facts/schemas/schema';

type Shapes = ComponentSchema['shapes'];

const TEXT: Schema = { type: 'string' };

/** What rules may read of an object's own metadata, whatever the schema says. */
const OBJECT_META: Schema = { type: 'object', properties: { name: TEXT, generateName: TEXT } };

const whole = new WeakMap<Schema, Schema>();

/** The schema of a whole object, or of one in another: apiVersion, kind and the metadata that rules may read belong to it. */
export function withTypeAndMetadata(schema: Schema, shapes: Shapes): Schema {
  let result = whole.get(schema);
  if (!result) {
    result = extended(schema, shapes);
    whole.set(schema, result);
  }
  return result;
}

function extended(schema: Schema, shapes: Shapes): Schema {
  const metadata = schema.properties?.metadata;
  return {
    ...schema,
    properties: {
      ...schema.properties,
      apiVersion: TEXT,
      kind: TEXT,
      metadata: { ...OBJECT_META, ...metadata && { properties: { ...OBJECT_META.properties, ...resolved(metadata, shapes).properties } } },
    },
  };
}

/**
 * A value of a manifest as CEL sees it: integers by schema, strings by format, lists with their keys.
 * Members become values when a rule asks for them.
 *
 * @throws UnlikeSchema
 */
export function bind(value: unknown, schema: Schema, shapes: Shapes): Value {
  const node = resolved(schema, shapes);
  if (value === null || value === undefined) {
    if (node.nullable || node.type === undefined) return null;
    throw new UnlikeSchema();
  }
  if (node.intOrString) return typeof value === 'string' ? value : integer(value);
  switch (node.type) {
    case 'object':
      if (!isJsonObject(value)) throw new UnlikeSchema();
      return new ManifestObject(value, node.embeddedResource ? withTypeAndMetadata(node, shapes) : node, shapes);
    case 'array': {
      const { items } = node;
      if (!Array.isArray(value)) throw new UnlikeSchema();
      const at = (i: number): Value => (items ? bind(value[i], items, shapes) : untyped(value[i]));
      return new List(value.length, at, node.listType === 'set', node.listType === 'map' ? node.listMapKeys : undefined);
    }
    case 'string':
      if (typeof value !== 'string') throw new UnlikeSchema();
      return formatted(value, node.format);
    case 'integer': return integer(value);
    case 'number':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw new UnlikeSchema();
      return Number(value);
    case 'boolean':
      if (typeof value !== 'boolean') throw new UnlikeSchema();
      return value;
    default: return untyped(value);
  }
}

function integer(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new UnlikeSchema();
  return BigInt(value);
}

function formatted(text: string, format: string | undefined): Value {
  switch (format) {
    case 'duration': {
      const nanoseconds = formatDuration(text);
      if (nanoseconds === undefined) throw new UnlikeSchema();
      return new Duration(nanoseconds);
    }
    case 'date': case 'date-time': {
      const nanoseconds = moment(format === 'date' ? `${text}T00:00:00Z` : text);
      if (nanoseconds === undefined) throw new UnlikeSchema();
      return new Timestamp(nanoseconds);
    }
    case 'byte': return Buffer.from(text, 'base64');
    default: return text;
  }
}

/** A value that no schema describes. */
function untyped(value: unknown): Value {
  if (Array.isArray(value)) return new List(value.length, (i) => untyped(value[i]));
  if (isJsonObject(value)) return new ManifestObject(value, { type: 'object', preserveUnknownFields: true }, {});
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint' ? value : null;
}

/** An object or map of a manifest. Fields that are null count as absent. */
class ManifestObject implements Mapping {
  readonly isMapping = true;
  private readonly isMap: boolean;

  constructor(private readonly json: JsonObject, private readonly schema: Schema, private readonly shapes: Shapes) {
    this.isMap = !schema.properties && typeof schema.additionalProperties === 'object';
  }

  get size(): number {
    return this.names().length;
  }

  keys(): Value[] {
    return this.names();
  }

  get(key: Value): Value | undefined {
    return typeof key === 'string' ? this.member(key) : undefined;
  }

  field(name: string, unescaped: string): Value | undefined {
    return this.member(this.isMap ? name : unescaped);
  }

  private names(): string[] {
    return Object.keys(this.json).filter((key) => {
      const value = this.json[key];
      return value !== undefined && (this.isMap || (value !== null && this.schemaOf(key) !== undefined));
    });
  }

  private member(key: string): Value | undefined {
    if (!Object.hasOwn(this.json, key)) return undefined;
    const value = this.json[key];
    if (value === undefined || (value === null && !this.isMap)) return undefined;
    const schema = this.schemaOf(key);
    return schema === 'any' ? untyped(value) : schema && bind(value, schema, this.shapes);
  }

  private schemaOf(key: string): Schema | 'any' | undefined {
    const { properties, additionalProperties, preserveUnknownFields } = this.schema;
    if (properties && Object.hasOwn(properties, key)) return properties[key];
    if (typeof additionalProperties === 'object') return additionalProperties;
    return preserveUnknownFields || additionalProperties ? 'any' : undefined;
  }
}
