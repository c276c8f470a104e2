import type { JsonPath } from '../../manifests/manifest';
import type { Problem } from '../problem';

/** Longest value that a message repeats. */
const LONGEST = 60;

/** Values that are credentials by their form (lib/core/literal-secrets.ts); they never reach a message. */
const CREDENTIAL = /hf_[A-Za-z0-9]{8,}|nvapi-[\w-]{8,}|PRIVATE KEY/;

/** A value in a message: short, on one line, no credential. */
export function shown(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value !== 'string') return String(value);
  if (CREDENTIAL.test(value)) return '(a credential)';
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}

/** What a value is, in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'bigint' || Number.isInteger(value)) return 'an integer';
  return typeof value === 'string' ? 'a string' : `a ${typeof value}`;
}

/** The problem of a key that the schema does not know. */
export function unknownField(path: JsonPath, key: string, known: readonly string[], of: string): Problem {
  const near = nearest(key, known);
  return {
    rule: 'SCHEMA-UNKNOWN-FIELD',
    path: [...path, key],
    message: `${key} is no field of ${of}`,
    fix: near !== undefined ? `write ${near}` : known.length ? `remove it; the fields are ${list([...known].sort(), 12)}` : 'remove it',
  };
}

/** Words joined by commas, cut where they are many. */
export function list(words: readonly string[], most: number = 20): string {
  return words.length > most ? `${words.slice(0, most).join(', ')} … (${words.length})` : words.join(', ');
}

/** The candidate that the word was probably meant to be. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 64) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
