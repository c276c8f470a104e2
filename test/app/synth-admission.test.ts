import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { inspect } from 'util';
import { ApiObject, App, Chart } from 'cdk8s';
import { Rule, RuleContext, Severity } from '../../lib';
import { InferenceApp } from '../../lib/app';
import { Admission } from '../../lib/app/admission';
import { Cluster, KubernetesVersion, NodePool, Release } from '../../lib/cluster';
import { DynamoGraph } from '../../lib/serving';
import { Engine, Model, Parallelism, Workload } from '../../lib/workload';
import { filesIn } from '../examples/program';
import { CPU, RACK } from '../support/cluster';

const ROOT = path.join(__dirname, '..', '..');
const TOKEN = 'hf_0123456789abcdefghij';
const facts = { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34 };

let outdir: string;
let told: string[];
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'synth-admission-'));
  told = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => { throw new Error(`stdout: ${text}`); });
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(outdir, { recursive: true });
});

function configMap(scope: Chart, id: string, data: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data } as any);
}

function messageOf(synth: () => unknown): string {
  try {
    synth();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

/** Worker of 6 GPUs on nodes of 4. */
function wrongGraph(scope: App): Chart {
  const chart = new Chart(new Cluster(scope, 'gb200', { ...facts, pools: [RACK, CPU] }), 'r1', { namespace: 'inference' });
  const graph = new DynamoGraph(chart, 'dsr1', { engine: Engine.vllm(), model: Model.huggingFace('org/model') });
  graph.addFrontend();
  graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 6 }) });
  return chart;
}

/** Counts how often it is asked, and warns. */
class Asked extends Rule {
  public times = 0;

  constructor(severity = Severity.WARNING) {
    super({ id: 'ACME-01', title: 'Nothing is asked twice', evidence: 'our handbook', severity });
  }

  public check(context: RuleContext): void {
    this.times++;
    for (const object of context.manifests.objects) context.report(object, { message: `asked on ${context.release ?? 'no release'}`, fix: 'nothing' });
  }
}

