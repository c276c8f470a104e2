import { boundToClique, channelPodsIn, RankPod } from './domain-pods';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import { cliqueNamesOf, groupsOf, requiredDomain } from '../deployment/grove-admission/pod-clique-set';
import { Place } from '../deployment/place';
import { podsOfGroup } from '../rank-groups';

/** Pods that must be on nodes of one NVLink clique, and what says so. */
export interface CliqueBound {
  readonly place: Place;
  /** In messages: the group of ranks, or the set. */
  readonly name: string;
  /** Pods with a channel, each on a node of its own. */
  readonly nodes: number;
}

/**
 * What keeps the pods of a template with others in one clique: affinity, node selector, annotation or topology constraint. infrastructure.md CD-10
 *
 * @param byKai the workloads whose pods KAI schedules: it reads its annotation on no others
 */
export function cliqueBoundOf(pod: RankPod, manifests: ManifestSet, byKai: ReadonlySet<ManifestObject>): CliqueBound | undefined {
  const { object, group } = pod;
  const annotations = new Place(object.manifest).at('metadata', 'annotations');
  const ofGroup = (place: Place | undefined) => place && { place, name: group.name, nodes: podsOfGroup(group) };
  const exclusive = annotations.at(ANNOTATION_KEYS.lwsExclusiveTopology);
  const placed = annotations.at(ANNOTATION_KEYS.kaiRequiredPlacement);
  return ofGroup(boundToClique(pod))
    ?? ofGroup(object.kind === 'LeaderWorkerSet' ? [exclusive, ...byKai.has(object) ? [placed] : []].find(({ text }) => text === LABEL_KEYS.gpuClique) : undefined)
    ?? (object.kind === 'PodCliqueSet' ? boundByGrove(pod, manifests) : undefined);
}

/** A constraint of the scaling group binds each of its replicas, one of the set all pods of each replica of the set. scheduling.md 3.5 */
function boundByGrove({ object, group }: RankPod, manifests: ManifestSet): CliqueBound | undefined {
  const set = new Place(object.manifest);
  const ofSet = set.at('spec', 'template', 'topologyConstraint');
  const topology = (constraint: Place) => constraint.at('topologyName').text || ofSet.at('topologyName').text;
  const isClique = (constraint: Place) => isCliqueDomain(manifests, topology(constraint), requiredDomain(constraint));
  const own = groupsOf(set).find((each) => each.at('name').text === group.name && cliqueNamesOf(each).length > 0)?.at('topologyConstraint');
  if (own?.present && isClique(own)) return { place: own, name: group.name, nodes: podsOfGroup(group) };
  const replicas = set.at('spec', 'replicas').number ?? 1;
  if (!ofSet.present || !isClique(ofSet) || replicas < 1) return undefined;
  const pods = channelPodsIn(manifests).filter((each) => each.object === object)
    .reduce((sum, each) => sum + (each.pods ?? podsOfGroup(each.group)), 0);
  return { place: ofSet, name: object.name, nodes: Math.ceil(pods / replicas) };
}

/** Whether a domain of a topology is the NVLink clique; only topologies among the manifests are known. */
function isCliqueDomain(manifests: ManifestSet, topology: string, domain: string): boolean {
  const binding = manifests.find('grove.io', 'ClusterTopologyBinding', topology);
  const levels = binding ? new Place(binding.manifest).at('spec', 'levels').items : [];
  return domain !== '' && levels.some((level) => level.at('domain').text === domain && level.at('key').text === LABEL_KEYS.gpuClique);
}
