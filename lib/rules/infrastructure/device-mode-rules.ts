import { countOf, fewestOf, isGpuClass } from './claim-spec';
import { gpuClaims, targetPlace } from './pod-claim-rules';
import { ClaimingPod, claimingPodsIn, PodClaim, podsWithClaims } from './pod-claims';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { addTo } from '../../core/groups';
import { PODS_PER_CLAIM } from '../../facts/dra-devices';
import { DEVICE_CLASSES, LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';
import { pluginGpusOf } from '../../manifests/gpu-resources';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { Place } from '../deployment/place';
import { gpuPoolsOf, gpusPerNode } from '../pool-match';
import { rankGroupsIn } from '../rank-groups';
import { NO_POOLS } from '../reasons';
import { found, RuleRow } from '../rule-row';


/** Rules about claims and what nodes have. */
export const DEVICE_MODE_RULES: readonly RuleRow[] = [
  {
    id: 'DRA-18',
    title: 'A ResourceClaim on devices of a node serves one pod',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 DRA-18, 2.4 (k8s.io/api resource/v1 status.reservedFor)',
    * check(context) {
      const users = new Map<ManifestObject, { pod: ClaimingPod; claim: PodClaim; pods: number }[]>();
      for (const pod of podsWithClaims(context)) {
        for (const claim of gpuClaims(pod, context.manifests)) {
          if (claim.kind !== 'ResourceClaim' || !claim.spec) continue;
          addTo(users, claim.spec.object, { pod, claim, pods: podsOf(context, pod) });
        }
      }
      for (const [{ name }, uses] of users) {
        const pods = uses.reduce((sum, use) => sum + use.pods, 0);
        if (pods < 2) continue;
        const { pod, claim } = uses[0];
        const apart = uses.find((use) => use.pods > 1 && standApart(use.pod));
        const fix = 'use a ResourceClaimTemplate, which gives each pod devices of its own';
        const error = { severity: Severity.ERROR };
        if (pods > PODS_PER_CLAIM) yield found(pod.object, targetPlace(claim), `${pods} pods share the claim '${name}', which serves at most ${PODS_PER_CLAIM}`, fix, error);
        else if (apart) yield found(apart.pod.object, targetPlace(apart.claim), `the pods may not share a node, and the claim '${name}' keeps them on one`, fix, error);
        else yield found(pod.object, targetPlace(claim), `${pods} pods share the claim '${name}': all of them run on one node, on the same devices`, `${fix}; keep it where sharing is meant`);
      }
    },
  },
  {
    id: 'DRA-20',
    title: 'The GPUs of a pool are given out by the device plugin or by claims, not by both',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 DRA-20, 1',
    * check(context) {
      const claiming = podsWithClaims(context).filter((pod) => gpuClaims(pod, context.manifests).length > 0);
      if (claiming.length === 0) return;
      const counting = claimingPodsIn(context.manifests).filter((pod) => pluginGpusOf(pod.template) > 0);
      if (counting.length === 0) return;
      if (!context.cluster || context.cluster.pools.length === 0) {
        yield { unknown: NO_POOLS };
        return;
      }
      for (const pod of claiming) {
        const pools = gpuPoolsOf(pod.template, context.cluster);
        const other = counting.find(({ template }) => (
          template !== pod.template && gpuPoolsOf(template, context.cluster!).some((pool) => pools.includes(pool))));
        if (!other) continue;
        const [claim] = gpuClaims(pod, context.manifests);
        yield found(pod.object, claim.place, `${other.object} takes GPUs of the same pool through the device plugin, which does not see what claims take`, 'use one way on a pool, or keep the two apart with node selectors');
      }
    },
  },
  {
    id: 'DRA-21',
    title: 'A pod with GPUs from a claim tolerates the taint of GPU nodes',
    severity: Severity.INFO,
    evidence: 'infrastructure.md 5 DRA-21, 3.1: pods with claims get no toleration by themselves',
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        const [claim] = gpuClaims(pod, context.manifests);
        if (!claim || pod.spec.at('tolerations').items.some(toleratesGpuTaint)) continue;
        const pools = context.cluster ? gpuPoolsOf(pod.template, context.cluster) : [];
        const tainted = pools.find(({ groups }) => groups.some(({ taints }) => taints.some(({ key }) => key === RESOURCE_NAMES.gpu)));
        yield found(
          pod.object, pod.spec.at('tolerations'),
          tainted ? `the nodes of pool '${tainted.name}' carry the taint ${RESOURCE_NAMES.gpu}` : `the pod does not tolerate the taint ${RESOURCE_NAMES.gpu}, which GPU nodes often carry`,
          `add { key: ${RESOURCE_NAMES.gpu}, operator: Exists, effect: NoSchedule }`, { severity: tainted ? Severity.WARNING : Severity.INFO },
        );
      }
    },
  },
  {
    id: 'DRA-23',
    title: 'A pod claims no more whole GPUs than a node has',
    evidence: 'infrastructure.md 5 DRA-23, 2.6: pools of devices are one per node',
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        const claims = gpuClaims(pod, context.manifests);
        const gpus = claims.reduce((sum, claim) => sum + wholeGpus(context, claim), 0);
        if (gpus < 2) continue;
        if (!context.cluster || context.cluster.pools.length === 0) {
          yield { object: pod.object, unknown: NO_POOLS };
          continue;
        }
        const most = Math.max(0, ...gpuPoolsOf(pod.template, context.cluster).map(gpusPerNode));
        if (most > 0 && gpus > most) yield found(pod.object, targetPlace(claims[0]), `the pod claims ${gpus} GPUs, and no node that it may run on has more than ${most}`, `claim ${most} or fewer, and spread the ranks over several pods`);
      }
    },
  },
];

/** Pods of a template in all; 1 where that is not fixed. */
function podsOf({ manifests }: RuleContext, { template }: ClaimingPod): number {
  for (const { members, copies } of rankGroupsIn(manifests)) {
    const member = members.find((each) => each.template === template);
    if (member) return member.pods * (copies ?? 1);
  }
  return 1;
}

function wholeGpus({ manifests }: RuleContext, { spec }: PodClaim): number {
  return (spec?.requests ?? []).reduce((sum, request) => sum + (fewestOf(request, ({ place }) => isWholeGpu(place)) ?? 0), 0);

  function isWholeGpu(body: Place): boolean {
    const name = body.at('deviceClassName').text;
    return name === DEVICE_CLASSES.gpu && isGpuClass(manifests, name) && !body.at('capacity').present && countOf({ name: '', place: body }) !== undefined;
  }
}

/** Whether pods of the template must be on different nodes. */
function standApart({ spec, template }: ClaimingPod): boolean {
  return spec.at('affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').items.some((term) => {
    if (term.at('topologyKey').text !== LABEL_KEYS.hostname) return false;
    const labels = term.at('labelSelector', 'matchLabels').entries;
    return labels.length > 0 && labels.every(([key, value]) => template.labels[key] === value.text);
  });
}

function toleratesGpuTaint(toleration: Place): boolean {
  const key = toleration.at('key').text;
  const effect = toleration.at('effect').text;
  return (key === RESOURCE_NAMES.gpu || (key === '' && toleration.at('operator').text === 'Exists')) && (effect === '' || effect === 'NoSchedule');
}
