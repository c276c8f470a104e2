import { credentialsIn, redactCredentials } from '../../lib/core/credentials-in-text';

const LETTERS = 'abcdefghijABCDEFGHIJ0123456789abcdefghij';

/** A text with a credential, the credential, and the nearest text without one. */
test.each<[string, string, string]>([
  ['hf_0123456789abcdefghij', 'hf_0123456789abcdefghij', 'hf_transfer_version'],
  [`token AKIA${'A1B2'.repeat(4)} here`, `AKIA${'A1B2'.repeat(4)}`, 'token AKIAIOSFODNN7EXAMPLE here'],
  [`ghp_${LETTERS}`, `ghp_${LETTERS}`, 'ghp_abcdefghij'],
  [`github_pat_${LETTERS}`, `github_pat_${LETTERS}`, 'github_pat_short'],
  [`glpat-${LETTERS}`, `glpat-${LETTERS}`, 'glpat-short'],
  ['xoxb-123456789012-abc', 'xoxb-123456789012-abc', 'xoxb-123'],
  ['https://hooks.slack.com/services/T0000AAAA/B0000AAAA/abcdefghij0123456789', 'hooks.slack.com/services/T0000AAAA/B0000AAAA/abcdefghij0123456789', 'https://hooks.slack.com/services/T000/B000/XXX'],
  [`sk-${LETTERS}`, `sk-${LETTERS}`, `disk-${LETTERS}`],
  [`sk-ant-${LETTERS}`, `sk-ant-${LETTERS}`, 'sk-ant-key'],
  [`AIza${LETTERS.slice(0, 35)}`, `AIza${LETTERS.slice(0, 35)}`, 'AIza-something-else'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWl0', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWl0', 'eyJhbGciOiJIUzI1NiJ9.a.b'],
  ['postgres://me:pw@db/x', 'pw', 'postgres://me:${PW}@db/x'],
  ['postgres://me:p%40w@db/x', 'p%40w', 'postgres://me:<password>@db/x'],
  ['redis://:pw@db:6379/0', 'pw', 'redis://db:6379/0?a=b@c'],
  ['https://me:pw@host/path', 'pw', 'docker://image:tag@sha256:abcdef'],
  ['https://me:pw@host/path', 'pw', 'ssh://me@host:22/path@x'],
  ['Authorization: Bearer abc-def.1', 'abc-def.1', 'Authorization: Bearer NOT USED'],
  ['-H "Authorization: Basic bWU6cHc="', 'bWU6cHc=', '-H "Authorization: Basic $AUTH_BASE64"'],
  ['{"Authorization": "Bearer abc-def.1"}', 'abc-def.1', '{"Authorization": "Bearer {{ .token }}"}'],
  ['x-api-key: abcd1234', 'abcd1234', 'x-api-key: required'],
  ['curl -s -u me:hunter2 https://x', 'hunter2', 'docker run -u 1000:1000000 x'],
  ['{"auths":{"nvcr.io":{"auth":"JG9hdXRoOmFiYw=="}}}', 'JG9hdXRoOmFiYw==', '{"auths":{"nvcr.io":{"auth":"${AUTH}"}}}'],
  ['serve --api-key=abcdef x', 'abcdef', 'serve --api-key=EMPTY x'],
  ['serve --api-key abcdef1 x', 'abcdef1', 'serve --api-key argument x'],
  ['serve --token=abcdef', 'abcdef', 'serve --eos-token=abcdef'],
  ['serve --token=abcdef', 'abcdef', 'serve --token=/var/token-of'],
  ['serve --admin-password \'abcdef1\'', 'abcdef1', 'serve --admin-password-file \'abcdef1\''],
  ['export HF_TOKEN=abcdef; run', 'abcdef', 'export HF_TOKEN=$(cat /x); run'],
  ['PGPASSWORD=changeme psql', 'changeme', 'PGPASSWORD="${PW}" psql'],
  ['kubectl create secret generic a --from-literal=HF_TOKEN=abcdef', 'abcdef', 'kubectl create secret generic a --from-literal=HF_TOKEN=<token>'],
  ['a: b\n  adminPassword: hunter2\n', 'hunter2', 'a: b\n  adminPassword: optional\n'],
  ['a: b\npassword: "hunter"\n', 'hunter', 'a: b\npassword: "Enter a password"\n'],
  ['{"a": 1, "clientSecret": "abcdef"}', 'abcdef', '{"a": 1, "clientSecret": "client-secret"}'],
  ['"{\\"apiKey\\": \\"abcdef\\"}"', 'abcdef', '"{\\"apiKey\\": \\"string\\"}"'],
  ['api_key = "abcdef"', 'abcdef', 'api_key = os.environ["API_KEY"]'],
  ['api_key = \'abcdef\'', 'abcdef', 'api_key = args.api_key_1'],
  ['  token: 0123456789abcdef', '0123456789abcdef', '  token: max_new_tokens_1'],
  ['//npm.example/:_authToken=abcdef1', 'abcdef1', '//npm.example/:_authToken=${NPM}1'],
])('%s', (text, value, none) => {
  expect(credentialsIn(text).map((found) => found.value)).toEqual([value]);
  expect(redactCredentials(text, '***')).toBe(text.replace(value, '***'));
  expect(credentialsIn(none)).toEqual([]);
  expect(redactCredentials(none, '***')).toBe(none);
});

test('A credential that is found in two ways is told once', () => {
  expect(credentialsIn(`HF_TOKEN=hf_${LETTERS}`)).toEqual([{ value: `hf_${LETTERS}`, index: 9, why: 'it has the form of a token or private key' }]);
});

test('Names that every object has are no names of credentials', () => {
  expect(credentialsIn('{"constructor": "abcdef", "a.constructor": "abcdef", "password": ""}')).toEqual([]);
});
