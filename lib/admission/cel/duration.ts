import { CelFailure } from './failure';
import { goNanoseconds } from '../../core/go-duration';


/** Units of a duration that only `format: duration` knows (go-openapi/strfmt, duration.go). */
const LONG_UNITS: { readonly [unit: string]: bigint } = {
  ns: 1n,
  nanosecond: 1n,
  us: 1000n,
  µs: 1000n,
  microsecond: 1000n,
  ms: 1_000_000n,
  millisecond: 1_000_000n,
  s: 1_000_000_000n,
  sec: 1_000_000_000n,
  second: 1_000_000_000n,
  m: 60_000_000_000n,
  min: 60_000_000_000n,
  minute: 60_000_000_000n,
  h: 3_600_000_000_000n,
  hr: 3_600_000_000_000n,
  hour: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  day: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  wk: 604_800_000_000_000n,
  week: 604_800_000_000_000n,
};

/** Nanoseconds of a string of format `duration`: those of Go, and `3 days`. */
export function formatDuration(text: string): bigint | undefined {
  const go = goNanoseconds(text);
  if (go !== undefined) return go;
  const match = /^\s*(-?\d+)\s*([A-Za-zµ]+)\s*$/.exec(text);
  const unit = match && (LONG_UNITS[match[2]] ?? LONG_UNITS[match[2].replace(/s$/, '')]);
  return unit ? BigInt(match![1]) * unit : undefined;
}

/** As cel-go prints it: seconds, `5400s`, `0.5s`. */
export function durationText(nanoseconds: bigint): string {
  return `${decimal(nanoseconds)}s`;
}

const MOMENT = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9})\d*)?(?:[Zz]|([-+])(\d\d):(\d\d))$/;

/**
 * Nanoseconds since 1970 UTC of a moment as in RFC 3339.
 *
 * @returns undefined when the text is none
 */
export function moment(text: string): bigint | undefined {
  const match = MOMENT.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -1 : 1);
  return BigInt(date.getTime() - offset * 60_000) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** As in RFC 3339, in UTC. */
export function momentText(nanoseconds: bigint): string {
  const second = 1_000_000_000n;
  const rest = ((nanoseconds % second) + second) % second;
  const iso = new Date(Number((nanoseconds - rest) / 1_000_000n)).toISOString().replace(/\.\d+Z$/, '');
  return `${iso}${rest === 0n ? '' : `.${rest.toString().padStart(9, '0').replace(/0+$/, '')}`}Z`;
}

/**
 * The calendar fields of a moment in a time zone: `UTC`, `+02:00`, `Europe/Berlin`.
 *
 * @throws CelFailure for a zone that does not exist
 */
export function inZone(nanoseconds: bigint, zone: string = 'UTC'): Date {
  const time = Number(floor(nanoseconds, 1_000_000n));
  const fixed = /^([-+]?)(\d{1,2}):(\d\d)$/.exec(zone);
  if (fixed) return new Date(time + (Number(fixed[2]) * 60 + Number(fixed[3])) * (fixed[1] === '-' ? -60_000 : 60_000));
  if (zone === 'UTC' || zone === '') return new Date(time);
  try {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    }).formatToParts(time);
    const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
    const millisecond = ((time % 1000) + 1000) % 1000;
    return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'), millisecond));
  } catch {
    throw new CelFailure(`unknown time zone ${zone}`);
  }
}

function floor(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  return value % unit < 0n ? quotient - 1n : quotient;
}

function decimal(nanoseconds: bigint): string {
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = (absolute % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '');
  return `${nanoseconds < 0n ? '-' : ''}${absolute / 1_000_000_000n}${fraction ? `.${fraction}` : ''}`;
}
