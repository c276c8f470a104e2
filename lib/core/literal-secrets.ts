import { invalid } from './errors';

/** Variables that hold credentials by their name. */
const NAME = /(^|_)(TOKEN|KEY|PASSWORD|SECRET)$/i;

/** Values that are credentials by their form: Hugging Face and NGC tokens, private keys. */
const VALUE = /^(hf_[A-Za-z0-9]{8,}|nvapi-[\w-]{8,})|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * Refuses credentials that are written out in a program: they would end in manifests and in git.
 *
 * @param environment variables by name
 * @param path construct path, for the message
 * @throws when a name or a value is that of a credential; the value is not repeated
 */
export function refuseLiteralSecrets(environment: { readonly [name: string]: string }, path: string): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value !== '' && (NAME.test(name) || VALUE.test(value))) {
      throw invalid({
        path,
        value: `environment.${name}`,
        reason: 'a credential written out would end in the manifest (SEC-01)',
        fix: `give a reference: secrets: { ${name}: { secret: Secret.fromSecretName(chart, 'token', 'my-secret'), key: '${name}' } }`,
      });
    }
  }
}
