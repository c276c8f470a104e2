import { Clique, cliquesOf, Item, Level, Unit } from './gang';
import type { LedgerNode } from './nodes';
import type { Packing } from './packing';
import { GPUS } from './resources';
import { addTo } from '../../core/groups';

/**
 * Places the minimum of a unit by first fit, the largest parts first, each in the fullest domain and on the fullest node that has room: as KAI does, which fills up by default
 * (scheduling.md 1.2, placementStrategy binpack). Nothing is placed where it does not fit whole.
 */
export function placeGreedily(unit: Unit, packing: Packing): boolean {
  return placeUnit(unit, packing.nodes.all, packing);
}

/** Places items one by one, where they fit; the levels hold for each. */
export function placeSome(items: readonly Item[], levels: readonly Level[], packing: Packing): Item[] {
  return items.filter((item) => within(levels, packing.nodes.all, packing, (inside) => placeItem(item, inside, packing)));
}

function placeUnit(unit: Unit, nodes: readonly LedgerNode[], packing: Packing): boolean {
  return within(unit.levels, nodes, packing, (inside) => {
    const mark = packing.mark();
    const parts = [
      ...unit.units.map((part) => ({ size: sizeOf(cliquesOf(part)), place: () => placeUnit(part, inside, packing) })),
      ...unit.cliques.map((part) => ({ size: sizeOf([part]), place: () => placeClique(part, inside, packing) })),
    ].sort((a, b) => compareSizes(b.size, a.size));
    if (parts.every(({ place }) => place())) return true;
    packing.undo(mark);
    return false;
  });
}

function placeClique(clique: Clique, nodes: readonly LedgerNode[], packing: Packing): boolean {
  if (clique.items.length < clique.minimum) return false;
  return within(clique.levels, nodes, packing, (inside) => {
    const mark = packing.mark();
    const largestFirst = clique.items.slice(0, clique.minimum)
      .sort((a, b) => (b.needs.amounts[GPUS] ?? 0) - (a.needs.amounts[GPUS] ?? 0));
    if (largestFirst.every((item) => placeItem(item, inside, packing))) return true;
    packing.undo(mark);
    return false;
  });
}

/** Tries the domains of the first level, the fullest first, and the other levels inside. */
function within(
  levels: readonly Level[], nodes: readonly LedgerNode[], packing: Packing, place: (inside: readonly LedgerNode[]) => boolean,
): boolean {
  if (levels.length === 0) return place(nodes);
  const [level, ...rest] = levels;
  for (const [domain, inside] of domainsAt(level, nodes, packing)) {
    const mark = packing.mark();
    packing.bind(level, domain);
    if (within(rest, inside, packing, place)) return true;
    packing.undo(mark);
  }
  return false;
}

/**
 * The domains of a level with their nodes, the one with the fewest free GPUs first; only the chosen one where gangs share the level, and none that
 * another holder has for itself.
 */
export function domainsAt(level: Level, nodes: readonly LedgerNode[], packing: Packing): Array<readonly [string, readonly LedgerNode[]]> {
  const names = packing.nodes.domainsOf(level.labels);
  const chosen = packing.boundTo(level);
  const taken = packing.takenFrom(level);
  const domains = new Map<string, LedgerNode[]>();
  for (const node of nodes) {
    const name = names[node.index];
    if (name === undefined || (chosen !== undefined && name !== chosen) || taken.has(name)) continue;
    addTo(domains, name, node);
  }
  return [...domains].map(([name, inside]) => ({ name, inside, free: packing.freeGpus(inside) }))
    .sort((a, b) => a.free - b.free)
    .map(({ name, inside }) => [name, inside] as const);
}

function placeItem(item: Item, nodes: readonly LedgerNode[], packing: Packing): boolean {
  const allowed = packing.nodes.allows(item.needs.rules);
  // Pods without GPUs keep to nodes without, where there are any.
  const [first, second] = (item.needs.amounts[GPUS] ?? 0) > 0 ? [GPUS, 'cpu'] : ['cpu', 'memory'];
  let best: LedgerNode | undefined;
  for (const node of nodes) {
    if (allowed[node.index] === 0 || !packing.fits(node, item)) continue;
    if (!best || isFuller(node, best)) best = node;
  }
  if (!best) return false;
  packing.put(item, best);
  return true;

  function isFuller(node: LedgerNode, other: LedgerNode): boolean {
    if (first === 'cpu' && (node.gpus > 0) !== (other.gpus > 0)) return node.gpus === 0;
    const [a, b] = [packing.freeOf(node, first), packing.freeOf(other, first)];
    return a === b ? packing.freeOf(node, second) < packing.freeOf(other, second) : a < b;
  }
}

type Size = readonly [gpus: number, pods: number];

function sizeOf(cliques: readonly Clique[]): Size {
  const items = cliques.flatMap(({ items: all, minimum }) => all.slice(0, minimum));
  return [items.reduce((sum, { needs }) => sum + (needs.amounts[GPUS] ?? 0), 0), items.length];
}

/** By GPUs, then by pods. */
export function compareSizes(a: Size, b: Size): number {
  return a[0] - b[0] || a[1] - b[1];
}

/** How much a unit needs at least. */
export function sizeOfUnit(unit: Unit): Size {
  return sizeOf(cliquesOf(unit));
}
