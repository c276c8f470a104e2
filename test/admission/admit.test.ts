import { admit, AdmitOptions } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { EnforcedBy } from '../../lib/admission/enforced-by';
import { Rule, RuleProps } from '../../lib/admission/rule';
import type { RuleContext } from '../../lib/admission/rule-context';
import { Severity } from '../../lib/admission/severity';
import { Release } from '../../lib/facts/release';
import type { Manifest } from '../../lib/manifests/manifest';
import { ManifestSet } from '../../lib/manifests/manifest-set';

/** A rule as a user writes one. */
class Replicas extends Rule {
  constructor(props: Partial<RuleProps> = {}) {
    super({ id: 'ACME-01', title: 'Deployments have two replicas', evidence: 'our runbook', severity: Severity.WARNING, ...props });
  }

  public check(context: RuleContext): void {
    for (const object of context.manifests.ofKind('apps', 'Deployment')) {
      const replicas = object.get('spec', 'replicas');
      if (replicas === undefined) context.notEvaluated('spec.replicas is left to an autoscaler', object);
      else if (replicas !== 2) context.report(object, { path: ['spec', 'replicas'], message: `${String(replicas)} replicas`, fix: 'write 2' });
    }
  }
}

const deployment = (name: string, replicas?: unknown, annotations?: object) =>
  ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, annotations }, spec: { replicas } });

function judge(manifests: unknown[], options: Partial<AdmitOptions> = {}) {
  return admit(ManifestSet.of(manifests, { file: 'a.yaml' }), { rules: [new Replicas()], ...options });
}

const short = (report: ReturnType<typeof judge>) =>
  report.findings.map(({ rule, severity, enforcedBy, object, path, message, fix }) => `${severity} ${rule} [${enforcedBy.name}] ${object} ${path}: ${message}. ${fix}`);

test("A user's rule reports and says what it could not judge", () => {
  const report = judge([deployment('a', 1), deployment('b', 2), deployment('c')]);
  expect(short(report)).toEqual(['warning ACME-01 [runtime] Deployment a spec.replicas: 1 replicas. write 2']);
  expect(report.findings[0].file).toBe('a.yaml');
  expect(report.notEvaluated.map(({ rule, reason, object }) => `${rule} ${object}: ${reason}`)).toEqual(['ACME-01 Deployment c: spec.replicas is left to an autoscaler']);
  expect([report.hasErrors, report.summary]).toEqual([false, {
    objects: 3, errors: 0, warnings: 1, infos: 0, refused: 0, suppressed: 0, notChecked: 0, notEvaluated: 1,
  }]);
  expect(String(report)).toBe('warning ACME-01 a.yaml Deployment a spec.replicas: 1 replicas. Fix: write 2');
});

test('A rule that fails is an error, and the others are judged', () => {
  class Broken extends Rule {
    public check(): void {
      throw new Error('cannot read hf_0123456789abcdef');
    }
  }
  const report = judge([deployment('a', 1)], { rules: [new Broken({ id: 'ACME-02', title: 't', evidence: 'e' }), new Replicas()] });
  expect(short(report)).toEqual([
    'error ADM-01 [runtime] undefined : rule ACME-02 failed: cannot read ***. report it to the author of the rule, with the manifests',
    'warning ACME-01 [runtime] Deployment a spec.replicas: 1 replicas. write 2',
  ]);
});

describe('schema and CEL', () => {
  const schema: AdmitOptions['schema'] = (manifest) => ({
    checked: manifest.kind === 'Deployment',
    problems: manifest.metadata?.name === 'bad' ? [{ rule: 'SCHEMA-TYPE', path: ['spec', 'replicas'], message: 'not an integer', fix: 'write one' }] : [],
    defaulted: { ...manifest, defaulted: true } as Manifest,
  });

  test('CEL runs on the defaulted object, and only where the shape is right', () => {
    const seen: unknown[] = [];
    const report = judge([deployment('bad'), deployment('a'), { apiVersion: 'example.com/v1', kind: 'Other', metadata: { name: 'o' } }], {
      schema,
      cel: ({ defaulted }, before) => {
        seen.push([defaulted.metadata!.name, defaulted.defaulted, before?.defaulted.defaulted]);
        return [{ rule: 'CEL-apps-1', path: [], message: 'no', fix: 'yes' }];
      },
      facts: { previous: ManifestSet.of([deployment('a')]) },
      rules: [],
    });
    expect(seen).toEqual([['a', true, true]]);
    expect(short(report)).toEqual([
      'error SCHEMA-TYPE [apiserver] Deployment bad spec.replicas: not an integer. write one',
      'error CEL-apps-1 [apiserver] Deployment a : no. yes',
    ]);
    expect(report.notChecked.map(({ object, reason }) => `${object}: ${reason}`)).toEqual(['Other o: there is no schema of example.com/v1 Other']);
    expect(report.summary).toMatchObject({ errors: 2, refused: 2, notChecked: 1 });
  });

  test('a duplicate stops no CEL rule, too many items do', () => {
    const graph = (names: string[]) => ({
      apiVersion: 'nvidia.com/v1beta1', kind: 'DynamoGraphDeployment', metadata: { name: 'chat' }, spec: { components: names.map((name) => ({ name, type: 'worker' })) },
    });
    const ids = (names: string[]) => judge([graph(names)], { rules: [], facts: { release: Release.DYNAMO_1_4 }, ...builtInChecks() }).findings
      .map(({ rule }) => rule.replace(/\d+$/, 'n'));
    expect(ids(['a', 'a'])).toEqual(['SCHEMA-DUPLICATE-KEY', 'CEL-dynamo-n']);
    expect(ids(Array.from({ length: 26 }, (_, i) => `a${i % 25}`))).toEqual(['SCHEMA-RANGE', 'SCHEMA-DUPLICATE-KEY']);
  });

  test('what a rule says of the API server replaces the schema at the same place', () => {
    const by = (enforcedBy?: EnforcedBy) => short(judge([deployment('bad', 3)], { schema, rules: [new Replicas({ severity: Severity.ERROR, enforcedBy })] }));
    expect(by(EnforcedBy.API_SERVER)).toEqual(['error ACME-01 [apiserver] Deployment bad spec.replicas: 3 replicas. write 2']);
    expect(by()).toHaveLength(2);
  });

  test('Rules may ask for the defaulted object', () => {
    class Defaults extends Rule {
      public check(context: RuleContext): void {
        for (const object of context.manifests.objects) context.report(object, { message: String(context.defaulted(object).defaulted), fix: '-' });
      }
    }
    const rule = new Defaults({ id: 'ACME-03', title: 't', evidence: 'e', enforcedBy: EnforcedBy.webhook('acme') });
    expect(short(judge([deployment('a')], { schema, rules: [rule] }))).toEqual(['error ACME-03 [webhook] Deployment a : true. -']);
    expect(short(judge([deployment('a')], { rules: [rule] }))).toEqual(['error ACME-03 [webhook] Deployment a : undefined. -']);
  });
});

