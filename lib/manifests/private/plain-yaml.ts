import { plainKey, plainScalar } from './plain-scalar';
import { UNSURE, unsure } from './unsure';
import { YamlCursor } from './yaml-cursor';

/** What the fast reader made of a text. */
export interface PlainDocument {
  readonly data: unknown;
  /**
   * Whether quoted text goes on in lines that are indented no more than what it is in: YAML 1.2 (6.1) and the package refuse that, the parser of the
   * API server reads it (truth/apiserver: network-operator, blocks 43 and 44).
   */
  readonly isLoose: boolean;
}

/** A mapping of the document. */
interface Mapping { [key: string]: unknown }

/** Line ends other than \n, tabs and other characters that YAML treats in ways of its own, or that no YAML text has. */
// eslint-disable-next-line no-control-regex
const ODD_CHARACTER = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/** Deeper nesting is left to the reader that counts it. */
const MAX_DEPTH = 64;

/** The longest key without `?` has 1,024 characters (YAML 1.2, 7.4.2). */
const MAX_KEY = 1_000;

/** With these no plain scalar starts, or it may mean something. */
const INDICATOR = flags(',[]{}#&*!|>\'"%@`?');
const IN_FLOW = flags(',[]{}');
/** What stands after a backslash and means in YAML what it means in JSON. */
const ESCAPES = flags('"\\/bfnrt');

/** A text of one line that means nothing else, and the end of the line. Of colons a few: to go back over each of a million takes V8's stack. */
const PLAIN = '(?:[^\\s,[\\]{}#&*!|>\'"%@`?:-]|-(?=\\S))[^\\n:#]*(?::(?=\\S)[^\\n:#]*){0,20}\\n';
/** Most lines: a key with such a text, or with nothing, behind which its value follows. One expression reads them faster than calls do. */
const KEY_LINE = new RegExp(`[A-Za-z_][\\w./-]{0,200}:(?: +${PLAIN}|\\n)`, 'y');
/** An item that is such a text. */
const ITEM_LINE = new RegExp(`- +${PLAIN}`, 'y');

const [NEWLINE, SPACE, DOUBLE, HASH, SINGLE, COMMA, DASH, COLON, BACKSLASH] = [...'\n "#\',-:\\'].map((char) => char.charCodeAt(0));
const [OPEN_LIST, CLOSE_LIST, OPEN_MAP, CLOSE_MAP, FOLDED, LITERAL] = [...'[]{}>|'].map((char) => char.charCodeAt(0));

/**
 * Reads the YAML that manifests are written in: block collections, one-line scalars, blocks of text, flow collections.
 *
 * A fast path beside the `yaml` package, which spends most of the time of a `validate` (docs/dependencies.md): where it answers, the package
 * would answer the same and find no fault, but for `isLoose`. It gives up wherever it is not sure, so faults are told by the package.
 *
 * @returns undefined where the text is not in this subset; then nothing is known about it
 */
export function plainYaml(text: string): PlainDocument | undefined {
  if (ODD_CHARACTER.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    const data = reader.document();
    return { data, isLoose: reader.isLoose };
  } catch (error) {
    if (error === UNSURE) return undefined;
    throw error;
  }
}

class Reader extends YamlCursor {
  public isLoose = false;
  private depth = 0;
  // What lists of two would hand on: taking them apart takes as long as reading a short line.
  /** Behind the colon of the key that was last found. */
  private behindKey = 0;
  /** Behind the text in quotes that was last read. */
  private behindQuote = 0;
  /** Behind the plain text of the line that was last read; -1 where a comment follows. */
  private behindLine = 0;
  /** The end of that key's line, where it is a plain one; else -1. */
  private keyLineEnd = -1;

  document(): unknown {
    this.nextLine(0);
    if (this.column < 0) return null;
    const data = this.node(-1);
    // A document that is one text has rules of its own.
    if (this.column >= 0 || typeof data === 'string') throw UNSURE;
    return data;
  }

