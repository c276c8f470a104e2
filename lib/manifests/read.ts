import { isUtf8 } from 'buffer';
import * as fs from 'fs';
import { StringDecoder } from 'string_decoder';
import { InputFile, inputFiles } from './input-files';
import { ManifestObject, ManifestOrigin } from './manifest-object';
import { isManifest, itemsOf } from './manifest-set';
import { TokenBudget, tokenBudget } from './private/bounded-yaml';
import { textDocuments } from './private/document-stream';
import { parseDocument } from './private/parse-document';

/** A file or document that could not be read, or says something twice. */
export interface ReadProblem {
  /** `READ-SYNTAX`, `READ-DUPLICATE-KEY`, `READ-ALIASES`, `READ-DEPTH`, `READ-SIZE`, `READ-EMPTY`, `READ-NO-OBJECT`, `READ-NO-KIND`, `READ-FILE`. */
  readonly rule: string;
  readonly file: string;
  /** Index of the document's object in its file, where it has one. */
  readonly index?: number;
  /** From 1; undefined where no single line is at fault. */
  readonly line?: number;
  readonly message: string;
  readonly fix: string;
  /** The object whose document it is, where it has one. */
  readonly object?: ManifestObject;
}

/** What a document gives: its objects, and what is wrong with it. */
export interface ReadDocument {
  readonly file: string;
  /** As it was written; of a document that is too long, and of a file that cannot be read, there is none. */
  readonly text?: string;
  /** Where nothing but the text was read, since the caller knows it: what the index of its first object is. */
  readonly knownFrom?: number;
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly ReadProblem[];
}

/** How input is read. */
export interface ReadOptions {
  /**
   * Bytes beyond which an input is not read. Of a stream: of one document.
   *
   * @default 20_000_000
   */
  readonly maxBytes?: number;
  /**
   * Whether an input may be longer than `maxBytes` as long as none of its documents is.
   *
   * @default false
   */
  readonly stream?: boolean;
  /**
   * How many objects a document has that the caller knows by its text, so that it need not be read once more.
   *
   * @default - nothing is known
   */
  readonly known?: (text: string) => number | undefined;
}

/** Where `-` reads from: the file descriptor of standard input. */
const STDIN = 0;
const DEFAULT_MAX_BYTES = 20_000_000;
/** Bytes of a file that are read at once. */
const PIECE = 65_536;

/** The documents of files, folders (their .yaml, .yml, .json files, recursively, sorted) and `-` (standard input), one at a time. */
export function* readInputs(inputs: readonly string[], options: ReadOptions = {}): Generator<ReadDocument> {
  for (const file of inputFiles(inputs)) yield* readInput(file, options);
}

/** The documents of one file, one at a time. */
export function* readInput({ file, fault }: InputFile, options: ReadOptions = {}): Generator<ReadDocument> {
  if (fault) yield unreadable(file, fault);
  else yield* readFile(file, options);
}

/** The documents of a text. */
export function* readText(text: string, file: string, options: ReadOptions = {}): Generator<ReadDocument> {
  const { maxBytes = DEFAULT_MAX_BYTES, stream } = options;
  if (!stream && text.length > maxBytes) yield tooLarge(file, maxBytes);
  else yield* readPieces([text], file, options);
}

function* readFile(file: string, options: ReadOptions): Generator<ReadDocument> {
  const { maxBytes = DEFAULT_MAX_BYTES, stream } = options;
  let descriptor: number | undefined;
  try {
    descriptor = file === '-' ? STDIN : fs.openSync(file, 'r');
    const stats = fs.fstatSync(descriptor);
    if (!stream && stats.size > maxBytes) {
      yield tooLarge(file, maxBytes);
    } else if (file !== '-' && stats.isFile() && stats.size > 0 && stats.size <= PIECE) {
      yield* readPieces([smallText(descriptor, stats.size)], file, options);
    } else {
      yield* readPieces(pieces(descriptor, stream ? Infinity : maxBytes), file, options);
    }
  } catch (error) {
    yield error instanceof TooLarge ? tooLarge(file, maxBytes) : unreadable(file, error as NodeJS.ErrnoException);
  } finally {
    if (descriptor !== undefined && descriptor !== STDIN) fs.closeSync(descriptor);
  }
}

function* readPieces(from: Iterable<string>, file: string, options: ReadOptions): Generator<ReadDocument> {
  const { maxBytes = DEFAULT_MAX_BYTES, stream = false, known } = options;
  let index = 0;
  const budget = tokenBudget(maxBytes, stream);
  for (const { text, line, tooLong } of textDocuments(from, maxBytes)) {
    const count = tooLong ? undefined : known?.(text);
    if (tooLong) {
      yield tooLarge(file, maxBytes, line);
    } else if (count !== undefined) {
      yield { file, text, knownFrom: index, objects: [], problems: [] };
      index += count;
    } else {
      const document = readDocument(text, { file, line, index }, budget);
      index += document.objects.length;
      yield document;
    }
  }
}

