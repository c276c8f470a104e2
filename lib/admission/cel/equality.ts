import { Budget } from './budget';
import { noSuchOverload } from './failure';
import { Duration, List, Mapping, Optional, Timestamp, TypeName, Uint, Value, isMapping } from './value';

/** `a == b`: numbers by value whatever their type, lists of the schema's sets and maps without regard to order. */
export function areEqual(a: Value, b: Value, budget: Budget): boolean {
  budget.spend(1);
  const left = plainNumber(a);
  const right = plainNumber(b);
  if (left !== undefined || right !== undefined) return left !== undefined && right !== undefined && left == right; // eslint-disable-line eqeqeq
  if (typeof a === 'string') {
    if (typeof b === 'string') budget.traverse(Math.min(a.length, b.length));
    return a === b;
  }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (a instanceof List) return b instanceof List && areListsEqual(a, b, budget);
  if (isMapping(a)) return isMapping(b) && areMappingsEqual(a, b, budget);
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Duration) return b instanceof Duration && a.nanoseconds === b.nanoseconds;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanoseconds === b.nanoseconds;
  if (a instanceof TypeName) return b instanceof TypeName && a.name === b.name;
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false;
    return a.value === undefined || b.value === undefined ? a.value === b.value : areEqual(a.value, b.value, budget);
  }
  if (a instanceof Uint || b instanceof List || isMapping(b) || !('equals' in b) || a.typeName !== b.typeName) return false;
  return a.equals(b);
}

function plainNumber(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

function areListsEqual(a: List, b: List, budget: Budget): boolean {
  if (a.length !== b.length) return false;
  if (a.isSet) {
    const others = [...b];
    return [...a].every((item) => others.some((other) => areEqual(item, other, budget)));
  }
  const { mapKeys } = a;
  if (mapKeys) {
    const others = [...b];
    return [...a].every((item) => {
      const same = others.find((other) => haveSameKeys(item, other, mapKeys, budget));
      return same !== undefined && areEqual(item, same, budget);
    });
  }
  for (let i = 0; i < a.length; i++) if (!areEqual(a.at(i), b.at(i), budget)) return false;
  return true;
}

/** Whether two elements of a list-map are the same one. */
export function haveSameKeys(a: Value, b: Value, keys: readonly string[], budget: Budget): boolean {
  if (!isMapping(a) || !isMapping(b)) return false;
  return keys.every((key) => {
    const left = a.get(key);
    const right = b.get(key);
    return left === undefined || right === undefined ? left === right : areEqual(left, right, budget);
  });
}

function areMappingsEqual(a: Mapping, b: Mapping, budget: Budget): boolean {
  if (a.size !== b.size) return false;
  return a.keys().every((key) => {
    const left = a.get(key)!;
    const right = b.get(key);
    return right !== undefined && areEqual(left, right, budget);
  });
}

/** Less than zero, zero or more, as `a` is less than, equal to or greater than `b`. */
export function compare(a: Value, b: Value, operator: string): number {
  const left = plainNumber(a);
  const right = plainNumber(b);
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : left == right ? 0 : NaN; // eslint-disable-line eqeqeq
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Duration && b instanceof Duration) return order(a.nanoseconds, b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Timestamp) return order(a.nanoseconds, b.nanoseconds);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  throw noSuchOverload(operator);
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code point, as in Go, where JavaScript orders by UTF-16 unit. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a[i] !== b[i]) {
      const from = i > 0 && a.charCodeAt(i - 1) >= 0xd800 && a.charCodeAt(i - 1) < 0xdc00 ? i - 1 : i;
      return a.codePointAt(from)! - b.codePointAt(from)!;
    }
  }
  return a.length - b.length;
}
