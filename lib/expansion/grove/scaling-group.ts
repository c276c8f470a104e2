import { componentLabels, made } from './made';
import { podCliqueOf } from './pod-clique';
import { Group, SetView, viewOf } from './set-view';
import { sharedClaims } from './shared-claims';
import { groupClaimName, GROVE_FINALIZERS, scalingGroupName } from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { record, strings } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { count, indices } from '../values';

/** The PodCliqueScalingGroup of a group, in a replica of the set. scheduling.md 9.1 */
export function scalingGroupOf(set: SetView, group: Group, replica: number): Manifest {
  const name = scalingGroupName(set.name, group.name, replica);
  const mnnvl = set.annotations[ANNOTATION_KEYS.mnnvlGroup];
  return made(set, {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueScalingGroup',
    name,
    labels: { ...componentLabels(set, 'scalingGroup', name), [LABEL_KEYS.groveSetReplica]: String(replica) },
    annotations: { ...mnnvl === undefined ? {} : { [ANNOTATION_KEYS.mnnvlGroup]: mnnvl }, ...group.annotations },
    finalizers: [GROVE_FINALIZERS.scalingGroup],
  }, { spec: { cliqueNames: [...group.cliques], minAvailable: group.minAvailable, replicas: group.replicas } });
}

/** PodCliques of the scaling group of a set, replica by replica, after the claims that they share. */
export const expandScalingGroup: Expander = (scalingGroup, context, [owner]) => {
  if (owner?.kind !== 'PodCliqueSet') return [];
  const set = viewOf(owner);
  const replica = Number(strings(record(scalingGroup.metadata)?.labels)[LABEL_KEYS.groveSetReplica]);
  const group = set.groups.find(({ name }) => scalingGroupName(set.name, name, replica) === scalingGroup.metadata?.name);
  if (!group) return [];
  const replicas = count(record(scalingGroup.spec)?.replicas, 0, scalingGroup, 'spec.replicas');
  const claims = sharedClaims(set, {
    sharing: group.sharing,
    replicas,
    name: (template, index) => groupClaimName(set.name, group.name, template, replica, index),
    labels: { [LABEL_KEYS.groveScalingGroup]: scalingGroupName(set.name, group.name, replica) },
    indexLabel: LABEL_KEYS.groveScalingGroupReplica,
  }, context);
  return [...claims, ...indices(replicas).flatMap((groupReplica) => group.cliques.flatMap((clique) => podCliqueOf(set, {
    podCliqueSet: set.name, replica, clique, group: group.name, groupReplica,
  }, context)))];
};
