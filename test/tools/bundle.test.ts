import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { bundle } from '../../tools/bundle';

const ROOT = path.join(__dirname, '..', '..');
const COMPILED = path.join(ROOT, 'lib', 'cli', 'modules.txt');

test('the program loads what was compiled, not what was compiled before', () => {
  expect(fs.existsSync(COMPILED) ? fs.readFileSync(COMPILED, 'latin1') === bundle() : 'compile first: npx projen compile').toBe(true);
});

/** The index of a bundle. */
const indexOf = (text: string) => JSON.parse(text.split('\n', 2)[1]) as { readonly files: readonly string[]; readonly chunks: readonly (readonly number[])[] };

test('the construct half stays outside, and so do packages of others: there is one of each', () => {
  const { files } = indexOf(bundle());
  expect(new Set(files.map((file) => /^(lib\/\w+|node_modules\/(@\w+\/)?\w+)\//.exec(file)?.[1]))).toEqual(new Set([
    'lib/cli', 'lib/core', 'lib/facts', 'lib/manifests', 'lib/expansion', 'lib/admission', 'lib/rules', 'lib/report',
    'node_modules/commander', 'node_modules/yaml', 'node_modules/@bufbuild/re2',
  ]));
});

test('modules of a folder are compiled together, and every one stands in the bundle with the lines of its file', () => {
  const text = bundle();
  const lines = text.split('\n');
  const { files, chunks } = indexOf(text);
  expect(chunks.length).toBeLessThan(files.length / 10);
  const starts = chunks.map(([, , line, first]) => [lines[line - 1], `[// ${files[first]}`]);
  expect(starts.map(([found]) => found)).toEqual(starts.map(([, expected]) => expected));
  for (const file of files.filter((each) => each.startsWith('lib/cli/'))) {
    const own = fs.readFileSync(path.join(ROOT, file), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.replace(/^\[/, '') === `// ${file}`) + 1;
    expect(lines.slice(at + 1, at + 3)).toEqual(own.slice(1, 3));
  }
});

test('where the bundle is missing, modules load from their files; where a module of it fails, the message names the line of the bundle', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  try {
    fs.mkdirSync(path.join(root, 'bin'));
    fs.mkdirSync(path.join(root, 'lib', 'cli'), { recursive: true });
    for (const name of ['modules.js', 'code-cache.js', 'other-thread.js', 'v8-flags.js']) fs.copyFileSync(path.join(ROOT, 'bin', name), path.join(root, 'bin', name));
    fs.writeFileSync(path.join(root, 'lib', 'cli', 'a.js'), 'exports.where = new Error().stack.split("\\n")[1];\nexports.own = "file";');
    const load = () => JSON.parse(execFileSync(process.execPath, ['-p', 'JSON.stringify(require("./bin/modules").load("lib/cli/a.js"))'], { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } }));
    expect(load()).toEqual({ where: expect.stringMatching(/a\.js:1:\d+\)$/), own: 'file' });

    const module = (text: string) => `function (exports, require, module, __filename, __dirname) {${text}\n}`;
    const chunks = [
      `[// lib/cli/a.js\n${module('exports.where = new Error().stack.split("\\n")[1]; exports.own = require(2).name + require(1).name; exports.path = require("path").sep; exports.ip = require("net").isIP("::");')}]\n`,
      `[${module('exports.name = "bun"')},\n${module('exports.name = "dle"; exports.file = __filename;')}]\n`,
    ];
    const index = JSON.stringify({ id: 'test', files: ['lib/cli/a.js', 'lib/core/b.js', 'lib/core/c.js'], chunks: [[0, chunks[0].length, 3, 0], [chunks[0].length, chunks[1].length, 7, 1]] });
    fs.writeFileSync(path.join(root, 'lib', 'cli', 'modules.txt'), `${index.length + 1}\n${index}\n${chunks.join('')}`);
    expect(load()).toEqual({ where: expect.stringMatching(/modules\.txt:4:\d+\)?$/), own: 'dlebun', path: path.sep, ip: 6 });
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
