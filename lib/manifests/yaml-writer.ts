import { yaml } from '../core/yaml';

/** One document as YAML text, by the slow way that the fast one must agree with. */
export type Stringify = (document: unknown) => string;

/**
 * What cdk8s gives to the `yaml` package. Source: cdk8s-team/cdk8s-core, src/yaml.ts, v2.70.0.
 *
 * An app hands over `cdk8s.Yaml.stringify` instead, which brings its own copy of the package: 2.8 and 2.9 differ in -0 and in strings of only white space.
 */
const AS_CDK8S: Stringify = (document) => yaml().stringify(document, { keepUndefined: true, lineWidth: 0, version: '1.1' });

/** Characters before which a plain scalar may go on: no `: `, no ` #`, no blank at the end. */
const PLAIN_TAIL = '(?:[!-9;-~]|:(?=[!-~])| (?=[ !"$-~]))*';

/** Strings that begin as words, paths and flags do. */
const WORD = new RegExp(`^-{0,2}[A-Za-z_/][!-9;-~]*$|^-{0,2}[A-Za-z_/]${PLAIN_TAIL}$`);

/** Words that YAML 1.1 reads as a boolean, null or a number with an exponent: `y`, `Off`, `e5`. */
const NO_STRING = /^(?:y|n|yes|no|true|false|on|off|null|-?e[-+]?[0-9]+)$/i;

/** Digits and then a letter or slash that is part of no number, date or time: `100Gi`, `8xlarge`, `10.0.0.0/8`. */
const MEASURE = new RegExp(`^[0-9](?=.*[G-SU-WYg-suwy/])${PLAIN_TAIL}$`);

const DIGITS = /^[0-9]+(?:\.[0-9]+)?$/;

/** Several lines that begin with no blank and end with a character or one line feed: a literal block without an indentation indicator. */
const BLOCK = /^[!-~][\t\n -~\u00a1-\ud7ff]*[!-~\u00a1-\ud7ff]\n?$|^[!-~]\n$/;

/** Longest scalar worth remembering, and how many. */
const REMEMBERED = { length: 256, entries: 4096 };

/** Longest key that needs no question mark. */
const MAX_KEY = 1024;

/** What stands before a value: in the line that is there or in a new one, and with or without a line of its own for the value. */
interface Head {
  readonly first: string;
  readonly next: string;
  readonly firstAbove: string;
  readonly nextAbove: string;
}

/** Thrown inside, where a document holds something that only the slow way knows. */
class NotPlain extends Error {}
const NOT_PLAIN = new NotPlain();

/**
 * Writes plain data as YAML, several times faster than `cdk8s.Yaml.stringify` and with the same bytes.
 *
 * Only what is plainly plain is written here. Other scalars (quotes, odd characters, what reads as a number) go through the slow way one by one,
 * and a document with anything but plain data (dates, shared references that become anchors, keys of over 1024 characters) goes there as a whole.
 */
export class YamlWriter {
  private readonly values = new Map<string, string>();
  /** By indentation and key: the same keys stand in thousands of objects. */
  private readonly heads = new Map<string, Map<string, Head>>();
  private text = '';
  private seen = new Set<object>();

  /**
   * @param stringify the slow way, whose bytes are wanted
   * @default - the `yaml` package with the options of cdk8s, loaded on first use
   */
  constructor(private readonly stringify: Stringify = AS_CDK8S) {}

  /** Documents as one text, separated by `---`. */
  public write(documents: readonly unknown[]): string {
    return documents.map((document) => this.document(document)).join('---\n');
  }

  private document(document: unknown): string {
    if (!isPlainObject(document)) return this.stringify(document);
    this.text = '';
    this.seen = new Set();
    try {
      this.object(document, '');
      const text = `${this.text}\n`;
      // V8 keeps a concatenation as a tree of its pieces until somebody reads it; reading now lets go of the tree while it is young.
      text.charCodeAt(0);
      return text;
    } catch (error) {
      if (error instanceof NotPlain || error instanceof RangeError) return this.stringify(document);
      throw error;
    }
  }

