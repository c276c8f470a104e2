import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { run } from '../support/command-line';
import { clique, podCliqueSet } from '../support/expansion';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'expand-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

const set = file('set.yaml', JSON.stringify(podCliqueSet({ cliques: [clique('w', { replicas: 2 })] })));
const KINDS = ['ServiceAccount', 'Role', 'RoleBinding', 'Secret', 'Service', 'PodClique', 'Pod', 'Pod', 'PodGang'];

test('One YAML document for each object, below what it is made of', () => {
  const { stdout, stderr, exitCode } = run('expand', set);
  expect([stderr, exitCode]).toEqual(['', 0]);
  const documents = parseAllDocuments(stdout);
  expect(documents.map((document) => document.toJS().kind)).toEqual(KINDS);
  expect(stdout.split('---\n')[7]).toMatch(/^# of PodCliqueSet p > PodClique p-0-w\napiVersion: v1\nkind: Pod\n/);
  expect(stdout).not.toMatch(/[&*]a\d/);
});

test('A JSON list of the same objects', () => {
  const { stdout, exitCode } = run('expand', set, '--format', 'json');
  expect([JSON.parse(stdout).map(({ kind }: { kind: string }) => kind), exitCode]).toEqual([KINDS, 0]);
});

test('On a cluster without Grove nothing becomes of a PodCliqueSet, and the command says so', () => {
  expect(run('expand', set, '--grove', 'false', '--format', 'json')).toEqual({ stdout: '[]\n', stderr: 'nothing: no operator makes anything of these manifests\n', exitCode: 0 });
});

test('The cluster says which scheduler Grove takes; the command line counts more than the file', () => {
  const cluster = file('cluster.yml', 'operators: {grove: false, groveDefaultScheduler: kai-scheduler}\npools: []\n');
  const { stdout } = run('expand', set, '--cluster', cluster, '--grove', 'true', '--format', 'json');
  expect(JSON.parse(stdout)[6].spec.schedulerName).toBe('kai-scheduler');
});

test('What cannot be read is told with its place, and the rest is expanded: 1', () => {
  const broken = file('broken.yaml', `${fs.readFileSync(set, 'utf8')}\n---\na: [\n`);
  const { stdout, stderr, exitCode } = run('expand', broken, '--format', 'json');
  expect([JSON.parse(stdout).length, exitCode]).toEqual([KINDS.length, 1]);
  expect(stderr).toContain(`error: ${broken}:`);
});

test('Inputs and numbers that cannot be: 2', () => {
  const missing = path.join(folder, 'none.yaml');
  expect(run('expand', missing)).toMatchObject({ stderr: expect.stringContaining(`error: ${missing}: there is no such file or folder`), exitCode: 2 });
  const huge = file('huge.yaml', JSON.stringify(podCliqueSet({ cliques: [clique('w')] }, { replicas: 1e9 })));
  expect(run('expand', huge)).toMatchObject({ stdout: '', stderr: expect.stringContaining(`error: ${huge}:1: PodCliqueSet p: spec.replicas: 1000000000`), exitCode: 2 });
  expect(run('expand', set, '--grove', 'perhaps')).toMatchObject({ stderr: expect.stringContaining('Choose one of true, false.'), exitCode: 2 });
});
