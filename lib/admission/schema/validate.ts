import type { JsonPath } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { list, shown, unknownField } from './problems';
import { hasType, Wrong, wrongScalar, wrongType } from './scalars';
import { SchemaNode } from './schema-node';

/** Keys that every object of the API has, and that a compact schema of a custom resource leaves out. */
const META = new Set(['apiVersion', 'kind', 'metadata']);

/** Beyond this many problems of one object the rest is not collected. */
const MOST_PROBLEMS = 100;

/** Objects nested deeper than this are refused unread: no schema of ours is as deep, and open ones must not exhaust the stack. */
const DEEPEST = 400;

/**
 * What the API server's structural validation refuses in a value that has its defaults (`withDefaults`).
 *
 * Sources: k8s.io/apiextensions-apiserver pkg/apiserver/schema (pruning, listtype) and pkg/apiserver/validation, k8s.io/kube-openapi pkg/validation/validate;
 * for kinds of Kubernetes itself sigs.k8s.io/json (strict).
 *
 * @param isRoot whether the value is a whole object: then apiVersion, kind and metadata are not looked at unless the schema has them
 */
export function validate(value: unknown, node: SchemaNode, isRoot: boolean): Problem[] {
  const walk = new Walk(true, value);
  walk.visit(value, node, true, isRoot);
  return walk.problems;
}

/** Whether a value fits, without saying what is wrong. */
function fits(value: unknown, node: SchemaNode): boolean {
  const walk = new Walk(false, value);
  walk.visit(value, node, false, false);
  return walk.problems.length === 0;
}

class Walk {
  public readonly problems: Problem[] = [];
  private readonly path: (string | number)[] = [];

  /** @param isWhole whether shape checks run: not inside anyOf, oneOf, not */
  constructor(private readonly isWhole: boolean, private readonly root: unknown) {}

  /** @param closed whether keys that the schema does not have are wrong: not inside allOf, anyOf, oneOf, not */
  public visit(value: unknown, node: SchemaNode, closed: boolean, isRoot: boolean): void {
    if (this.path.length > DEEPEST) return;
    if (value === null) {
      if (node.nullable || (node.native && node.open)) return;
      if (node.type !== undefined || node.intOrString) this.add(wrongType(value, node));
      return;
    }
    if (node.native && node.open) return;
    if (!hasType(value, node)) return this.mistyped(value, node, closed);
    if (typeof value === 'object') {
      if (Array.isArray(value)) this.items(value, node, closed);
      else this.object(value as { [key: string]: unknown }, node, closed, isRoot);
    } else if (node.limited) {
      const wrong = wrongScalar(value, node);
      if (wrong) this.add(wrong);
    }
    if (node.combined) this.combinations(value, node);
  }

