import type { SecretValue } from 'cdk8s-plus-28';
import type { EnvVar } from '../../crds/kubernetes';

/** Variables of one origin: role, relation, component or graph. */
export interface EnvironmentLayer {
  readonly environment?: { readonly [name: string]: string };
  readonly secrets?: { readonly [name: string]: SecretValue };
}

/** Variables by name, each once: a later layer wins over an earlier one, within a layer the one that lies in a Secret. */
export function environmentOf(layers: readonly EnvironmentLayer[]): EnvVar[] {
  const variables = new Map<string, EnvVar>();
  for (const { environment = {}, secrets = {} } of layers) {
    for (const [name, value] of Object.entries(environment)) variables.set(name, { name, value });
    for (const [name, { secret, key }] of Object.entries(secrets)) {
      variables.set(name, { name, valueFrom: { secretKeyRef: { name: secret.name, key } } });
    }
  }
  return [...variables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