  /** Appends an object, beginning in the line that is there. */
  private object(object: Record<string, unknown>, indent: string): void {
    this.visit(object);
    const deeper = `${indent}  `;
    const heads = this.headsAt(indent);
    let first = true;
    for (const key in object) {
      if (!Object.hasOwn(object, key)) continue;
      const head = heads.get(key) ?? this.newHead(key, indent, heads);
      const value = object[key];
      if (typeof value !== 'object' || value === null) {
        this.text += first ? head.first : head.next;
        this.text += this.scalar(value, deeper);
      } else {
        if (isEmpty(value)) this.text += first ? head.first : head.next;
        else this.text += first ? head.firstAbove : head.nextAbove;
        this.collection(value, deeper);
      }
      first = false;
    }
    if (first) this.text += '{}';
  }

  private collection(value: object, indent: string): void {
    if (!Array.isArray(value)) {
      if (!isPlainObject(value)) throw NOT_PLAIN;
      this.object(value, indent);
      return;
    }
    this.visit(value);
    if (value.length === 0) this.text += '[]';
    const deeper = `${indent}  `;
    const next = `\n${indent}- `;
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      this.text += i === 0 ? '- ' : next;
      if (typeof item === 'object' && item !== null) this.collection(item, deeper);
      else this.text += this.scalar(item, deeper);
    }
  }

  private headsAt(indent: string): Map<string, Head> {
    let heads = this.heads.get(indent);
    if (!heads) this.heads.set(indent, heads = new Map());
    return heads;
  }

  private newHead(name: string, indent: string, heads: Map<string, Head>): Head {
    const key = this.key(name, indent);
    const above = `${key}:\n${indent}  `;
    const head = { first: `${key}: `, next: `\n${indent}${key}: `, firstAbove: above, nextAbove: `\n${indent}${above}` };
    if (name.length <= REMEMBERED.length && heads.size < REMEMBERED.entries) heads.set(name, head);
    return head;
  }

  /** The second reference to an object becomes an alias, and that is beyond this writer. */
  private visit(value: object): void {
    if (this.seen.has(value)) throw NOT_PLAIN;
    this.seen.add(value);
  }

  private scalar(value: unknown, indent: string): string {
    if (typeof value === 'string') return this.string(value, indent);
    if (value === null || value === undefined) return 'null';
    if (typeof value === 'boolean') return value ? 'true' : 'false';
    if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return String(value);
    throw NOT_PLAIN;
  }

  private string(value: string, indent: string): string {
    if (isPlain(value)) return value;
    if (DIGITS.test(value)) return `"${value}"`;
    if (value.includes('\n') && BLOCK.test(value)) {
      const [header, body] = value.endsWith('\n') ? ['|', value.slice(0, -1)] : ['|-', value];
      return `${header}\n${indent}${body.replace(/\n+/g, `$&${indent}`)}`;
    }
    const text = this.values.get(value) ?? this.slowly(value);
    // Blank lines stay empty; all others are two blanks deep and move to where they belong.
    return text.includes('\n') ? text.replace(/\n(?!\n|$)/g, `\n${indent.slice(2)}`) : text;
  }

  private slowly(value: string): string {
    const text = this.stringify({ a: value }).slice(3, -1);
    if (value.length <= REMEMBERED.length && this.values.size < REMEMBERED.entries) this.values.set(value, text);
    return text;
  }

  private key(key: string, indent: string): string {
    if (key.length <= REMEMBERED.length && isPlain(key)) return key;
    // A key like `---` is quoted only where it would stand at the beginning of a line.
    const text = indent === '' ? this.stringify({ [key]: 0 }).slice(0, -4) : this.stringify({ a: { [key]: 0 } }).slice(5, -4);
    if (text.length > MAX_KEY || text.startsWith('? ')) throw NOT_PLAIN;
    return text;
  }
}

function isPlain(value: string): boolean {
  if (value.length > 5 && WORD.test(value)) return !/^-?e[-+]?[0-9]+$/i.test(value);
  return (WORD.test(value) && !NO_STRING.test(value)) || MEASURE.test(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.getOwnPropertySymbols(value).length === 0;
}

function isEmpty(collection: object): boolean {
  if (Array.isArray(collection)) return collection.length === 0;
  for (const key in collection) if (Object.hasOwn(collection, key)) return false;
  return true;
}
