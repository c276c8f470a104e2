/**
 * Writes the compiled modules of the command line, with the packages that they load, into one file, from which `bin/modules.js` loads them. To find and
 * open 300 files takes as long as to compile and run them: a tenth of a `validate --each` of all upstream examples, on each of its two threads.
 */
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');

/** What runs first: of the program, and of its second thread. */
const ENTRIES = ['lib/cli/index.js', 'lib/cli/each/second-thread-main.js'];

/** Packages that are part of ours. */
const PACKAGES = /^(commander|yaml|@bufbuild\/re2)$/;

/** What may be in the bundle. Of the construct half a module could be loaded beside one of a file, and its classes would be others. */
const PURE = /^(lib\/(cli|core|facts|manifests|expansion|admission|rules|report)|node_modules)\/.*\.js$/;

const REQUIRE = /\brequire\(["']([^"']+)["']\)/g;

/** Of a module: where its text starts and how long it is, and the files of the modules that it requires, by the names it has for them. */
type Entry = readonly [start: number, length: number, requires: { readonly [name: string]: string }];

/** The bundle: a line of JSON, with an id of the content, that says of each file of the root where it is, and their texts. ASCII, which is read as it is. */
export function bundle(entries: readonly string[] = ENTRIES): string {
  const index: { [file: string]: Entry } = {};
  let texts = '';
  const pending = [...entries];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (file in index) continue;
    const text = fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const requires = modulesOf(file, text);
    index[file] = [texts.length, text.length, requires];
    texts += text;
    pending.push(...Object.values(requires).reverse());
  }
  const id = createHash('sha256').update(texts).digest('hex');
  return `${JSON.stringify({ id, modules: index })}\n${texts}`;
}

function modulesOf(file: string, text: string): { [name: string]: string } {
  const modules = [...text.matchAll(REQUIRE)].flatMap(([, name]) => {
    if (!name.startsWith('.') && !PACKAGES.test(name)) return [];
    const target = path.relative(ROOT, resolved(name, path.dirname(path.join(ROOT, file)))).split(path.sep).join('/');
    return PURE.test(target) ? [[name, target]] : [];
  });
  return Object.fromEntries(modules);
}

/** What Node loads; jest, which runs this too, would prefer the source. */
function resolved(name: string, folder: string): string {
  if (!name.startsWith('.')) return require.resolve(name);
  const file = path.join(folder, name);
  return [file, `${file}.js`, path.join(file, 'index.js')].find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile()) ?? file;
}

if (require.main === module) fs.writeFileSync(path.join(ROOT, 'lib', 'cli', 'modules.txt'), bundle(), 'latin1');
