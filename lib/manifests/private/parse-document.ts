import { aliasSize } from './alias-size';
import { boundedYaml, OutOfBounds, TokenBudget, tokenBudget } from './bounded-yaml';
import { duplicateKeys } from './duplicate-keys';
import { duplicateJsonKeys, keysInText } from './json-keys';
import { lineBreaks } from './line-breaks';
import { plainYaml } from './plain-yaml';
import { NoData, yamlData } from './yaml-data';

/** Something that makes a document unreadable, or readable in two ways. */
export interface ParseProblem {
  readonly rule: string;
  /** Line within the text, from 1. */
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
}

/** A document as data; the data is there with duplicate keys too, so that the object can be named. */
export interface Parsed {
  readonly data?: unknown;
  readonly problems: readonly ParseProblem[];
}

/** Objects nested deeper are refused: an API server reads no more than 10,000 levels, and walking them takes the stack. */
const MAX_DEPTH = 500;

/**
 * What no YAML text holds, as kubectl's reader has it (sigs.k8s.io/yaml/goyaml.v2, readerc.go: "control characters are not allowed"). U+FFFF also stands
 * for bytes that are no UTF-8 (lib/manifests/read).
 */
// eslint-disable-next-line no-control-regex
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/;

const ALIASES: ParseProblem = { rule: 'READ-ALIASES', message: 'its aliases expand to an unreasonable size', fix: 'write the repeated parts out' };

const TOO_DEEP: ParseProblem = { rule: 'READ-DEPTH', message: `more than ${MAX_DEPTH} levels are nested`, fix: 'flatten the document' };

const TOO_MANY: ParseProblem = {
  rule: 'READ-SIZE',
  message: 'here reading ends: YAML with tags, anchors, faults or other rare forms is read up to a smaller size',
  fix: 'write it as JSON, or in block style without tags and anchors; or split it, or raise --max-bytes',
};

/** Problems of one sort that are told of a document. */
const MOST_TOLD = 20;

/**
 * Reads one document: JSON where it is JSON, else YAML 1.1 as kubectl does.
 *
 * @param budget bounds the time that the `yaml` package takes for documents that the fast reader leaves to it; shared by the documents of an input
 */
export function parseDocument(text: string, budget: TokenBudget = tokenBudget()): Parsed {
  const first = /\S/.exec(text)?.[0];
  if (first === '{') {
    const parsed = parseJson(text);
    if (parsed) return parsed;
  }
  const plain = plainYaml(text);
  if (plain) return { data: plain.data, problems: [] };
  const odd = NO_TEXT.exec(text);
  if (odd) {
    const message = 'the text is no YAML: it has control characters, or bytes that are no UTF-8';
    return { problems: [{ rule: 'READ-SYNTAX', line: lineAt(text, odd.index), message, fix: 'save it as text in UTF-8, and keep binary files elsewhere' }] };
  }
  return parseYaml(text, budget);
}

/** Undefined where the text is no JSON. */
function parseJson(text: string): Parsed | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const keys = countKeys(data, 0);
  if (keys < 0) return { problems: [TOO_DEEP] };
  // JSON.parse keeps the last of two equal keys and says nothing.
  return { data, problems: keys === keysInText(text) ? [] : duplicateProblems(text, duplicateJsonKeys(text)) };
}

/** The keys of plain data; negative where it is too deep. */
function countKeys(data: unknown, depth: number): number {
  if (typeof data !== 'object' || data === null) return 0;
  if (depth > MAX_DEPTH) return -Infinity;
  let count = 0;
  if (Array.isArray(data)) {
    for (const item of data) count += countKeys(item, depth + 1);
  } else {
    for (const key in data) count += 1 + countKeys((data as { readonly [key: string]: unknown })[key], depth + 1);
  }
  return count;
}

/** A key as it is written, where it is short. */
const KEY = /^(?:"[^"\\\n]*"|'[^'\n]*'|[\w./-]+)/;

function twice(text: string, index: number): ParseProblem {
  const key = KEY.exec(text.slice(index, index + 300))?.[0];
  const what = key === undefined ? 'a key' : `the key ${key}`;
  return { rule: 'READ-DUPLICATE-KEY', line: lineAt(text, index), message: `${what} stands twice in one object, so only one of the two counts`, fix: 'remove one of the two' };
}

function duplicateProblems(text: string, duplicates: readonly number[]): ParseProblem[] {
  return told(duplicates.slice(0, MOST_TOLD).map((index) => twice(text, index)), duplicates.length, 'READ-DUPLICATE-KEY');
}

/** The line of a character, from 1. */
function lineAt(text: string, index: number): number {
  return 1 + lineBreaks(text, index);
}

function parseYaml(text: string, budget: TokenBudget): Parsed {
  const fault = (offset: number, reason: string, fix: string): ParseProblem => ({ rule: 'READ-SYNTAX', line: lineAt(text, offset), message: `the text is no YAML: ${reason}`, fix });
  try {
    const document = boundedYaml(text, budget, MAX_DEPTH);
    const problems = document.errors.slice(0, MOST_TOLD).map(({ pos, message }) => {
      const reason = message.replace(/[.:]$/, '');
      return fault(pos[0], `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`, 'correct the YAML');
    });
    if (problems.length > 0) return { problems: told(problems, document.errors.length, 'READ-SYNTAX') };
    const { isUnreasonable, unresolved } = aliasSize(document);
    if (unresolved !== undefined) {
      return { problems: [fault(unresolved, 'an alias names an anchor that does not stand before it', 'write the anchor (&name) before the alias (*name), or quote the text')] };
    }
    if (isUnreasonable) return { problems: [ALIASES] };
    const data = yamlData(document);
    if (countKeys(data, 0) < 0) return { problems: [TOO_DEEP] };
    return { data, problems: duplicateProblems(text, duplicateKeys(document)) };
  } catch (error) {
    if (error instanceof RangeError) return { problems: [TOO_DEEP] };
    if (error instanceof OutOfBounds) return { problems: [{ ...error.bound === 'depth' ? TOO_DEEP : TOO_MANY, line: lineAt(text, error.offset) }] };
    if (error instanceof NoData) return { problems: [fault(error.offset, error.message, 'correct the YAML')] };
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { problems: [{ rule: 'READ-SYNTAX', message: `the text cannot be read: ${reason}`, fix: 'correct the YAML' }] };
  }
}

/** The first problems of a sort, and how many more there are. */
function told(problems: readonly ParseProblem[], count: number, rule: string): ParseProblem[] {
  return count <= MOST_TOLD ? [...problems] : [...problems, { rule, message: `${count - MOST_TOLD} more of these`, fix: 'correct the first ones and run again' }];
}
