/**
 * A real API server is asked about what the library makes: the output of the examples and of the programs in README.md and docs/.
 *
 *     npm run test:server [FOLDER …]
 *
 * With folders it is asked about the manifests in those. The server is that of ../shared/tools/apiserver: all CRDs, no webhooks, dry runs. It is
 * built once (about five minutes) into the user's cache. Says so and ends with 0 where it cannot be built or run.
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { SHARED } from './agreement/record';
import { CACHE, environmentWithGo } from './kubeconform/binary';
import { PRELUDES } from '../test/docs/preludes';
import { documentedExamples } from '../test/support/documented-examples';
import { runProgram } from '../test/support/run-program';

const ROOT = path.join(__dirname, '..');
const TOOLS = path.join(SHARED, 'tools', 'apiserver');
const WORK = path.join(CACHE, 'apiserver');

/** Why no server can be asked; undefined where one can. */
function obstacle(): string | undefined {
  if (!fs.existsSync(TOOLS)) return `${TOOLS} is not there`;
  if (spawnSync('python3', ['-c', 'import yaml']).status !== 0) return 'no Python with PyYAML';
  if (spawnSync('openssl', ['version']).status !== 0) return 'no openssl';
  if (fs.existsSync(path.join(WORK, 'bin', 'kube-apiserver'))) return undefined;
  const env = environmentWithGo();
  if (!env) return 'no Go on the path, and the server is not built yet';
  process.stderr.write(`building the API server in ${WORK}; this takes minutes, once\n`);
  const { status } = spawnSync('bash', [path.join(TOOLS, 'build.sh'), WORK], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return status === 0 ? undefined : 'the API server could not be built';
}

/** The output of the examples and of the documented programs, a folder each. */
function writeOutput(folder: string): void {
  for (const name of fs.readdirSync(path.join(ROOT, 'examples'))) {
    const dist = path.join(ROOT, 'examples', name, 'dist');
    if (fs.existsSync(dist)) fs.cpSync(dist, path.join(folder, 'examples', name), { recursive: true });
  }
  const pages = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
  for (const page of pages) {
    for (const { at, program, message } of documentedExamples(page, fs.readFileSync(path.join(ROOT, page), 'utf8'), PRELUDES)) {
      if (message === undefined) runProgram(program, path.join(folder, at.replace(/[^\w.-]/g, '-')));
    }
  }
}

function main(folders: readonly string[]): void {
  const reason = obstacle();
  if (reason !== undefined) {
    process.stdout.write(`test:server skipped: ${reason}\n`);
    return;
  }
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'ask-server-'));
  try {
    const output = path.join(work, 'output');
    fs.mkdirSync(output);
    if (folders.length === 0) writeOutput(output);
    const said = path.join(work, 'said.tsv');
    const asked = folders.length === 0 ? [output] : folders.map((folder) => path.resolve(folder));
    const { status } = spawnSync('python3', [path.join(TOOLS, 'verdicts.py'), WORK, path.join(SHARED, 'crds'), said, ...asked],
      { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('the API server could not be asked');
    const rows = fs.readFileSync(said, 'utf8').split('\n').filter(Boolean).map((row) => row.split('\t'));
    const taken = rows.filter(([,,, verdict]) => verdict === 'ok').length;
    for (const row of rows) if (row[3] !== 'ok') process.stdout.write(`${row.join(' ')}\n`);
    process.stdout.write(`${rows.length} objects, ${taken} accepted\n`);
    if (taken < rows.length || rows.length === 0) process.exitCode = 1;
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

main(process.argv.slice(2));