  /** The node at `pos`, within a collection whose items stand in column `parent`. */
  private node(parent: number): unknown {
    if (++this.depth > MAX_DEPTH) throw UNSURE;
    const value = this.isDash() ? this.sequence() : this.mappingOrScalar(parent);
    this.depth--;
    return value;
  }

  private mappingOrScalar(parent: number): unknown {
    const key = this.key();
    return key === undefined ? this.scalar(parent) : this.mapping(key);
  }

  private sequence(): unknown[] {
    const { column } = this;
    const items: unknown[] = [];
    while (this.column === column && this.isDash()) {
      const start = this.pos;
      const at = this.skipSpaces(start + 1);
      const end = this.endOf(ITEM_LINE);
      if (end >= 0) {
        this.nextLine(end + 1);
        if (this.column <= column) {
          items.push(plainScalar(this.trimmed(at, end)));
          continue;
        }
        // The text goes on.
        this.pos = start;
        this.column = column;
      }
      if (this.restIsEmpty(at)) {
        this.nextLine(this.lineEnd(at) + 1);
        items.push(this.column > column ? this.node(column) : null);
      } else {
        this.pos = at;
        this.column = column + at - start;
        items.push(this.node(column));
      }
    }
    return items;
  }

  private mapping(first: string): Mapping {
    const { column } = this;
    const map: Mapping = {};
    for (let key: string | undefined = first; ;) {
      if (key === '__proto__' || key === '<<' || Object.hasOwn(map, key)) throw UNSURE;
      map[key] = this.valueAfterKey(column);
      if (this.column !== column) break;
      key = this.isDash() ? undefined : this.key();
      if (key === undefined) throw UNSURE;
    }
    return map;
  }

  private valueAfterKey(column: number): unknown {
    const at = this.skipSpaces(this.behindKey);
    const end = this.keyLineEnd;
    if (at < end) {
      this.nextLine(end + 1);
      if (this.column <= column) return plainScalar(this.trimmed(at, end));
    }
    if (!this.restIsEmpty(at)) {
      this.pos = at;
      return this.scalar(column);
    }
    this.nextLine(this.lineEnd(at) + 1);
    if (this.column > column) return this.node(column);
    // The items of a list may stand below their key.
    return this.column === column && this.isDash() ? this.node(column) : null;
  }

