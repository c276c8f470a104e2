import type { Rule } from '../../../admission/rule';
import type { RuleContext } from '../../../admission/rule-context';
import type { Manifest } from '../../../manifests/manifest';
import type { PodTemplate } from '../../../manifests/pod-templates';
import { PODS } from '../../subjects';
import { AdmissionRule, Docket, objectsOfKind } from '../admission-rule';
import { Place } from '../place';
import { judge, WebhookRule, WebhookVerdict } from '../webhook-rule';
import { GPU_SHARING_RULES, SharingPod } from './gpu-sharing-rules';
import type { KaiAdmissionFacts } from './kai-admission-facts';
import { POD_GROUP_RULES } from './pod-group-rules';
import { QUEUE_RULES } from './queue-rules';
import { TOPOLOGY_RULES } from './topology-rules';
import { operatorFactsOf } from '../../operator-facts';

/** What KAI's webhooks enforce, by `group/kind`. */
export const KAI_ADMISSION_RULES: { readonly [groupAndKind: string]: readonly WebhookRule<Place, KaiAdmissionFacts>[] } = {
  'scheduling.run.ai/Queue': QUEUE_RULES,
  'scheduling.run.ai/PodGroup': POD_GROUP_RULES,
  'kai.scheduler/Topology': TOPOLOGY_RULES,
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

/** What KAI's webhook would refuse in pods. */
export function judgeGpuSharing(pod: SharingPod, facts: KaiAdmissionFacts = {}): WebhookVerdict {
  return judge(GPU_SHARING_RULES, pod, facts);
}

/** KAI's webhook rules for the catalogue. */
export function kaiAdmissionRules(): Rule[] {
  const facts = (context: RuleContext): KaiAdmissionFacts => ({ gpuSharing: operatorFactsOf(context).kaiGpuSharing });
  const pods = new Docket<SharingPod, KaiAdmissionFacts>(PODS, facts, ({ manifests }) => manifests.podTemplates.map((template) => ({
    object: template.object,
    subject: sharingPod(template),
  })));
  return [
    ...Object.entries(KAI_ADMISSION_RULES).flatMap(([groupAndKind, rules]) => {
      const [group, kind] = groupAndKind.split('/');
      const docket = new Docket<Place, KaiAdmissionFacts>(
        { kinds: [groupAndKind] }, facts, (context) => objectsOfKind(context, group, kind, ({ manifest }) => new Place(manifest)),
      );
      return rules.map((rule) => new AdmissionRule('deployment', rule, docket));
    }),
    ...GPU_SHARING_RULES.map((rule) => new AdmissionRule('deployment', rule, pods)),
  ];
}

/** What a workload says of its pods. */
export function sharingPod(template: PodTemplate): SharingPod {
  return new WorkloadPod(template);
}

/** Each part is read when a rule asks for it: few pods are KAI's, and fewer share a GPU. */
class WorkloadPod implements SharingPod {
  constructor(private readonly template: PodTemplate) {}

  public get annotations(): Place {
    const { object, metadataPath } = this.template;
    return metadataPath ? new Place(object.manifest).at(...metadataPath, 'annotations') : new Place(undefined);
  }

  public get schedulerName(): Place {
    return new Place(this.template.spec, this.template.specPath).at('schedulerName');
  }

  public get containers(): readonly Place[] {
    return this.template.containers.map(({ container, path }) => new Place(container, path));
  }
}
