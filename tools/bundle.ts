/**
 * Writes the compiled modules of the command line, with the packages that they load, into one file, from which `bin/modules.js` loads them. To find and
 * open 300 files takes as long as to compile and run them: a tenth of a `validate --each` of all upstream examples, on each of its two threads.
 */
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { groupBy } from '../lib/core/groups';

const ROOT = path.join(__dirname, '..');

/** What runs first: of the program, and of its second thread. */
const ENTRIES = ['lib/cli/index.js', 'lib/cli/each/second-thread-main.js'];

/** Packages that are part of ours. */
const PACKAGES = /^(commander|yaml|@bufbuild\/re2)$/;

/** What may be in the bundle. Of the construct half a module could be loaded beside one of a file, and its classes would be others. */
const PURE = /^(lib\/(cli|core|facts|manifests|expansion|admission|rules|report)|node_modules)\/.*\.js$/;

const REQUIRE = /\brequire\(["']([^"']+)["']\)/g;

/** How deep the folders are whose modules V8 compiles, and keeps, together: one by one they take three times as long. */
const DEPTH = 3;

/** What `bin/modules.js` reads first. */
interface Index {
  /** Of the content. */
  readonly id: string;
  /** By number, from the root of the package. */
  readonly files: readonly string[];
  /** Of modules one after another: where their text starts and how long it is, its first line in the bundle, and the number of the first of them. */
  readonly chunks: ReadonlyArray<readonly [start: number, length: number, line: number, first: number]>;
}

/**
 * The bundle: a line of JSON behind the length of that, and after it texts of JavaScript, each a list of modules as functions. These require each other by number, which takes
 * nothing to look up. ASCII, which is read as it is.
 */
export function bundle(entries: readonly string[] = ENTRIES): string {
  const sources = sourcesFrom(entries);
  const folders = groupBy([...sources.keys()].sort(), folderOf);
  const files = [...folders.values()].flat();
  const numbers = new Map(files.map((file, i) => [file, i]));
  const chunks: Array<Index['chunks'][number]> = [];
  let texts = '';
  let line = 3;
  for (const those of folders.values()) {
    const modules = those.map((file) => {
      const text = sources.get(file)!.replace(REQUIRE, (call, name: string) => call.replace(/["'].*["']/, numbers.get(moduleOf(file, name) ?? '')?.toString() ?? '$&'));
      return `// ${file}\nfunction (exports, require, module, __filename, __dirname) {${text}\n}`;
    });
    const chunk = `[${modules.join(',\n')}]\n`;
    chunks.push([texts.length, chunk.length, line, numbers.get(those[0])!]);
    texts += chunk;
    line += chunk.split('\n').length - 1;
  }
  const index: Index = { id: createHash('sha256').update(texts).digest('hex'), files, chunks };
  const head = `${JSON.stringify(index)}\n`;
  return `${head.length}\n${head}${texts}`;
}

/** The entries and all that they require, by file. */
function sourcesFrom(entries: readonly string[]): Map<string, string> {
  const sources = new Map<string, string>();
  const files = new Set(entries);
  for (const file of files) {
    const text = textOf(file);
    sources.set(file, text);
    for (const [, name] of text.matchAll(REQUIRE)) {
      const module = moduleOf(file, name);
      if (module !== undefined) files.add(module);
    }
  }
  return sources;
}

function folderOf(file: string): string {
  return path.posix.dirname(file).split('/').slice(0, DEPTH).join('/');
}

function textOf(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The file of the bundle that a module means by a name; undefined where it is none of it. */
function moduleOf(file: string, name: string): string | undefined {
  if (!name.startsWith('.') && !PACKAGES.test(name)) return undefined;
  const target = path.relative(ROOT, resolved(name, path.dirname(path.join(ROOT, file)))).split(path.sep).join('/');
  return PURE.test(target) ? target : undefined;
}

/** What Node loads; jest, which runs this too, would prefer the source. */
function resolved(name: string, folder: string): string {
  if (!name.startsWith('.')) return require.resolve(name);
  const file = path.join(folder, name);
  return [file, `${file}.js`, path.join(file, 'index.js')].find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile()) ?? file;
}

if (require.main === module) fs.writeFileSync(path.join(ROOT, 'lib', 'cli', 'modules.txt'), bundle(), 'latin1');
