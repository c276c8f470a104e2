import { IConstruct } from 'constructs';
import { Cluster, KubernetesVersion } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';

/**
 * What works by the NVIDIA DRA driver needs a Kubernetes that its chart installs on, and that serves claims. Source: infrastructure.md 2.2, 4.1
 * (chart: `kubeVersion >=1.32.0-0`; its documents ask for 1.34.2).
 *
 * @param of the rule, and what needs it in words
 */
export function checkKubernetes(construct: IConstruct, of: { readonly rule: string; readonly what: string }): SynthFinding[] {
  const { rule, what } = of;
  const kubernetes = Cluster.ofOrUndefined(construct)?.kubernetes;
  if (!kubernetes || kubernetes.servesResourceV1) return [];
  const value = `${what} on Kubernetes ${kubernetes}`;
  if (!kubernetes.isAtLeast(KubernetesVersion.V1_32)) {
    return [{ rule, value, reason: "the DRA driver's chart installs from 1.32 on, and claims have another form before", fix: 'use Kubernetes 1.34' }];
  }
  return [{
    rule,
    value,
    reason: 'claims are dropped from pods there unless the API group resource.k8s.io and the gate DynamicResourceAllocation are turned on',
    fix: 'turn them on, or use Kubernetes 1.34',
    severity: 'warning',
  }];
}
