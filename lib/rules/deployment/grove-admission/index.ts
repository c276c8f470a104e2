import type { Rule } from '../../../admission/rule';
import type { Manifest } from '../../../manifests/manifest';
import { AdmissionRule, Docket, objectsOfKind } from '../admission-rule';
import { Place } from '../place';
import { topologyBindingsIn } from '../topology-levels';
import { judge, WebhookRule, WebhookVerdict } from '../webhook-rule';
import { CLAIM_RULES } from './claim-rules';
import { CLIQUE_RULES } from './clique-rules';
import { GROUP_RULES } from './group-rules';
import { GroveAdmissionFacts } from './grove-admission-facts';
import { SCHEDULING_RULES } from './scheduling-rules';
import { TOPOLOGY_BINDING_RULES } from './topology-binding-rules';
import { TOPOLOGY_RULES } from './topology-rules';
import { UPDATE_RULES } from './update-rules';
import { operatorFactsOf } from '../../operator-facts';

/** What Grove's webhooks enforce on a PodCliqueSet. */
export const POD_CLIQUE_SET_RULES: readonly WebhookRule<Place, GroveAdmissionFacts>[] = [
  ...CLIQUE_RULES, ...GROUP_RULES, ...CLAIM_RULES, ...SCHEDULING_RULES, ...TOPOLOGY_RULES, ...UPDATE_RULES,
];

/** What Grove's webhooks enforce, by kind. PodClique, PodCliqueScalingGroup and PodGang have no rules of their own. */
export const GROVE_ADMISSION_RULES: { readonly [kind: string]: readonly WebhookRule<Place, GroveAdmissionFacts>[] } = {
  PodCliqueSet: POD_CLIQUE_SET_RULES,
  ClusterTopologyBinding: TOPOLOGY_BINDING_RULES,
};

/**
 * What Grove's webhooks would refuse in an object.
 *
 * @param previous the object as it is in the cluster: then its changes are judged too
 * @returns no problems for kinds that Grove's webhooks do not look at
 */
export function judgeGroveAdmission(manifest: Manifest, facts: GroveAdmissionFacts = {}, previous?: Manifest): WebhookVerdict {
  const rules = manifest.apiVersion.startsWith('grove.io/') ? GROVE_ADMISSION_RULES[manifest.kind] ?? [] : [];
  return judge(rules, new Place(manifest), facts, previous && new Place(previous));
}

/** Grove's webhook rules for the catalogue. Topologies are those of the manifests; where there are none, they may be in the cluster. */
export function groveAdmissionRules(): Rule[] {
  return Object.entries(GROVE_ADMISSION_RULES).flatMap(([kind, rules]) => {
    const docket = new Docket<Place, GroveAdmissionFacts>(
      { kinds: [`grove.io/${kind}`] },
      (context) => {
        const topologyBindings = topologyBindingsIn(context.manifests);
        const { groveSchedulers, groveDefaultScheduler, topologyAwareScheduling, autoMnnvl } = operatorFactsOf(context);
        return {
          topologyBindings,
          // Who writes topologies writes those that the sets name. scheduling.md G11
          topologyBindingsComplete: Object.keys(topologyBindings).length > 0,
          schedulers: groveSchedulers,
          defaultScheduler: groveDefaultScheduler,
          topologyAwareScheduling,
          autoMnnvl,
        };
      },
      (context) => objectsOfKind(context, 'grove.io', kind, ({ manifest }) => new Place(manifest)),
    );
    return rules.map((rule) => new AdmissionRule('deployment', rule, docket));
  });
}
