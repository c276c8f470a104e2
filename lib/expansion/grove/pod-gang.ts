import { componentLabels, made } from './made';
import { schedulerOf } from './pod';
import { Clique, cliqueNamed, Group, SetView } from './set-view';
import { TopologyOfSet, topologyOf } from './topology';
import type { JsonObject } from '../../core/merge';
import { basePodGangName, CliquePosition, podCliqueName, podGangNameOfGroupReplica, podGenerateName, subgroupName, templateIndex } from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { text } from '../../manifests/manifest-object';
import type { ExpansionContext } from '../expander';
import { defined, indices, namespaceText } from '../values';

const GROVE_PREFIX = 'grove.io/';

/** The PodGangs of a set: the base gang of each replica, then the scaled gangs, replica by replica and group by group. scheduling.md 3.3, 9.3 */
export function podGangsOf(set: SetView, context: ExpansionContext): Manifest[] {
  const topology = topologyOf(set, context);
  const replicas = indices(set.replicas);
  return [
    ...replicas.map((replica) => baseGang(set, replica, topology, context)),
    ...replicas.flatMap((replica) => set.groups.flatMap((group) => indices(group.replicas).slice(group.minAvailable)
      .map((groupReplica) => scaledGang(set, group, replica, groupReplica, topology, context)))),
  ];
}

function baseGang(set: SetView, replica: number, topology: TopologyOfSet, context: ExpansionContext): Manifest {
  const standalone = set.cliques.filter(({ group }) => !group)
    .map((clique) => podGroup(set, clique, { podCliqueSet: set.name, replica, clique: clique.name }, topology));
  const grouped = set.groups.flatMap((group) => indices(group.minAvailable)
    .flatMap((groupReplica) => groupsOf(set, group, replica, groupReplica, topology)));
  const packed = set.groups.filter(({ topologyConstraint }) => topology.enabled && topologyConstraint).flatMap((group) => indices(group.minAvailable)
    .map((groupReplica) => defined({
      name: subgroupName(set.name, group.name, groupReplica, replica),
      podGroupNames: group.cliques.map((clique) => podCliqueName({ podCliqueSet: set.name, replica, clique, group: group.name, groupReplica })),
      topologyConstraint: topology.translate(group.topologyConstraint),
    })));
  return gang(set, basePodGangName(set.name, replica), {
    podgroups: [...standalone, ...grouped],
    topologyConstraint: topology.translate(set.topologyConstraint),
    topologyConstraintGroupConfigs: packed.length > 0 ? packed : undefined,
  }, topology, context);
}

function scaledGang(
  set: SetView, group: Group, replica: number, groupReplica: number, topology: TopologyOfSet, context: ExpansionContext,
): Manifest {
  return gang(set, podGangNameOfGroupReplica(set.name, group.name, groupReplica, group.minAvailable, replica), {
    podgroups: groupsOf(set, group, replica, groupReplica, topology),
    topologyConstraint: topology.translate(group.topologyConstraint ?? set.topologyConstraint),
  }, topology, context);
}

function groupsOf(set: SetView, group: Group, replica: number, groupReplica: number, topology: TopologyOfSet): JsonObject[] {
  return group.cliques.flatMap((name) => {
    const clique = cliqueNamed(set, name);
    return clique ? [podGroup(set, clique, { podCliqueSet: set.name, replica, clique: name, group: group.name, groupReplica }, topology)] : [];
  });
}

/** The minimum is the clique's own, the pods are those of the template that the PodClique really has. scheduling.md 3.2 */
function podGroup(set: SetView, clique: Clique, position: CliquePosition, topology: TopologyOfSet): JsonObject {
  const name = podCliqueName(position);
  const template = set.cliques[templateIndex(name, set.cliqueNames)];
  return defined({
    name,
    minReplicas: clique.minAvailable,
    podReferences: indices(template.replicas).map(() => ({ name: podGenerateName(position), namespace: namespaceText(set.namespace) })),
    topologyConstraint: topology.translate(clique.topologyConstraint),
  });
}

interface GangSpec extends JsonObject {
  readonly podgroups: readonly JsonObject[];
  readonly topologyConstraint?: JsonObject;
  readonly topologyConstraintGroupConfigs?: readonly JsonObject[];
}

function gang(set: SetView, name: string, spec: GangSpec, topology: TopologyOfSet, context: ExpansionContext): Manifest {
  const scheduler = schedulerOf(set.cliques.map(({ podSpec }) => text(podSpec.schedulerName)).find((each) => each !== undefined), context);
  const constrained = [spec, ...spec.topologyConstraintGroupConfigs ?? [], ...spec.podgroups].some((each) => each.topologyConstraint !== undefined);
  const topologyName: { [key: string]: string } = {};
  if (constrained && topology.name !== undefined) topologyName[ANNOTATION_KEYS.groveTopologyName] = topology.name;
  return made(set, {
    apiVersion: 'scheduler.grove.io/v1alpha1',
    kind: 'PodGang',
    name,
    labels: { ...mirrored(set.labels), ...componentLabels(set, 'podGang'), [LABEL_KEYS.groveSchedulerName]: scheduler },
    annotations: { ...mirrored(set.annotations), ...topologyName },
  }, { spec: defined({ ...spec, priorityClassName: set.priorityClassName }) });
}

/** What users write on the set stands on its gangs, Grove's own keys aside. scheduling.md 3.4 */
function mirrored(map: { readonly [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith(GROVE_PREFIX)));
}
