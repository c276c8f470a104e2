import { asksForGpus } from './claim-spec';
import { isMadeByOperator, sharesByOperator } from './made-templates';
import { ClaimingPod, PodClaim, podsWithClaims, templateOfDomain } from './pod-claims';
import { EnforcedBy } from '../../admission/enforced-by';
import { Severity } from '../../admission/severity';
import { pluginGpusOf } from '../../manifests/gpu-resources';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Place } from '../deployment/place';
import { gpuPoolsOf } from '../pool-match';
import { notHere } from '../reasons';
import { found, RuleRow } from '../rule-row';

const CLAIMS = 'infrastructure.md 2.4 (k8s.io/api core/v1, resource/v1)';

/** Kinds whose pods the API server judges when they are applied. */
const JUDGED = new Set(['', 'apps', 'batch']);

/** Who refuses what a pod spec says: the API server, or nobody until an operator makes the pod. */
export function refusedBy(pod: ClaimingPod): { readonly enforcedBy: EnforcedBy } {
  return { enforcedBy: JUDGED.has(pod.object.group) ? EnforcedBy.API_SERVER : EnforcedBy.RUNTIME };
}

/** Rules about the claims of pods. */
export const POD_CLAIM_RULES: readonly RuleRow[] = [
  {
    id: 'DRA-01',
    title: 'Every claim of a container is a claim of its pod',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-01; ${CLAIMS}`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        const known = [...pod.claims.map(({ name }) => name), ...pod.injected];
        for (const { name, place } of pod.used) {
          if (name === '' || known.includes(name)) continue;
          const names = pod.claims.map((claim) => claim.name).join(', ');
          yield found(pod.object, place, `the pod has no claim '${name}'`, names ? `write one of ${names}, or add it to the pod's resourceClaims` : "add it to the pod's resourceClaims", refusedBy(pod));
        }
      }
    },
  },
  {
    id: 'DRA-02',
    title: 'Every claim of a pod is used by a container',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 DRA-02; ${CLAIMS}`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        for (const claim of pod.claims) {
          if (claim.name === '' || pod.used.some(({ name }) => name === claim.name)) continue;
          const severity = claim.domain && pluginGpusOf(pod.template) > 0 ? Severity.ERROR : Severity.WARNING;
          yield found(pod.object, claim.place, `the devices of claim '${claim.name}' are taken, and no container gets them`, `add { name: ${claim.name} } to resources.claims of the container that needs them, or remove the claim`, { severity });
        }
      }
    },
  },
  {
    id: 'DRA-03',
    title: 'A claim of a pod names a ResourceClaim or a template, not both',
    enforcedBy: EnforcedBy.API_SERVER,
    evidence: `infrastructure.md 5 DRA-03, 2.2; ${CLAIMS}`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        for (const { place } of pod.claims) {
          const named = ['resourceClaimName', 'resourceClaimTemplateName'].filter((key) => place.at(key).text !== '');
          if (place.at('source').present) yield found(pod.object, place.at('source'), 'source is gone since Kubernetes 1.31', 'write resourceClaimName or resourceClaimTemplateName in its place', refusedBy(pod));
          else if (named.length === 2) yield found(pod.object, place, 'the claim names a ResourceClaim and a template', 'keep resourceClaimName (one claim for all pods) or resourceClaimTemplateName (a claim for each pod)', refusedBy(pod));
          else if (named.length === 0) yield found(pod.object, place, 'the claim names neither a ResourceClaim nor a template', 'write resourceClaimName (one claim for all pods) or resourceClaimTemplateName (a claim for each pod)', refusedBy(pod));
        }
      }
    },
  },
  {
    id: 'DRA-04',
    title: "What a pod's claim names is in the pod's namespace",
    evidence: `infrastructure.md 5 DRA-04 (upstream demo gpu-test-vfio-config has the fault); ${CLAIMS}`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        for (const claim of pod.claims) {
          if (claim.target === '' || claim.spec || claim.domain || isMadeByOperator(claim, pod.object.namespace, context.manifests)) continue;
          const place = targetPlace(claim);
          const elsewhere = context.manifests.ofKind('resource.k8s.io', claim.kind).filter(({ name }) => name === claim.target);
          const domainElsewhere = claim.kind === 'ResourceClaimTemplate'
            && context.manifests.ofKind('resource.nvidia.com', 'ComputeDomain').some((domain) => templateOfDomain(domain).text === claim.target);
          if (domainElsewhere) continue; // CD-13
          if (elsewhere.length > 0 && pod.object.namespace !== undefined && elsewhere.every(({ namespace }) => namespace !== undefined)) {
            const namespaces = elsewhere.map(({ namespace }) => namespace).join(', ');
            yield found(pod.object, place, `${claim.kind} '${claim.target}' is in namespace ${namespaces}, the pod in ${pod.object.namespace}`, 'put both into one namespace');
          } else {
            yield { object: pod.object, unknown: notHere(`${claim.kind} '${claim.target}'`) };
          }
        }
      }
    },
  },
  {
    id: 'DRA-05',
    title: 'The request that a container names is one of the claim',
    evidence: `infrastructure.md 5 DRA-05; ${CLAIMS}`,
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        for (const { name, place } of pod.used) {
          const request = place.at('request');
          if (request.text === '') continue;
          const claim = pod.claims.find((each) => each.name === name);
          const requests = claim?.spec?.requests.map((each) => each.name);
          const known = requests ? `write one of ${requests.join(', ')}` : 'write the name of the main request';
          if (request.text.includes('/')) yield found(pod.object, request, `'${request.text}' names an alternative; containers name the main request`, `write ${request.text.split('/')[0]}`, refusedBy(pod));
          else if (requests && !requests.includes(request.text)) yield found(pod.object, request, `claim '${name}' has no request '${request.text}'`, known);
        }
      }
    },
  },
  {
    id: 'DRA-19',
    title: 'A pod gets its GPUs from the device plugin or from claims, not from both',
    evidence: 'infrastructure.md 5 DRA-19, 1',
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        if (pluginGpusOf(pod.template) === 0 || sharesByOperator(pod)) continue;
        for (const claim of gpuClaims(pod, context.manifests)) {
          const pools = context.cluster ? gpuPoolsOf(pod.template, context.cluster) : [];
          const byDriver = pools.length > 0 && pools.every(({ gpuAllocation }) => gpuAllocation?.dynamic && gpuAllocation.resourceName !== undefined);
          yield found(pod.object, claim.place, `claim '${claim.name}' asks for GPUs, and containers ask for nvidia.com/gpu beside it: the pod takes both`, 'remove the claim, or the nvidia.com/gpu limits', {
            severity: byDriver ? Severity.WARNING : Severity.ERROR,
          });
        }
      }
    },
  },
  {
    id: 'DRA-24',
    title: 'A pod with claims leaves the choice of its node to the scheduler',
    evidence: 'infrastructure.md 5 DRA-24',
    * check(context) {
      for (const pod of podsWithClaims(context)) {
        const node = pod.spec.at('nodeName');
        if (node.text === '' || pod.claims.length === 0) continue;
        const severity = pod.claims.some(({ kind }) => kind === 'ResourceClaimTemplate') ? Severity.ERROR : Severity.WARNING;
        yield found(pod.object, node, 'nodeName passes the scheduler by, which allocates the devices of claims', 'use nodeSelector or affinity instead', { severity });
      }
    },
  },
];

/** Where a claim names its claim or template. */
export function targetPlace(claim: PodClaim): Place {
  const key = claim.kind === 'ResourceClaim' ? 'resourceClaimName' : 'resourceClaimTemplateName';
  return claim.place.at('source').present ? claim.place.at('source', key) : claim.place.at(key);
}

/** The claims of a pod that ask for GPUs or parts of them. */
export function gpuClaims(pod: ClaimingPod, manifests: ManifestSet): PodClaim[] {
  return pod.claims.filter(({ spec }) => spec && asksForGpus(manifests, spec));
}
