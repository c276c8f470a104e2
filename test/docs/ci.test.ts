import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { parse } from 'yaml';
import { AdmissionValidation } from '../../lib/app/admission-validation';
import { main } from '../../lib/cli';

const PAGE = fs.readFileSync(path.join(__dirname, '../../docs/ci.md'), 'utf8');
const blocks = (language: string) => [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text);
const [github, gitlab, plugin] = blocks('yaml').map((text) => parse(text));

const BEFORE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const BAD = `${BEFORE}---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: x, port: 1}]}\n`;

/** The command of the page, in a folder with dist/ and ../before/dist: what it prints and its exit code. */
function validate(command: string, dist: string): { stdout: string; exitCode: unknown } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ci-'));
  for (const [name, text] of Object.entries({ 'work/dist': dist, 'before/dist': BEFORE })) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, name, 'a.k8s.yaml'), text);
  }
  const [cwd, code] = [process.cwd(), process.exitCode];
  let stdout = '';
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => (stdout += String(text)) !== '');
  try {
    process.chdir(path.join(folder, 'work'));
    process.exitCode = undefined;
    main(command.replace(/ >.*$/, '').split(' ').slice(2));
    return { stdout, exitCode: process.exitCode };
  } finally {
    spy.mockRestore();
    process.chdir(cwd);
    process.exitCode = code;
    fs.rmSync(folder, { recursive: true });
  }
}

const validates = (commands: readonly string[]) => commands.filter((command) => command?.startsWith('npx cdk8s-inference validate '));
const commands = [
  ...validates(github.jobs.manifests.steps.map(({ run }: any) => run)),
  ...validates(gitlab.manifests.script),
];

test('the recipes are YAML with one validation each, which SARIF comes of', () => {
  expect(commands).toHaveLength(2);
  expect(Object.keys(gitlab.manifests.artifacts.reports)).toEqual(['codequality']);
  for (const command of commands) {
    expect(validate(command, BEFORE)).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = validate(command, BAD);
    expect(exitCode).toBe(1);
    const { ruleId, locations } = JSON.parse(stdout).runs[0].results[0];
    expect([ruleId, locations[0].physicalLocation]).toEqual(['SCHEMA-UNKNOWN-FIELD', { artifactLocation: { uri: 'dist/a.k8s.yaml' }, region: { startLine: 4 } }]);
  }
});

const jq = spawnSync('jq', ['--version']).status === 0 ? test : test.skip;

jq('jq makes code quality of it (skipped where jq is not installed)', () => {
  const [program] = blocks('jq');
  const { stdout } = spawnSync('jq', [program], { input: validate(commands[1], BAD).stdout, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual([{
    description: expect.stringContaining('port is no field'),
    check_name: 'SCHEMA-UNKNOWN-FIELD',
    fingerprint: expect.stringMatching(/^\S+$/),
    severity: 'major',
    location: { path: 'dist/a.k8s.yaml', lines: { begin: 4 } },
  }]);
});

test('the properties of the plugin are its own', () => {
  const [{ class: name, properties }] = plugin.validations;
  expect(name).toBe(AdmissionValidation.name);
  expect(() => new AdmissionValidation(properties)).not.toThrow();
  expect(() => new AdmissionValidation({ ...properties, release: 'dynamo-0.1' })).toThrow('0.1');
});
