import { LEFT_OUT_WHEN_ZERO, NOT_FILLED, RewritingWebhook, WRITTEN_BY_GO } from '../../facts/rewriting-webhooks';
import type { JsonPath, Manifest } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { setOwn, withDefaults } from '../schema/defaults';
import { SchemaNode } from '../schema/schema-node';

/** A place at which a webhook wrote what the author left out. */
export interface Filled {
  readonly path: JsonPath;
  /** `required`: a field that the schema requires. `entry`: an entry of a list that was null. `written`: what Go writes in any case. */
  readonly what: 'required' | 'entry' | 'written';
}

/** An object as the schema sees it where an operator's mutating webhooks ran. */
export interface Rewritten {
  /** The object itself where nothing changed. */
  readonly manifest: Manifest;
  readonly filled: readonly Filled[];
  /** A field that took over `metadata.name`. */
  readonly named?: JsonPath;
  /** What the webhook cannot read at all. */
  readonly problems: readonly Problem[];
}

type Values = { [key: string]: unknown };

const NONE: readonly string[] = [];

/**
 * An object with its defaults, as mutating webhooks hand it back: read into Go types and written again. A required field that is missing has the zero
 * value of its type, a null entry of a list too, a number where a quantity stands is a text. What has another type than the schema's is left alone:
 * the webhook cannot read it, and the schema refuses it. Only what changes is copied.
 *
 * Sources: dynamo.md 2.6 and scheduling.md 2.2, zero filling; encoding/json of Go; lib/facts/rewriting-webhooks.ts.
 */
export function rewritten(manifest: Manifest, node: SchemaNode, webhook: RewritingWebhook): Rewritten {
  if (webhook.unless && textAt(manifest, webhook.unless) !== '') return { manifest, filled: [], problems: [] };
  const spec = node.property('spec');
  if (!spec) return { manifest, filled: [], problems: [] };
  const walk = new Walk(webhook);
  const before = manifest.spec;
  let after = walk.root(before, spec);
  const unnamed = after;
  if (webhook.named && isStruct(after)) after = withName(after, webhook.named[1], spec, manifest.metadata?.name);
  return {
    manifest: after === before ? manifest : { ...manifest, spec: after },
    filled: walk.filled,
    named: after === unnamed ? undefined : webhook.named,
    problems: walk.problems,
  };
}

class Walk {
  public readonly filled: Filled[] = [];
  public readonly problems: Problem[] = [];
  private readonly path: (string | number)[] = ['spec'];
  /** How many structs around this one are not the author's. */
  private made = 0;

  constructor(private readonly webhook: RewritingWebhook) {}

  /** `spec` is a struct of Go in every kind: it is written even where it is missing. */
  public root(spec: unknown, node: SchemaNode): unknown {
    if (spec !== undefined && spec !== null) return this.value(spec, node);
    const made = this.zero(node);
    if (!isStruct(made) || Object.keys(made).length === 0) return spec;
    this.filled.push({ path: ['spec'], what: 'written' });
    return made;
  }

  private value(value: unknown, node: SchemaNode): unknown {
    if (typeof value === 'object') {
      if (value === null) return value;
      if (Array.isArray(value)) return node.type === 'array' && node.items ? this.list(value, node.items) : value;
      return node.type === 'object' ? this.struct(value as Values, node) : value;
    }
    if (node.intOrString && (typeof value === 'number' || typeof value === 'bigint')) return this.number(value, node);
    return value;
  }

  /** Quantities are written as texts; an IntOrString of Go has 32 bits, of which the schema says nothing. */
  private number(value: number | bigint, node: SchemaNode): unknown {
    if (node.pattern) return String(value);
    if (value > 2147483647 || value < -2147483648) {
      this.problems.push({
        rule: 'SCHEMA-RANGE', path: [...this.path], message: `${value} is not an integer of 32 bits; the webhook of the operator cannot read it`, fix: 'write an integer of 32 bits',
      });
    }
    return value;
  }

