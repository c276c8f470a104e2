import { mayHoldCredential, credentialsIn, redactCredentials } from './credentials-in-text';
import { invalid } from './errors';

/** Variables that hold credentials by their name. */
const NAME = /(^|[_-])(TOKEN|KEY|PASSWORD|SECRET)$/i;

/**
 * Values that stand for one that comes later: `$(VAR)`, `${VAR}`, `{{ .Values.x }}`, `<your token>`, `your-token`, `***`, and the words for "none".
 * A default that works is none of them: whoever applies `changeme` has that password.
 */
const PLACEHOLDER = /^\s*(|\$\([^)]*\)|\$\{[^}]*\}|\$\w+|\{\{.*\}\}|<[^<>]*>|(your|replace)[-_ ].*|[*x.]{3,}|empty|none|null|true|false)\s*$/i;

/** A file that holds the credential: `TLS_KEY=/etc/tls/tls.key`. */
const FILE = /^\/[\w.-]+(\/[\w.-]+)+$/;

/** What replaces a credential in reports and messages. */
export const REDACTED = '***';

/** Whether a credential stands in a text, by its form or by what stands before it. */
export function isCredential(value: string): boolean {
  return mayHoldCredential(value) && credentialsIn(value).length > 0;
}

/** Whether a variable of this name holds a credential by its name: `*_TOKEN`, `*_KEY`, `*_PASSWORD`, `*_SECRET`. */
export function namesCredential(name: string): boolean {
  return NAME.test(name);
}

/** Whether a value that should be a credential is one: no placeholder, no reference, no path of a file. */
export function isLiteral(value: string): boolean {
  return !PLACEHOLDER.test(value) && !FILE.test(value);
}

/** A text without the credentials that stand in it. */
export function redactTokens(text: string): string {
  return mayHoldCredential(text) ? redactCredentials(text, REDACTED) : text;
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
