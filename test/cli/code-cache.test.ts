import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: 1}\n';

let home: string;

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'code-cache-'));
});

afterEach(() => {
  fs.rmSync(home, { recursive: true });
});

const run = (variables: { readonly [name: string]: string } = {}) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [path.join(ROOT, 'bin', 'cdk8s-inference'), 'validate', '-'], {
    input: CONFIG_MAP, encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: home, NODE_DISABLE_COMPILE_CACHE: '', ...variables },
  });
  return { stdout, stderr, status };
};
const folder = () => path.join(home, 'cdk8s-inference', 'code');
const kept = () => path.join(folder(), fs.readdirSync(folder())[0]);
const idOf = (file: string) => (JSON.parse(fs.readFileSync(file, 'latin1').split('\n', 1)[0]) as { id: string }).id;

test('what V8 compiled is kept in the user\'s folder, once for a version of Node, and nothing else differs', () => {
  const first = run();
  expect(first).toEqual({ stdout: expect.stringContaining('SCHEMA-TYPE'), stderr: '', status: 1 });
  expect(fs.readdirSync(folder())).toEqual([`${process.version}-${process.arch}.bin`]);
  expect([folder(), kept()].map((file) => (fs.statSync(file).mode % 0o1000).toString(8))).toEqual(['700', '600']);
  expect(run()).toEqual(first);
});

test('what is of another bundle, cut off or no cache at all is not read, and is replaced', () => {
  const first = run();
  const bytes = fs.readFileSync(kept());
  const id = idOf(kept());
  const others = [
    Buffer.from(bytes.toString('latin1').replace(id, 'f'.repeat(id.length)), 'latin1'),
    bytes.subarray(0, bytes.length / 2),
    Buffer.from('no cache'),
  ];
  for (const other of others) {
    fs.writeFileSync(kept(), other);
    expect(run()).toEqual(first);
    expect(idOf(kept())).toBe(id);
    expect(fs.readdirSync(folder())).toHaveLength(1);
  }
});

test('another copy of the program does not take it: compiled code names the files that it is of', () => {
  run();
  expect(idOf(kept())).toContain(ROOT);
});

test('a folder that cannot be written is done without', () => {
  fs.writeFileSync(path.join(home, 'file'), '');
  expect(run({ XDG_CACHE_HOME: path.join(home, 'file') })).toEqual(run());
});

test('NODE_DISABLE_COMPILE_CACHE keeps nothing', () => {
  expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' }).status).toBe(1);
  expect(fs.readdirSync(home)).toEqual([]);
});

test('what V8 refuses, because it was started in another way then, is replaced once', () => {
  run({ NODE_OPTIONS: '--max-old-space-size=512' });
  const [other, first, second] = [fs.readFileSync(kept()), ...[0, 1].map(() => {
    run();
    return fs.readFileSync(kept());
  })];
  expect([first.equals(other), second.equals(first)]).toEqual([false, true]);
});

test('the flags that V8 is given are taken back as they were: it takes what it compiled before', () => {
  const program = `
    const { Script } = require('vm');
    const flags = require(${JSON.stringify(path.join(ROOT, 'bin', 'v8-flags.js'))});
    const compiled = require(${JSON.stringify(path.join(home, 'compiled.json'))});
    const isRefused = (i) => new Script(compiled[i].text, { cachedData: Buffer.from(compiled[i].data, 'base64') }).cachedDataRejected;
    const before = isRefused(0);
    flags.on();
    console.log(JSON.stringify([before, isRefused(1), flags.without(() => isRefused(2))]));
  `;
  // Compiled by another process: within one V8 remembers texts.
  const compile = 'const { Script } = require("vm"); console.log(JSON.stringify([1, 2, 3].map((i) => `(() => ${i})()`).map((text) => ({ text, data: new Script(text).createCachedData().toString("base64") }))))';
  fs.writeFileSync(path.join(home, 'compiled.json'), spawnSync(process.execPath, ['-e', compile], { encoding: 'utf8' }).stdout);
  const [major] = process.versions.node.split('.');
  // Of other versions nothing is known, and V8 is told nothing.
  expect(JSON.parse(spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' }).stdout)).toEqual([false, ['20', '22', '24'].includes(major), false]);
});
