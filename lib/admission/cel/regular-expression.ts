import type * as Re2Module from '@bufbuild/re2';
import { Budget } from './budget';
import { CelFailure } from './failure';
import { BoundedMemo } from '../../core/bounded-memo';

let loaded: typeof Re2Module | undefined;

/** Not all: rules that build expressions from values would fill the memory. */
const compiled = new BoundedMemo<string, Re2Module.RE2JS>(500);

/** RE2, because its time is linear in the text, and because patterns have its syntax (`(?i)` anywhere, `\z`). Loaded on first use: 11 ms. */
function regularExpression(pattern: string): Re2Module.RE2JS {
  return compiled.get(pattern, compile);
}

function compile(pattern: string): Re2Module.RE2JS {
  loaded ??= require('@bufbuild/re2') as typeof Re2Module;
  try {
    return loaded.RE2JS.compile(pattern);
  } catch (error) {
    throw new CelFailure(`${pattern}: ${(error as Error).message}`);
  }
}

/** Whether the pattern occurs in the text. */
export function occurs(text: string, pattern: string, budget: Budget): boolean {
  budget.traverse((text.length + 1) * Math.max(1, Math.ceil(pattern.length / 4)));
  return regularExpression(pattern).test(text);
}

/**
 * The occurrences of a pattern that do not overlap, from the left, each as long as can be. (Go prefers the first alternative to the longest;
 * the two differ for patterns such as `a|ab` and for lazy repetition. The engine tells only whether a text matches, so places are found by trying.)
 */
export function occurrences(text: string, pattern: string, most: number, budget: Budget): string[] {
  const found: string[] = [];
  regularExpression(pattern);
  const fromStart = /^(\(\?[a-z]+\))?(\^|\\A)/.test(pattern);
  const toEnd = /(?<!\\)(\$|\\z)$/.test(pattern);
  const begins = `^(?:${pattern})`;
  for (let start = 0; start <= text.length && found.length < most;) {
    if (fromStart && start > 0) break;
    if (!occurs(text.slice(start), begins, budget)) {
      start++;
      continue;
    }
    let end = text.length;
    while (end > start && !isWhole(text.slice(start, end), pattern, budget)) end = toEnd ? start : end - 1;
    if (end > start || isWhole('', pattern, budget)) found.push(text.slice(start, end));
    start = Math.max(end, start + 1);
  }
  return found;
}

function isWhole(text: string, pattern: string, budget: Budget): boolean {
  budget.traverse((text.length + 1) * Math.max(1, Math.ceil(pattern.length / 4)));
  return regularExpression(pattern).testExact(text);
}
