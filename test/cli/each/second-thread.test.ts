import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..', '..');
const FILES = 130;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'each-'));
const inputs = path.join(folder, 'inputs');
afterAll(() => fs.rmSync(folder, { recursive: true }));

const config = (name: string, value = 'x') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {a: ${value}}\n`;
const OTHER = 'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n';
/** What a file may be, in turns. */
const TEXTS: ReadonlyArray<(i: number) => string> = [
  (i) => config(`good-${i}`),
  (i) => `${config(`bad-${i}`, 'hf_0123456789abcdefghij')}---\n${config(`good-${i}`)}---\n`,
  () => 'a: [\n',
  (i) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `Listed_${i}` } }] }),
  () => OTHER,
  () => '',
  (i) => `- no object ${i}\n`,
  () => 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {gpu-fraction: "0.5"}}\nspec: {schedulerName: kai-scheduler, containers: [{name: a, image: x}]}\n',
];

beforeAll(() => {
  if (!fs.existsSync(path.join(ROOT, 'lib', 'cli', 'modules.txt'))) throw new Error('compile first: npx projen compile');
  for (let i = 0; i < FILES; i++) {
    const below = path.join(inputs, `folder-${i % 3}`);
    fs.mkdirSync(below, { recursive: true });
    fs.writeFileSync(path.join(below, `${i}.yaml`), TEXTS[i % TEXTS.length](i));
  }
  // Longer than the output that is sent at once.
  fs.writeFileSync(path.join(inputs, 'folder-1', '5-long.yaml'), Array.from({ length: 1500 }, (_, i) => config(`long-${i}`)).join('---\n'));
});

/** The program as a shell runs it, with what is done first in each of its threads. */
function validate(argv: readonly string[], { first = '', input = '' } = {}) {
  const program = path.join(folder, 'first.js');
  fs.writeFileSync(program, `
    const { isMainThread } = require('worker_threads');
    const fs = require('fs');
    const log = ${JSON.stringify(path.join(folder, 'threads'))};
    /** What each thread does before it writes its first line. */
    const beforeLine = (act) => { const { stringify } = JSON; JSON.stringify = (value) => { if (value.findings) { JSON.stringify = stringify; act(); } return stringify(value); }; };
    /** The same before it reads its first manifest. */
    const beforeFile = (act) => { const { openSync } = fs; fs.openSync = (file, ...args) => { if (/yaml$/.test(file)) { fs.openSync = openSync; act(); } return openSync(file, ...args); }; };
    if (!isMainThread) fs.appendFileSync(log, 'second');
    ${first}`);
  fs.writeFileSync(path.join(folder, 'threads'), '');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', program, path.join(ROOT, 'bin', 'cdk8s-inference'), 'validate', '--each', ...argv], { encoding: 'utf8', input, timeout: 60_000 });
  return { status, stdout, stderr, threads: fs.readFileSync(path.join(folder, 'threads'), 'utf8') === 'second' ? 2 : 1 };
}

/** Lets the first thread judge only when the second has something to judge, too. */
const TOGETHER = `
  const cell = new Int32Array(new SharedArrayBuffer(4));
  if (isMainThread) beforeFile(() => { while (!fs.existsSync(log + '-second')) Atomics.wait(cell, 0, 0, 5); fs.rmSync(log + '-second'); });
  else beforeFile(() => fs.writeFileSync(log + '-second', ''));`;

test.each([
  ['json', []], ['text', []], ['json', ['--strict', '--kubernetes', '1.34', '--release', 'dynamo-1.4']],
])('What two threads write is what one writes: %s %j', (format, options) => {
  const argv = ['--format', format, ...options, inputs, path.join(folder, 'missing.yaml'), inputs];
  const two = validate(argv, { first: TOGETHER });
  // Standard input is read by one thread.
  const one = validate([...argv, '-']);
  expect([two.threads, one.threads]).toEqual([2, 1]);
  expect({ ...two, threads: 1 }).toEqual(one);
  expect([one.status, one.stderr.split('\n')]).toEqual([2, expect.arrayContaining([
    `error: ${path.join(folder, 'missing.yaml')}: there is no such file or folder. Fix: give files or folders that exist, or - for standard input`,
    expect.stringMatching(/^not checked: there is no schema of example\.com\/v1 Other \(\d\d×\)$/),
  ])]);
  expect(one.stdout.length).toBeGreaterThan(format === 'json' ? 300_000 : 30_000);
});

test('Few files are not worth a second thread; few that are long are', () => {
  const long = path.join(folder, 'long.yaml');
  fs.writeFileSync(long, '# long\n'.repeat(60_000) + config('a'));
  expect(validate([path.join(inputs, 'folder-0', '0.yaml'), path.join(inputs, 'folder-2', '8.yaml')]).threads).toBe(1);
  expect(validate([long, path.join(inputs, 'folder-0', '0.yaml')], { first: TOGETHER }).threads).toBe(2);
});

test('A thread that was started for a folder of few files does nothing, and holds nothing up', () => {
  const few = path.join(folder, 'few');
  fs.mkdirSync(few);
  fs.writeFileSync(path.join(few, 'a.yaml'), config('a'));
  expect(validate([few, '--format', 'json'])).toMatchObject({ status: 0, stdout: expect.stringContaining('"findings":[]'), stderr: '' });
});

test('Arguments that are no files are told as they are for one thread', () => {
  const loop = path.join(folder, 'loop');
  fs.symlinkSync('loop', loop);
  expect(validate([loop])).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be read (ELOOP)') });
  expect(validate(['x'.repeat(5000)])).toMatchObject({ status: 2, stderr: expect.stringContaining('cannot be read (ENAMETOOLONG)') });
});

test('An empty folder', () => {
  const empty = path.join(folder, 'empty');
  fs.mkdirSync(empty);
  expect(validate([empty])).toMatchObject({ status: 2, stdout: '', stderr: `error: no manifests in ${empty}: folders are searched for .yaml, .yml and .json files\n` });
});

describe('What goes wrong in the second thread', () => {
  test('an error ends the program with its message', () => {
    const { status, stderr } = validate(['--format', 'json', inputs], { first: `${TOGETHER} if (!isMainThread) beforeLine(() => { throw new Error('it broke'); });` });
    expect([status, stderr]).toEqual([2, 'error: it broke\n']);
  });

  test('so does its end', () => {
    const { status, stderr } = validate(['--format', 'json', inputs], { first: `${TOGETHER} if (!isMainThread) beforeLine(() => { process.exit(0); });` });
    expect([status, stderr]).toEqual([2, 'error: the second thread ended before it was done\n']);
  });

  test('so does a lack of memory', () => {
    const first = `${TOGETHER} if (!isMainThread) beforeLine(() => { const all = []; for (;;) all.push(new Array(1000).fill({})); });
      const { Worker } = require('worker_threads');
      if (isMainThread) require('worker_threads').Worker = class extends Worker { constructor(file, options) { super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 60 } }); } };`;
    const { status, stderr } = validate(['--format', 'json', inputs], { first });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/error: Worker terminated due to reaching memory limit: JS heap out of memory\n$/)]);
  });

  test('one that cannot start is done without', () => {
    const one = validate([inputs, '-']);
    const broken = validate([inputs], { first: 'if (!isMainThread) throw new Error("it broke");' });
    const refused = validate([inputs], { first: 'if (isMainThread) require("worker_threads").Worker = class { constructor() { throw new Error("no threads"); } };' });
    expect([{ ...broken, threads: 1 }, refused]).toEqual([one, one]);
  });
});
