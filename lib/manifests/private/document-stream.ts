import { lineBreaks } from './line-breaks';

/** The text of one document and where it starts. */
export interface TextDocument {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Whether a `---` stands before it. */
  readonly separated: boolean;
  /** Set where the document is longer than what is read: then the text is cut. */
  readonly tooLong?: boolean;
}

/** Ends a document wherever it stands, block scalars included (YAML 1.2, 9.1.2 `c-forbidden`). */
const SEPARATOR = /^---(?=\s|$)/;
const END = /^\.\.\.(?=\s|$)/;
const [QUOTE, DASH, DOT, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN_MAP, CLOSE_MAP] = [...'"-.[\\]{}'].map((char) => char.charCodeAt(0));
const COMMENT = /^\s*(#|$)/;

/** Where in a JSON text a reader is: what decides whether a line ends a value. */
class JsonDepth {
  private depth = 0;

  /** Reads a line; true when a value ends with it. */
  ends(line: string): boolean {
    let { depth } = this;
    for (let i = 0; i < line.length; i++) {
      const code = line.charCodeAt(i);
      // A JSON string ends on its line.
      if (code === QUOTE) i = endOfString(line, i + 1);
      else if (code === OPEN_MAP || code === OPEN_LIST) depth++;
      else if (code === CLOSE_MAP || code === CLOSE_LIST) depth--;
    }
    this.depth = depth;
    return depth <= 0;
  }
}

/** Where the string ends whose first character is at `from`; the end of the line where nothing ends it. */
function endOfString(line: string, from: number): number {
  let end = line.indexOf('"', from);
  while (end >= 0 && isEscaped(line, end, from)) end = line.indexOf('"', end + 1);
  return end < 0 ? line.length : end;
}

/** Whether an odd number of backslashes stands before a character. */
function isEscaped(line: string, at: number, from: number): boolean {
  let start = at;
  while (start > from && line.charCodeAt(start - 1) === BACKSLASH) start--;
  return (at - start) % 2 === 1;
}

/**
 * The documents of a text that arrives in pieces: YAML documents between separators, JSON values one after another.
 * Holds one document at a time.
 *
 * @param maxLength characters of one document beyond which it is not kept
 */
export function* textDocuments(pieces: Iterable<string>, maxLength: number): Generator<TextDocument> {
  let text: string[] = [];
  let length = 0;
  let start = 1;
  let separated = false;
  let json: JsonDepth | undefined;
  let blank = true;
  let directives = false;
  let number = 0;
  const flush = (): TextDocument => {
    const document = { text: text.join(''), line: start, separated, ...length > maxLength && { tooLong: true } };
    text = [];
    length = 0;
    json = undefined;
    blank = true;
    directives = false;
    return document;
  };
  const keep = (more: string) => {
    if (length === 0) start = number;
    length += more.length;
    if (length <= maxLength) text.push(more);
  };
  const lines = new Lines(pieces);
  for (let line = lines.next(); line !== undefined; line = lines.next()) {
    number++;
    const first = line.charCodeAt(0);
    const separator = first === DASH && json === undefined && SEPARATOR.test(line);
    if (separator || (first === DOT && json === undefined && END.test(line))) {
      if (separator && directives) {
        // `%YAML` belongs to the document that its separator opens.
        keep(line);
        directives = false;
        blank = false;
        separated = true;
        continue;
      }
      if (!blank || separated) yield flush();
      text = [];
      length = 0;
      separated = separator;
      const rest = separator ? line.slice(3) : '';
      keep(`   ${rest}`.replace(/^ {3}$/, '\n'));
      blank = COMMENT.test(rest);
      continue;
    }
    keep(line);
    if (blank && line.startsWith('%')) {directives = true;} else if (blank && !COMMENT.test(line)) {
      blank = false;
      if (/^\s*\{/.test(line)) json = new JsonDepth();
    }
    if (json?.ends(line)) {
      yield flush();
      separated = false;
    }
    if (!blank && json === undefined) {
      // Nothing but a marker ends a document of YAML.
      const more = lines.untilMarker();
      if (more !== '') keep(more);
      number += lineBreaks(more);
    }
  }
  if (!blank || (separated && length > 0) || directives) yield flush();
}

/** The lines of a text that arrives in pieces, one by one or many at once. */
class Lines {
  private readonly pieces: Iterator<string>;
  private piece = '';
  /** Where in the piece the next line starts. */
  private from = 0;
  private dashes = NONE;
  private dots = NONE;

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces[Symbol.iterator]();
    this.advance();
    this.piece = this.piece.replace(/^\uFEFF/, '');
  }

  /** The next line with its end; undefined behind the last one. */
  next(): string | undefined {
    let before = '';
    // Looks at the new piece alone: one line may have all the pieces.
    for (;;) {
      const { piece, from } = this;
      const end = piece.indexOf('\n', from) + 1;
      if (end > 0) {
        this.from = end;
        return before + piece.slice(from, end);
      }
      before += piece.slice(from);
      if (!this.advance()) return before === '' ? undefined : before;
    }
  }

  /** The lines behind the last one, up to one that begins as a marker does or is not whole in the piece; empty where that is the next one. */
  untilMarker(): string {
    const { piece, from } = this;
    if (this.dashes < from - 1) this.dashes = indexOf(piece, '\n---', from - 1);
    if (this.dots < from - 1) this.dots = indexOf(piece, '\n...', from - 1);
    const marker = Math.min(this.dashes, this.dots);
    const end = 1 + (marker === piece.length ? piece.lastIndexOf('\n') : marker);
    if (end <= from) return '';
    this.from = end;
    return piece.slice(from, end);
  }

  private advance(): boolean {
    const { value, done } = this.pieces.next() as IteratorResult<string, undefined>;
    this.piece = value ?? '';
    this.from = 0;
    this.dashes = this.dots = NONE;
    return !done;
  }
}

/** Before every place in a text. */
const NONE = -2;

/** Where a text stands in another; behind its end where it does not. */
function indexOf(text: string, part: string, from: number): number {
  const at = text.indexOf(part, from);
  return at < 0 ? text.length : at;
}
