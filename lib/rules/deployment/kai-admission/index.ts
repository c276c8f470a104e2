import type { Manifest } from '../../../manifests/manifest';
import { Place } from '../place';
import { judge, WebhookRule, WebhookVerdict } from '../webhook-rule';
import { GPU_SHARING_RULES } from './gpu-sharing-rules';
import type { KaiAdmissionFacts } from './kai-admission-facts';
import { POD_GROUP_RULES } from './pod-group-rules';
import { QUEUE_RULES } from './queue-rules';
import { TOPOLOGY_RULES } from './topology-rules';

/** What KAI's webhooks enforce, by `group/kind`. */
export const KAI_ADMISSION_RULES: { readonly [groupAndKind: string]: readonly WebhookRule<Place, KaiAdmissionFacts>[] } = {
  'scheduling.run.ai/Queue': QUEUE_RULES,
  'scheduling.run.ai/PodGroup': POD_GROUP_RULES,
  'kai.scheduler/Topology': TOPOLOGY_RULES,
  '/Pod': GPU_SHARING_RULES,
};

/**
 * What KAI's webhooks would refuse in an object.
 *
 * @param previous the object as it is in the cluster
 * @returns no problems for kinds that KAI's webhooks do not look at
 */
export function judgeKaiAdmission(manifest: Manifest, facts: KaiAdmissionFacts = {}, previous?: Manifest): WebhookVerdict {
  const group = manifest.apiVersion.includes('/') ? manifest.apiVersion.split('/')[0] : '';
  return judge(KAI_ADMISSION_RULES[`${group}/${manifest.kind}`] ?? [], new Place(manifest), facts, previous && new Place(previous));
}

/** What KAI's webhook would refuse in the pods of a template (`metadata` and `spec`), wherever in a manifest it stands. */
export function judgeGpuSharing(template: Place, facts: KaiAdmissionFacts = {}): WebhookVerdict {
  return judge(GPU_SHARING_RULES, template, facts);
}
