import { cliquesOfParts, commonOf, GangReaders, isByKai, withAffinity } from './common-gang';
import type { Clique, Gang, Level, Unit } from './gang';
import type { OwnedPod } from './pods';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text, valueAt } from '../../manifests/manifest-object';

/** The gang of a PodGang, with the minimum of each clique. scheduling.md 3.3, 3.5 */
export function groveGang(podGang: Manifest, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  // Only KAI looks at topology. scheduling.md 2.2 rule 14
  const topology = text(strings(podGang.metadata?.annotations)[ANNOTATION_KEYS.groveTopologyName]);
  const levelsOf = (holder: unknown): Level[] => {
    const key = text(valueAt(holder, ['topologyConstraint', 'packConstraint', 'required']));
    return key === undefined || !isByKai(pods) ? [] : [{ labels: readers.topologies.labelsTo(topology, key) }];
  };
  const parts = list(valueAt(podGang, ['spec', 'podgroups'])).map((podgroup) => {
    const name = text(record(podgroup)?.name) ?? '';
    const members = pods.filter(({ manifest }) => strings(manifest.metadata?.labels)[LABEL_KEYS.grovePodClique] === name);
    const told = record(podgroup)?.minReplicas;
    const minimum = typeof told === 'number' && told >= 0 ? Math.trunc(told) : members.length;
    return { name, levels: levelsOf(podgroup), pods: members, minimum };
  });
  const cliques = new Map(cliquesOfParts(parts, readers).map((clique): [string, Clique] => [clique.name, clique]));
  const units = list(valueAt(podGang, ['spec', 'topologyConstraintGroupConfigs'])).map((config): Unit => {
    const names = list(record(config)?.podGroupNames).map(String);
    const inside = names.flatMap((name) => cliques.get(name) ?? []);
    names.forEach((name) => cliques.delete(name));
    return { name: text(record(config)?.name) ?? '', levels: levelsOf(config), cliques: inside, units: [] };
  });
  const unit = withAffinity({ name: String(podGang.metadata?.name), levels: levelsOf(podGang.spec), cliques: [...cliques.values()], units });
  const base = strings(pods[0].manifest.metadata?.labels)[LABEL_KEYS.groveBasePodGang];
  const priority = text(valueAt(podGang, ['spec', 'priorityClassName']));
  return {
    ...commonOf(unit, pods, readers, priority),
    minimum: parts.reduce((sum, { minimum }) => sum + minimum, 0),
    name: String(podGang.metadata?.name),
    base: base === undefined ? undefined : `${text(podGang.metadata?.namespace) ?? ''}/${base}`,
  };
}
