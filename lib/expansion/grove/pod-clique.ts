import { componentLabels, made } from './made';
import { autoMnnvl, mnnvlGroupOf, withMnnvlClaim } from './mnnvl';
import { podOf } from './pod';
import { cliqueNamed, SetView, viewOf } from './set-view';
import { sharedClaims } from './shared-claims';
import { startsAfter } from './start-order';
import type { JsonObject } from '../../core/merge';
import {
  basePodGangName, cliqueClaimName, CliquePosition, GROVE_FINALIZERS, mnnvlComputeDomainName, podCliqueName, podGangNameOfGroupReplica,
  scalingGroupName, templateIndex,
} from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings } from '../../manifests/manifest-object';
import type { Expander, ExpansionContext } from '../expander';
import { editContainers, withEnvironment } from '../pod-spec';
import { count, defined, indices } from '../values';

/** A PodClique of a set, standalone or of a scaling group; none where no template fits. scheduling.md 9.1 */
export function podCliqueOf(set: SetView, position: CliquePosition, context: ExpansionContext): Manifest[] {
  const name = podCliqueName(position);
  // Not always the clique's own template. scheduling.md 3.2
  const template = set.cliques[templateIndex(name, set.cliques.map((clique) => clique.name))];
  if (!template) return [];
  const { replica = 0, group } = position;
  const mnnvl = autoMnnvl(context) ? mnnvlGroupOf(set, { ...template, group: set.groups.find((each) => each.name === group) }) : undefined;
  const podSpec = group === undefined ? template.podSpec
    : editContainers(template.podSpec, (container) => withEnvironment(container, groupEnvironment(set, group)));
  const after = startsAfter(set, template, position);
  const annotations = { ...template.annotations };
  delete annotations[ANNOTATION_KEYS.groveTopologyName];
  return [made(set, {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodClique',
    name,
    labels: { ...template.labels, ...componentLabels(set, group === undefined ? 'podClique' : 'podCliqueOfGroup', name), ...placeLabels(set, position) },
    annotations,
    finalizers: [GROVE_FINALIZERS.podClique],
  }, {
    spec: defined({
      ...template.spec,
      startsAfter: after.length > 0 ? after : undefined,
      podSpec: mnnvl === undefined ? podSpec : withMnnvlClaim(podSpec, mnnvlComputeDomainName(set.name, mnnvl, replica)),
    }),
  })];
}

/** Pods of the PodClique of a set, after the claims that they share. */
export const expandPodClique: Expander = (podClique, context, owners) => {
  const owner = owners.find(({ kind }) => kind === 'PodCliqueSet');
  if (!owner) return []; // Grove leaves a PodClique alone that no set owns
  const set = viewOf(owner);
  const position = positionOf(podClique, set);
  const spec = record(podClique.spec) ?? {};
  const replicas = count(spec.replicas, 0, podClique, 'spec.replicas');
  const name = podCliqueName(position);
  const claims = sharedClaims(set, {
    sharing: cliqueNamed(set, position.clique)?.sharing ?? [],
    replicas,
    name: (template, index) => cliqueClaimName(position, template, index),
    labels: { [LABEL_KEYS.grovePodClique]: name },
    indexLabel: LABEL_KEYS.grovePodIndex,
  }, context);
  return [...claims, ...indices(replicas).map((index) => podOf(set, podClique, position, index, context))];
};

/** Where a PodClique stands in its set, as its labels say. */
function positionOf(podClique: Manifest, set: SetView): CliquePosition {
  const labels = strings(record(podClique.metadata)?.labels);
  const replica = Number(labels[LABEL_KEYS.groveSetReplica]);
  const name = podClique.metadata?.name ?? '';
  const group = set.groups.find((each) => scalingGroupName(set.name, each.name, replica) === labels[LABEL_KEYS.groveScalingGroup]);
  if (!group) return { podCliqueSet: set.name, replica, clique: name.slice(`${set.name}-${replica}-`.length) };
  const groupReplica = Number(labels[LABEL_KEYS.groveScalingGroupReplica]);
  const clique = name.slice(`${scalingGroupName(set.name, group.name, replica)}-${groupReplica}-`.length);
  return { podCliqueSet: set.name, replica, clique, group: group.name, groupReplica };
}

function placeLabels(set: SetView, { replica = 0, group: name, groupReplica = 0 }: CliquePosition): { [key: string]: string } {
  const base = basePodGangName(set.name, replica);
  const index = { [LABEL_KEYS.groveSetReplica]: String(replica) };
  const group = set.groups.find((each) => each.name === name);
  if (!group) return { ...index, [LABEL_KEYS.grovePodGang]: base };
  const gang = podGangNameOfGroupReplica(set.name, group.name, groupReplica, group.minAvailable, replica);
  return {
    ...index,
    [LABEL_KEYS.groveScalingGroup]: scalingGroupName(set.name, group.name, replica),
    [LABEL_KEYS.groveScalingGroupReplica]: String(groupReplica),
    [LABEL_KEYS.grovePodGang]: gang,
    ...gang === base ? {} : { [LABEL_KEYS.groveBasePodGang]: base },
  };
}

/** scheduling.md 3.4; the order is that of ai-dynamo/grove v0.1.0-alpha.12-rc1, podcliquescalinggroup/components/podclique. */
function groupEnvironment(set: SetView, name: string): JsonObject[] {
  const pods = list(set.groups.find((group) => group.name === name)?.cliques)
    .reduce<number>((sum, clique) => sum + (cliqueNamed(set, String(clique))?.replicas ?? 0), 0);
  return [
    { name: 'GROVE_PCSG_NAME', ...fromLabel(LABEL_KEYS.groveScalingGroup) },
    { name: 'GROVE_PCSG_TEMPLATE_NUM_PODS', value: String(pods) },
    { name: 'GROVE_PCSG_INDEX', ...fromLabel(LABEL_KEYS.groveScalingGroupReplica) },
  ];
}

function fromLabel(key: string): JsonObject {
  return { valueFrom: { fieldRef: { fieldPath: `metadata.labels['${key}']` } } };
}
