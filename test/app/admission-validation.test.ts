import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { AdmissionValidation } from '../../lib/app/admission-validation';

const ROOT = path.join(__dirname, '..', '..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plugin-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const PROGRAM = `
const { App, Chart, ApiObject } = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
const app = new App();
const chart = new Chart(app, 'chart');
new ApiObject(chart, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data: { note: process.env.EXAMPLE } });
app.synth();
`;

/** cdk8s-cli, on an app that uses none of our constructs. */
function synth(value: string) {
  fs.writeFileSync(path.join(folder, 'main.js'), PROGRAM);
  fs.writeFileSync(path.join(folder, 'cdk8s.yaml'), [
    'language: typescript', 'app: node main.js', 'validations:', `  - package: ${ROOT}`, '    version: 0.0.0', '    class: AdmissionValidation',
    '    properties: { release: dynamo-1.4, kubernetes: "1.34" }', '',
  ].join('\n'));
  const cli = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8', env: { ...process.env, EXAMPLE: value, FORCE_COLOR: '0' } });
  return { status, output: stdout + stderr };
}

beforeAll(() => {
  if (!fs.existsSync(path.join(ROOT, 'lib', 'index.js'))) throw new Error('compile first: npx projen compile');
});

test('cdk8s synth fails on what the plugin finds, and says it', () => {
  const { status, output } = synth('hf_0123456789abcdefghij');
  expect(output).toContain('SEC-01 (1 occurrences)');
  expect(output).toContain('> data.note');
  expect(output).toContain('How to fix: keep it in a Secret and refer to it: valueFrom: { secretKeyRef: { name, key } }');
  expect(output).not.toContain('hf_0123456789');
  expect(status).toBe(2);
}, 30_000);

test('cdk8s synth passes with the plugin where nothing is wrong', () => {
  const { status, output } = synth('nothing secret');
  expect({ output, status }).toEqual({ output: expect.stringMatching(/success/), status: 0 });
}, 30_000);

describe('called as cdk8s-cli does', () => {
  async function validate(text: string, props = {}) {
    const file = path.join(folder, 'direct.yaml');
    fs.writeFileSync(file, text);
    const violations: any[] = [];
    let status: unknown;
    const report = { addViolation: (violation: object) => violations.push(violation), submit: (...submitted: unknown[]) => { status = submitted; } };
    await new AdmissionValidation(props).validate({ manifests: [file], metadata: { a: { path: 'chart/a' } }, report });
    return { violations, status, file };
  }

  test('objects with the same finding are one violation, with the construct where the CLI knows it', async () => {
    const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {t: hf_0123456789abcdefghij}\n`;
    const { violations, status, file } = await validate(`${map('a')}---\n${map('b')}`);
    expect(violations).toEqual([{
      ruleName: 'SEC-01',
      recommendation: 'error: a credential is written out: it has the form of a token or private key (refused by nobody: it fails at run time)',
      fix: 'keep it in a Secret and refer to it: valueFrom: { secretKeyRef: { name, key } }',
      violatingResources: [
        { resourceName: 'a', locations: ['data.t'], manifestPath: file, constructPath: 'chart/a' },
        { resourceName: 'b', locations: ['data.t'], manifestPath: file, constructPath: undefined },
      ],
    }]);
    expect(status).toEqual(['failure', expect.objectContaining({ objects: '2', errors: '2' })]);
  });

  test('warnings fail only where it is strict', async () => {
    const unused = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, annotations: {suppress.cdk8s-inference/SEC-01: because}}\n';
    expect((await validate(unused)).status).toEqual(['success', expect.objectContaining({ warnings: '1' })]);
    expect((await validate(unused, { strict: true })).status).toEqual(['failure', expect.objectContaining({ warnings: '1' })]);
  });

  test('a release or version that is not known is refused', () => {
    expect(() => new AdmissionValidation({ release: 'dynamo-0.1' })).toThrow(/^Release: '0\.1' - the library knows the lines/);
    expect(() => new AdmissionValidation({ kubernetes: '1.2' })).toThrow(/^KubernetesVersion: '1\.2' - the library knows/);
  });

  test('a cluster file says release, version and nodes; kinds without schema are named', async () => {
    const cluster = path.join(folder, 'cluster.yaml');
    fs.writeFileSync(cluster, 'kubernetes: "1.34"\nrelease: dynamo-1.4\npools: [{ name: gpu, system: hgx-h100, groups: [{ count: 2 }] }]\noperators: { kaiGpuSharing: false }\n');
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {gpu-fraction: "0.5"}}\nspec: {schedulerName: kai-scheduler, containers: [{name: a, image: "x:1"}]}\n';
    const other = 'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n';
    const without = await validate(`${pod}---\n${other}`);
    const { violations, status } = await validate(`${pod}---\n${other}`, { cluster });
    const ids = (found: typeof violations) => found.map(({ ruleName }) => ruleName);
    expect([ids(without.violations).includes('KAI-106'), ids(violations).includes('KAI-106')]).toEqual([false, true]);
    expect(status).toEqual(['failure', expect.objectContaining({ notChecked: '1: there is no schema of example.com/v1 Other' })]);
    expect(() => new AdmissionValidation({ cluster: 'no.yaml' })).toThrow('AdmissionValidation: cluster: no.yaml - there is no such file. Fix: give the path of a cluster.yaml, from the folder of cdk8s.yaml');
  });
});
