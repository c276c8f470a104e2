const UNITS: { readonly [unit: string]: bigint } = {
  ns: 1n, us: 1000n, µs: 1000n, μs: 1000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};
const TERM = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
const MAX = 2n ** 63n - 1n;

const WRITTEN: ReadonlyArray<readonly [string, number]> = [['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]];

/** A length of time as Go and the operators read it: `1h30m`, `15s`, `0s`. Never without a unit, which they refuse or ignore. */
export function goDuration(milliseconds: number): string {
  let rest = milliseconds;
  const parts = WRITTEN.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0s';
}

/**
 * Nanoseconds of a duration as Go writes it: `1h30m`, `-1.5s`, `0`.
 *
 * @returns undefined when the text is none
 */
export function goNanoseconds(text: string): bigint | undefined {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0n;
  if (body === '') return undefined;
  let total = 0n;
  for (TERM.lastIndex = 0; TERM.lastIndex < body.length;) {
    const match = TERM.exec(body);
    if (!match) return undefined;
    const [whole, fraction = ''] = match[1].split('.');
    total += BigInt(whole + fraction) * UNITS[match[2]] / 10n ** BigInt(fraction.length);
    if (total > MAX) return undefined;
  }
  return sign === '-' ? -total : total;
}
