import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Rule, RuleContext, Severity } from '../../lib';
import { Admission } from '../../lib/app/admission';
import { Cluster, KubernetesVersion, Release } from '../../lib/cluster';
import { CPU } from '../support/cluster';

function configMap(scope: Chart, id: string, data: object = {}): ApiObject {
  return new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data } as any);
}

const TOKEN = 'hf_0123456789abcdefghij';

/** A rule of a user, from the package's root. */
class Owned extends Rule {
  constructor() {
    super({ id: 'ACME-01', title: 'Every object has an owner', evidence: 'our handbook', severity: Severity.WARNING });
  }

  public check(context: RuleContext): void {
    for (const object of context.manifests.objects) {
      if (object.labels.owner !== undefined) continue;
      const message = `no owner on ${context.release ?? 'an unknown release'}`;
      context.report(object, { path: ['metadata', 'labels'], message, fix: 'add the label owner' });
    }
  }
}

const short = (findings: Array<{ rule: string; construct?: string; path: string; message: string }>) =>
  findings.map(({ rule, construct, path: at, message }) => `${rule} ${construct} ${at}: ${message}`);

test('check judges what a chart renders, and names the construct', () => {
  const chart = Testing.chart();
  configMap(chart, 'good');
  configMap(chart, 'bad', { token: TOKEN });
  const report = Admission.check(chart);
  expect(short(report.errors)).toEqual(['SEC-01 test/bad data.token: a credential is written out: it has the form of a token or private key']);
  expect(report.summary.objects).toBe(2);
  expect(() => Admission.assertNoErrors(chart)).toThrow(
    'the manifests were refused, nothing was written:\n\nConfigMap bad (test/bad)\n  error SEC-01 data.token: a credential is written out',
  );
  const [good] = [new Chart(new App(), 'good')];
  configMap(good, 'good');
  expect(() => Admission.assertNoErrors(good)).not.toThrow();
});

test('A construct takes findings of a rule out, for itself and everything below', () => {
  const app = Testing.app();
  const [one, two] = ['one', 'two'].map((id) => new Chart(app, id, { namespace: id }));
  for (const chart of [one, two]) configMap(chart, 'bad', { token: TOKEN });
  Admission.of(one).suppress('SEC-01', { reason: 'a token of the test server' });
  const report = Admission.check(app);
  expect(report.errors.map(({ construct }) => construct)).toEqual(['two/bad']);
  expect(report.suppressed.map(({ construct }) => construct)).toEqual(['one/bad']);
  expect(report.warnings).toEqual([]);
});

test('A suppression without reason is refused; one that nothing needs is a warning', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'chart');
  configMap(chart, 'good');
  expect(() => Admission.of(chart).suppress('SEC-01', { reason: '' })).toThrow(
    "chart: SEC-01 with reason '' - nobody can tell later whether it still holds. Fix: say why the finding is right as it is",
  );
  Admission.of(chart).suppress('SEC-01', { reason: 'because' });
  expect(short(Admission.check(app).findings)).toEqual(['SUP-02 chart : SEC-01 is suppressed but finds nothing']);
});

test('With several clusters a suppression that none of them needs is a warning, once; one that a single cluster needs is not', () => {
  const told = (bad: readonly string[]) => {
    const app = Testing.app();
    const charts = ['a', 'b'].map((id) => new Chart(new Cluster(app, id, { release: Release.DYNAMO_1_4, kubernetes: KubernetesVersion.V1_34, pools: [CPU] }), 'chart'));
    charts.forEach((chart) => configMap(chart, 'x', bad.includes(chart.node.path) ? { token: TOKEN } : {}));
    Admission.of(app).suppress('SEC-01', { reason: 'a token of the test server' });
    Admission.of(charts[0]).suppress('SEC-01', { reason: 'the same' });
    return [short(Admission.check(app).findings), short(Admission.check(charts[0]).findings)];
  };
  expect(told([])).toEqual([['SUP-02 a/chart : SEC-01 is suppressed but finds nothing', 'SUP-02  : SEC-01 is suppressed but finds nothing'], []]);
  expect(told(['b/chart'])).toEqual([['SUP-02 a/chart : SEC-01 is suppressed but finds nothing'], []]);
  expect(told(['a/chart'])).toEqual([[], []]);
});

test("A user's rule sees each cluster by itself, with its release", () => {
  const app = Testing.app();
  Admission.of(app).addRule(new Owned());
  for (const [id, release] of [['a', Release.DYNAMO_1_4], ['b', Release.DYNAMO_1_6]] as const) {
    configMap(new Chart(new Cluster(app, id, { release, kubernetes: KubernetesVersion.V1_34, pools: [CPU] }), 'chart'), 'x');
  }
  configMap(new Chart(app, 'none'), 'x');
  expect(short(Admission.check(app).findings)).toEqual([
    'ACME-01 a/chart/x metadata.labels: no owner on Dynamo 1.4',
    'ACME-01 b/chart/x metadata.labels: no owner on Dynamo 1.6',
    'ACME-01 none/x metadata.labels: no owner on an unknown release',
  ]);
});

describe('enforce', () => {
  const outdir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'admission-')), 'dist');
  afterAll(() => fs.rmSync(path.dirname(outdir), { recursive: true }));

  test('synth of a plain cdk8s app throws one error with the report, and writes no manifest', () => {
    const app = new App({ outdir });
    configMap(new Chart(app, 'one'), 'bad', { token: TOKEN });
    configMap(new Chart(app, 'two'), 'worse', { token: TOKEN });
    Admission.enforce(app);
    let error: Error | undefined;
    try {
      app.synth();
    } catch (thrown) {
      error = thrown as Error;
    }
    expect(error!.name).toBe('AdmissionError');
    expect(error!.message).toMatch(/2 objects: 2 errors \(0 refused on apply, 2 fail later\)$/);
    expect(error!.stack).toBe(`AdmissionError: ${error!.message}`);
    expect(error!.stack).not.toContain(TOKEN);
    expect(fs.existsSync(outdir) ? fs.readdirSync(outdir) : []).toEqual([]);
  });

  test('warnings go to stderr once, and the manifests are written', () => {
    const written: string[] = [];
    const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    try {
      const app = new App({ outdir });
      for (const id of ['one', 'two']) configMap(new Chart(app, id), `x-${id}`);
      Admission.of(app).addRule(new Owned());
      Admission.enforce(app);
      app.synth();
    } finally {
      spy.mockRestore();
    }
    expect(written).toHaveLength(1);
    expect(written[0]).toContain('2 objects: 0 errors, 2 warnings');
    expect(fs.readdirSync(outdir).sort()).toEqual(['one.k8s.yaml', 'two.k8s.yaml']);
  });

  test('what was added after a synth is judged too', () => {
    const app = new App({ outdir });
    const chart = new Chart(app, 'one');
    configMap(chart, 'good');
    Admission.enforce(app);
    app.synth();
    configMap(chart, 'bad', { token: TOKEN });
    expect(() => app.synth()).toThrow('the manifests were refused');
  });
});
