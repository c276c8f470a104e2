import { Clique, cliqueNamed, SetView } from './set-view';
import { CliquePosition, podCliqueName, templateIndex } from '../../facts/grove';

/**
 * The PodCliques that a PodClique waits for. scheduling.md 2.3, 9.2
 *
 * @param template the clique whose template the PodClique has, see `templateIndex`
 */
export function startsAfter(set: SetView, template: Clique, position: CliquePosition): string[] {
  return parentsOf(set, template).flatMap((parent) => dependencies(set, parent, position));
}

/** Arguments of the init container: each PodClique with the pods of it that must be ready. scheduling.md 9.2 */
export function waiterArguments(set: SetView, podCliques: readonly string[]): string[] {
  return podCliques.flatMap((podClique) => {
    // The template is found by suffix here too. scheduling.md 3.2
    const parent = set.cliques[templateIndex(podClique, set.cliqueNames)];
    return parent ? [`--podcliques=${podClique}:${parent.minAvailable}`] : [];
  });
}

function parentsOf(set: SetView, clique: Clique): readonly string[] {
  if (set.startup === 'CliqueStartupTypeExplicit') return clique.startsAfter;
  const before = set.cliques[set.cliques.indexOf(clique) - 1];
  return set.startup === 'CliqueStartupTypeInOrder' && before ? [before.name] : [];
}

function dependencies(set: SetView, clique: string, { podCliqueSet, replica, group: name, groupReplica = 0 }: CliquePosition): string[] {
  const own = set.groups.find((each) => each.name === name);
  // A scaled gang knows only itself.
  if (own && groupReplica >= own.minAvailable) {
    return own.cliques.includes(clique) ? [podCliqueName({ podCliqueSet, replica, clique, group: own.name, groupReplica })] : [];
  }
  const group = cliqueNamed(set, clique)?.group;
  if (!group) return [podCliqueName({ podCliqueSet, replica, clique })];
  return Array.from({ length: group.minAvailable }, (_, i) => podCliqueName({ podCliqueSet, replica, clique, group: group.name, groupReplica: i }));
}
