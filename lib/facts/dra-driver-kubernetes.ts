import { KubernetesVersion } from './kubernetes-version';

/** Why the NVIDIA DRA driver, and what needs it, does not work on a Kubernetes. */
export interface DraDriverTrouble {
  /** A clause. */
  readonly reason: string;
  /** An imperative. */
  readonly fix: string;
  readonly severity: 'error' | 'warning';
}

/**
 * What works by the NVIDIA DRA driver needs a Kubernetes that its chart installs on, and that serves claims. Source: infrastructure.md 2.2, 4.1
 * (chart: `kubeVersion >=1.32.0-0`; its documents ask for 1.34.2).
 *
 * @returns undefined where it works without turning anything on
 */
export function draDriverTrouble(kubernetes: KubernetesVersion): DraDriverTrouble | undefined {
  if (kubernetes.servesResourceV1) return undefined;
  if (!kubernetes.isAtLeast(KubernetesVersion.V1_32)) {
    return { reason: "the DRA driver's chart installs from 1.32 on, and claims have another form before", fix: 'use Kubernetes 1.34', severity: 'error' };
  }
  return {
    reason: 'claims are dropped from pods there unless the API group resource.k8s.io and the gate DynamicResourceAllocation are turned on',
    fix: 'turn them on, or use Kubernetes 1.34',
    severity: 'warning',
  };
}
