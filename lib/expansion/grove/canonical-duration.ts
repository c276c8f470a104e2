const SECONDS: { readonly [unit: string]: number } = { h: 3600, m: 60, s: 1 };

const PARTS = /^(?:\d+[hms])+$/;

/**
 * A duration of whole seconds as Go prints it: `4h` is `4h0m0s`, `90s` is `1m30s`. Others stay as they are.
 * Source: Go, time.Duration.String; recorded in scheduling.md 9.4.
 */
export function canonicalDuration(text: string): string {
  if (!PARTS.test(text)) return text;
  const seconds = [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, number, unit]) => sum + Number(number) * SECONDS[unit], 0);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}h${m}m${s}s` : m > 0 ? `${m}m${s}s` : `${s}s`;
}
