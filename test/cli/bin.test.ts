import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { version } from '../../package.json';

const ROOT = path.join(__dirname, '..', '..');
const BIN = path.join(ROOT, 'bin', 'cdk8s-inference');

/** The shim on the compiled library, as a shell runs it. */
function run(...argv: string[]) {
  if (!fs.existsSync(path.join(ROOT, 'lib', 'cli', 'index.js'))) throw new Error('compile first: npx projen compile');
  const { status, stdout, stderr } = spawnSync(BIN, argv, { encoding: 'utf8', cwd: '/' });
  return { status, stdout, stderr };
}

test('the program runs from any folder', () => {
  expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('the exit code says that the command line was not understood', () => {
  expect(run('deploy')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('unknown command \'deploy\'') });
});

test('neither cdk8s nor constructs nor yaml is loaded to read the command line', () => {
  run('--version');
  const script = `
    process.argv.push('--version');
    require(${JSON.stringify(path.join(ROOT, 'lib', 'cli'))}).main(['--version']);
    console.error(Object.keys(require.cache).filter((file) => /node_modules/.test(file)).join('\\n'));`;
  const loaded = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stderr.trim().split('\n');
  const modules = new Set(loaded.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]));
  expect([...modules]).toEqual(['commander']);
});