describe('synth() of an InferenceApp', () => {
  test('one error has what manifests, constructs, validations, rendering and files have wrong; nothing is written or removed', () => {
    const dist = path.join(outdir, 'dist');
    const before = new InferenceApp({ outdir: dist });
    configMap(new Chart(before, 'before'), 'a');
    before.synth();

    const app = new InferenceApp({ outdir: dist });
    wrongGraph(app);
    const chart = new Chart(app, 'chart');
    configMap(chart, 'secret', { token: TOKEN });
    configMap(chart, 'date', { at: new Date(0) });
    configMap(chart, 'strict').node.addValidation({ validate: () => ['it must be stricter'] });
    configMap(chart, 'broken').node.addValidation({ validate: () => { throw new Error('the validation failed'); } });
    const [one, other] = ['one', 'other'].map((id) => configMap(chart, id));
    one.addDependency(other);
    other.addDependency(one);
    const message = messageOf(() => app.synth());
    for (const line of [
      'DynamoGraphDeployment inference/dsr1 (gb200/r1/dsr1/worker)\n  error DGD-22: tensor 6 = 6 GPUs',
      'ConfigMap secret (chart/secret)\n  error SEC-01 data.token: ',
      "chart/date\n  error ADM-03: Failed serializing construct at path 'chart/date'",
      'chart/strict\n  error ADM-02: it must be stricter',
      'chart/broken\n  error ADM-02: the validation failed',
      'chart/one\n  error ADM-05: depends on itself through its dependencies',
      '8 objects: 6 errors (0 refused on apply, 6 fail later)',
    ]) expect(message).toContain(line);
    expect(message).not.toContain(TOKEN);
    expect(Object.keys(filesIn(dist))).toEqual(['before.k8s.yaml']);
    expect(told).toEqual([]);
  });

  test('what a relation of ours refuses while rendering comes with its own way out', () => {
    const app = new InferenceApp({ outdir });
    const chart = new Chart(app, 'chart');
    Workload.fromApiObject(configMap(chart, 'object')).joinQueue('team');
    expect(messageOf(() => app.synth())).toContain([
      'chart/object', "  error ADM-03: ConfigMap 'object' - it has no pod template", '    fix: make the Workload of the object that makes the pods',
    ].join('\n'));
  });

  test('warnings go to stderr, once; quiet tells nothing', () => {
    const synth = (quiet?: boolean) => {
      const app = new InferenceApp({ outdir, quiet });
      configMap(new Chart(app, 'chart'), 'a');
      Admission.of(app).addRule(new Asked());
      app.synth();
    };
    synth(true);
    expect(told).toEqual([]);
    synth();
    expect(told).toEqual(['ConfigMap a (chart/a)\n  warning ACME-01: asked on no release\n    fix: nothing\n    refused by: nobody: it fails at run time\n\n1 object: 0 errors, 1 warning\n']);
    expect(Object.keys(filesIn(outdir))).toEqual(['chart.k8s.yaml']);
  });

  test('what could not be judged is told in a line', () => {
    const app = new InferenceApp({ outdir });
    new ApiObject(new Chart(app, 'chart'), 'a', { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' } });
    app.synth();
    expect(told).toEqual(['1 object: 0 errors, 1 without schema\n']);
  });

  test('enforce says facts, and nothing is judged twice', () => {
    const app = new InferenceApp({ outdir, quiet: true });
    configMap(new Chart(app, 'chart'), 'a');
    const rule = new Asked(Severity.ERROR);
    Admission.of(app).addRule(rule);
    Admission.enforce(app, { release: Release.DYNAMO_1_4 });
    expect(messageOf(() => app.synth())).toContain('asked on Dynamo 1.4');
    expect(rule.times).toBe(1);
    expect(messageOf(() => app.synthYaml())).toContain('asked on Dynamo 1.4');
    expect(Admission.check(app).errors).toHaveLength(1);
  });

  test('an error that nobody catches shows the report, and no manifest', () => {
    const app = new InferenceApp({ outdir });
    configMap(new Chart(app, 'chart'), 'a', { token: TOKEN });
    let error: unknown;
    try {
      app.synth();
    } catch (thrown) {
      error = thrown;
    }
    expect(inspect(error, { depth: 10 })).not.toContain(TOKEN);
    expect(inspect(error)).toMatch(/^\[?AdmissionError: the manifests were refused/);
  });

  test('two objects of one name in one cluster are an error; in two clusters they are not', () => {
    const app = new InferenceApp({ outdir });
    const clusters = ['one', 'two'].map((id) => new Cluster(app, id, { ...facts, pools: [CPU] }));
    for (const cluster of clusters) configMap(new Chart(cluster, 'a'), 'settings');
    app.synth();
    configMap(new Chart(clusters[0], 'b'), 'settings', { other: 'yes' });
    expect(messageOf(() => app.synth())).toContain('ConfigMap settings (one/b/settings)\n  error ADM-04 metadata.name: another ConfigMap has this name (one/a/settings)');
  });
});

describe('what constructs find', () => {
  test('is in the report of a chart, with rule, object, construct and fix', () => {
    const chart = wrongGraph(new App());
    const [finding] = Admission.check(chart).errors;
    expect(finding).toMatchObject({
      rule: 'DGD-22',
      severity: 'error',
      construct: 'gb200/r1/dsr1/worker',
      message: 'tensor 6 = 6 GPUs - not whole nodes of gb200-nvl72 (4 GPUs each)',
      fix: 'what can run: tensor x pipeline x data = 4 (1 node) or 8 (2 nodes)',
    });
    expect(String(finding.object)).toBe('DynamoGraphDeployment inference/dsr1');
    expect(Admission.check(chart).errors).toHaveLength(1);
  });

  test.each([[true], [false]])('is suppressed with a reason, with InferenceApp (%p) and without', (isOurs) => {
    const app = isOurs ? new InferenceApp({ outdir, quiet: true }) : new App({ outdir });
    const chart = wrongGraph(app);
    expect(messageOf(() => app.synth())).toContain('DGD-22: tensor 6 = 6 GPUs');
    expect(filesIn(outdir)).toEqual({});
    Admission.of(chart).suppress('DGD-22', { reason: 'nodes of 6 GPUs are on their way' });
    app.synth();
    expect(Object.keys(filesIn(outdir))).toHaveLength(1);
    expect(Admission.check(chart).suppressed.map(({ rule }) => rule)).toEqual(['DGD-22']);
  });

  test('is told once where the manifest says it too', () => {
    const app = new InferenceApp({ outdir });
    const chart = new Chart(new Cluster(app, 'h100', { ...facts, pools: [NodePool.hgxH100('gpu', { nodes: 1 })] }), 'chat', { namespace: 'inference' });
    const graph = new DynamoGraph(chart, 'chat', { engine: Engine.vllm({ image: 'registry/vllm:latest' }), model: Model.huggingFace('org/model') });
    graph.addWorker('worker', { parallelism: Parallelism.of({ tensor: 8 }) });
    const { errors } = Admission.check(chart);
    expect(errors.map(({ rule, construct, enforcedBy }) => `${rule} ${construct} ${enforcedBy}`)).toEqual(['DGD-02 h100/chat/chat the webhook of Dynamo operator']);
  });
});

describe('a program that is refused', () => {
  const PROGRAM = `
    const { InferenceApp } = require(${JSON.stringify(ROOT)});
    const { Chart, ApiObject } = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
    const app = new InferenceApp();
    new ApiObject(new Chart(app, 'chart'), 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, dat: { note: process.env.NOTE } });
    app.synth();
  `;

  test.each([
    ['node', ['main.js']],
    ['cdk8s synth', [path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s'), 'synth', '--check-upgrade=false']],
  ])('ends %s with an exit code other than 0, and writes nothing', (_, args) => {
    if (!fs.existsSync(path.join(ROOT, 'lib', 'index.js'))) throw new Error('compile first: npx projen compile');
    fs.writeFileSync(path.join(outdir, 'main.js'), PROGRAM);
    fs.writeFileSync(path.join(outdir, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: outdir, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } });
    expect(stdout + stderr).toContain('error SCHEMA-UNKNOWN-FIELD dat: ');
    expect(stdout).not.toContain('SCHEMA-UNKNOWN-FIELD');
    expect(status).not.toBe(0);
    expect(fs.existsSync(path.join(outdir, 'dist')) ? fs.readdirSync(path.join(outdir, 'dist')) : []).toEqual([]);
  }, 30_000);
});
