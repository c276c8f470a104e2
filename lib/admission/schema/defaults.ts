import { SchemaNode } from './schema-node';

/**
 * A value with the defaults of its schema, as the API server has it before it validates: null where it may not stand is dropped
 * (a list keeps it) or replaced by the default. What needs no change is not copied; defaults are shared and must not be changed.
 *
 * Sources: k8s.io/apiextensions-apiserver pkg/apiserver/schema/defaulting/algorithm.go (Default, PruneNonNullableNullsWithoutDefaults);
 * for kinds of Kubernetes itself sigs.k8s.io/json: null is the zero value of the Go type.
 */
export function withDefaults(value: unknown, node: SchemaNode): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? listWithDefaults(value, node) : objectWithDefaults(value as Values, node);
}

type Values = { [key: string]: unknown };

function listWithDefaults(list: readonly unknown[], node: SchemaNode): unknown {
  const { items } = node;
  if (!items) return list;
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const value = item === null && !items.nullable ? nullItem(items) : withDefaults(item, items);
    if (value === item) continue;
    copy ??= [...list];
    copy[i] = value;
  }
  return copy ?? list;
}

function objectWithDefaults(object: Values, node: SchemaNode): unknown {
  const { values } = node;
  let copy: Values | undefined;
  for (const key in object) {
    const before = object[key];
    // Scalars have no defaults within.
    if (typeof before !== 'object') continue;
    const child = node.property(key) ?? values;
    if (!child) continue;
    const isMapValue = child === values;
    const after = before === null && !child.nullable ? nullValue(child, isMapValue) : withDefaults(before, child);
    if (after === before) continue;
    copy ??= { ...object };
    if (after === undefined) delete copy[key];
    else setOwn(copy, key, after);
  }
  const { defaults } = node;
  for (let i = 0; i < defaults.length; i++) {
    const key = defaults[i];
    if (Object.hasOwn(object, key)) continue;
    copy ??= { ...object };
    const child = node.property(key)!;
    setOwn(copy, key, withDefaults(child.schema.default, child));
  }
  const structs = node.overlay?.structs;
  if (!structs) return copy ?? object;
  for (const key of structs) {
    if (copy ? Object.hasOwn(copy, key) : Object.hasOwn(object, key)) continue;
    copy ??= { ...object };
    copy[key] = withDefaults({}, node.property(key)!);
  }
  return copy ?? object;
}

/** What stands for null under a key: undefined drops the key. */
function nullValue(node: SchemaNode, isMapValue: boolean): unknown {
  if (node.schema.default !== undefined) return withDefaults(node.schema.default, node);
  return node.native && isMapValue ? zeroValue(node) : undefined;
}

/** What stands for null in a list. */
function nullItem(node: SchemaNode): unknown {
  if (node.schema.default !== undefined) return withDefaults(node.schema.default, node);
  return node.native ? zeroValue(node) : null;
}

function zeroValue(node: SchemaNode): unknown {
  if (node.type === 'object') return {};
  if (node.type === 'array') return [];
  if (node.type === 'boolean') return false;
  return node.type === 'string' ? '' : 0;
}

/** Sets a key as data, whatever it is called. */
export function setOwn(object: Values, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else object[key] = value;
}
