import { Schema } from '../../lib/facts/schemas/schema';

/** Keys of Kubernetes newer than 1.34 that CRDs embed already. The bindings have them; the schemas of 1.34 do not. */
export const NEWER_KEYS: { readonly [definition: string]: { readonly [key: string]: { readonly note: string; readonly schema: Schema } } } = {
  'core.v1.PodSpec': {
    schedulingGroup: { note: 'Not in Kubernetes 1.34; in 1.36.', schema: { $ref: 'core.v1.PodSchedulingGroup' } },
    workloadRef: { note: 'In neither Kubernetes 1.34 nor 1.36, but CRDs have it.', schema: { $ref: 'core.v1.WorkloadReference' } },
  },
  'core.v1.PodCertificateProjection': {
    userAnnotations: { note: 'Not in Kubernetes 1.34; in 1.36.', schema: { type: 'object', additionalProperties: { type: 'string' } } },
  },
};

/** The definitions that those keys refer to. */
export const NEWER_DEFINITIONS: { readonly [definition: string]: Schema } = {
  'core.v1.PodSchedulingGroup': { type: 'object', properties: { podGroupName: { type: 'string' } } },
  'core.v1.WorkloadReference': {
    type: 'object',
    required: ['name', 'podGroup'],
    properties: { name: { type: 'string' }, podGroup: { type: 'string' }, podGroupReplicaKey: { type: 'string' } },
  },
};

/** Keys that 1.34 requires and a newer Kubernetes (here 1.36) does not. The bindings do not require them either. */
export const NO_LONGER_REQUIRED: { readonly [definition: string]: readonly string[] } = {
  'batch.v1.PodFailurePolicyOnPodConditionsPattern': ['status'],
};

/** The keys that the bindings require. */
export function requiredKeys(definition: string, schema: Schema): string[] {
  return (schema.required ?? []).filter((key) => !NO_LONGER_REQUIRED[definition]?.includes(key));
}
