import { admit } from '../../../lib/admission/admit';
import { builtInChecks } from '../../../lib/admission/checks';
import { ManifestSet } from '../../../lib/manifests/manifest-set';
import { jsonReport } from '../../../lib/report/json';
import { sarifReport } from '../../../lib/report/sarif';
import { textReport } from '../../../lib/report/text';
import { ImmutableFieldRule } from '../../../lib/rules/kubernetes/immutable-field-rule';
import { LiteralCredentialRule } from '../../../lib/rules/security/sec-01';

const PRIVATE_KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n';
const TOKEN = 'hf_0123456789abcdefghij';

const pod = (container: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'main', ...container }] } });
const of = (kind: string, rest: object, apiVersion = 'v1') => ({ apiVersion, kind, metadata: { name: 'a' }, ...rest });
const env = (name: string, value: string) => pod({ env: [{ name, value }] });
const FORM = 'it has the form of a token or private key';
const CONTENT = 'it is the content of a Secret';

const base64 = (text: string) => Buffer.from(text).toString('base64');

function judge(manifest: object) {
  return admit(ManifestSet.of([manifest]), { rules: [new LiteralCredentialRule()] }).findings;
}

/** What must be found, where and why; and the nearest manifest that must not, which differs in that one value. */
test.each<[object, string, string, object]>([
  [env('HF_TOKEN', 'secret-value'), 'spec.containers[0].env[0].value', 'HF_TOKEN names a credential', env('HF_TOKEN', '$(FROM_SECRET)')],
  [env('NGC_API_KEY', 'secret-value'), 'spec.containers[0].env[0].value', 'NGC_API_KEY names a credential', env('NGC_API_KEY', '<your key>')],
  [env('db_password', 'secret-value'), 'spec.containers[0].env[0].value', 'db_password names a credential', env('db_password', '')],
  [env('TLS_KEY', 'secret-value'), 'spec.containers[0].env[0].value', 'TLS_KEY names a credential', env('TLS_KEY', '/etc/tls/tls.key')],
  [env('MODEL', TOKEN), 'spec.containers[0].env[0].value', FORM, env('MODEL', 'hf_transfer')],
  [pod({ args: [`export T=${TOKEN}; run`] }), 'spec.containers[0].args[0]', FORM, pod({ args: ['pip install hf_transfer; run'] })],
  [of('ConfigMap', { data: { 'a.sh': 'login nvapi-abcdefgh-12345678' } }), 'data[a.sh]', FORM, of('ConfigMap', { data: { 'a.sh': 'login nvapi-key' } })],
  [of('ConfigMap', { data: { id_rsa: PRIVATE_KEY } }), 'data.id_rsa', FORM, of('ConfigMap', { data: { id_rsa: '-----BEGIN PUBLIC KEY-----' } })],
  [of('ConfigMap', { data: { HF_TOKEN: 'x1y2z3' } }), 'data.HF_TOKEN', 'HF_TOKEN names a credential', of('ConfigMap', { data: { HF_TOKEN: '${HF_TOKEN}' } })],
  [of('Secret', { stringData: { HF_TOKEN: TOKEN } }), 'stringData.HF_TOKEN', CONTENT, of('Secret', { stringData: { HF_TOKEN: '{{ .token }}' } })],
  [of('Secret', { data: { any: 'c2VjcmV0' } }), 'data.any', CONTENT, of('Secret', { data: { any: '' } })],
  [of('Secret', { stringData: { pin: 12345678 } }), 'stringData.pin', CONTENT, of('Secret', { stringData: { pin: true } })],
  [pod({ env: [{ name: 'API_KEY', value: 12345678 }] }), 'spec.containers[0].env[0].value', 'API_KEY names a credential', pod({ env: [{ name: 'API_KEY', value: 1234 }] })],
  [of('DynamoGraphDeployment', { spec: { envs: [{ name: 'HF_TOKEN', value: 'x1y2z3' }] } }, 'nvidia.com/v1alpha1'), 'spec.envs[0].value', 'HF_TOKEN names a credential',
    of('DynamoGraphDeployment', { spec: { envs: [{ name: 'HF_TOKEN', value: 'None' }] } }, 'nvidia.com/v1alpha1')],
  [pod({ args: ['--api-key', 'abcdefg'] }), 'spec.containers[0].args[1]', '--api-key names a credential', pod({ args: ['--api-key', '$(API_KEY)'] })],
  [pod({ command: ['serve', '--hf-token=abcdefg'] }), 'spec.containers[0].command[1]', '--hf-token names a credential', pod({ command: ['serve', '--pad-token=abcdefg'] })],
  [pod({ args: ['run --redis redis://:x1@db:6379/0'] }), 'spec.containers[0].args[0]', 'a URL holds a password', pod({ args: ['run --redis redis://:$(PASS)@db:6379/0'] })],
  [pod({ livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: 'Bearer abcdefgh1' }] } } }),
    'spec.containers[0].livenessProbe.httpGet.httpHeaders[0].value', 'a header holds it',
    pod({ livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: 'Bearer <token>' }] } } })],
  [of('ConfigMap', { data: { '.env': 'A=b\nNGC_API_KEY=changeme\n' } }), 'data[.env]', 'NGC_API_KEY names a credential', of('ConfigMap', { data: { '.env': 'A=b\nNGC_API_KEY=\n' } })],
  [of('ConfigMap', { binaryData: { key: base64(PRIVATE_KEY) } }), 'binaryData.key', FORM, of('ConfigMap', { binaryData: { key: base64('a key') } })],
  [of('ConfigMap', { data: { kubeconfig: `client-key-data: ${base64(PRIVATE_KEY)}` } }), 'data.kubeconfig', FORM,
    of('ConfigMap', { data: { kubeconfig: `client-key-data: ${base64(PRIVATE_KEY.replace(/PRIVATE KEY/g, 'CERTIFICATE'))}` } })],
  [of('HelmRelease', { spec: { values: { grafana: { adminPassword: 'hunter' } } } }, 'helm.toolkit.fluxcd.io/v2'), 'spec.values.grafana.adminPassword', 'adminPassword names a credential',
    of('HelmRelease', { spec: { values: { grafana: { adminPassword: 'grafana-password' } } } }, 'helm.toolkit.fluxcd.io/v2')],
])('SEC-01 %# finds the credential, and not the nearest that is none', (bad, path, why, good) => {
  const { kind } = bad as { kind: string };
  const secret = kind === 'Secret';
  expect(judge(bad).map((finding) => ({ ...finding, object: undefined, enforcedBy: finding.enforcedBy.name }))).toEqual([{
    rule: 'SEC-01',
    severity: 'error',
    enforcedBy: 'runtime',
    path,
    message: `a credential is written out: ${why}`,
    fix: expect.stringContaining(secret ? 'outside of the manifests' : /args|command/.test(path) ? '$(VARIABLE)' : 'secretKeyRef'),
  }]);
  expect(judge(good)).toEqual([]);
});