  private list(list: readonly unknown[], items: SchemaNode): unknown {
    let copy: unknown[] | undefined;
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (item !== null && typeof item !== 'object' && !items.intOrString) continue;
      this.path.push(i);
      const after = item === null && !items.nullable ? this.entry(items) : this.value(item, items);
      this.path.pop();
      if (after === item) continue;
      copy ??= [...list];
      copy[i] = after;
    }
    return copy ?? list;
  }

  private entry(items: SchemaNode): unknown {
    const zero = this.zero(items);
    if (zero === undefined || zero === null) return null;
    this.fill('entry');
    return zero;
  }

  private struct(object: Values, node: SchemaNode): Values {
    const { values } = node;
    let copy: Values | undefined;
    let isNew = this.made > 0;
    for (const key in object) {
      const before = object[key];
      if (typeof before !== 'object' && this.isPlain(before)) continue;
      const child = node.property(key) ?? values;
      if (!child) continue;
      this.path.push(key);
      const after = this.isLeftOut(before, child) ? undefined : this.value(before, child);
      this.path.pop();
      if (after === before) continue;
      copy ??= { ...object };
      if (after === undefined) {
        delete copy[key];
        isNew = true;
      } else {
        setOwn(copy, key, after);
      }
    }
    if (!node.schema.properties) return copy ?? object;
    for (const key of node.required) {
      if ((copy ?? object)[key] === undefined) copy = this.member(copy, object, key, node, 'required');
    }
    const owner = lastKey(this.path);
    if (Object.hasOwn(WRITTEN_BY_GO, owner)) {
      for (const key of WRITTEN_BY_GO[owner]) {
        if ((copy ?? object)[key] === undefined) copy = this.member(copy, object, key, node, 'written');
      }
    }
    // The server writes defaults once more; unlike those of the request, nulls stay (recorded: sources, weight).
    for (const key of isNew ? node.defaults : NONE) {
      if ((copy ?? object)[key] !== undefined) continue;
      copy ??= { ...object };
      const child = node.property(key)!;
      setOwn(copy, key, withDefaults(child.schema.default, child));
    }
    return copy ?? object;
  }

  /** Adds a member that is missing, with the zero value of its type. */
  private member(copy: Values | undefined, object: Values, key: string, node: SchemaNode, what: Filled['what']): Values | undefined {
    const child = node.property(key);
    if (!child) return copy;
    this.path.push(key);
    const isKept = this.webhook.how === 'converted' && isOneOf(this.path, NOT_FILLED);
    const zero = isKept ? undefined : what === 'written' && child.type === 'integer' ? null : this.zero(child);
    // Recorded for v1beta1 (nodeAffinity's preference): a struct in which nothing stands is not written.
    const isNothing = zero === undefined || (this.webhook.how === 'patched' && isStruct(zero) && Object.keys(zero).length === 0);
    if (!isNothing) this.fill(what);
    this.path.pop();
    if (isNothing) return copy;
    const owner = copy ?? { ...object };
    setOwn(owner, key, zero);
    return owner;
  }

  private fill(what: Filled['what']): void {
    if (this.made === 0) this.filled.push({ path: [...this.path], what });
  }

  /** The zero value of a Go type; undefined where the schema does not say which type it is. */
  private zero(node: SchemaNode): unknown {
    if (node.intOrString) return node.pattern ? '0' : 0;
    switch (node.type) {
      case 'object': {
        if (!node.schema.properties) return node.open ? undefined : null;
        this.made++;
        const made = this.struct({}, node);
        this.made--;
        return made;
      }
      case 'array': return null;
      case 'string': return '';
      case 'boolean': return false;
      case 'integer':
      case 'number': return 0;
      default: return undefined;
    }
  }

  /** Whether nothing is ever done to a scalar, whatever its place. */
  private isPlain(value: unknown): boolean {
    if (typeof value === 'number') return false;
    return value !== '' || this.webhook.how !== 'converted';
  }

  /** What Go leaves out when it is empty: optional texts (of which the schema may say more), and few others. */
  private isLeftOut(value: unknown, node: SchemaNode): boolean {
    if (this.webhook.how !== 'converted' || (value !== '' && value !== 0)) return false;
    return (value === '' && node.enumSet !== undefined) || isOneOf(this.path, LEFT_OUT_WHEN_ZERO);
  }
}

function withName(spec: Values, key: string, node: SchemaNode, name: string | undefined): Values {
  if (!node.property(key) || typeof name !== 'string' || name === '' || (spec[key] !== undefined && spec[key] !== '')) return spec;
  return { ...spec, [key]: name };
}

function textAt(value: unknown, path: readonly string[]): string {
  let at = value;
  for (const key of path) at = isStruct(at) ? at[key] : undefined;
  return typeof at === 'string' ? at : '';
}

function lastKey(path: JsonPath): string {
  for (let i = path.length - 1; i >= 0; i--) {
    const step = path[i];
    if (typeof step === 'string') return step;
  }
  return '';
}

function isOneOf(path: JsonPath, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const steps = pattern.split('.');
    return steps.length === path.length && steps.every((step, i) => step === '*' || step === path[i]);
  });
}

function isStruct(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
