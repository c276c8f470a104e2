import { IConstruct } from 'constructs';
import { Cluster } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { draDriverTrouble } from '../../facts/dra-driver-kubernetes';

/**
 * What needs the NVIDIA DRA driver, on the Kubernetes of its cluster.
 *
 * @param of the rule, and what needs it in words
 */
export function checkKubernetes(construct: IConstruct, of: { readonly rule: string; readonly what: string }): SynthFinding[] {
  const kubernetes = Cluster.ofOrUndefined(construct)?.kubernetes;
  const trouble = kubernetes && draDriverTrouble(kubernetes);
  return trouble ? [{ rule: of.rule, value: `${of.what} on Kubernetes ${kubernetes}`, ...trouble }] : [];
}
