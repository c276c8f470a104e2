import type { Subjects } from '../admission/subjects';
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

/** One or the other. */
export function either(...all: readonly Subjects[]): Subjects {
  return { kinds: [...new Set(all.flatMap(({ kinds }) => kinds))], keys: all.flatMap(({ keys }) => keys ?? []) };
}
