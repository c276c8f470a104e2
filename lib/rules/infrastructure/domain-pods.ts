import { ClaimingPod, claimingPodsIn, domainsIn, PodClaim } from './pod-claims';
import { addTo } from '../../core/groups';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { pluginGpusOf } from '../../manifests/gpu-resources';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import type { PodTemplate } from '../../manifests/pod-templates';
import { Place } from '../deployment/place';
import { RankGroup, rankGroupsIn } from '../rank-groups';

/** A pod template, its claims, and the group that it computes in. */
export interface RankPod extends ClaimingPod {
  readonly group: RankGroup;
  /** Pods of the template in all; undefined where that is not fixed. */
  readonly pods?: number;
}

const read = new WeakMap<ManifestSet, readonly RankPod[]>();

/** Every pod template of a set with its claims and its group. */
export function rankPodsIn(manifests: ManifestSet): readonly RankPod[] {
  let pods = read.get(manifests);
  if (pods) return pods;
  const byTemplate = new Map<PodTemplate, ClaimingPod>();
  for (const pod of claimingPodsIn(manifests)) byTemplate.set(pod.template, pod);
  const found: RankPod[] = [];
  for (const group of rankGroupsIn(manifests)) {
    for (const { template, pods: count } of group.members) {
      const pod = byTemplate.get(template);
      if (pod) found.push({ ...pod, group, pods: group.copies === undefined ? undefined : count * group.copies });
    }
  }
  read.set(manifests, pods = found);
  return pods;
}

const claiming = new WeakMap<ManifestSet, readonly RankPod[]>();

/** The pods of a set that claim a channel of one of its ComputeDomains. */
export function channelPodsIn(manifests: ManifestSet): readonly RankPod[] {
  let pods = claiming.get(manifests);
  if (!pods) {
    const hasDomains = domainsIn(manifests).length > 0;
    claiming.set(manifests, pods = hasDomains ? rankPodsIn(manifests).filter((pod) => channelClaims(pod).length > 0) : []);
  }
  return pods;
}

const counting = new WeakMap<ManifestSet, readonly RankPod[]>();

/** The pods of a set that ask the device plugin for GPUs. */
export function gpuPodsIn(manifests: ManifestSet): readonly RankPod[] {
  let pods = counting.get(manifests);
  if (!pods) {
    // Most workloads compute nothing.
    const hasGpus = manifests.podTemplates.some((template) => pluginGpusOf(template) > 0);
    counting.set(manifests, pods = hasGpus ? rankPodsIn(manifests).filter(hasScalarGpus) : []);
  }
  return pods;
}

/** The claims of a pod on channels of ComputeDomains. */
export function channelClaims({ claims }: ClaimingPod): PodClaim[] {
  return claims.filter(({ domain }) => domain);
}

/** Whether a pod claims something that is not among the manifests: it may be a channel. */
export function claimsUnknown({ claims }: ClaimingPod): boolean {
  return claims.some(({ spec, domain, target }) => target !== '' && !spec && !domain);
}

const joining = new WeakMap<ManifestSet, ReadonlyMap<ManifestObject, readonly RankPod[]>>();

/** The pods that claim a channel of a domain. */
export function podsOfDomain(manifests: ManifestSet, domain: ManifestObject): readonly RankPod[] {
  let byDomain = joining.get(manifests);
  if (!byDomain) {
    const pods = new Map<ManifestObject, RankPod[]>();
    for (const pod of channelPodsIn(manifests)) {
      for (const each of new Set(pod.claims.map((claim) => claim.domain))) if (each) addTo(pods, each, pod);
    }
    joining.set(manifests, byDomain = pods);
  }
  return byDomain.get(domain) ?? [];
}

/** Whether containers of a pod ask the device plugin for GPUs. */
export function hasScalarGpus({ template }: ClaimingPod): boolean {
  return pluginGpusOf(template) > 0;
}

/** Grove's automatic NVLink group of a pod, as written nearest to it; undefined where none is, or `none`. infrastructure.md 3.4 */
export function mnnvlGroupOf({ object, template }: ClaimingPod): Place | undefined {
  const places = annotationPlaces(object, template).map((annotations) => annotations.at(ANNOTATION_KEYS.mnnvlGroup));
  const nearest = places.find(({ present }) => present);
  return nearest && nearest.text !== '' && nearest.text !== 'none' ? nearest : undefined;
}

/** Where annotations of a pod's clique are written, nearest first. */
export function annotationPlaces(object: ManifestObject, { metadataPath, role }: PodTemplate): Place[] {
  const root = new Place(object.manifest);
  const own = metadataPath ? [root.at(...metadataPath, 'annotations')] : [];
  if (object.kind === 'PodCliqueSet') {
    const groups = root.at('spec', 'template', 'podCliqueScalingGroups').items.filter((group) => group.at('cliqueNames').items.some(({ text }) => text === role));
    return [...own, ...groups.map((group) => group.at('annotations')), root.at('metadata', 'annotations')];
  }
  return object.group === 'nvidia.com' ? [...own, root.at('spec', 'annotations')] : [];
}

/** Whether the pod, or a constraint of Grove, asks for the pods of a group to be near each other: in one NVLink clique, or in a domain of a topology. */
export function isPlaced(pod: RankPod): boolean {
  const root = new Place(pod.object.manifest);
  const constraints = [root.at('spec', 'topologyConstraint'), root.at('spec', 'template', 'topologyConstraint'), ...[
    ...root.at('spec', 'template', 'cliques').items, ...root.at('spec', 'template', 'podCliqueScalingGroups').items, ...root.at('spec', 'components').items,
    ...root.at('spec', 'services').entries.map(([, service]) => service),
  ].map((owner) => owner.at('topologyConstraint'))];
  return constraints.some(({ present }) => present) || cliqueOfNodes(pod) !== undefined || affinityTerms(pod, false).length > 0;
}

/** The place that keeps the pods of a template in one clique: a required affinity to pods of the clique, or one clique by name. */
export function boundToClique(pod: RankPod): Place | undefined {
  return affinityTerms(pod, true)[0] ?? cliqueOfNodes(pod);
}

/** Terms of the pod's affinity to others in its clique. */
function affinityTerms({ spec }: RankPod, requiredOnly: boolean): Place[] {
  const affinity = spec.at('affinity', 'podAffinity');
  const required = affinity.at('requiredDuringSchedulingIgnoredDuringExecution').items;
  const preferred = affinity.at('preferredDuringSchedulingIgnoredDuringExecution').items.map((term) => term.at('podAffinityTerm'));
  return [...required, ...requiredOnly ? [] : preferred].filter((term) => term.at('topologyKey').text === LABEL_KEYS.gpuClique);
}

/** Where the pod names one clique by the label of its nodes. */
function cliqueOfNodes({ spec }: RankPod): Place | undefined {
  const selected = spec.at('nodeSelector', LABEL_KEYS.gpuClique);
  if (selected.present) return selected;
  const terms = spec.at('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms').items;
  return terms.flatMap((term) => term.at('matchExpressions').items).find((expression) => (
    expression.at('key').text === LABEL_KEYS.gpuClique && expression.at('operator').text === 'In' && expression.at('values').items.length === 1));
}
