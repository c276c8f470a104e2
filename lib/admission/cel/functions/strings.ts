import { Budget } from '../budget';
import { CelFailure } from '../failure';
import { occurrences, occurs } from '../regular-expression';
import { List, Value } from '../value';
import { formatted, quoted } from './format';
import { Library, ofText } from './function';

/** By code point, as CEL counts. */
const points = (text: string): string[] => [...text];

/** White space of Unicode, as Go knows it. */
const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const isInt = (value: Value | undefined): value is bigint => typeof value === 'bigint';

function find(args: readonly Value[], budget: Budget, last: boolean): Value | undefined {
  const [text, part, offset] = args;
  if (typeof text !== 'string' || typeof part !== 'string' || args.length > 3 || (args.length === 3 && !isInt(offset))) return undefined;
  const [whole, wanted] = [points(text), points(part)];
  const from = isInt(offset) ? Number(offset) : last ? whole.length : 0;
  if (args.length === 3 && (from < 0 || from > whole.length)) throw new CelFailure(`index out of range: ${from}`);
  const first = last ? Math.min(from, whole.length - wanted.length) : from;
  for (let i = first; last ? i >= 0 : i + wanted.length <= whole.length; i += last ? -1 : 1) {
    budget.traverse(wanted.length + 1);
    if (wanted.every((char, k) => whole[i + k] === char)) return BigInt(i);
  }
  return -1n;
}

/** Splitting and replacing at most so often; negative: without limit. */
function parts(text: string, separator: string, most: number): string[] {
  const all = separator === '' ? points(text) : text.split(separator);
  if (most < 0 || all.length <= most) return all;
  if (most === 0) return [];
  return [...all.slice(0, most - 1), all.slice(most - 1).join(separator)];
}

const ascii = (text: string, pattern: RegExp, change: (char: string) => string) => text.replace(pattern, change);

/** Strings of cel-go (ext.Strings, version 2) and regular expressions of Kubernetes. */
export const strings: Library = {
  functions: {
    'matches': ofText(1, (text, [pattern], budget) => occurs(text, pattern, budget)),
    'strings.quote': ofText(0, (text) => quoted(text)),
  },
  methods: {
    contains: ofText(1, (text, [part]) => text.includes(part)),
    startsWith: ofText(1, (text, [part]) => text.startsWith(part)),
    endsWith: ofText(1, (text, [part]) => text.endsWith(part)),
    matches: ofText(1, (text, [pattern], budget) => occurs(text, pattern, budget)),
    find: ofText(1, (text, [pattern], budget) => occurrences(text, pattern, 1, budget)[0] ?? ''),
    findAll: (args, budget) => {
      const [text, pattern, most] = args;
      if (typeof text !== 'string' || typeof pattern !== 'string' || args.length > 3 || (args.length === 3 && !isInt(most))) return undefined;
      const limit = isInt(most) && most >= 0n ? Number(most) : Infinity;
      return List.of(occurrences(text, pattern, limit, budget));
    },
    charAt: ([text, index, ...rest], budget) => {
      if (typeof text !== 'string' || !isInt(index) || rest.length) return undefined;
      budget.traverse(text.length);
      const chars = points(text);
      if (index < 0n || index > BigInt(chars.length)) throw new CelFailure(`index out of range: ${index}`);
      return chars[Number(index)] ?? '';
    },
    indexOf: (args, budget) => find(args, budget, false),
    lastIndexOf: (args, budget) => find(args, budget, true),
    lowerAscii: ofText(0, (text) => ascii(text, /[A-Z]+/g, (chars) => chars.toLowerCase())),
    upperAscii: ofText(0, (text) => ascii(text, /[a-z]+/g, (chars) => chars.toUpperCase())),
    trim: ofText(0, (text) => {
      let [start, end] = [0, text.length];
      while (start < end && SPACE.test(text[start])) start++;
      while (end > start && SPACE.test(text[end - 1])) end--;
      return text.slice(start, end);
    }),
    replace: (args, budget) => {
      const [text, part, by, most] = args;
      if (typeof text !== 'string' || typeof part !== 'string' || typeof by !== 'string') return undefined;
      if (args.length > 4 || (args.length === 4 && !isInt(most))) return undefined;
      const limit = isInt(most) ? Number(most) : -1;
      const pieces = part === '' ? ['', ...points(text), ''] : text.split(part);
      const cut = limit >= 0 && pieces.length > limit + 1
        ? [...pieces.slice(0, limit), pieces.slice(limit).join(part)]
        : pieces;
      budget.traverse(text.length + cut.length * by.length);
      return cut.join(by);
    },
    split: (args, budget) => {
      const [text, separator, most] = args;
      if (typeof text !== 'string' || typeof separator !== 'string' || args.length > 3 || (args.length === 3 && !isInt(most))) return undefined;
      budget.traverse(text.length);
      return List.of(parts(text, separator, isInt(most) ? Number(most) : -1));
    },
    substring: (args, budget) => {
      const [text, start, end] = args;
      if (typeof text !== 'string' || !isInt(start) || args.length > 3 || (args.length === 3 && !isInt(end))) return undefined;
      budget.traverse(text.length);
      const chars = points(text);
      const to = isInt(end) ? end : BigInt(chars.length);
      if (start < 0n || start > BigInt(chars.length)) throw new CelFailure(`index out of range: ${start}`);
      if (to < 0n || to > BigInt(chars.length)) throw new CelFailure(`index out of range: ${to}`);
      if (start > to) throw new CelFailure(`invalid substring range. start: ${start}, end: ${to}`);
      return chars.slice(Number(start), Number(to)).join('');
    },
    join: (args, budget) => {
      const [list, separator = ''] = args;
      if (!(list instanceof List) || typeof separator !== 'string' || args.length > 2) return undefined;
      const items = [...list];
      if (!items.every((item) => typeof item === 'string')) return undefined;
      budget.traverse(items.reduce((total: number, item) => total + (item as string).length + separator.length, 0));
      return items.join(separator);
    },
    format: (args, budget) => {
      const [template, list] = args;
      if (typeof template !== 'string' || !(list instanceof List) || args.length !== 2) return undefined;
      return formatted(template, [...list], budget);
    },
  },
};
