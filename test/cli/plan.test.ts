import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { run } from '../support/command-line';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plan-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

const cluster = file('cluster.yml', `
pools:
  - { name: gpu, system: hgx-h100, groups: [{ count: 2 }] }
  - { name: general, architecture: amd64, groups: [{ count: 1, allocatable: { cpu: "16", memory: 64Gi } }] }
`);
const deployment = (name: string, replicas: number, resources: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: inference }
spec:
  replicas: ${replicas}
  template:
    spec:
      containers: [{ name: main, resources: { limits: ${resources} } }]
---`;
const runs = file('runs.yaml', deployment('llama', 2, '{ nvidia.com/gpu: 8 }'));
const waits = file('waits.yaml', `${deployment('llama', 3, '{ nvidia.com/gpu: 8 }')}${deployment('web', 1, '{ cpu: 4 }')}`);

test('Everything runs: 0', () => {
  expect(run('plan', runs, '--cluster', cluster)).toEqual({
    stdout: [
      'Deployment inference/llama',
      '  llama-0 … llama-1  1 pod each  8 GPUs each  runs  1 node of gpu',
      '',
      'POOL     NODES USED  GPUS USED',
      'gpu      2 of 2      16 of 16',
      'general  0 of 1      0 of 0',
      '',
      '2 gangs, 2 pods, 16 GPUs on 2 nodes: 2 run',
      '',
    ].join('\n'),
    stderr: '',
    exitCode: 0,
  });
});

test('What is not counted is told', () => {
  const request = file('request.yaml', 'apiVersion: nvidia.com/v1beta1\nkind: DynamoGraphDeploymentRequest\nmetadata: { name: q }\n');
  expect(run('plan', request, runs, '--cluster', cluster).stderr)
    .toBe(`note: ${request}:1: DynamoGraphDeploymentRequest q: not counted: the profiling Job, and the graph that it writes: nobody knows it before\n`);
});

test('A cluster that is no cluster.yaml: 2', () => {
  const nodes = file('nodes.json', '{ "apiVersion": "v1", "kind": "List", "items": [] }');
  expect(run('plan', runs, '--cluster', nodes)).toEqual({
    stdout: '', stderr: `error: --cluster ${nodes}: it holds nodes as kubectl prints them. Fix: cdk8s-inference cluster ${nodes} > cluster.yaml, and give that\n`, exitCode: 2,
  });
  expect(run('plan', runs, '--cluster', folder)).toMatchObject({ stderr: `error: --cluster ${folder}: it is a folder, not a file\n`, exitCode: 2 });
  const empty = file('empty.yml', 'kubernetes: "1.34"\n');
  expect(run('plan', runs, '--cluster', empty).stdout).toMatch(/unknown {2}the cluster that was given has no nodes: write its pools/);
});

test('Something waits: 1, with the reason', () => {
  const { stdout, exitCode } = run('plan', waits, '--cluster', cluster);
  expect(stdout.split('\n').slice(0, 6)).toEqual([
    'Deployment inference/llama',
    '  llama-0 … llama-1  1 pod each  8 GPUs each  runs   1 node of gpu',
    '  llama-2            1 pod       8 GPUs       waits  it fits alone, not beside llama-0, llama-1: a pod of llama needs 8 GPUs, and no node has any free; no order lets all of them run',
    '',
    'Deployment inference/web',
    '  web-0  1 pod  0 GPUs  runs  1 node of general',
  ]);
  expect(exitCode).toBe(1);
});

test('JSON', () => {
  const { stdout, exitCode } = run('plan', runs, '--cluster', cluster, '--format', 'json');
  expect([JSON.parse(stdout), exitCode]).toEqual([{
    totals: { gpus: 16, nodes: 2, pods: 2, gangs: 2 },
    pools: [{ name: 'gpu', nodes: 2, nodesUsed: 2, gpus: 16, gpusUsed: 16 }, { name: 'general', nodes: 1, nodesUsed: 0, gpus: 0, gpusUsed: 0 }],
    queues: [],
    domains: [],
    workloads: [{
      kind: 'Deployment',
      name: 'llama',
      namespace: 'inference',
      gangs: ['llama-0', 'llama-1'].map((name) => ({ name, pods: 1, minimum: 1, gpus: 8, verdict: 'runs', reason: '1 node of gpu' })),
    }],
  }, 0]);
});

test('Without a cluster nothing fails, and nothing is known', () => {
  const { stdout, exitCode } = run('plan', waits);
  expect([stdout.trimEnd().split('\n').pop(), exitCode]).toEqual(['4 gangs, 4 pods, 24 GPUs: 4 not known', 0]);
});

test('Nothing that runs', () => {
  const config = file('config.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  expect(run('plan', config, '--cluster', cluster)).toMatchObject({ stdout: expect.stringMatching(/0 gangs, 0 pods, 0 GPUs on 0 nodes\n$/), exitCode: 0 });
});

test.each<[string, string[], RegExp]>([
  ['a file that is not there', ['no.yaml'], /^error: no\.yaml: there is no such file/],
  ['a cluster that is not there', [runs, '--cluster', 'no.yaml'], /^error: --cluster no\.yaml: there is no such file\n$/],
  ['a format that is none', [runs, '--format', 'sarif'], /Choose one of text, json\./],
])('%s: 2', (_, argv, message) => {
  const { stderr, exitCode } = run('plan', ...argv);
  expect(stderr).toMatch(message);
  expect(exitCode).toBe(2);
});
