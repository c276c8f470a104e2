import type { Subjects } from '../admission/subjects';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../facts/label-keys';
import { kindsWithPodTemplates } from '../manifests/pod-templates';

/** Workloads. */
export const PODS: Subjects = { kinds: kindsWithPodTemplates() };

/** How charts are installed (`installsOf`). */
export const CHARTS: Subjects = { kinds: ['helm.toolkit.fluxcd.io/HelmRelease', 'argoproj.io/Application'] };

/** What claims are written in (`claimSpecsIn`). */
export const CLAIMS: Subjects = { kinds: ['resource.k8s.io/ResourceClaim', 'resource.k8s.io/ResourceClaimTemplate', 'grove.io/PodCliqueSet'] };

export const DEVICE_CLASSES: Subjects = { kinds: ['resource.k8s.io/DeviceClass'] };

export const COMPUTE_DOMAINS: Subjects = { kinds: ['resource.nvidia.com/ComputeDomain'] };

export const POD_CLIQUE_SETS: Subjects = { kinds: ['grove.io/PodCliqueSet'] };

export const QUEUES: Subjects = { kinds: ['scheduling.run.ai/Queue'] };

/** Graphs of Dynamo. */
export const GRAPHS: Subjects = { kinds: ['nvidia.com/DynamoGraphDeployment'] };

/** What may name a queue (`queueReferences`). */
export const QUEUE_USERS: Subjects = {
  kinds: [...PODS.kinds, 'scheduling.run.ai/*'], keys: [LABEL_KEYS.kaiQueue, ANNOTATION_KEYS.dynamoKaiQueue],
};

/** What asks KAI for a place in a topology. */
export const PLACED: Subjects = { kinds: [], keys: [ANNOTATION_KEYS.kaiRequiredPlacement, ANNOTATION_KEYS.kaiPreferredPlacement] };

/** One or the other. */
export function either(...all: readonly Subjects[]): Subjects {
  return { kinds: [...new Set(all.flatMap(({ kinds }) => kinds))], keys: all.flatMap(({ keys }) => keys ?? []) };
}