  private add(wrong: Wrong, ...rest: JsonPath): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    this.problems.push({ ...wrong, path: [...this.path, ...rest] });
  }

  private mistyped(value: unknown, node: SchemaNode, closed: boolean): void {
    this.add(wrongType(value, node));
    // The server prunes before it validates, and names the keys.
    const isPruned = closed && !node.native && !node.open && !node.schema.properties && !node.values;
    if (isPruned && typeof value === 'object' && !Array.isArray(value)) {
      for (const key of Object.keys(value as object)) this.unknown(key, node);
    }
  }

  private unknown(key: string, node: SchemaNode): void {
    if (this.problems.length >= MOST_PROBLEMS) return;
    const last = this.path[this.path.length - 1];
    const of = typeof last === 'number' ? `an item of ${this.path[this.path.length - 2] ?? 'the list'}` : last ?? 'the object';
    this.problems.push(unknownField(this.path, key, Object.keys(node.schema.properties ?? {}), of));
  }

  private object(object: { [key: string]: unknown }, node: SchemaNode, closed: boolean, isRoot: boolean): void {
    const { values } = node;
    let count = 0;
    // Plain data has no inherited keys.
    for (const key in object) {
      const value = object[key];
      if (value === undefined) continue;
      count++;
      const child = node.property(key) ?? values;
      if (child) {
        this.path.push(key);
        this.visit(value, child, closed, false);
        this.path.pop();
      } else if (closed && !node.free && !((isRoot || node.embedded) && META.has(key))) {
        this.unknown(key, node);
      }
    }
    const { required } = node;
    for (let i = 0; i < required.length; i++) {
      const key = required[i];
      if (object[key] === undefined || isEmptyRequired(object[key], node, key)) {
        this.add({ rule: 'SCHEMA-REQUIRED', message: `${key} is required`, fix: `write ${key}` }, key);
      }
    }
    if (node.sized) {
      const { minProperties = 0, maxProperties = Infinity } = node.schema;
      if (count < minProperties) this.add(size(count, 'keys', 'at least', minProperties));
      if (count > maxProperties) this.add(size(count, 'keys', 'at most', maxProperties));
    }
    if (node.embedded && closed) this.embedded(object);
    if (node.overlay) this.alternatives(object, node);
    if (node.check && this.isWhole) for (const problem of node.check(object, this.path, this.root)) this.problems.push(problem);
  }

  private embedded(object: { [key: string]: unknown }): void {
    for (const key of ['apiVersion', 'kind']) {
      if (typeof object[key] === 'string' && object[key] !== '') continue;
      const isAbsent = object[key] === undefined;
      this.add({ rule: isAbsent ? 'SCHEMA-REQUIRED' : 'SCHEMA-TYPE', message: isAbsent ? `${key} is required` : `${key} must be a text that is not empty`, fix: `write the ${key} of the embedded object` }, key);
    }
  }

  private alternatives(object: { [key: string]: unknown }, { overlay }: SchemaNode): void {
    const { exactlyOne, atMostOne } = overlay!;
    const keys = exactlyOne ?? atMostOne;
    if (!keys) return;
    const present = keys.filter((key) => object[key] !== undefined);
    if (present.length > 1) {
      this.add({ rule: 'SCHEMA-ALTERNATIVES', message: `${present.join(' and ')} exclude each other`, fix: `keep one of ${present.join(', ')}` }, present[1]);
    } else if (exactlyOne && present.length === 0) {
      this.add({ rule: 'SCHEMA-REQUIRED', message: `one of ${list(keys)} is required`, fix: `write one of ${list(keys)}` });
    }
  }

  private items(items: readonly unknown[], node: SchemaNode, closed: boolean): void {
    const { items: item } = node;
    if (item) {
      for (let i = 0; i < items.length; i++) {
        this.path.push(i);
        this.visit(items[i], item, closed, false);
        this.path.pop();
      }
    }
    if (node.sized) {
      const { minItems = 0, maxItems = Infinity } = node.schema;
      if (items.length < minItems) this.add(size(items.length, 'items', 'at least', minItems));
      if (items.length > maxItems) this.add(size(items.length, 'items', 'at most', maxItems));
    }
    if (items.length < 2 || node.identity === undefined) return;
    if (node.identity === 'map') this.duplicates(items, (value) => keyOf(value, node.schema.listMapKeys ?? []));
    else this.duplicates(items, identity);
  }

  private duplicates(items: readonly unknown[], identify: (item: unknown) => string | undefined): void {
    const seen = new Map<string, number>();
    for (let i = 0; i < items.length; i++) {
      const id = identify(items[i]);
      if (id === undefined) continue;
      const first = seen.get(id);
      if (first === undefined) seen.set(id, i);
      else this.add({ rule: 'SCHEMA-DUPLICATE-KEY', message: `${describe(id)} stands at ${first} already`, fix: 'remove or rename one of the two' }, i);
    }
  }

  private combinations(value: unknown, node: SchemaNode): void {
    const { allOf, anyOf, oneOf, not } = node.schema;
    for (const part of allOf ?? []) this.visit(value, node.part(part), false, false);
    if (anyOf && !anyOf.some((part) => fits(value, node.part(part)))) this.add(noAlternative(value, anyOf, 'at least one'));
    if (oneOf) {
      const count = oneOf.filter((part) => fits(value, node.part(part))).length;
      if (count === 0) this.add(noAlternative(value, oneOf, 'one'));
      if (count > 1) this.add({ ...noAlternative(value, oneOf, 'only one'), message: `${count} of the alternatives apply where one must` });
    }
    if (not && fits(value, node.part(not))) this.add({ rule: 'SCHEMA-ALTERNATIVES', message: `${shown(value)} is just what the schema excludes`, fix: not.required ? `remove ${not.required.join(' or ')}` : 'write another value' });
  }
}

/** A required string of a Go type is missing when it is empty. */
function isEmptyRequired(value: unknown, node: SchemaNode, key: string): boolean {
  return node.native && value === '' && !node.overlay?.mayBeEmpty?.includes(key);
}

function size(count: number, what: string, relation: string, limit: number): Wrong {
  return { rule: 'SCHEMA-RANGE', message: `${count} ${what} where ${relation} ${limit} must stand`, fix: `write ${relation} ${limit}`, ...relation === 'at most' && { isTooLarge: true } };
}

function noAlternative(value: unknown, parts: readonly { readonly required?: readonly string[] }[], how: string): Wrong {
  const keys = parts.map((part) => part.required?.join(' and ')).filter((text) => text !== undefined);
  const choice = keys.length ? `${how} of ${keys.join(', ')}` : `a value that fits ${how} of ${parts.length} alternatives`;
  return { rule: 'SCHEMA-ALTERNATIVES', message: `${shown(value)} fits none of the alternatives`, fix: `write ${choice}` };
}

function keyOf(item: unknown, keys: readonly string[]): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  if (keys.length === 1) {
    const value = (item as { [key: string]: unknown })[keys[0]];
    return typeof value === 'string' ? value : typeof value === 'object' ? undefined : String(value ?? '');
  }
  const values = keys.map((key) => (item as { [key: string]: unknown })[key]);
  // A key of another type is wrong already.
  return values.some((value) => typeof value === 'object') ? undefined : values.map((value) => String(value ?? '')).join('\u0000');
}

function identity(value: unknown): string | undefined {
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value, (_, each: unknown) => typeof each === 'bigint' ? String(each) : each);
  } catch {
    return undefined; // nested too deeply to be compared
  }
}

function describe(id: string): string {
  return shown(id.split('\u0000').join(', '));
}
