import type * as YamlModule from 'yaml';
import { invalid } from './errors';

/** Longest text that is parsed, in bytes: the parser reads about 2.5 MB per second. */
const MAX_TEXT = 20_000_000;

/** What the package leaves unquoted and PyYAML stumbles over: the default value of YAML 1.1, and tabs. */
const UNSAFE = /^=$|\t/;

/** The merge key of YAML 1.1, which the package never quotes. */
const MERGE = '<<';

let loaded: typeof YamlModule | undefined;

/** The `yaml` package, loaded on first use: it takes 15 ms, which an app that writes no engine configuration should not pay. */
export function yaml(): typeof YamlModule {
  return loaded ??= require('yaml') as typeof YamlModule;
}

/**
 * Plain data as YAML: the same text for the same data, whatever the order in which keys were set. Lists keep their order.
 *
 * The readers are Python programs (PyYAML, YAML 1.1), so strings that YAML 1.1 takes for something else are quoted (`on`, `12:30:00`),
 * and numbers with an exponent get the point and sign without which PyYAML reads a string (`1.0e-7`).
 *
 * @param data objects, lists, strings, finite numbers, booleans, null; undefined members are left out
 * @param path construct or file that the text is for, for the message
 * @throws when a value has no YAML form: functions, symbols, NaN, infinities, cycles
 */
export function stringifyYaml(data: unknown, path: string = 'YAML'): string {
  return yaml().stringify(plain(data, path, '', []), {
    version: '1.1',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    sortMapEntries: true,
    customTags: (tags) => [exponentTag, ...tags],
  });
}

/**
 * One YAML document as plain data.
 *
 * @param path file or construct that holds the text, for the message
 * @throws when the text is no single YAML document, has a duplicate key, or expands aliases without end
 */
export function parseYaml(text: string, path: string = 'YAML'): unknown {
  if (text.length > MAX_TEXT) {
    throw invalid({ path, value: `${text.length} characters`, reason: `more than ${MAX_TEXT} characters are not read`, fix: 'split the file' });
  }
  const document = yaml().parseDocument(text, { version: '1.1', prettyErrors: true, uniqueKeys: true });
  // Errors first: toJS() returns data all the same.
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    throw invalid({ path, value: line === undefined ? 'the text' : `line ${line}`, reason: error.message.split('\n')[0].replace(/:$/, ''), fix: 'correct the YAML' });
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw invalid({ path, value: 'the text', reason: 'its aliases expand to an unreasonable size', fix: 'write the repeated parts out' });
  }
}

const exponentTag = {
  identify: (value: unknown) => typeof value === 'number' && /^-?\d+e/.test(String(value)),
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^-?\d+\.0e[-+]\d+$/, // with a test it goes before the package's own float tags
  resolve: (text: string) => Number(text),
  stringify: (node: { value?: unknown }) => String(node.value).replace(/e/, '.0e'),
};

function quoted(text: string): unknown {
  const scalar = new (yaml().Scalar)(text);
  scalar.type = 'QUOTE_DOUBLE';
  return scalar;
}

function plain(value: unknown, path: string, at: string, ancestors: readonly unknown[]): unknown {
  const refuse = (reason: string) => invalid({ path, value: at === '' ? 'the document' : at.slice(1), reason, fix: 'use objects, lists, strings, numbers, booleans or null' });
  if (value === null || typeof value === 'boolean') return value;
  if (value === MERGE) throw refuse("'<<' is the merge key of YAML 1.1");
  if (typeof value === 'string') return UNSAFE.test(value) ? quoted(value) : value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return Object.is(value, -0) ? 0 : value;
    throw refuse(`${value} has no YAML form that every reader knows`);
  }
  if (typeof value !== 'object') throw refuse(`a ${typeof value} has no YAML form`);
  if (ancestors.includes(value)) throw refuse('the data contains itself');
  const inner = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item, i) => plain(item ?? null, path, `${at}[${i}]`, inner));
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) throw refuse(`a ${value.constructor.name} is no plain data`);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  const unsafe = entries.find(([key]) => key === MERGE || UNSAFE.test(key));
  if (unsafe) throw refuse(`the key ${JSON.stringify(unsafe[0])} means something else to readers of YAML 1.1`);
  return Object.fromEntries(entries.map(([key, item]) => [key, plain(item, path, `${at}.${key}`, inner)]));
}
