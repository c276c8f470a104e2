import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { main } from '../../lib/cli';

const TOKEN = 'hf_0123456789abcdefghij';
const FIX = 'keep it in a Secret and refer to it: valueFrom: { secretKeyRef: { name, key } }';
const MESSAGE = 'a credential is written out: it has the form of a token or private key';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'validate-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const config = (name: string, value: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: inference${more}}\ndata: {a: ${value}}\n`;

function file(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
}

function validate(...argv: string[]) {
  const written = { stdout: '', stderr: '' };
  const before = process.exitCode;
  const spies = (['stdout', 'stderr'] as const).map((stream) => jest.spyOn(process[stream], 'write').mockImplementation((text) => {
    written[stream] += String(text);
    return true;
  }));
  try {
    process.exitCode = undefined;
    main(['validate', ...argv]);
    return { ...written, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    spies.forEach((spy) => spy.mockRestore());
  }
}

const good = file('good.yaml', config('good', 'x'));
const bad = file('bad.yaml', `${config('good', 'x')}---\n${config('bad', TOKEN)}`);
const unused = file('unused.yaml', config('unused', 'x', ', annotations: {suppress.cdk8s-inference/SEC-01: because}'));

test('Nothing wrong: 0', () => {
  expect(validate(good)).toEqual({ stdout: '1 object: 0 errors\n', stderr: '', exitCode: 0 });
});

test('Findings as text, grouped by object, each with the fix: 1', () => {
  expect(validate(bad)).toEqual({
    stdout: [
      `ConfigMap inference/bad (${bad}:5)`,
      `  error SEC-01 data.a: ${MESSAGE}`,
      `    fix: ${FIX}`,
      '    refused by: nobody: it fails at run time',
      '',
      '2 objects: 1 error (0 refused on apply, 1 fail later)',
      '',
    ].join('\n'),
    stderr: '',
    exitCode: 1,
  });
});

test('Findings as JSON', () => {
  const { stdout, exitCode } = validate(bad, '--format', 'json');
  expect([JSON.parse(stdout), exitCode]).toEqual([{
    summary: { objects: 2, errors: 1, warnings: 0, infos: 0, refused: 0, suppressed: 0, notChecked: 0, notEvaluated: 0 },
    findings: [{
      rule: 'SEC-01',
      severity: 'error',
      enforcedBy: 'runtime',
      message: MESSAGE,
      fix: FIX,
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'inference', name: 'bad' },
      path: 'data.a',
      file: bad,
    }],
    notChecked: [],
    notEvaluated: [],
  }, 1]);
});

test('The keys of the JSON report, which programs read: these and no others, whoever refuses it', () => {
  const graph = 'apiVersion: nvidia.com/v1beta1\nkind: DynamoGraphDeployment\nmetadata: {name: g, namespace: n}\nspec: {components: []}\n';
  const claim = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x, port: 1}]}\n';
  const other = 'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n';
  const partitioned = 'apiVersion: v1\nkind: Pod\nmetadata: {name: q, annotations: {gpu-fraction: "0.5"}}\nspec: {schedulerName: kai-scheduler, containers: [{name: a, image: x}]}\n';
  const all = file('keys.yaml', [graph, claim, other, partitioned, config('bad', TOKEN)].join('---\n'));
  const { summary, ...lists } = JSON.parse(validate(all, '--format', 'json').stdout);

  expect(Object.keys(summary)).toEqual(['objects', 'errors', 'warnings', 'infos', 'refused', 'suppressed', 'notChecked', 'notEvaluated']);
  expect(Object.keys(lists)).toEqual(['findings', 'notChecked', 'notEvaluated']);
  const keys = (list: object[]) => [...new Set(list.map((each) => Object.keys(each).join(' ')))];
  expect(keys(lists.findings)).toEqual(['rule severity enforcedBy message fix object path file']);
  expect(new Set(keys(lists.findings.map(({ object }: any) => object)))).toEqual(new Set(['apiVersion kind namespace name', 'apiVersion kind name']));
  expect([...new Set(lists.findings.map(({ enforcedBy }: any) => enforcedBy))].sort()).toEqual(['apiserver', 'runtime', 'webhook']);
  expect(keys(lists.notChecked)).toEqual(['object file reason']);
  // Without an object where the whole rule lacks a fact.
  expect(keys(lists.notEvaluated).sort()).toEqual(['rule object file reason', 'rule reason']);

  const lines = validate(all, '--each', '--format', 'json').stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  expect(keys(lines)).toEqual(['file index object findings']);
  expect(lines.flatMap(({ findings }) => findings)).toEqual(lists.findings);
});

