const UNITS: ReadonlyArray<readonly [string, number]> = [['h', 3_600_000], ['m', 60_000], ['s', 1_000], ['ms', 1]];

/** A length of time as Go and the operators read it: `1h30m`, `15s`, `0s`. Never without a unit, which they refuse or ignore. */
export function goDuration(milliseconds: number): string {
  let rest = milliseconds;
  const parts = UNITS.map(([unit, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0s';
}
