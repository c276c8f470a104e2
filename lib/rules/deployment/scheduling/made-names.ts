import { basePodGangName, headlessServiceName, mnnvlComputeDomainName, podCliqueName, podGangNameOfGroupReplica, scalingGroupName, serviceAccountName, tokenSecretName } from '../../../facts/grove';
import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import { NO_MNNVL_GROUP } from '../../../facts/nvlink';
import { cliqueNamesOf, cliquesOf, groupNumber, groupsOf } from '../grove-admission/pod-clique-set';
import type { Place } from '../place';

/** An object that Grove makes of a set. */
export interface MadeObject {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** Replicas that are counted through: what comes after has names of the same form. */
const MOST = 1000;

/** What Grove makes of one replica of a set, as far as it has names of its own. Source: scheduling.md 3.1. */
export function* madeOfReplica(set: Place, replica: number): Iterable<MadeObject> {
  const podCliqueSet = set.at('metadata', 'name').text;
  const groups = groupsOf(set);
  const grouped = new Set(groups.flatMap(cliqueNamesOf));
  yield { group: '', kind: 'Service', name: headlessServiceName(podCliqueSet, replica) };
  yield { group: 'scheduler.grove.io', kind: 'PodGang', name: basePodGangName(podCliqueSet, replica) };
  for (const clique of cliquesOf(set).filter((each) => !grouped.has(each.at('name').text))) {
    const name = podCliqueName({ podCliqueSet, replica, clique: clique.at('name').text });
    yield { group: 'grove.io', kind: 'PodClique', name };
    if (clique.at('spec', 'autoScalingConfig').present) yield { group: 'autoscaling', kind: 'HorizontalPodAutoscaler', name };
  }
  for (const group of groups) {
    const own = group.at('name').text;
    const name = scalingGroupName(podCliqueSet, own, replica);
    yield { group: 'grove.io', kind: 'PodCliqueScalingGroup', name };
    if (group.at('scaleConfig').present) yield { group: 'autoscaling', kind: 'HorizontalPodAutoscaler', name };
    const least = groupNumber(group, 'minAvailable');
    for (const groupReplica of upTo(groupNumber(group, 'replicas'))) {
      for (const clique of cliqueNamesOf(group)) yield { group: 'grove.io', kind: 'PodClique', name: podCliqueName({ podCliqueSet, replica, clique, group: own, groupReplica }) };
      if (groupReplica >= least) yield { group: 'scheduler.grove.io', kind: 'PodGang', name: podGangNameOfGroupReplica(podCliqueSet, own, groupReplica, least, replica) };
    }
  }
  for (const domain of nvlinkGroupsOf(set)) yield { group: 'resource.nvidia.com', kind: 'ComputeDomain', name: mnnvlComputeDomainName(podCliqueSet, domain, replica) };
}

/** What Grove makes of a set once. */
export function madeOfSet(set: Place): MadeObject[] {
  const name = set.at('metadata', 'name').text;
  return [{ group: '', kind: 'ServiceAccount', name: serviceAccountName(name) }, { group: '', kind: 'Secret', name: tokenSecretName(name) }];
}

/** The replica of a set of which Grove could make something of this name; undefined where it makes nothing of the kind. */
export function replicaIn(set: Place, name: string): number | undefined {
  const prefix = `${set.at('metadata', 'name').text}-`;
  const index = name.startsWith(prefix) ? /^(0|[1-9]\d*)(?=-|$)/.exec(name.slice(prefix.length))?.[1] : undefined;
  return index !== undefined && Number(index) < replicasOf(set) ? Number(index) : undefined;
}

/** Replicas of a set; one where that is not written, since what scales it may. */
export function replicasOf(set: Place): number {
  return set.at('spec', 'replicas').number ?? 1;
}

/** Indices below a count. */
export function upTo(count: number): number[] {
  return Array.from({ length: Math.min(Math.max(count, 0), MOST) }, (_, i) => i);
}

/** Groups of automatic NVLink that a set names. */
function nvlinkGroupsOf(set: Place): string[] {
  const owners = [set.at('metadata'), ...cliquesOf(set), ...groupsOf(set)];
  const names = owners.map((owner) => owner.at('annotations', ANNOTATION_KEYS.mnnvlGroup).text).filter((name) => name !== '' && name !== NO_MNNVL_GROUP);
  return [...new Set(names)];
}
