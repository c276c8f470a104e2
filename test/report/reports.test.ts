import { admit } from '../../lib/admission/admit';
import { EnforcedBy } from '../../lib/admission/enforced-by';
import { Rule } from '../../lib/admission/rule';
import type { RuleContext } from '../../lib/admission/rule-context';
import { Severity } from '../../lib/admission/severity';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { jsonReport } from '../../lib/report/json';
import { sarifReport } from '../../lib/report/sarif';
import { textReport } from '../../lib/report/text';

class Named extends Rule {
  constructor() {
    super({ id: 'ACME-01', title: 'Names are short', layer: 'serving', evidence: 'our handbook', enforcedBy: EnforcedBy.webhook('acme') });
  }

  public check(context: RuleContext): void {
    for (const object of context.manifests.objects) {
      if (object.kind === 'Unknown') context.notEvaluated('the kind is not known', object);
      else if (object.name.length > 1) context.report(object, { path: ['metadata', 'name'], message: 'too long', fix: 'shorten it' });
      else context.report(object, { message: 'short', fix: 'nothing', severity: Severity.INFO });
    }
  }
}

const object = (kind: string, name: string, more: object = {}) => ({ apiVersion: 'v1', kind, metadata: { name, ...more } });

const RULE = new Named();
const REPORT = admit(
  new ManifestSet([
    ...ManifestSet.of([object('Pod', 'long'), object('Pod', 'quiet', { annotations: { 'suppress.cdk8s-inference/ACME-01': 'a test' } })], { file: './a b.yaml', line: 3 }).objects,
    ...ManifestSet.of([object('Unknown', 'x'), object('Unknown', 'x'), object('Pod', 'p', { namespace: 'n' })], { construct: 'chart/p' }).objects,
  ]),
  {
    rules: [RULE],
    schema: (manifest) => ({ checked: manifest.kind !== 'Unknown', problems: [], defaulted: manifest }),
    readProblems: [{ rule: 'READ-SYNTAX', file: '/tmp/c.yaml', line: 7, message: 'the text is no YAML', fix: 'correct the YAML' }],
  },
);

test('Text: grouped by object, who refuses it, what to write, then what was not judged', () => {
  expect(textReport(REPORT)).toBe([
    '/tmp/c.yaml:7',
    '  error READ-SYNTAX: the text is no YAML',
    '    fix: correct the YAML',
    '    refused by: the API server',
    '',
    'Pod long (./a b.yaml:3)',
    '  error ACME-01 metadata.name: too long',
    '    fix: shorten it',
    '    refused by: the webhook of acme',
    '',
    'Pod n/p (chart/p)',
    '  info ACME-01: short',
    '    fix: nothing',
    '    refused by: the webhook of acme',
    '',
    'Not checked against a schema:',
    '  v1 Unknown (2×)',
    '',
    'Not evaluated:',
    '  ACME-01 Unknown x: the kind is not known (2×)',
    '',
    '5 objects: 2 errors (2 refused on apply, 0 fail later), 1 for information, 1 suppressed, 2 without schema, 2 not evaluated',
    '',
  ].join('\n'));
});

test('JSON: summary, findings, what was not checked and not evaluated', () => {
  const unknown = { object: { apiVersion: 'v1', kind: 'Unknown', name: 'x' } };
  expect(JSON.parse(JSON.stringify(jsonReport(REPORT)))).toEqual({
    summary: { objects: 5, errors: 2, warnings: 0, infos: 1, refused: 2, suppressed: 1, notChecked: 2, notEvaluated: 2 },
    findings: [
      { rule: 'READ-SYNTAX', severity: 'error', enforcedBy: 'apiserver', message: 'line 7: the text is no YAML', fix: 'correct the YAML', path: '', file: '/tmp/c.yaml' },
      {
        rule: 'ACME-01',
        severity: 'error',
        enforcedBy: 'webhook',
        message: 'too long',
        fix: 'shorten it',
        object: { apiVersion: 'v1', kind: 'Pod', name: 'long' },
        path: 'metadata.name',
        file: './a b.yaml',
      },
      {
        rule: 'ACME-01',
        severity: 'info',
        enforcedBy: 'webhook',
        message: 'short',
        fix: 'nothing',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p' },
        path: '',
        construct: 'chart/p',
      },
    ],
    notChecked: [1, 2].map(() => ({ ...unknown, reason: 'there is no schema of v1 Unknown' })),
    notEvaluated: [1, 2].map(() => ({ rule: 'ACME-01', ...unknown, reason: 'the kind is not known' })),
  });
});

test('SARIF: a run with the rules that found something, places in files and objects, suppressions', () => {
  const sarif = JSON.parse(JSON.stringify(sarifReport(REPORT, [RULE], '1.2.3'))) as any;
  expect(Object.keys(sarif)).toEqual(['$schema', 'version', 'runs']);
  expect([sarif.version, sarif.runs.length]).toEqual(['2.1.0', 1]);
  const [{ tool, results }] = sarif.runs;
  expect(tool.driver).toEqual({
    name: 'cdk8s-inference',
    version: '1.2.3',
    informationUri: 'https://github.com/cdk8s-inference/cdk8s-inference',
    rules: [
      {
        id: 'ACME-01',
        shortDescription: { text: 'Names are short' },
        help: { text: 'Evidence: our handbook' },
        defaultConfiguration: { level: 'error' },
        properties: { layer: 'serving', enforcedBy: 'webhook' },
      },
      { id: 'READ-SYNTAX' },
    ],
  });
  expect(results.map(({ ruleId, ruleIndex, level, suppressions }: any) => [ruleId, ruleIndex, level, suppressions])).toEqual([
    ['READ-SYNTAX', 1, 'error', undefined],
    ['ACME-01', 0, 'error', undefined],
    ['ACME-01', 0, 'note', undefined],
    ['ACME-01', 0, 'error', [{ kind: 'inSource' }]],
  ]);
  expect(results.map(({ message }: any) => message.text)).toEqual([
    'the text is no YAML. Fix: correct the YAML',
    'Pod long: metadata.name: too long. Fix: shorten it',
    'Pod n/p: short. Fix: nothing',
    'Pod quiet: metadata.name: too long. Fix: shorten it',
  ]);
  expect(results.slice(0, 3).map(({ locations }: any) => locations)).toEqual([
    [{ physicalLocation: { artifactLocation: { uri: 'file:///tmp/c.yaml' }, region: { startLine: 7 } } }],
    [{
      physicalLocation: { artifactLocation: { uri: 'a%20b.yaml' }, region: { startLine: 3 } },
      logicalLocations: [{ fullyQualifiedName: 'Pod long metadata.name', kind: 'object' }],
    }],
    [{ logicalLocations: [{ fullyQualifiedName: 'Pod n/p', kind: 'object' }, { fullyQualifiedName: 'chart/p', kind: 'module' }] }],
  ]);
});

test('No report repeats a credential, also of an object that it lists elsewhere', () => {
  const token = 'hf_0123456789abcdefghij';
  const report = admit(ManifestSet.of([{ ...object('Pod', token), [token]: token }]), { rules: [RULE] });
  for (const text of [textReport(report), JSON.stringify(jsonReport(report)), JSON.stringify(sarifReport(report, [RULE], '1')), String(report)]) expect(text).not.toContain(token);
});
