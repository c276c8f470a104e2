import { invalid } from './errors';

/** Variables that hold credentials by their name. */
const NAME = /(^|[_-])(TOKEN|KEY|PASSWORD|SECRET)$/i;

/**
 * Values that are credentials by their form: Hugging Face and NGC tokens, private keys. A token of Hugging Face has 34 letters and digits;
 * twelve keep names of packages and modules out (`hf_transfer`).
 */
const TOKEN = /(?<![A-Za-z0-9_])(hf_[A-Za-z0-9]{12,}|nvapi-[\w-]{8,})/;
const SHORTEST = 'nvapi-'.length + 8;
const TOKENS = new RegExp(TOKEN.source, 'g');
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const PRIVATE_KEYS = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

const BEGINNING = /hf_|nvapi-|-----BEGIN /;

/** Values that stand for one that comes later: `$(VAR)`, `${VAR}`, `{{ .Values.x }}`, `<your token>`, and the words for "none". */
const PLACEHOLDER = /^\s*(|\$\([^)]*\)|\$\{[^}]*\}|\$\w+|\{\{.*\}\}|<[^<>]*>|empty|none|null|true|false)\s*$/i;

/** A file that holds the credential: `TLS_KEY=/etc/tls/tls.key`. */
const FILE = /^\/[\w.-]+(\/[\w.-]+)+$/;

/** What replaces a credential in reports and messages. */
export const REDACTED = '***';

/** Whether a value is a credential by its form. */
export function isCredential(value: string): boolean {
  // Asked of every string of every manifest: most are too short, or have none of the words that both expressions begin with.
  return value.length >= SHORTEST && BEGINNING.test(value) && (TOKEN.test(value) || PRIVATE_KEY.test(value));
}

/** Whether a variable of this name holds a credential by its name: `*_TOKEN`, `*_KEY`, `*_PASSWORD`, `*_SECRET`. */
export function namesCredential(name: string): boolean {
  return NAME.test(name);
}

/** Whether a value that should be a credential is one: no placeholder, no reference, no path of a file. */
export function isLiteral(value: string): boolean {
  return !PLACEHOLDER.test(value) && !FILE.test(value);
}

/** A text without the credentials that are known by their form. */
export function redactTokens(text: string): string {
  return text.replace(TOKENS, REDACTED).replace(PRIVATE_KEYS, REDACTED);
}

/**
 * Refuses credentials that are written out in a program: they would end in manifests and in git.
 *
 * @param environment variables by name
 * @param path construct path, for the message
 * @throws when a name or a value is that of a credential; the value is not repeated
 */
export function refuseLiteralSecrets(environment: { readonly [name: string]: string }, path: string): void {
  for (const [name, value] of Object.entries(environment)) {
    if (isCredential(value) || (namesCredential(name) && isLiteral(value))) {
      throw invalid({
        path,
        value: `environment.${name}`,
        reason: 'a credential written out would end in the manifest (SEC-01)',
        fix: `give a reference: secrets: { ${name}: { secret: Secret.fromSecretName(chart, 'token', 'my-secret'), key: '${name}' } }`,
      });
    }
  }
}
