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
