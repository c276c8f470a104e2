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
])('SEC-01 %# finds the credential, and not the nearest that is none', (bad, path, why, good) => {
  const secret = (bad as { kind: string }).kind === 'Secret';
  expect(judge(bad).map((finding) => ({ ...finding, object: undefined, enforcedBy: finding.enforcedBy.name }))).toEqual([{
    rule: 'SEC-01',
    severity: 'error',
    enforcedBy: 'runtime',
    path,
    message: `a credential is written out: ${why}`,
    fix: secret
      ? 'create the Secret outside of the manifests (kubectl create secret, External Secrets, Sealed Secrets) and refer to it by name'
      : 'keep it in a Secret and refer to it: valueFrom: { secretKeyRef: { name, key } }',
  }]);
  expect(judge(good)).toEqual([]);
});

test('A variable that refers to a Secret holds no credential', () => {
  expect(judge(pod({ env: [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hf', key: 'HF_TOKEN' } } }] }))).toEqual([]);
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
