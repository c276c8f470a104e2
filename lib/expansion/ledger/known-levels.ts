import type { Gang, Level, Unit } from './gang';
import type { LedgerNodes } from './nodes';

/** A gang without levels of which nothing is known, and with what to say of them. A level that is not known sets no bounds. */
export function withKnownLevels(gang: Gang, nodes: LedgerNodes): Gang {
  const labels = [...new Set(levelsOf(gang.unit).flatMap((level) => level.labels))].filter((label) => nodes.isUnknown(label));
  if (labels.length === 0) return gang;
  const unknown = labels.map((label) => `the cluster does not say which nodes have the label ${label}, so it is not looked at`);
  return { ...gang, unit: known(gang.unit, nodes), unknown: [...gang.unknown, ...unknown] };
}

function levelsOf({ levels, cliques, units }: Unit): Level[] {
  return [...levels, ...cliques.flatMap((clique) => clique.levels), ...units.flatMap(levelsOf)];
}

function known(unit: Unit, nodes: LedgerNodes): Unit {
  const only = (levels: readonly Level[]) => levels
    .map((level) => ({ ...level, labels: level.labels.filter((label) => !nodes.isUnknown(label)) }))
    .filter((level) => level.labels.length > 0);
  return {
    ...unit,
    levels: only(unit.levels),
    cliques: unit.cliques.map((clique) => ({ ...clique, levels: only(clique.levels) })),
    units: unit.units.map((part) => known(part, nodes)),
  };
}
