import { componentLabels, made } from './made';
import { autoMnnvl, mnnvlGroupOf, withMnnvlClaim } from './mnnvl';
import { podsOf } from './pod';
import { cliqueNamed, Group, SetView, viewOf } from './set-view';
import { sharedClaims } from './shared-claims';
import { startsAfter } from './start-order';
import type { JsonObject } from '../../core/merge';
import {
  basePodGangName, cliqueClaimName, CliquePosition, GROVE_FINALIZERS, mnnvlComputeDomainName, podCliqueName, podGangNameOfGroupReplica,
  scalingGroupName, templateIndex,
} from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { record, strings } from '../../manifests/manifest-object';
import type { Expander, ExpansionContext } from '../expander';
import { editContainers, withEnvironment } from '../pod-spec';
import { count, defined, indices } from '../values';

/** A PodClique of a set, standalone or of a scaling group; none where no template fits. scheduling.md 9.1 */
export function podCliqueOf(set: SetView, position: CliquePosition, context: ExpansionContext): Manifest[] {
  const name = podCliqueName(position);
  // Not always the clique's own template. scheduling.md 3.2
  const template = set.cliques[templateIndex(name, set.cliqueNames)];
  if (!template) return [];
  const { replica = 0 } = position;
  const group = set.groups.find((each) => each.name === position.group);
  const mnnvl = autoMnnvl(context) ? mnnvlGroupOf(set, template, group) : undefined;
  const podSpec = group
    ? editContainers(template.podSpec, (container) => withEnvironment(container, groupEnvironment(set, group)))
    : template.podSpec;
  const after = startsAfter(set, template, position);
  return [made(set, {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodClique',
    name,
    labels: labelsOf(set, position, group, template.labels),
    annotations: withoutTopologyName(template.annotations),
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
  const podAt = podsOf(set, podClique, position, context);
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
  return [...claims, ...indices(replicas).map(podAt)];
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

function labelsOf(
  set: SetView, position: CliquePosition, group: Group | undefined, written: { readonly [key: string]: string },
): { [key: string]: string } {
  const { replica = 0, groupReplica = 0 } = position;
  const base = basePodGangName(set.name, replica);
  const labels = { ...written, ...componentLabels(set, group ? 'podCliqueOfGroup' : 'podClique', podCliqueName(position)) };
  labels[LABEL_KEYS.groveSetReplica] = String(replica);
  labels[LABEL_KEYS.grovePodGang] = base;
  if (!group) return labels;
  labels[LABEL_KEYS.groveScalingGroup] = scalingGroupName(set.name, group.name, replica);
  labels[LABEL_KEYS.groveScalingGroupReplica] = String(groupReplica);
  labels[LABEL_KEYS.grovePodGang] = podGangNameOfGroupReplica(set.name, group.name, groupReplica, group.minAvailable, replica);
  if (labels[LABEL_KEYS.grovePodGang] !== base) labels[LABEL_KEYS.groveBasePodGang] = base;
  return labels;
}

/** The topology is the gang's business. ai-dynamo/grove v0.1.0-alpha.12-rc1, components/podclique */
function withoutTopologyName(annotations: { readonly [key: string]: string }): { readonly [key: string]: string } {
  if (annotations[ANNOTATION_KEYS.groveTopologyName] === undefined) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== ANNOTATION_KEYS.groveTopologyName));
}

/** scheduling.md 3.4; the order is that of ai-dynamo/grove v0.1.0-alpha.12-rc1, podcliquescalinggroup/components/podclique. */
function groupEnvironment(set: SetView, group: Group): JsonObject[] {
  const pods = group.cliques.reduce((sum, clique) => sum + (cliqueNamed(set, clique)?.replicas ?? 0), 0);
  return [
    { name: 'GROVE_PCSG_NAME', ...fromLabel(LABEL_KEYS.groveScalingGroup) },
    { name: 'GROVE_PCSG_TEMPLATE_NUM_PODS', value: String(pods) },
    { name: 'GROVE_PCSG_INDEX', ...fromLabel(LABEL_KEYS.groveScalingGroupReplica) },
  ];
}

function fromLabel(key: string): JsonObject {
  return { valueFrom: { fieldRef: { fieldPath: `metadata.labels['${key}']` } } };
}