test('Findings stand in the order of the objects; those of files first', () => {
  const report = judge([deployment('a', 1), deployment('b', 1)], {
    rules: [new Replicas(), new Replicas({ id: 'ACME-04' })],
    readProblems: [{ rule: 'READ-SYNTAX', file: 'b.yaml', line: 3, message: 'broken', fix: 'correct' }, { rule: 'READ-EMPTY', file: 'c.yaml', message: 'empty', fix: 'remove' }],
  });
  expect(report.findings.map(({ rule, severity, object, file, line }) => [rule, severity, object?.name, file, line])).toEqual([
    ['READ-SYNTAX', 'error', undefined, 'b.yaml', 3],
    ['READ-EMPTY', 'info', undefined, 'c.yaml', undefined],
    ['ACME-01', 'warning', 'a', 'a.yaml', undefined],
    ['ACME-04', 'warning', 'a', 'a.yaml', undefined],
    ['ACME-01', 'warning', 'b', 'a.yaml', undefined],
    ['ACME-04', 'warning', 'b', 'a.yaml', undefined],
  ]);
});

describe('suppressions', () => {
  const key = 'suppress.cdk8s-inference/ACME-01';

  test('An annotation with a reason takes the findings of one object out', () => {
    const report = judge([deployment('a', 1, { [key]: 'a test cluster' }), deployment('b', 1)]);
    expect(report.findings.map(({ object }) => object!.name)).toEqual(['b']);
    expect(report.suppressed.map(({ object }) => object!.name)).toEqual(['a']);
  });

  test('One without reason is an error, and suppresses nothing', () => {
    expect(short(judge([deployment('a', 1, { [key]: ' ' })]))).toEqual([
      'warning ACME-01 [runtime] Deployment a spec.replicas: 1 replicas. write 2',
      `error SUP-01 [runtime] Deployment a metadata.annotations[${key}]: ACME-01 is suppressed without a reason. say why the finding is right as it is`,
    ]);
  });

  test('One that nothing needs is a warning, unless the rule could not be judged or not everything is there', () => {
    expect(short(judge([deployment('a', 2, { [key]: 'because' })]))).toEqual([
      `warning SUP-02 [runtime] Deployment a metadata.annotations[${key}]: ACME-01 is suppressed but finds nothing. remove the suppression`,
    ]);
    expect(judge([deployment('a', undefined, { [key]: 'because' })]).findings).toEqual([]);
    expect(judge([deployment('a', 2, { [key]: 'because' })], { complete: false }).findings).toEqual([]);
  });

  test('A construct suppresses for everything below it', () => {
    const set = new ManifestSet([
      ...ManifestSet.of([deployment('a', 1)], { construct: 'app/chart/a' }).objects,
      ...ManifestSet.of([deployment('b', 1)], { construct: 'app/chart2/b' }).objects,
    ]);
    const report = admit(set, { rules: [new Replicas()], suppressions: [{ rule: 'ACME-01', reason: 'because', construct: 'app/chart' }] });
    expect([report.findings.map(({ object }) => object!.name), report.suppressed.map(({ object }) => object!.name)]).toEqual([['b'], ['a']]);
  });
});

test('Messages repeat no credential of their object, whatever its form', () => {
  class Chatty extends Rule {
    public check(context: RuleContext): void {
      for (const object of context.manifests.objects) context.report(object, { message: JSON.stringify(object.manifest), fix: 'remove hf_0123456789abcdef' });
    }
  }
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    spec: { containers: [{ name: 'a', env: [{ name: 'DB_PASSWORD', value: 'pa"ss word' }, { name: 'API_KEY', value: 'abc' }], args: ['--key', '-----BEGIN RSA PRIVATE KEY-----\nMIIx'] }] },
  };
  const [{ message, fix }] = judge([pod], { rules: [new Chatty({ id: 'ACME-05', title: 't', evidence: 'e' })] }).findings;
  expect(message).toBe('{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"name":"a","env":[{"name":"DB_PASSWORD","value":"***"},{"name":"API_KEY","value":"***"}],"args":["--key","***');
  expect(fix).toBe('remove ***');
});
