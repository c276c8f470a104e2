/**
 * The library in the other languages of jsii: code is generated for all of them, and a Python program runs against the wheel.
 * (Go and Java are generated only: their compilers need the peers' Go modules and jars, which take minutes.)
 */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { jsiiKinds, submodules } from './assembly';
import { run, toolVersion } from './shell';

const ROOT = path.join(__dirname, '..', '..');
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'languages-'));
const generated = path.join(work, 'generated');
const filesBelow = (folder: string) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
const snake = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

beforeAll(() => {
  if (!fs.existsSync(path.join(ROOT, '.jsii'))) throw new Error('compile first: npx projen compile');
  const targets = ['python', 'java', 'go'].flatMap((target) => ['--target', target]);
  run(ROOT, 'npx', 'jsii-pacmak', '--code-only', '--npmignore=false', '--outdir', generated, ...targets);
}, 180_000);

afterAll(() => fs.rmSync(work, { recursive: true, force: true }));

/** Submodules with a class or enum of their own; the others have no code in these languages. */
function inhabited(): string[] {
  const scopes = new Set(jsiiKinds(ROOT).map(({ namespace }) => namespace));
  return submodules(ROOT).filter((name) => scopes.has(name));
}

test('Java has a package for each namespace', () => {
  const files = filesBelow(path.join(generated, 'java', 'src', 'main', 'java'));
  for (const name of inhabited()) {
    const folder = `dev/cdk8s/inference/${name.split('.').map(snake).join('/')}/`;
    expect([name, files.some((file) => file.startsWith(folder) && file.endsWith('.java'))]).toEqual([name, true]);
  }
});

test('Go has a package for each namespace', () => {
  const files = filesBelow(path.join(generated, 'go', 'cdk8sinference'));
  expect(files).toContain('go.mod');
  for (const name of inhabited()) {
    const folder = `${name.split('.').map((part) => part.replace(/_/g, '').toLowerCase()).join('/')}/`;
    expect([name, files.some((file) => file.startsWith(folder) && file.endsWith('.go'))]).toEqual([name, true]);
  }
});

const noPython = toolVersion('python3', '-c', 'import ensurepip, venv') === undefined;

(noPython ? describe.skip : describe)(noPython ? 'Python (skipped: python3 with venv is not installed)' : 'Python', () => {
  const python = path.join(work, 'venv', 'bin', 'python');
  const program = (...args: string[]) => run(work, python, path.join(__dirname, 'languages', 'app.py'), ...args);

  beforeAll(() => {
    run(work, 'python3', '-m', 'venv', 'venv');
    run(work, python, '-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', work, path.join(generated, 'python'));
    const [wheel] = fs.readdirSync(work).filter((file) => file.endsWith('.whl'));
    run(work, python, '-m', 'pip', 'install', '--quiet', path.join(work, wheel));
  }, 300_000);

  test('an app synthesizes, and every namespace loads', () => {
    const out = path.join(work, 'dist');
    const printed = program(out).trim().split('\n').filter(Boolean);
    expect(printed).toEqual(expect.arrayContaining(inhabited().map((name) => `cdk8s_inference.${name.split('.').map(snake).join('.')}`)));
    expect(printed[printed.length - 1]).toMatch(/^error DGD-22: tensor 5 = 5 GPUs - not whole nodes of gb200-nvl72/);
    const files = fs.readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml')).sort();
    expect(files).toEqual(['gb200/chat.k8s.yaml', 'inference.k8s.yaml']);
    for (const file of files) expect(fs.readFileSync(path.join(out, file), 'utf8')).toMatchSnapshot(file);
  }, 180_000);
});
