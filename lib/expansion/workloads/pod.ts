import type { JsonObject } from '../../core/merge';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';
import { storedClaimSpec } from '../claims';
import type { Expander } from '../expander';
import { generatedName, nameOf } from '../names';
import { asStored } from '../pod-spec';
import { defined, filled } from '../values';

/** What a controller adds to the template of a pod. */
export interface PodOfTemplate {
  /** The pod's name; ends with a hyphen where the API server adds a random suffix. */
  readonly name: string;
  /** The object that the pod is made for: its namespace is the pod's. */
  readonly owner: Manifest;
  /** The pod template: `metadata` and `spec`. */
  readonly template: JsonObject;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  /** Fields of the pod spec that the controller sets. */
  readonly spec?: JsonObject;
}

/** A pod of a template, as the API server stores it. */
export function podOfTemplate({ name, owner, template, labels, annotations, spec }: PodOfTemplate): Manifest {
  const metadata = record(template.metadata) ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: defined({
      name,
      namespace: owner.metadata?.namespace,
      labels: filled({ ...strings(metadata.labels), ...labels }),
      annotations: filled({ ...strings(metadata.annotations), ...annotations }),
    }),
    spec: asStored({ ...record(template.spec), ...spec }),
  };
}

const CLAIM_OF_POD = 'resource.kubernetes.io/pod-claim-name';

/**
 * The claims that Kubernetes makes of the templates that a pod names, for example one GPU for each pod.
 * Their real names end with a random suffix, and begin with the pod's, which has one too: both are left out.
 */
export const expandPod: Expander = (pod, { claimTemplate }) => {
  const name = nameOf(pod);
  return list(record(pod.spec)?.resourceClaims).flatMap((item) => {
    const claim = record(item) ?? {};
    const template = claimTemplate(text(claim.resourceClaimTemplateName) ?? '', pod.metadata?.namespace);
    if (!template) return [];
    const metadata = record(template.metadata) ?? {};
    const claimName = text(claim.name) ?? '';
    return [{
      apiVersion: 'resource.k8s.io/v1',
      kind: 'ResourceClaim',
      metadata: defined({
        name: `${generatedName(name)}${claimName}-`,
        namespace: pod.metadata?.namespace,
        labels: filled(strings(metadata.labels)),
        annotations: { ...strings(metadata.annotations), [CLAIM_OF_POD]: claimName },
      }),
      spec: storedClaimSpec(record(template.spec) ?? {}),
    }];
  });
};
