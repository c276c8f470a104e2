import { CelFailure, noSuchOverload } from './failure';
import { Duration, List, Timestamp, Uint, Value } from './value';

const INT: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];
const UINT: readonly [bigint, bigint] = [0n, 2n ** 64n - 1n];

/** @throws CelFailure when a number does not fit into 64 bits */
export function int(value: bigint, what: string = 'integer overflow'): bigint {
  if (value < INT[0] || value > INT[1]) throw new CelFailure(what);
  return value;
}

/** @throws CelFailure when a number does not fit into 64 bits without sign */
export function uint(value: bigint, what: string = 'unsigned integer overflow'): Uint {
  if (value < UINT[0] || value > UINT[1]) throw new CelFailure(what);
  return new Uint(value);
}

/** The years 1 to 9999, in nanoseconds since 1970. */
const TIME: readonly [bigint, bigint] = [-62_135_596_800n * 1_000_000_000n, 253_402_300_800n * 1_000_000_000n - 1n];

/** @throws CelFailure when a moment is not in the years 1 to 9999 */
export function timestamp(nanoseconds: bigint): Timestamp {
  if (nanoseconds < TIME[0] || nanoseconds > TIME[1]) throw new CelFailure('timestamp overflow');
  return new Timestamp(nanoseconds);
}

/** `a + b` of everything but lists of the schema, which know how they join. */
export function add(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a + b);
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (a instanceof Uint && b instanceof Uint) return uint(a.value + b.value);
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.concat([a, b]);
  if (a instanceof List && b instanceof List) return new List(a.length + b.length, (i) => (i < a.length ? a.at(i) : b.at(i - a.length)));
  if (a instanceof Duration && b instanceof Duration) return new Duration(int(a.nanoseconds + b.nanoseconds));
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanoseconds + b.nanoseconds);
  if (a instanceof Duration && b instanceof Timestamp) return timestamp(a.nanoseconds + b.nanoseconds);
  throw noSuchOverload('_+_');
}

export function subtract(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a - b);
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (a instanceof Uint && b instanceof Uint) return uint(a.value - b.value);
  if (a instanceof Duration && b instanceof Duration) return new Duration(int(a.nanoseconds - b.nanoseconds));
  if (a instanceof Timestamp && b instanceof Duration) return timestamp(a.nanoseconds - b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(int(a.nanoseconds - b.nanoseconds));
  throw noSuchOverload('_-_');
}

export function multiply(a: Value, b: Value): Value {
  if (typeof a === 'bigint' && typeof b === 'bigint') return int(a * b);
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a instanceof Uint && b instanceof Uint) return uint(a.value * b.value);
  throw noSuchOverload('_*_');
}

export function divide(a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const [left, right] = integers(a, b, '_/_');
  if (right === 0n) throw new CelFailure('division by zero');
  return a instanceof Uint ? uint(left / right) : int(left / right);
}

export function remainder(a: Value, b: Value): Value {
  const [left, right] = integers(a, b, '_%_');
  if (right === 0n) throw new CelFailure('modulus by zero');
  return a instanceof Uint ? uint(left % right) : left % right;
}

export function negate(a: Value): Value {
  if (typeof a === 'bigint') return int(-a);
  if (typeof a === 'number') return -a;
  throw noSuchOverload('-_');
}

function integers(a: Value, b: Value, operator: string): [bigint, bigint] {
  if (typeof a === 'bigint' && typeof b === 'bigint') return [a, b];
  if (a instanceof Uint && b instanceof Uint) return [a.value, b.value];
  throw noSuchOverload(operator);
}
