import type * as Re2Module from '@bufbuild/re2';
import { Budget } from './budget';
import { CelFailure } from './failure';

let loaded: typeof Re2Module | undefined;
const compiled = new Map<string, Re2Module.RE2JS>();

/** As many compiled expressions as are kept; rules that build them from values would fill the memory. */
const KEPT = 500;

/** RE2, because its time is linear in the text, and because patterns have its syntax (`(?i)` anywhere, `\z`). Loaded on first use: 11 ms. */
function regularExpression(pattern: string): Re2Module.RE2JS {
  let expression = compiled.get(pattern);
  if (!expression) {
    loaded ??= require('@bufbuild/re2') as typeof Re2Module;
    try {
      expression = loaded.RE2JS.compile(pattern);
    } catch (error) {
      throw new CelFailure(`${pattern}: ${(error as Error).message}`);
    }
    if (compiled.size >= KEPT) compiled.clear();
    compiled.set(pattern, expression);
  }
  return expression;
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
