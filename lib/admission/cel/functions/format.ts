import { Budget } from '../budget';
import { durationText, momentText } from '../duration';
import { CelFailure } from '../failure';
import { Duration, List, Optional, Timestamp, TypeName, Uint, Value, isMapping, typeOf } from '../value';

const CLAUSE = /%(?:\.(\d+))?([a-zA-Z%])/y;

/** `'%s of %d'.format(['a', 1])`, as cel-go prints. */
export function formatted(template: string, args: readonly Value[], budget: Budget): string {
  let result = '';
  let next = 0;
  for (let at = 0; at < template.length;) {
    const percent = template.indexOf('%', at);
    if (percent < 0) return result + template.slice(at);
    result += template.slice(at, percent);
    CLAUSE.lastIndex = percent;
    const match = CLAUSE.exec(template);
    if (!match) throw new CelFailure('could not parse formatting clause');
    const [all, precision, verb] = match;
    at = percent + all.length;
    if (verb === '%') {
      result += '%';
      continue;
    }
    if (next >= args.length) throw new CelFailure(`index ${next} out of range`);
    result += clause(verb, args[next++], precision === undefined ? undefined : Number(precision), budget);
    budget.traverse(result.length);
  }
  return result;
}

function clause(verb: string, value: Value, precision: number | undefined, budget: Budget): string {
  const number = value instanceof Uint ? value.value : value;
  switch (verb) {
    case 's': return shown(value, budget);
    case 'd':
      if (typeof number === 'bigint') return String(number);
      if (typeof number === 'number' && !Number.isFinite(number)) return infinite(number);
      break;
    case 'f':
      if (typeof number === 'number' || typeof number === 'bigint') return fixed(Number(number), precision ?? 6);
      break;
    case 'e':
      if (typeof number === 'number' || typeof number === 'bigint') return exponent(Number(number), precision ?? 6);
      break;
    case 'b':
      if (typeof number === 'bigint') return number.toString(2);
      if (typeof number === 'boolean') return number ? '1' : '0';
      break;
    case 'o':
      if (typeof number === 'bigint') return number.toString(8);
      break;
    case 'x': case 'X': {
      const hex = typeof number === 'bigint' ? number.toString(16)
        : typeof number === 'string' ? Buffer.from(number, 'utf8').toString('hex')
          : number instanceof Uint8Array ? Buffer.from(number).toString('hex') : undefined;
      if (hex !== undefined) return verb === 'X' ? hex.toUpperCase() : hex;
      break;
    }
    default: throw new CelFailure(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
  throw new CelFailure(`error during formatting: %${verb} does not take ${typeOf(value)}`);
}

function infinite(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function fixed(value: number, precision: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  return value.toFixed(Math.min(precision, 100));
}

function exponent(value: number, precision: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  return value.toExponential(Math.min(precision, 100)).replace(/e([-+])(\d)$/, 'e$10$2');
}

/** A value in a message. */
function shown(value: Value, budget: Budget): string {
  budget.spend(1);
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? doubleText(value) : infinite(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (value instanceof Duration) return durationText(value.nanoseconds);
  if (value instanceof Timestamp) return momentText(value.nanoseconds);
  if (value instanceof TypeName) return value.name;
  if (value instanceof List) return `[${[...value].map((item) => shown(item, budget)).join(', ')}]`;
  if (isMapping(value)) {
    const entries = value.keys().map((key) => `${shown(key, budget)}: ${shown(value.get(key)!, budget)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  throw new CelFailure(`error during formatting: string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps, was given ${value instanceof Optional ? 'optional' : value.typeName}`);
}

/** A double as `string(x)` prints it: the shortest form, exponents as in Go. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const absolute = Math.abs(value);
  if (absolute !== 0 && (absolute < 1e-4 || absolute >= 1e21)) return value.toExponential().replace(/e([-+])(\d)$/, 'e$10$2');
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A text in quotes, with escapes. */
export function quoted(text: string): string {
  const escapes: { readonly [char: string]: string } = {
    '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"',
  };
  return `"${text.replace(/[\x07\b\f\n\r\t\v\\"]/g, (char) => escapes[char])}"`; // eslint-disable-line no-control-regex
}
