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

describe('What expansion leaves out is told on standard error', () => {
  const told = (...manifests: object[]) => run('expand', file('told.yaml', manifests.map((each) => JSON.stringify(each)).join('\n---\n')), '--format', 'json').stderr;
  const of = (apiVersion: string, kind: string, name: string, spec: object = {}) => ({ apiVersion, kind, metadata: { name }, spec });

  test.each([
    ['nvidia.com/v1beta1', 'DynamoGraphDeploymentRequest', 'the profiling Job, and the graph that it writes'],
    ['nvidia.com/v1alpha1', 'DynamoCheckpoint', 'what takes the checkpoint: no reference says which objects'],
    ['apps/v1', 'DaemonSet', 'its pods, one for each node'],
    ['ray.io/v1', 'RayCluster', 'what the controller of ray.io makes: the library does not know it'],
    ['v1', 'Deployment', 'nothing: Kubernetes has no Deployment in v1, only in apps'],
  ])('%s %s', (apiVersion, kind, what) => {
    expect(told(of(apiVersion, kind, 'x'))).toContain(`told.yaml:1: ${kind} x: not expanded: ${what}`);
  });

  test('nothing of what makes nothing', () => {
    const quiet = [of('v1', 'ConfigMap', 'c'), of('scheduling.run.ai/v2', 'Queue', 'q'), of('nvidia.com/v1alpha1', 'DynamoModel', 'm'), of('v1', 'LimitRange', 'l')];
    expect(told(...quiet)).toBe('nothing: no operator makes anything of these manifests\n');
  });

  test('several of a kind in one line', () => {
    expect(told(of('apps/v1', 'DaemonSet', 'a'), of('apps/v1', 'DaemonSet', 'b')).split('\n')[0]).toMatch(/told\.yaml:1: DaemonSet a and 1 more: not expanded/);
  });

  test('parts of a graph', () => {
    const Frontend = { componentType: 'frontend', extraPodSpec: { mainContainer: { image: 'a' } } };
    const graph = (service: object) => of('nvidia.com/v1alpha1', 'DynamoGraphDeployment', 'g', { services: { Frontend: { ...Frontend, ...service } } });
    expect(told(graph({ ingress: { enabled: true, host: 'a' } }))).toMatch(/^note: .*told\.yaml:1: DynamoGraphDeployment g: not expanded: the Ingress or VirtualService/);
    expect(told(graph({ ingress: { enabled: false } }))).toBe('');
  });

  test('where the operator gives up', () => {
    const graph = of('nvidia.com/v1beta1', 'DynamoGraphDeployment', 'g', { components: [{ name: 'w', type: 'worker', multinode: { nodeCount: 2 } }] });
    const { stderr } = run('expand', file('graph.yaml', JSON.stringify(graph)), '--grove', 'false', '--format', 'json');
    expect(stderr).toContain('DynamoGraphDeployment g: the operator gives up on it, and makes nothing more: nothing runs an engine over several nodes without Grove and LeaderWorkerSet');
  });

  test('where it has LeaderWorkerSet, it does not; the command line counts more than the file', () => {
    const worker = { name: 'w', type: 'worker', multinode: { nodeCount: 2 }, podTemplate: { spec: { containers: [{ name: 'main', image: 'example.com/a:1', command: ['python3'], args: ['-m', 'dynamo.vllm'] }] } } };
    const graph = file('several.yaml', JSON.stringify(of('nvidia.com/v1beta1', 'DynamoGraphDeployment', 'g', { backendFramework: 'vllm', components: [worker] })));
    const cluster = file('lws.yaml', 'operators: {grove: false, leaderWorkerSet: true}\npools: []\n');
    const sets = (...options: string[]) => {
      const { stdout, exitCode } = run('expand', graph, ...options, '--format', 'json');
      return [JSON.parse(stdout).filter(({ kind }: { kind: string }) => kind === 'LeaderWorkerSet').length, exitCode];
    };
    expect(sets('--grove', 'false', '--lws', 'true')).toEqual([1, 0]);
    expect(sets('--grove', 'false', '--lws', 'false')).toEqual([0, 0]);
    expect(sets('--cluster', cluster)).toEqual([1, 0]);
    expect(sets('--cluster', cluster, '--lws', 'false')).toEqual([0, 0]);
    expect(sets('--lws', 'true')).toEqual([0, 0]); // Grove counts first
  });

  test('a pod that the API server refuses', () => {
    const probed = (startupProbe: object) => podCliqueSet({ cliques: [clique('w', { replicas: 2, podSpec: { containers: [{ name: 'main', image: 'a', startupProbe }] } })] });
    const stderr = told(probed({ initialDelaySeconds: 180 }));
    expect(stderr).toMatch(/^note: .*told\.yaml:1: PodCliqueSet p: the API server refuses its pod p-0-w-, and there will be none: /);
    expect(stderr).toMatch(/: spec\.containers\[0\]\.startupProbe: one of exec, .* is required\n$/);
    expect(told(probed({ initialDelaySeconds: 180, exec: { command: ['true'] } }))).toBe('');
  });
});

test('Inputs and numbers that cannot be: 2', () => {
  const missing = path.join(folder, 'none.yaml');
  expect(run('expand', missing)).toMatchObject({ stderr: expect.stringContaining(`error: ${missing}: there is no such file or folder`), exitCode: 2 });
  const huge = file('huge.yaml', JSON.stringify(podCliqueSet({ cliques: [clique('w')] }, { replicas: 1e9 })));
  expect(run('expand', huge)).toMatchObject({ stdout: '', stderr: expect.stringContaining(`error: ${huge}:1: PodCliqueSet p: spec.replicas: 1000000000`), exitCode: 2 });
  for (const option of ['--grove', '--lws']) expect(run('expand', set, option, 'perhaps')).toMatchObject({ stderr: expect.stringContaining('Choose one of true, false.'), exitCode: 2 });
});
