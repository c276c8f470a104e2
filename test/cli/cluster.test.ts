import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { run } from '../support/command-line';
import { nodeObject } from '../support/nodes';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cluster-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

const nodes = { kind: 'List', apiVersion: 'v1', items: [nodeObject({ name: 'a', cpu: 8, memory: '32Gi', labels: { 'kubernetes.io/arch': 'amd64' } })] };

test('Nodes become cluster.yaml on standard output; what to know is on standard error', () => {
  const { stdout, stderr, exitCode } = run('cluster', file('nodes.json', JSON.stringify(nodes)));
  expect(stdout).toBe([
    'kubernetes: "1.34"',
    'pools:',
    '  - name: cpu-amd64',
    '    architecture: amd64',
    '    groups:',
    '      - count: 1',
    '        names:',
    '          - a',
    '        labels:',
    '          kubernetes.io/arch: amd64',
    '        allocatable:',
    '          cpu: "8"',
    '          memory: 32Gi',
    '          pods: "110"',
    '',
  ].join('\n'));
  expect(stderr).toMatch(/^warning: kubernetes 1\.34 is the newest kubelet's version/);
  expect(exitCode).toBe(0);
  expect(run('validate', file('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n'), '--cluster', file('cluster.yaml', stdout)).exitCode).toBe(0);
});

test.each([
  ['a file that is not there', () => 'no.json', 'error: no.json: there is no such file\n'],
  ['no nodes', () => file('none.json', '{"kind":"List","items":[]}'), /^error: .*none\.json: a List without items/],
  ['a folder', () => folder, /it is a folder, not a file\n$/],
  ['no JSON', () => file('bad.json', '{'), /^error: .*bad\.json: line 1/],
])('%s: 2', (_, input, message) => {
  const { stdout, stderr, exitCode } = run('cluster', input());
  if (typeof message === 'string') expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
  expect([stdout, exitCode]).toEqual(['', 2]);
});
