import { goNanoseconds } from '../../../core/go-duration';
import { durationText, inZone, moment, momentText } from '../duration';
import { CelFailure } from '../failure';
import { Ip, Cidr } from '../ip';
import { int, timestamp, uint } from '../operators';
import { QuantityValue } from '../quantity-value';
import { Duration, Timestamp, TypeName, Uint, Value, typeOf } from '../value';
import { doubleText } from './format';
import { CelFunction, Library } from './function';

const one = (body: (value: Value) => Value | undefined): CelFunction => (args) => (args.length === 1 ? body(args[0]) : undefined);

const BOOLEANS = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

function integerOf(value: Value, what: string): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return value.value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CelFailure(`${what} overflow`);
    return BigInt(Math.trunc(value));
  }
  if (typeof value !== 'string') return undefined;
  if (!/^[-+]?\d+$/.test(value)) throw new CelFailure(`type conversion error from '${value}' to '${what}'`);
  return BigInt(value);
}

/** A field of a moment, or of a length of time. */
const field = (ofDate: (date: Date) => number, ofDuration?: bigint): CelFunction => ([target, zone, ...rest]) => {
  if (rest.length) return undefined;
  if (target instanceof Timestamp && (zone === undefined || typeof zone === 'string')) return BigInt(ofDate(inZone(target.nanoseconds, zone)));
  return target instanceof Duration && zone === undefined && ofDuration !== undefined ? target.nanoseconds / ofDuration : undefined;
};

function dayOfYear(date: Date): number {
  return Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000);
}

/** Conversions between types, and moments and lengths of time. */
export const conversions: Library = {
  functions: {
    dyn: one((value) => value),
    type: one((value) => new TypeName(typeOf(value))),
    bool: one((value) => {
      if (typeof value === 'boolean') return value;
      if (typeof value !== 'string') return undefined;
      const found = BOOLEANS.get(value);
      if (found === undefined) throw new CelFailure(`type conversion error from '${value}' to 'bool'`);
      return found;
    }),
    int: one((value) => {
      const integer = value instanceof Timestamp ? value.nanoseconds / 1_000_000_000n : integerOf(value, 'int');
      return integer === undefined ? undefined : int(integer);
    }),
    uint: one((value) => {
      const integer = integerOf(value, 'uint');
      return integer === undefined ? undefined : uint(integer);
    }),
    double: one((value) => {
      if (typeof value === 'number') return value;
      if (typeof value === 'bigint') return Number(value);
      if (value instanceof Uint) return Number(value.value);
      if (typeof value !== 'string') return undefined;
      const special: { readonly [text: string]: number } = { 'nan': NaN, 'inf': Infinity, '+inf': Infinity, '-inf': -Infinity };
      const number = special[value.toLowerCase()] ?? (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : undefined);
      if (number === undefined) throw new CelFailure(`type conversion error from '${value}' to 'double'`);
      return number;
    }),
    bytes: one((value) => (typeof value === 'string' ? Buffer.from(value, 'utf8') : value instanceof Uint8Array ? value : undefined)),
    string: one((value) => {
      if (typeof value === 'string') return value;
      if (typeof value === 'bigint' || typeof value === 'boolean') return String(value);
      if (typeof value === 'number') return doubleText(value);
      if (value instanceof Uint) return String(value.value);
      if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
      if (value instanceof Duration) return durationText(value.nanoseconds);
      if (value instanceof Timestamp) return momentText(value.nanoseconds);
      return value instanceof Ip || value instanceof Cidr ? value.toString() : undefined;
    }),
    duration: one((value) => {
      if (value instanceof Duration) return value;
      if (typeof value !== 'string') return undefined;
      const nanoseconds = goNanoseconds(value);
      if (nanoseconds === undefined) throw new CelFailure(`time: invalid duration ${JSON.stringify(value)}`);
      return new Duration(nanoseconds);
    }),
    timestamp: one((value) => {
      if (value instanceof Timestamp) return value;
      if (typeof value === 'bigint') return timestamp(value * 1_000_000_000n);
      if (typeof value !== 'string') return undefined;
      const nanoseconds = moment(value);
      if (nanoseconds === undefined) throw new CelFailure(`parsing time ${JSON.stringify(value)} failed`);
      return timestamp(nanoseconds);
    }),
  },
  methods: {
    getFullYear: field((date) => date.getUTCFullYear()),
    getMonth: field((date) => date.getUTCMonth()),
    getDayOfYear: field(dayOfYear),
    getDayOfMonth: field((date) => date.getUTCDate() - 1),
    getDate: field((date) => date.getUTCDate()),
    getDayOfWeek: field((date) => date.getUTCDay()),
    getHours: field((date) => date.getUTCHours(), 3_600_000_000_000n),
    getMinutes: field((date) => date.getUTCMinutes(), 60_000_000_000n),
    getSeconds: field((date) => date.getUTCSeconds(), 1_000_000_000n),
    getMilliseconds: ([target, zone]) => {
      if (target instanceof Duration) return target.nanoseconds / 1_000_000n % 1000n;
      return target instanceof Timestamp && (zone === undefined || typeof zone === 'string') ? BigInt(inZone(target.nanoseconds, zone).getUTCMilliseconds()) : undefined;
    },
  },
};

/** The quantity of a number that is added to one. */
export function quantityOf(value: Value | undefined): QuantityValue | undefined {
  return typeof value === 'bigint' ? new QuantityValue(value * 1_000_000_000n) : value instanceof QuantityValue ? value : undefined;
}