test('A variable that refers to a Secret holds no credential', () => {
  expect(judge(pod({ env: [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf', key: 'HF_TOKEN' } } }] }))).toEqual([]);
});

test('What is encrypted, or names a key of a Secret, is no credential', () => {
  expect(judge(of('SealedSecret', { spec: { encryptedData: { password: 'AgBy3i4OJSWK' } } }, 'bitnami.com/v1alpha1'))).toEqual([]);
  expect(judge(of('ExternalSecret', { spec: { data: [{ secretKey: 'a', remoteRef: { key: 'db', password: 'pw-property' } }] } }, 'external-secrets.io/v1'))).toEqual([]);
});

test('Each sort of credential in one text is told once, and no report has any of them', () => {
  const text = `HF_TOKEN=first1\nHF_TOKEN=second\ncurl -u me:third3x -H "Authorization: Bearer fourth44" https://u:fifth@host/ ${TOKEN}`;
  const manifest = of('ConfigMap', { data: { 'run.sh': text }, unknown: text });
  const report = admit(ManifestSet.of([manifest]), { ...builtInChecks(), rules: [new LiteralCredentialRule()] });
  expect(judge(of('ConfigMap', { data: { 'run.sh': text } })).map(({ message }) => message.replace(/.*: /, ''))).toEqual([
    'HF_TOKEN names a credential', 'a user of curl has a password', 'a header holds it', 'a URL holds a password', FORM,
  ]);
  for (const out of [textReport(report), JSON.stringify(jsonReport(report)), JSON.stringify(sarifReport(report, [], '1'))]) expect(out).not.toMatch(/first1|second|third3x|fourth44|fifth|hf_/);
});

test('No report quotes what is or was a credential: digits without quotes, the object before, a kind without schema', () => {
  const secret = (password: unknown) => of('Secret', { type: 'Opaque', immutable: true, stringData: { password, pad: 'x'.repeat(60) } });
  const previous = ManifestSet.of([secret('hunter2-hunter2'), of('Job', { spec: { template: { spec: { containers: [{ name: 'a', env: [{ name: 'A', value: 'x'.repeat(30) }, { name: 'A_KEY', value: 'hunter3-hunter3' }] }] } } } }, 'batch/v1')]);
  const now = ManifestSet.of([secret(87654321), of('Job', { spec: { template: { spec: { containers: [] } } } }, 'batch/v1'), of(TOKEN, {}, `${TOKEN}/v1`)]);
  const report = admit(now, { ...builtInChecks(), rules: [new LiteralCredentialRule(), new ImmutableFieldRule()], facts: { previous } });
  expect(report.findings.map(({ rule, path }) => `${rule} ${path}`)).toEqual(expect.arrayContaining([
    'SCHEMA-TYPE stringData.password', 'SCHEMA-IMMUTABLE stringData.password', 'SCHEMA-IMMUTABLE spec.template.spec.containers',
  ]));
  for (const text of [textReport(report), JSON.stringify(jsonReport(report)), JSON.stringify(sarifReport(report, [], '1'))]) expect(text).not.toMatch(/hunter|8765|hf_/);
});
