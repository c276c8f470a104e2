import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import Ajv from 'ajv';
import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { readInputs } from '../../lib/manifests/read';
import { sarifReport } from '../../lib/report/sarif';
import { builtInRules } from '../../lib/rules';

/** The schema of SARIF 2.1.0 as an npm package ships it; draft 4, of which it uses nothing that later drafts read otherwise. */
function sarifSchema(): object {
  const folder = path.join(path.dirname(require.resolve('@microsoft/jest-sarif/package.json')), 'lib', 'schemas');
  const { $schema: _, id: __, ...schema } = JSON.parse(fs.readFileSync(path.join(folder, 'sarif-2.1.0-rtm.5.json'), 'utf8'));
  return schema;
}

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addFormat('uri-reference', (text) => URL.canParse(text, 'file:///') && !/[ \\]/.test(text));
ajv.addFormat('date-time', true);
const isSarif = ajv.compile(sarifSchema());

const FILES: { readonly [name: string]: string } = {
  'clean.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'broken one.yaml': 'a: [\n',
  'many.yaml': [
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: B_}\ndata: {token: hf_0123456789abcdefghij}\n',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: p, annotations: {suppress.cdk8s-inference/SCHEMA-ENUM: a test, suppress.cdk8s-inference/SEC-01: ""}}\nspec: {restartPolicy: No, containers: []}\n',
    'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n',
    'just text\n',
    '',
  ].join('---\n'),
};

function reportOf(names: readonly string[]): unknown {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sarif-'));
  try {
    for (const name of names) fs.writeFileSync(path.join(folder, name), FILES[name]);
    const documents = [...readInputs([folder])];
    const rules = builtInRules();
    const report = admit(new ManifestSet(documents.flatMap(({ objects }) => objects)), {
      ...builtInChecks(), rules, readProblems: documents.flatMap(({ problems }) => problems),
    });
    return JSON.parse(JSON.stringify(sarifReport(report, rules, '1.2.3')));
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test.each([[[]], [['clean.yaml']], [Object.keys(FILES)]])('the report of %j is what the schema of SARIF says', (names) => {
  isSarif(reportOf(names));
  expect(isSarif.errors ?? []).toEqual([]);
});

test('a report without rules and places would be found', () => {
  const report = reportOf(Object.keys(FILES)) as any;
  report.runs[0].results[0].level = 'fatal';
  delete report.runs[0].results[1].message;
  isSarif(report);
  expect(isSarif.errors?.map(({ instancePath }) => instancePath)).toEqual(['/runs/0/results/0/level', '/runs/0/results/1']);
});
