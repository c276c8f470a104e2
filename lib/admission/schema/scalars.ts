import { FORMATS } from './formats';
import { kindOf, list, nearest, shown } from './problems';
import { SchemaNode } from './schema-node';

/** What is wrong with a scalar, before its place is known. */
export interface Wrong {
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
  readonly isTooLarge?: boolean;
}

/** A text longer than this is not matched against patterns, whose worst case grows with the square of the length. */
const LONGEST_MATCHED = 8192;

/** Source: k8s.io/apimachinery pkg/api/resource/quantity.go. */
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;

/** Whether a value is of the node's type. */
export function hasType(value: unknown, node: SchemaNode): boolean {
  switch (node.type) {
    case 'object': return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array': return Array.isArray(value);
    // Upstream lets lists pass where a format is said (kube-openapi pkg/validation/validate/type.go).
    case 'string': return typeof value === 'string' || (node.schema.format !== undefined && !node.native && Array.isArray(value));
    case 'boolean': return typeof value === 'boolean';
    case 'integer': return isInteger(value);
    case 'number': return typeof value === 'number' || typeof value === 'bigint';
    default:
      if (node.intOrString) return typeof value === 'string' || isInteger(value);
      if (node.schema.format === 'quantity') return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint';
      return true;
  }
}

/** The problem of a value of another type. */
export function wrongType(value: unknown, node: SchemaNode): Wrong {
  const wanted = typeName(node);
  return { rule: 'SCHEMA-TYPE', message: `${kindOf(value)} where ${wanted} must stand`, fix: typeFix(value, node) ?? `write ${wanted}` };
}

/** The first thing wrong with a scalar of the right type; undefined when all is well. */
export function wrongScalar(value: unknown, node: SchemaNode): Wrong | undefined {
  const { schema } = node;
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (node.type !== undefined || schema.intOrString) {
      const wrong = wrongNumber(value, node);
      if (wrong) return wrong;
    }
  } else if (typeof value === 'string') {
    const wrong = wrongString(value, node);
    if (wrong) return wrong;
  }
  return node.enumSet && !node.enumSet.has(value) && !(node.native && value === '') ? wrongEnum(value, node) : undefined;
}

function wrongEnum(value: unknown, node: SchemaNode): Wrong {
  const allowed = node.schema.enum!.map(String);
  const near = typeof value === 'string' ? nearest(value, allowed) : undefined;
  return {
    rule: 'SCHEMA-ENUM', message: `${shown(value)} is none of the allowed values`, fix: near ? `write ${near}; allowed: ${list(allowed)}` : `write one of ${list(allowed)}`,
  };
}

function wrongNumber(value: number | bigint, node: SchemaNode): Wrong | undefined {
  const { schema } = node;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if ((node.type === 'integer' || schema.intOrString) && outOfFormat(value, node)) return range(value, `an integer of ${schema.format === 'int32' || schema.intOrString ? 32 : 64} bits`);
  if (minimum !== undefined && (exclusiveMinimum ? value <= minimum : value < minimum)) return range(value, `${exclusiveMinimum ? 'more than' : 'at least'} ${minimum}`);
  if (maximum !== undefined && (exclusiveMaximum ? value >= maximum : value > maximum)) return range(value, `${exclusiveMaximum ? 'less than' : 'at most'} ${maximum}`);
  if (multipleOf !== undefined && multipleOf > 0) {
    const factor = Number(value) / multipleOf;
    if (Math.abs(factor - Math.round(factor)) > 1e-9) return range(value, `a multiple of ${multipleOf}`);
  }
  return undefined;
}

function outOfFormat(value: number | bigint, node: SchemaNode): boolean {
  if (node.schema.format === 'int32' || (node.native && node.schema.intOrString)) return value > 2147483647 || value < -2147483648;
  return value >= 9223372036854775808n || value < -9223372036854775808n;
}

function range(value: number | bigint, wanted: string): Wrong {
  return { rule: 'SCHEMA-RANGE', message: `${value} is not ${wanted}`, fix: `write ${wanted}` };
}

function wrongString(value: string, node: SchemaNode): Wrong | undefined {
  const { schema } = node;
  // The empty string of an optional Go field is no value.
  if (node.native && value === '' && !schema.minLength && schema.format !== 'quantity') return undefined;
  const { minLength, maxLength } = schema;
  // A character has one or two units of the text's length, so that seldom anything has to be counted.
  if (minLength !== undefined && value.length < 2 * minLength && lengthOf(value) < minLength) {
    return { rule: 'SCHEMA-RANGE', message: `${lengthOf(value)} characters, fewer than ${minLength}`, fix: minLength === 1 ? 'write a text that is not empty' : `write at least ${minLength} characters` };
  }
  if (maxLength !== undefined && value.length > maxLength && lengthOf(value) > maxLength) {
    return { rule: 'SCHEMA-RANGE', message: `${lengthOf(value)} characters, more than ${maxLength}`, fix: `write at most ${maxLength} characters`, isTooLarge: true };
  }
  if (node.pattern && value.length <= LONGEST_MATCHED && !node.pattern.test(value)) {
    return { rule: 'SCHEMA-PATTERN', message: `${shown(value)} does not match ${list([schema.pattern!])}`, fix: 'write a value of that pattern' };
  }
  if (schema.format !== undefined) return wrongFormat(value, schema.format);
  return undefined;
}

function wrongFormat(value: string, name: string): Wrong | undefined {
  if (name === 'quantity') {
    if (value.length <= LONGEST_MATCHED && QUANTITY.test(value)) return undefined;
    return { rule: 'SCHEMA-FORMAT', message: `${shown(value)} is no quantity`, fix: 'write a number and at most one suffix, for example 64Gi, 500m or 4' };
  }
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined;
  if (!format || value.length > LONGEST_MATCHED && name !== 'byte' || format.test(value)) return undefined;
  // Bytes are those of Secrets more often than not.
  if (name === 'byte') return { rule: 'SCHEMA-FORMAT', message: 'the value is no base64', fix: 'encode it; a Secret takes plain text under stringData' };
  return { rule: 'SCHEMA-FORMAT', message: `${shown(value)} is not ${format.says}`, fix: `write ${format.says}` };
}

function isInteger(value: unknown): boolean {
  return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
}

/** Characters as Go counts them: code points. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const high = text.charCodeAt(i);
    if (high >= 0xd800 && high <= 0xdbff && text.charCodeAt(i + 1) >= 0xdc00 && text.charCodeAt(i + 1) <= 0xdfff) length--;
  }
  return length;
}

function typeName({ type, schema }: SchemaNode): string {
  if (schema.intOrString) return 'an integer or a string';
  if (schema.format === 'quantity') return 'a quantity';
  return type === 'array' ? 'a list' : type === 'object' || type === 'integer' ? `an ${type}` : `a ${type}`;
}

function typeFix(value: unknown, { type, schema }: SchemaNode): string | undefined {
  if (type === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return `quote it: "${value}"`;
  if ((type === 'integer' || type === 'number') && typeof value === 'string' && /^-?\d+$/.test(value)) return `remove the quotes: ${value}`;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return `remove the quotes: ${value}`;
  if (type === 'array' && schema.items && value !== null) return 'write a list, also of one item';
  return undefined;
}
