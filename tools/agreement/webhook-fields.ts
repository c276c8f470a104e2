import type { Recorded } from './webhook-record';

/**
 * Where a webhook names a field otherwise than the author wrote it. Our findings point into the author's manifest; this table says what
 * the webhook's words mean there. `$1`, `$2`: groups of the pattern; `<service>`: the name of the v1alpha1 service with that index.
 */
export const WEBHOOK_FIELDS: readonly { readonly kind: string; readonly pattern: RegExp; readonly means: string; readonly reason: string }[] = [
  {
    kind: 'PodCliqueSet',
    pattern: /^spec\.template\.cliques\.startsAfter$/,
    means: 'spec.template.cliques.spec.startsAfter',
    reason: 'Grove leaves out `spec` where it names unknown cliques',
  },
  {
    kind: 'PodCliqueSet',
    pattern: /^(.*\.podSpec)\.spec(\..*)$/,
    means: '$1$2',
    reason: 'Grove writes `podSpec.spec`, as if the pod spec were a pod template',
  },
  {
    kind: 'DynamoGraphDeployment/v1alpha1',
    pattern: /^spec\.components$/,
    means: 'spec.services',
    reason: 'the webhook sees the graph converted to v1beta1',
  },
  {
    kind: 'DynamoGraphDeployment/v1alpha1',
    pattern: /^spec\.components\[(\d+)\](?:\.experimental)?(.*)$/,
    means: 'spec.services.<service>$2',
    reason: 'the webhook sees the graph converted to v1beta1, services in the order of their names',
  },
  {
    kind: 'DynamoGraphDeployment/v1beta1',
    pattern: /^spec\.services\[([^\]]*)\]\.volumeMounts(\[\d+\])\.mountPoint$/,
    means: 'spec.components.podTemplate.spec.containers.volumeMounts$2.mountPath',
    reason: "the webhook runs v1alpha1's rule about mounts on v1beta1 graphs too, and names v1alpha1's field",
  },
];

/** Fields that a webhook names beside the one that is found, for one fault. */
export const NAMED_TOO: readonly { readonly kind: string; readonly pattern: RegExp; readonly reason: string }[] = [
  { kind: 'PodCliqueSet', pattern: /^metadata\.name$/, reason: "Grove names every part of a name that is too long; we name the clique's" },
];

/** The fields of a refusal in the author's words. */
export function authoredFields({ kind, manifest, fields }: Recorded): string[] {
  const versioned = `${kind}/${manifest.apiVersion.split('/').pop()}`;
  const applies = (row: { kind: string }) => row.kind === kind || row.kind === versioned;
  const services = Object.keys((manifest as any).spec?.services ?? {}).filter((name) => (manifest as any).spec.services[name]).sort();
  return fields
    .filter((field) => !NAMED_TOO.some((row) => applies(row) && row.pattern.test(field)))
    .map((field) => {
      const row = WEBHOOK_FIELDS.find((candidate) => applies(candidate) && candidate.pattern.test(field));
      if (!row) return field;
      const [, index] = row.pattern.exec(field)!;
      return field.replace(row.pattern, row.means).replace('<service>', () => services[Number(index)]);
    });
}
