import { ComponentSchema, Schema } from './schema';

/**
 * Gives the keys of a value the names that its schema has: `clusterIp` becomes `clusterIP`. Names that are already those of
 * the schema pass, as do unknown ones (admission reports them), the keys of maps and everything in open objects.
 * Undefined values are dropped, as in stock cdk8s imports.
 */
export function withJsonKeys(value: unknown, schema: Schema, shapes: ComponentSchema['shapes']): unknown {
  const node = schema.$ref === undefined ? schema : shapes[schema.$ref];
  if (Array.isArray(value)) {
    const { items } = node;
    return items ? value.map((item) => withJsonKeys(item, items, shapes)) : value;
  }
  if (!isPlainObject(value)) return scalarOf(value);
  if (isScalar(node) && isUnionValue(value)) return value.value;
  const { properties, names, additionalProperties } = node;
  if (!properties && typeof additionalProperties !== 'object') return value;
  const result: { [key: string]: unknown } = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const name = properties && !Object.hasOwn(properties, key) && names && Object.hasOwn(names, key) ? names[key] : key;
    const child = properties && Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    const mapped = typeof child === 'object' ? withJsonKeys(entry, child, shapes) : entry;
    // An own property even where the key is `__proto__`.
    Object.defineProperty(result, name, { value: mapped, enumerable: true, configurable: true, writable: true });
  }
  return result;
}

function isPlainObject(value: unknown): value is { [key: string]: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isScalar(node: Schema): boolean {
  return node.intOrString === true || node.format === 'quantity' || (node.type !== undefined && node.type !== 'object' && node.type !== 'array');
}

/** How cdk8s resolves IntOrString and Quantity: an object with `value` alone. */
function isUnionValue(value: { [key: string]: unknown }): boolean {
  return Object.keys(value).length === 1 && ['string', 'number'].includes(typeof value.value);
}

/** IntOrString and Quantity of any import, before cdk8s resolved them. */
function scalarOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isUnion = ['IntOrString', 'Quantity'].includes(value.constructor?.name ?? '') && 'value' in value;
  return isUnion ? value.value : value;
}
