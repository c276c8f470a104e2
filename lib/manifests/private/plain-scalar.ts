import { UNSURE, unsure } from './unsure';

/** How a plain scalar starts that may be no string: as a number, or as a boolean or null. */
const [NUMERIC, WORD] = [1, 2];
const STARTS = new Uint8Array(128);
for (const char of '-+.0123456789') STARTS[char.charCodeAt(0)] = NUMERIC;
for (const char of '~nNtTfFyYoO') STARTS[char.charCodeAt(0)] = WORD;
// `e5` is a number for the `yaml` package.
for (const char of 'eE') STARTS[char.charCodeAt(0)] = NUMERIC;
const LONGEST_WORD = 'false'.length;

const DECIMAL = /^(?:0|-?[1-9]\d{0,19}|-?(?:0|[1-9]\d*)\.\d+(?:[eE][-+]?\d+)?|-?[1-9]\d*[eE][-+]?\d+)$/;
/** As a key it is the same text again. */
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
/** Whatever YAML 1.1 or 1.2 could take for a number. */
const NUMBER = /^[-+]?(?:0b[01_]+|0o[0-7_]+|0x[\da-fA-F_]+|[\d_]*(?:\.[\d_]*)?(?:[eE][-+]?\d+)?|\.(?:inf|nan))$/i;
const WORDS = new Map<string, boolean | null>([
  ...['y', 'yes', 'true', 'on'].flatMap((word) => cases(word, true)),
  ...['n', 'no', 'false', 'off'].flatMap((word) => cases(word, false)),
  ...['null', '~'].flatMap((word) => cases(word, null)),
]);

/** What a plain scalar stands for in YAML 1.1. */
export function plainScalar(plain: string): unknown {
  const start = STARTS[plain.charCodeAt(0)];
  if (!start) return plain;
  if (start === WORD) {
    const word = plain.length > LONGEST_WORD ? undefined : WORDS.get(plain);
    return word === undefined ? plain : word;
  }
  if (DECIMAL.test(plain)) return Number(plain);
  if (NUMBER.test(plain)) throw UNSURE;
  return plain;
}

/** A plain key as the key of an object: `y` is a boolean in YAML 1.1, and `true` in an object. */
export function plainKey(plain: string): string {
  const start = STARTS[plain.charCodeAt(0)];
  if (!start || (start === NUMERIC && WHOLE_NUMBER.test(plain))) return plain;
  const value = plainScalar(plain);
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : unsure();
}

function cases<T>(word: string, value: T): [string, T][] {
  return [word, word.toUpperCase(), word.charAt(0).toUpperCase() + word.slice(1)].map((each) => [each, value]);
}