test('A text that cannot be read is a finding with its line; the rest is judged', () => {
  const broken = file('broken.yaml', `a: [\n---\n${config('bad', TOKEN)}`);
  const { findings } = JSON.parse(validate(broken, '--format', 'json').stdout) as { findings: any[] };
  expect(findings.map(({ rule, message, object }) => [rule, message, object?.name])).toEqual([
    ['READ-SYNTAX', expect.stringMatching(/^line \d: the text is no YAML: /), undefined], ['SEC-01', MESSAGE, 'bad'],
  ]);
});

test('Warnings fail only with --strict', () => {
  expect(validate(unused)).toMatchObject({ stdout: expect.stringMatching(/1 object: 0 errors, 1 warning\n$/), exitCode: 0 });
  expect(validate(unused, '--strict')).toMatchObject({ exitCode: 1 });
});

test('--each: a line for each document, with its index among those that have a kind', () => {
  const each = file('each.yaml', [config('a', 'x'), '- no object\n', `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ServiceAccount}\n- {apiVersion: v1, kind: ConfigMap, data: {a: ${TOKEN}}}\n`, config('b', 'x')].join('---\n'));
  const { stdout, exitCode } = validate(each, '--each', '--format', 'json');
  const lines = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { file: string; index: number | null; object: { kind: string; name: string } | null; findings: any[] });
  expect(lines.map(({ index, object, findings }) => [index, object && `${object.kind} ${object.name}`, findings.map(({ rule }) => rule)])).toEqual([
    [0, 'ConfigMap a', []], [null, null, ['READ-NO-OBJECT']], [1, 'ServiceAccount ', ['SCHEMA-NAME']], [2, 'ConfigMap ', ['SCHEMA-NAME', 'SEC-01']], [3, 'ConfigMap b', []],
  ]);
  expect([new Set(lines.map((line) => line.file)), Object.keys(lines[0]), exitCode]).toEqual([new Set([each]), ['file', 'index', 'object', 'findings'], 1]);
});

test('--each as text: a line for each finding; an unused suppression may be for what is not looked at', () => {
  expect(validate(bad, unused, '--each')).toEqual({ stdout: `error SEC-01 ${bad} ConfigMap inference/bad data.a: ${MESSAGE}. Fix: ${FIX}\n`, stderr: '', exitCode: 1 });
});

test('--each: documents of one text are judged alike, each with its file and index', () => {
  const [one, token] = [config('a', 'x'), config('b', TOKEN)];
  const list = `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: ${TOKEN}}}\n- {apiVersion: v1, kind: ServiceAccount}\n`;
  const other = 'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n';
  const files = [
    file('same-1.yaml', [one, token, list, other].join('---\n')), file('same-2.yaml', [list, '- no object\n', token, one, token].join('---\n')), file('same-3.yaml', [other, '- no object\n', token].join('---\n')),
  ];
  const { stderr, stdout, exitCode } = validate(...files, '--each', '--format', 'json');
  const alone = files.flatMap((each) => [...validateDocuments(each)]);
  expect(stdout.trimEnd().split('\n').map((line) => JSON.parse(line.replace(LINE, '')))).toEqual(alone);
  expect([stderr, exitCode]).toEqual(['not checked: there is no schema of example.com/v1 Other (2×)\n', 1]);
  // Text names lines, which are others.
  const texts = files.map((each) => validate(each, '--each'));
  expect(validate(...files, '--each').stdout).toBe(texts.map((each) => each.stdout).join(''));
});

/** What the message of a document's fault begins with. */
const LINE = /line \d+: /;

/** Each document of a file judged in a run of its own, with the index that it has in the file. */
function* validateDocuments(name: string) {
  let before = 0;
  for (const text of fs.readFileSync(name, 'utf8').split('---\n')) {
    const only = file('same-only.yaml', text);
    for (const line of validate(only, '--each', '--format', 'json').stdout.trimEnd().split('\n')) {
      const { index, ...rest } = JSON.parse(line.replaceAll(only, name).replace(LINE, ''));
      yield { index: index === null ? null : before++, ...rest };
    }
  }
}

