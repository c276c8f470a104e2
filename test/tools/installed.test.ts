import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..', '..');

/** A fresh clone as far as `npm test` sees it before anything is installed. */
function clone(edit: (root: string) => void): string {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'installed-'));
  fs.mkdirSync(path.join(root, 'tools'));
  for (const file of ['package.json', 'package-lock.json', 'tools/installed.cjs']) fs.copyFileSync(path.join(ROOT, file), path.join(root, file));
  edit(root);
  return root;
}

function check(command: string[], edit: (root: string) => void = () => {}) {
  const root = clone(edit);
  try {
    const { status, stderr } = spawnSync(command[0], command.slice(1), { cwd: root, encoding: 'utf8' });
    return { status, stderr };
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

const GUARD = [process.execPath, 'tools/installed.cjs'];

test('npm test in a fresh clone says what to run', () => {
  const { status, stderr } = check(['npm', 'test', '--silent']);
  expect(status).toBe(1);
  expect(stderr).toMatch(/The dependencies are not installed \(\S+ is missing\)\. Run once:\n\n {4}npm ci\n/);
});

test('what is installed here will do', () => {
  expect(check(GUARD, (root) => fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'))))
    .toEqual({ status: 0, stderr: '' });
});

const edited = (file: string, edit: (content: any) => void) => (root: string) => {
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
  const content = JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
  edit(content);
  fs.writeFileSync(path.join(root, file), JSON.stringify(content));
};

test('a version other than the locked one is out of date', () => {
  const { status, stderr } = check(GUARD, edited('package-lock.json', (lock) => { lock.packages['node_modules/yaml'].version = '9.9.9'; }));
  expect(status).toBe(1);
  expect(stderr).toMatch(/The dependencies are out of date \(yaml is \S+, package-lock\.json has 9\.9\.9\)\. Run:\n\n {4}npm ci\n/);
});

test('an older Node.js is named', () => {
  const { status, stderr } = check(GUARD, edited('package-lock.json', (lock) => { lock.packages[''].engines.node = '>= 99.1.0'; }));
  expect(status).toBe(1);
  expect(stderr).toContain('This needs Node.js >= 99.1.0; running is');
});
