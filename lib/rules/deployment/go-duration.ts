const UNITS: { readonly [unit: string]: number } = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;

/** Length of a Go duration (`1h30m`, `15m`, `0`), undefined where the text is none. Source: Go, time.ParseDuration. */
export function nanosecondsOf(text: string): number | undefined {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (unsigned === '' || unsigned.replace(PART, '') !== '') return undefined;
  const length = [...unsigned.matchAll(PART)].reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0);
  return text.startsWith('-') ? -length : length;
}

/** Whether some letter stands in a text: what is missing from `30` as a duration. */
export function hasUnit(text: string): boolean {
  return /[a-zµμ]/i.test(text);
}
