import type { Cidr, Ip } from './ip';
import type { NamedFormat } from './named-format';
import type { QuantityValue } from './quantity-value';
import type { Semver } from './semver';
import type { Url } from './url';

/** A value of CEL. int is bigint, double is number. */
export type Value =
  | null | boolean | bigint | number | string | Uint8Array | Uint | List | Mapping | Duration | Timestamp | Optional | TypeName
  | QuantityValue | Ip | Cidr | Url | Semver | NamedFormat;

/** An unsigned integer. */
export class Uint {
  constructor(readonly value: bigint) {}
}

/** A length of time in nanoseconds. */
export class Duration {
  constructor(readonly nanoseconds: bigint) {}
}

/** A moment, in nanoseconds since 1970 UTC. */
export class Timestamp {
  constructor(readonly nanoseconds: bigint) {}
}

/** What `type(x)` is. */
export class TypeName {
  constructor(readonly name: string) {}
}

/** A value that may be missing. */
export class Optional {
  static readonly NONE = new Optional(undefined);

  static of(value: Value | undefined): Optional {
    return value === undefined ? Optional.NONE : new Optional(value);
  }

  private constructor(readonly value: Value | undefined) {}
}

/** A list; elements of manifests become values when they are asked for. */
export class List {
  static of(items: readonly Value[]): List {
    return new List(items.length, (i) => items[i]);
  }

  /**
   * @param isSet order does not count when lists are compared
   * @param mapKeys keys by which elements are matched when lists are compared
   */
  constructor(
    readonly length: number, readonly at: (index: number) => Value, readonly isSet: boolean = false, readonly mapKeys?: readonly string[],
  ) {}

  * [Symbol.iterator](): Iterator<Value> {
    for (let i = 0; i < this.length; i++) yield this.at(i);
  }
}

/** A map or an object of a manifest. */
export interface Mapping {
  readonly isMapping: true;
  readonly size: number;
  keys(): Value[];
  /** By key, as in `m[k]`; undefined where there is none. */
  get(key: Value): Value | undefined;
  /** By name, as in `m.name`; undefined where there is none. */
  field(name: string, unescaped: string): Value | undefined;
}

/** A map that a rule wrote or computed. */
export class Entries implements Mapping {
  readonly isMapping = true;
  private readonly entries = new Map<unknown, readonly [Value, Value]>();

  get size(): number {
    return this.entries.size;
  }

  /** @returns false where the key was there before */
  add(key: Value, value: Value): boolean {
    const id = keyId(key);
    if (this.entries.has(id)) return false;
    this.entries.set(id, [key, value]);
    return true;
  }

  keys(): Value[] {
    return [...this.entries.values()].map(([key]) => key);
  }

  get(key: Value): Value | undefined {
    return this.entries.get(keyId(key))?.[1];
  }

  field(name: string): Value | undefined {
    return this.get(name);
  }
}

/** Numbers of all types are one key when they are equal. */
function keyId(key: Value): unknown {
  if (key instanceof Uint) return key.value;
  if (typeof key === 'number' && Number.isInteger(key)) return BigInt(key);
  return key;
}

export function isMapping(value: Value): value is Mapping {
  return typeof value === 'object' && value !== null && 'isMapping' in value;
}

/** The name of a value's type, as `type(x)` gives it. */
export function typeOf(value: Value): string {
  switch (typeof value) {
    case 'boolean': return 'bool';
    case 'bigint': return 'int';
    case 'number': return 'double';
    case 'string': return 'string';
  }
  if (value === null) return 'null_type';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Uint) return 'uint';
  if (value instanceof List) return 'list';
  if (value instanceof Duration) return 'google.protobuf.Duration';
  if (value instanceof Timestamp) return 'google.protobuf.Timestamp';
  if (value instanceof Optional) return 'optional_type';
  if (value instanceof TypeName) return 'type';
  return isMapping(value) ? 'map' : value.typeName;
}