test('--each: a fault of a text with its line; kinds without schema are told at the end, on stderr', () => {
  const broken = file('each-broken.yaml', 'a: 1\nb: [\n');
  const other = file('each-other.yaml', 'apiVersion: example.com/v1\nkind: Other\nmetadata: {name: o}\n---\napiVersion: example.com/v1\nkind: Other\nmetadata: {name: p}\n');
  expect(validate(broken, other, '--each')).toEqual({
    stdout: expect.stringMatching(/^error READ-SYNTAX .*each-broken\.yaml:\d: the text is no YAML: .*\n$/), stderr: 'not checked: there is no schema of example.com/v1 Other (2×)\n', exitCode: 1,
  });
});

test('Release, Kubernetes version and previous manifests: from options or from a cluster file', () => {
  const cluster = file('cluster.yml', 'kubernetes: "1.34"\nrelease: dynamo-1.4\n');
  expect(validate(good, '--cluster', cluster, '--previous', folder)).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error: --previous .*broken\.yaml:\d: the text is no YAML/) });
  expect(validate(good, '--cluster', cluster, '--previous', good)).toMatchObject({ exitCode: 0, stderr: '' });
  expect(validate(good, '--release', 'dynamo-1.4', '--kubernetes', '1.34')).toMatchObject({ exitCode: 0, stderr: '' });
});

describe('What cannot run is said on stderr: 2', () => {
  test.each<[string, string[], string | RegExp]>([
    ['a file that is not there', ['no.yaml'], 'error: no.yaml: there is no such file or folder. Fix: give files or folders that exist, or - for standard input\n'],
    ['a release that is not known', [good, '--release', 'dynamo-0.9'], /^error: option '--release <release>' argument 'dynamo-0\.9' is invalid\. Release: '0\.9' - the library knows the lines/],
    ['a version that is not known', [good, '--kubernetes', '1.2'], /^error: option '--kubernetes <version>' argument '1\.2' is invalid\./],
    ['a format that is not known', [good, '--format', 'xml'], /Choose one of text, json, sarif\./],
    ['a size that is none', [good, '--max-bytes', '-1'], /Give a whole number of bytes\./],
    ['SARIF of single documents', [good, '--each', '--format', 'sarif'], 'error: --each reports as text or json: SARIF is one document for all\n'],
    ['a cluster file that is not there', [good, '--cluster', 'no.yaml'], 'error: --cluster no.yaml: there is no such file\n'],
    ['no input', [], /^error: missing required argument 'inputs'/],
  ])('%s', (_, argv, message) => {
    const { stdout, stderr, exitCode } = validate(...argv);
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
    expect([stdout, exitCode]).toEqual(['', 2]);
  });

  test('a folder without manifests', () => {
    const empty = path.join(folder, 'empty');
    fs.mkdirSync(empty);
    expect(validate(empty)).toEqual({ stdout: '', stderr: `error: no manifests in ${empty}: folders are searched for .yaml, .yml and .json files\n`, exitCode: 2 });
  });

  test('a Kubernetes version that is a number', () => {
    const cluster = file('number.yml', 'kubernetes: 1.30\n');
    expect(validate(good, '--cluster', cluster).stderr).toBe(`error: --cluster ${cluster}: kubernetes: 1.3 - a number, and 1.30 is 1.3 as one. Fix: write kubernetes: "1.3"\n`);
  });
});

test('A report that is longer than a text can be', () => {
  const { stringify: original } = JSON;
  const stringify = jest.spyOn(JSON, 'stringify').mockImplementation((value, _, space) => {
    if (space === undefined) return original(value);
    throw new RangeError('Invalid string length');
  });
  const { stderr, exitCode } = validate(bad, '--format', 'json');
  stringify.mockRestore();
  expect([stderr, exitCode]).toEqual(['error: the report of 1 findings is longer than one text can be: judge fewer files at once, or each document by itself with --each\n', 2]);
});

test('An input over the cap is told', () => {
  const { stdout, exitCode } = validate(bad, '--max-bytes', '100');
  expect([stdout.split('\n').slice(0, 2), exitCode]).toEqual([[bad, '  error READ-SIZE: the input is larger than 100 bytes'], 1]);
});
