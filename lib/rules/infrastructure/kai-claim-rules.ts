import { isGpuClass } from './claim-spec';
import { driverInstalls } from './dra-driver';
import { gpuClaims } from './pod-claim-rules';
import { ClaimingPod, claimingPodsIn, podsWithClaims } from './pod-claims';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { KAI_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { Place } from '../deployment/place';
import { queueOf } from '../deployment/scheduling/kai-workloads';
import { found, RuleRow } from '../rule-row';

const SOURCE = 'infrastructure.md 3.4 (kai-scheduler/KAI-Scheduler v0.17.0): a class counts as GPU if its name contains "gpu"';

/** Annotations that ask for a share of a GPU. Source: scheduling.md 1.3. */
const SHARES = [ANNOTATION_KEYS.gpuFraction, ANNOTATION_KEYS.gpuSharedMemory];

/** Rules about claims under the KAI Scheduler. */
export const KAI_CLAIM_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-01',
    title: 'A ResourceClaim on GPUs that pods share carries the label of their queue',
    evidence: `infrastructure.md 5 KAI-01; ${SOURCE}`,
    * check(context) {
      for (const pod of byKai(context)) {
        const queue = queueOf(context.manifests, pod.object)?.text ?? KAI_DEFAULT_QUEUE;
        for (const { kind, spec } of pod.claims) {
          if (kind !== 'ResourceClaim' || !spec) continue;
          if (!spec.requests.some(({ bodies, alternatives }) => !alternatives && bodies.some(({ place }) => /gpu/i.test(place.at('deviceClassName').text)))) continue;
          const label = new Place(spec.object.manifest).at('metadata', 'labels', LABEL_KEYS.kaiQueue);
          if (label.text !== queue) yield found(spec.object, label, `${pod.object} of queue '${queue}' uses the claim: KAI does not schedule its pods`, `label the claim ${LABEL_KEYS.kaiQueue}: ${queue}`);
        }
      }
    },
  },
  {
    id: 'KAI-02',
    title: "KAI counts the GPUs of claims by classes with 'gpu' in their name",
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 KAI-02; ${SOURCE}`,
    * check(context) {
      for (const pod of byKai(context)) {
        for (const claim of gpuClaims(pod, context.manifests)) {
          for (const { place } of claim.spec!.requests.flatMap(({ bodies }) => bodies)) {
            const name = place.at('deviceClassName').text;
            if (isGpuClass(context.manifests, name) && !/gpu/i.test(name)) yield found(pod.object, claim.place, `KAI does not count devices of class '${name}' in the quota of the queue`, "use a device class with 'gpu' in its name");
          }
        }
      }
    },
  },
  {
    id: 'KAI-03',
    title: 'Under KAI, claims have no alternatives, and shares of GPUs are not of claimed ones',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 KAI-03; ${SOURCE}`,
    * check(context) {
      for (const pod of byKai(context)) {
        for (const claim of gpuClaims(pod, context.manifests)) {
          if (claim.spec!.requests.some(({ alternatives }) => alternatives)) yield found(pod.object, claim.place, 'KAI does not count the alternatives of a claim', 'write the request with exactly');
        }
      }
      const published = driverInstalls(context).some(({ values }) => values.at('resources', 'gpus', 'enabled').value !== false);
      for (const { template, object, spec } of published ? claimingPodsIn(context.manifests) : []) {
        const annotations = template.metadataPath && new Place(object.manifest).at(...template.metadataPath, 'annotations');
        const share = annotations && SHARES.map((key) => annotations.at(key)).find(({ present }) => present);
        if (share && spec.at('schedulerName').text === KAI_SCHEDULER) {
          yield found(object, share, 'KAI refuses shares of GPUs on nodes whose GPUs the DRA driver publishes', "set resources.gpus.enabled: false in the values of the driver's chart, or share through a claim", { severity: Severity.ERROR });
        }
      }
    },
  },
];

function byKai(context: RuleContext): ClaimingPod[] {
  return podsWithClaims(context).filter(({ spec }) => spec.at('schedulerName').text === KAI_SCHEDULER);
}
