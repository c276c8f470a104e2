/** What the mutating webhooks of an operator do to every object of a kind before the schema is looked at. */
export interface RewritingWebhook {
  /** Operator that runs them. */
  readonly operator: 'dynamo' | 'grove';
  /**
   * `patched`: read into Go types, written again, and what is new goes into the object. `converted`: the object is replaced by what its conversion
   * to the stored version and back makes of it, so that what Go leaves out when empty is gone.
   */
  readonly how: 'patched' | 'converted';
  /** The webhook changes nothing, and so writes nothing, where this field holds a text. */
  readonly unless?: readonly string[];
  /** A field that takes over `metadata.name` where it is empty. */
  readonly named?: readonly string[];
}

/**
 * By apiVersion and kind, for 1.4.0 and v0.1.0-alpha.12-rc1. Sources: dynamo.md 2.6, scheduling.md 2.2 (zero filling), and what was recorded with
 * those webhooks. DynamoModel, DynamoWorkerMetadata and DynamoCheckpoint are not rewritten; of requests of v1alpha1 nothing was recorded.
 */
export const REWRITING_WEBHOOKS: { readonly [kind: string]: RewritingWebhook } = {
  'nvidia.com/v1alpha1/DynamoGraphDeployment': { operator: 'dynamo', how: 'converted' },
  'nvidia.com/v1alpha1/DynamoComponentDeployment': { operator: 'dynamo', how: 'converted' },
  'nvidia.com/v1beta1/DynamoGraphDeployment': { operator: 'dynamo', how: 'patched' },
  'nvidia.com/v1beta1/DynamoComponentDeployment': { operator: 'dynamo', how: 'patched', named: ['spec', 'name'] },
  'nvidia.com/v1beta1/DynamoGraphDeploymentRequest': { operator: 'dynamo', how: 'patched', unless: ['spec', 'image'] },
  'grove.io/v1alpha1/PodCliqueSet': { operator: 'grove', how: 'patched' },
};

/**
 * Members that Go writes whether or not they were there, although the schema does not require them: the key of the struct, and the members. A list
 * that was not there is null then, which the schema refuses. Sources: k8s.io/api core/v1 (PodTemplateSpec, ProjectedVolumeSource), resource/v1
 * (ResourceClaimSpec, DeviceClaim), Gateway API Inference Extension (SchedulingPlugin); each recorded.
 */
export const WRITTEN_BY_GO: { readonly [struct: string]: readonly string[] } = {
  podTemplate: ['spec'],
  template: ['spec'],
  projected: ['sources'],
  templateSpec: ['spec'],
  spec: ['devices'],
  devices: ['requests'],
  plugins: ['weight'],
};

/**
 * Required fields that stay away when they are missing: a pointer, or left out by Go when empty. Recorded. `*` stands for any key or index.
 */
export const NOT_FILLED: readonly string[] = ['spec.pvcs.*.name', 'spec.services.*.volumeMounts.*.name'];

/** Of these, those that are taken away where they hold the zero value, with one optional number that has a default. Recorded. */
export const LEFT_OUT_WHEN_ZERO: readonly string[] = ['spec.services.*.volumeMounts.*.name', 'spec.services.*.failover.numShadows'];

/** The webhooks that rewrite objects of a kind, or undefined where none does. */
export function rewritingWebhook(apiVersion: string, kind: string): RewritingWebhook | undefined {
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(REWRITING_WEBHOOKS, key) ? REWRITING_WEBHOOKS[key] : undefined;
}