  /** The key at `pos`; undefined where the line has none. */
  private key(): string | undefined {
    const { text, pos } = this;
    this.keyLineEnd = this.endOf(KEY_LINE);
    if (this.keyLineEnd >= 0) {
      const colon = text.indexOf(':', pos);
      this.behindKey = colon + 1;
      return plainKey(text.slice(pos, colon));
    }
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) {
      const value = this.quoted(pos, -1);
      const colon = this.skipSpaces(this.behindQuote);
      if (text.charCodeAt(colon) !== COLON) return undefined;
      if (this.lineEnd(pos) < this.behindQuote) throw UNSURE;
      if (!this.isSpaceOrEnd(colon + 1) || colon - pos > MAX_KEY) throw UNSURE;
      this.behindKey = colon + 1;
      return value;
    }
    if (INDICATOR[first]) return undefined;
    const end = this.lineEnd(pos);
    let at = this.colonFrom(pos);
    while (at < end && !this.isSpaceOrEnd(at + 1)) at = this.colonFrom(at + 1);
    if (at >= end) return undefined;
    const key = this.trimmed(pos, at);
    if (key.includes(' #')) return undefined;
    if (at === pos || at - pos > MAX_KEY) throw UNSURE;
    this.behindKey = at + 1;
    return plainKey(key);
  }

  /** The end of the line at `pos`, where it is of a form; else -1. */
  private endOf(form: RegExp): number {
    form.lastIndex = this.pos;
    return form.test(this.text) ? form.lastIndex - 1 : -1;
  }

  private scalar(parent: number): unknown {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === LITERAL || first === FOLDED) return this.block(parent);
    if (first === DOUBLE || first === SINGLE) {
      const value = this.quoted(pos, parent);
      this.endLine(this.behindQuote);
      return this.column > parent && this.column >= 0 ? unsure() : value;
    }
    if (first === OPEN_LIST || first === OPEN_MAP) {
      const value = this.flow(parent);
      this.endLine(this.pos);
      return this.column > parent ? unsure() : value;
    }
    if (INDICATOR[first] || this.isDash() || (first === COLON && this.isSpaceOrEnd(pos + 1))) throw UNSURE;
    let plain = this.plainLine(pos);
    // The text goes on in lines that are indented more.
    while (this.column > parent) {
      if (this.behindLine < 0 || this.lineEnd(this.behindLine) + 1 !== this.pos - this.column || this.column === 0 || this.isDash()) throw UNSURE;
      plain += ` ${this.plainLine(this.pos)}`;
    }
    return plainScalar(plain);
  }

  /** The plain text of a line from `pos` on. Goes on to the next line. */
  private plainLine(pos: number): string {
    const end = this.lineEnd(pos);
    const line = this.text.slice(pos, end);
    const comment = line.indexOf(' #');
    const plain = this.trimmed(pos, comment < 0 ? end : pos + comment);
    if (plain.includes(': ') || plain.endsWith(':')) throw UNSURE;
    this.nextLine(end + 1);
    this.behindLine = comment < 0 ? end : -1;
    return plain;
  }

  /** The text in quotes that starts at `pos`. */
  private quoted(pos: number, parent: number): string {
    const { text } = this;
    const quote = text.charCodeAt(pos);
    let escaped = false;
    let folded = false;
    for (let at = pos + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        const next = this.skipSpaces(at + 1);
        if (text.charCodeAt(next) === NEWLINE) throw UNSURE;
        if (next === at + 1) this.refuseMarker(next);
        if (next - at - 1 <= parent) this.isLoose = true;
        folded = true;
        at = next - 1;
      } else if (quote === DOUBLE && code === BACKSLASH) {
        if (!ESCAPES[text.charCodeAt(++at)]) throw UNSURE;
        escaped = true;
      } else if (code === quote) {
        if (quote === SINGLE && text.charCodeAt(at + 1) === SINGLE) {
          at++;
          escaped = true;
          continue;
        }
        let inner = text.slice(pos + 1, at);
        if (folded) inner = foldedLines(inner);
        if (escaped) inner = quote === SINGLE ? inner.replace(/''/g, '\'') : JSON.parse(`"${inner}"`) as string;
        this.behindQuote = at + 1;
        return inner;
      }
    }
    throw UNSURE;
  }

  /** A block of text: `|` or `>`, with or without `-`. */
  private block(parent: number): string {
    const { text } = this;
    const folded = text.charCodeAt(this.pos) === FOLDED;
    const strip = text.charCodeAt(this.pos + 1) === DASH;
    const behind = this.pos + (strip ? 2 : 1);
    const header = this.skipSpaces(behind);
    if (!this.restIsEmpty(header)) throw UNSURE;
    const lines: string[] = [];
    let indent = -1;
    let from = this.lineEnd(header) + 1;
    for (let end: number; from < text.length; from = end + 1) {
      const at = this.skipSpaces(from);
      end = this.lineEnd(at);
      if (at === end) {
        // Spaces in an empty line before the text are left to the package.
        if (indent < 0 && end > from) throw UNSURE;
        lines.push(indent < 0 ? '' : text.slice(from + indent, end));
        continue;
      }
      if (indent < 0) indent = at - from;
      if (at - from < indent || indent <= parent) break;
      lines.push(text.slice(from + indent, end));
    }
    while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
    if (lines.length === 0) throw UNSURE;
    this.nextLine(from);
    if (this.column > parent) throw UNSURE;
    return `${folded ? fold(lines) : lines.join('\n')}${strip ? '' : '\n'}`;
  }

  /** The flow collection at `pos`; its lines have to be indented more than what they are in. */
  private flow(parent: number): unknown {
    if (++this.depth > MAX_DEPTH) throw UNSURE;
    const isMap = this.text.charCodeAt(this.pos) === OPEN_MAP;
    const map: Mapping = {};
    const items: unknown[] = [];
    this.pos++;
    for (;;) {
      this.flowSpace(parent);
      if (this.text.charCodeAt(this.pos) === (isMap ? CLOSE_MAP : CLOSE_LIST)) break;
      if (isMap) {
        const { pos } = this;
        const key = this.flowScalar(parent);
        if (this.lineEnd(pos) < this.pos) throw UNSURE;
        if (typeof key !== 'string' || key === '__proto__' || key === '<<' || Object.hasOwn(map, key)) throw UNSURE;
        this.pos = this.skipSpaces(this.pos);
        if (this.text.charCodeAt(this.pos) !== COLON || this.text.charCodeAt(this.pos + 1) !== SPACE) throw UNSURE;
        this.pos++;
        this.flowSpace(parent);
        map[key] = this.flowValue(parent);
      } else {
        items.push(this.flowValue(parent));
      }
      this.flowSpace(parent);
      const code = this.text.charCodeAt(this.pos);
      if (code === COMMA) this.pos++;
      else if (code !== (isMap ? CLOSE_MAP : CLOSE_LIST)) throw UNSURE;
    }
    this.pos++;
    this.depth--;
    return isMap ? map : items;
  }

  private flowValue(parent: number): unknown {
    const first = this.text.charCodeAt(this.pos);
    return first === OPEN_LIST || first === OPEN_MAP ? this.flow(parent) : this.flowScalar(parent);
  }

  private flowScalar(parent: number): unknown {
    const { text, pos } = this;
    const first = text.charCodeAt(pos);
    if (first === DOUBLE || first === SINGLE) {
      const value = this.quoted(pos, parent);
      this.pos = this.behindQuote;
      return value;
    }
    let at = pos;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (IN_FLOW[code] || code === NEWLINE || code === HASH) break;
      // `a:]` and `a:` at the end of a line are keys too.
      if (code === COLON && (this.isSpaceOrEnd(at + 1) || IN_FLOW[text.charCodeAt(at + 1)])) break;
    }
    const plain = this.trimmed(pos, at);
    if (plain === '' || INDICATOR[first] || first === COLON || plain === '-' || plain.startsWith('- ') || text.charCodeAt(at) === HASH) throw UNSURE;
    this.pos = at;
    return plainScalar(plain);
  }

  /** Space, line ends and comments within a flow collection. */
  private flowSpace(parent: number): void {
    for (;;) {
      this.pos = this.skipSpaces(this.pos);
      const code = this.text.charCodeAt(this.pos);
      if (code !== NEWLINE && code !== HASH) return;
      if (!this.restIsEmpty(this.pos)) throw UNSURE;
      this.nextLine(this.lineEnd(this.pos) + 1);
      if (this.column <= parent) throw UNSURE;
    }
  }
}

/** Quoted text of several lines: each line end with the spaces around it is one space. */
function foldedLines(text: string): string {
  const lines = text.split('\n');
  return lines.map((line, i) => {
    let [start, end] = [0, line.length];
    if (i > 0) while (line.charCodeAt(start) === SPACE) start++;
    if (i < lines.length - 1) while (end > start && line.charCodeAt(end - 1) === SPACE) end--;
    return line.slice(start, end);
  }).join(' ');
}

/** Joins lines with spaces; an empty line is a line end, and so are those around lines that are indented more. */
function fold(lines: readonly string[]): string {
  let text = '';
  for (const [i, line] of lines.entries()) {
    if (line.startsWith(' ')) throw UNSURE;
    if (line === '') text += '\n';
    else text += i === 0 || lines[i - 1] === '' ? line : ` ${line}`;
  }
  return text;
}

function flags(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const char of characters) table[char.charCodeAt(0)] = 1;
  return table;
}
