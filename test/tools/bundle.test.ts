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

test('the construct half stays outside, and so do packages of others: there is one of each', () => {
  const files = Object.keys((JSON.parse(bundle().split('\n', 1)[0]) as { modules: object }).modules);
  expect(new Set(files.map((file) => /^(lib\/\w+|node_modules\/(@\w+\/)?\w+)\//.exec(file)?.[1]))).toEqual(new Set([
    'lib/cli', 'lib/core', 'lib/facts', 'lib/manifests', 'lib/expansion', 'lib/admission', 'lib/rules', 'lib/report',
    'node_modules/commander', 'node_modules/yaml', 'node_modules/@bufbuild/re2',
  ]));
});

test('where the bundle is missing, modules load from their files; where a module of it fails, the message names its own file and line', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  try {
    fs.mkdirSync(path.join(root, 'bin'));
    fs.mkdirSync(path.join(root, 'lib', 'cli'), { recursive: true });
    for (const name of ['modules.js', 'code-cache.js']) fs.copyFileSync(path.join(ROOT, 'bin', name), path.join(root, 'bin', name));
    fs.writeFileSync(path.join(root, 'lib', 'cli', 'a.js'), 'exports.where = new Error().stack.split("\\n")[1];\nexports.own = "file";');
    const load = () => JSON.parse(execFileSync(process.execPath, ['-p', 'JSON.stringify(require("./bin/modules").load("lib/cli/a.js"))'], { cwd: root, encoding: 'utf8', env: { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' } }));
    expect(load()).toEqual({ where: expect.stringMatching(/a\.js:1:\d+\)$/), own: 'file' });

    const text = '\nexports.where = new Error().stack.split("\\n")[1]; exports.own = require("./b").name; exports.path = require("path").sep;';
    const other = 'exports.name = "bundle";';
    const modules = { 'lib/cli/a.js': [0, text.length, { './b': 'lib/cli/b.js' }], 'lib/cli/b.js': [text.length, other.length, {}] };
    fs.writeFileSync(path.join(root, 'lib', 'cli', 'modules.txt'), `${JSON.stringify({ id: 'test', modules })}\n${text}${other}`);
    expect(load()).toEqual({ where: expect.stringMatching(/a\.js:2:\d+\)?$/), own: 'bundle', path: path.sep });
  } finally {
    fs.rmSync(root, { recursive: true });
  }
});
