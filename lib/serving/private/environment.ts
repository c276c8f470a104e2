import type { SecretValue } from 'cdk8s-plus-28';
import type { EnvVar } from '../../crds/kubernetes';

/** Variables by name, each once; one that lies in a Secret wins over a written one. */
export function environmentOf(
  environment: { readonly [name: string]: string } = {}, secrets: { readonly [name: string]: SecretValue } = {},
): EnvVar[] {
  const variables = new Map<string, EnvVar>();
  for (const [name, value] of Object.entries(environment)) variables.set(name, { name, value });
  for (const [name, { secret, key }] of Object.entries(secrets)) {
    variables.set(name, { name, valueFrom: { secretKeyRef: { name: secret.name, key } } });
  }
  return [...variables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
