import { aliasSize } from './alias-size';
import { duplicateKeys } from './duplicate-keys';
import { plainYaml } from './plain-yaml';
import { yaml } from '../../core/yaml';

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

/** Reads one document: JSON where it is JSON, else YAML 1.1 as kubectl does. */
export function parseDocument(text: string): Parsed {
  const first = /\S/.exec(text)?.[0];
  if (first === '{') {
    const parsed = parseJson(text);
    if (parsed) return parsed;
  }
  const odd = NO_TEXT.exec(text);
  if (odd) {
    const message = 'the text is no YAML: it has control characters, or bytes that are no UTF-8';
    return { problems: [{ rule: 'READ-SYNTAX', line: lineAt(text, odd.index), message, fix: 'save it as text in UTF-8, and keep binary files elsewhere' }] };
  }
  const plain = plainYaml(text);
  return plain ? { data: plain.data, problems: [] } : parseYaml(text);
}

/** Undefined where the text is no JSON, or where only the YAML reader can say which key stands twice. */
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
  return keys === keysInText(text) ? { data, problems: [] } : undefined;
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

function keysInText(json: string): number {
  let count = 0;
  for (let i = json.indexOf('"'); i >= 0; i = json.indexOf('"', i)) {
    for (i++; json.charCodeAt(i) !== 34; i++) if (json.charCodeAt(i) === 92) i++;
    i++;
    let next = json.charCodeAt(i);
    while (next === 32 || next === 10 || next === 13 || next === 9) next = json.charCodeAt(++i);
    if (next === 58) count++;
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

/** The line of a character, from 1. */
function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function parseYaml(text: string): Parsed {
  try {
    const document = yaml().parseDocument(text, {
      version: '1.1',
      uniqueKeys: false,
      prettyErrors: true,
      logLevel: 'silent',
      // As kubectl reads it: time stamps and base-60 numbers stay strings.
      customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || (!/timestamp|binary/.test(tag.tag) && (tag as { format?: string }).format !== 'TIME')),
    });
    const problems = document.errors.map((error): ParseProblem => {
      const line = error.linePos?.[0].line;
      const reason = error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '').replace(/[.:]$/, '');
      return { rule: 'READ-SYNTAX', line, message: `the text is no YAML: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`, fix: 'correct the YAML' };
    });
    if (problems.some(({ message }) => /call stack/.test(message))) return { problems: [TOO_DEEP] };
    if (problems.length > 0) return { problems };
    const { isUnreasonable, unresolved } = aliasSize(document);
    if (unresolved !== undefined) {
      const message = 'the text is no YAML: an alias names an anchor that does not stand before it';
      return { problems: [{ rule: 'READ-SYNTAX', line: lineAt(text, unresolved), message, fix: 'write the anchor (&name) before the alias (*name), or quote the text' }] };
    }
    if (isUnreasonable) return { problems: [ALIASES] };
    const data = document.toJS({ maxAliasCount: -1 }) as unknown;
    if (countKeys(data, 0) < 0) return { problems: [TOO_DEEP] };
    return { data, problems: duplicateKeys(document).map((index) => twice(text, index)) };
  } catch (error) {
    if (error instanceof RangeError) return { problems: [TOO_DEEP] };
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { problems: [{ rule: 'READ-SYNTAX', message: `the text cannot be read: ${reason}`, fix: 'correct the YAML' }] };
  }
}