/** @param at where the document starts; the index is that of its first object */
function readDocument(text: string, at: Required<Omit<ManifestOrigin, 'construct'>>, budget: TokenBudget): ReadDocument {
  const { file, line: first, index } = at;
  const { data, problems } = parseDocument(text, budget);
  const located = problems.map(({ line = 1, ...rest }) => ({ ...rest, file, line: first + line - 1 }));
  if (located.length > 0 && !isManifest(data)) return { file, text, objects: [], problems: located };
  const problem = (rule: string, message: string, fix: string): ReadProblem => ({ file, line: first, rule, message, fix });
  const refused = (...why: Parameters<typeof problem>): ReadDocument => ({ file, text, objects: [], problems: [problem(...why)] });
  if (data === null || data === undefined) return refused('READ-EMPTY', 'the document is empty', 'remove it, with its separator');
  if (typeof data !== 'object' || Array.isArray(data)) {
    const what = Array.isArray(data) ? 'a list' : `a ${typeof data}`;
    return refused('READ-NO-OBJECT', `the document is ${what}, no object`, 'write an object with apiVersion, kind and metadata');
  }
  if (!isManifest(data)) {
    const missing = ['apiVersion', 'kind'].filter((key) => typeof (data as { [key: string]: unknown })[key] !== 'string');
    const what = missing.join(' and no ') || 'kind';
    return refused('READ-NO-KIND', `the document has no ${what}`, 'write apiVersion and kind, or keep files that are no manifests elsewhere');
  }
  const objects = itemsOf(data).map((manifest, i) => new ManifestObject(manifest, { file, line: first, index: index + i }));
  const foreign = data.kind.endsWith('List') && Array.isArray(data.items) ? data.items.filter((item) => !isManifest(item)).length : 0;
  const [items, have] = foreign === 1 ? ['item', 'has'] : ['items', 'have'];
  return {
    file,
    text,
    objects,
    problems: [
      ...located.map((each) => ({ ...each, index: objects[0]?.origin.index, object: objects[0] })),
      ...foreign === 0 ? [] : [problem('READ-NO-KIND', `${foreign} ${items} of the ${data.kind} ${have} no apiVersion and kind`, 'write both in each item')],
    ],
  };
}

/** What a decoder writes for bytes that are no UTF-8; it may stand in a text by itself, too. */
const REPLACED = '\ufffd';

/** A text that says where its bytes were no UTF-8: with a character that no YAML text has. */
function marked(text: string): string {
  return text.replaceAll(REPLACED, '\uffff');
}

/** Where small files are read to: what `fs.readFileSync` does besides takes as long as the rest. */
const SMALL = Buffer.allocUnsafe(PIECE);

/** The text of an open file of so many bytes, at most a piece. */
function smallText(descriptor: number, size: number): string {
  let end = 0;
  for (let read = -1; end < size && read !== 0; end += read) read = readSome(descriptor, SMALL.subarray(end, size));
  const bytes = SMALL.subarray(0, end);
  const text = bytes.toString('utf8');
  return text.includes(REPLACED) && !isUtf8(bytes) ? marked(text) : text;
}

class TooLarge extends Error {}

/** The text of an open file, in pieces; a character that two pieces share arrives whole. */
function* pieces(descriptor: number, maxBytes: number): Generator<string> {
  const buffer = Buffer.allocUnsafe(PIECE);
  const decoder = new StringDecoder('utf8');
  let read = 0;
  let before = Buffer.alloc(0);
  for (let size = readSome(descriptor, buffer); size > 0; size = readSome(descriptor, buffer)) {
    read += size;
    if (read > maxBytes) throw new TooLarge();
    const bytes = buffer.subarray(0, size);
    const text = decoder.write(bytes);
    // A character of which the piece before holds a part is whole with the last bytes of that.
    yield text.includes(REPLACED) && !Buffer.concat([before, bytes]).includes(REPLACED) ? marked(text) : text;
    before = Buffer.from(bytes.subarray(-2));
  }
  yield marked(decoder.end());
}

function readSome(descriptor: number, buffer: Buffer): number {
  for (;;) {
    try {
      return fs.readSync(descriptor, buffer);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      // A pipe that has nothing yet.
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function tooLarge(file: string, maxBytes: number, line?: number): ReadDocument {
  const what = line === undefined ? 'the input' : 'the document';
  return { file, objects: [], problems: [{ rule: 'READ-SIZE', file, line, message: `${what} is larger than ${maxBytes} bytes`, fix: 'split it, or raise --max-bytes' }] };
}

function unreadable(file: string, { code, message }: NonNullable<InputFile['fault']>): ReadDocument {
  const why = code === 'ENOENT' ? 'there is no such file or folder' : `it cannot be read (${code ?? message})`;
  return { file, objects: [], problems: [{ rule: 'READ-FILE', file, message: why, fix: 'give files or folders that exist, or - for standard input' }] };
}
