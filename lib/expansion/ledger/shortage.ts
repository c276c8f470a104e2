import { Clique, cliquesOf, Item, Level, Unit } from './gang';
import { sharesText } from './gpu-shares';
import { domainsAt } from './greedy';
import { refusal } from './node-rules';
import { capacityOf, LedgerNode } from './nodes';
import type { Packing } from './packing';
import { amountText, EPSILON, ONE_PER_NODE } from './resources';

/**
 * Why the minimum of a unit cannot be placed, in words; undefined where counting alone does not prove it.
 *
 * What it says is certain: each kind of pod by itself, all pods by their sums, in each domain that they may be in.
 */
export function shortageOf(unit: Unit, packing: Packing): string | undefined {
  return unitShortage(unit, packing.nodes.all, packing)?.text;
}

/**
 * Whether units certainly do not fit together: all alike pods by their number, all pods by their sums, wherever they may be; more holders of domains of their own
 * than there are domains.
 */
export function exceedTogether(units: readonly Unit[], packing: Packing): boolean {
  if (moreHoldersThanDomains(units, packing)) return true;
  const all: Unit = { name: '', levels: [], cliques: units.flatMap(cliquesOf), units: [] };
  const { all: nodes } = packing.nodes;
  return (alikeShortage(all, nodes, packing) ?? sumShortage('', minimumOf(all.cliques), nodes, packing)) !== undefined;
}

function moreHoldersThanDomains(units: readonly Unit[], packing: Packing): boolean {
  const holders = new Map<string, { readonly level: Level; count: number }>();
  for (const level of units.flatMap(levelsOfUnit)) {
    if (!level.exclusive) continue;
    const key = JSON.stringify([level.exclusive.among, level.labels]);
    const same = holders.get(key) ?? { level, count: 0 };
    holders.set(key, { level, count: same.count + 1 });
  }
  const domainsOf = ({ labels }: Level) => new Set(packing.nodes.domainsOf(labels).filter((name) => name !== undefined));
  return [...holders.values()].some(({ level, count }) => domainsOf(level).size < count);
}

function levelsOfUnit({ levels, units }: Unit): readonly Level[] {
  return [...levels, ...units.flatMap(levelsOfUnit)];
}

interface Shortage {
  readonly text: string;
  /** Items that could be placed: the larger, the closer. */
  readonly fits: number;
}

function unitShortage(unit: Unit, nodes: readonly LedgerNode[], packing: Packing, depth: number = 0): Shortage | undefined {
  const level = unit.levels[depth];
  if (level) {
    return inBestDomain(unit.name, level, nodes, packing, (inside) => unitShortage(unit, inside, packing, depth + 1));
  }
  return tooFew(unit)
    ?? first(unit.units, (part) => unitShortage(part, nodes, packing))
    ?? alikeShortage(unit, nodes, packing)
    ?? first(unit.cliques, (clique) => cliqueShortage(clique, nodes, packing))
    ?? sumShortage(unit.name, minimumOf(cliquesOf(unit)), nodes, packing);
}

/** A clique that has fewer pods than it needs: the template of another was taken (scheduling.md 3.2). */
function tooFew(unit: Unit): Shortage | undefined {
  const clique = cliquesOf(unit).find(({ items, minimum }) => items.length < minimum);
  return clique && { text: `${clique.name} needs ${clique.minimum} pods and has ${clique.items.length}`, fits: 0 };
}

function cliqueShortage(clique: Clique, nodes: readonly LedgerNode[], packing: Packing, depth: number = 0): Shortage | undefined {
  const level = clique.levels[depth];
  if (level) return inBestDomain(clique.name, level, nodes, packing, (inside) => cliqueShortage(clique, inside, packing, depth + 1));
  return countShortage(clique.name, minimumOf([clique]), nodes, packing);
}

function minimumOf(cliques: readonly Clique[]): Item[] {
  return cliques.flatMap(({ items, minimum }) => items.slice(0, minimum));
}

function first<T>(parts: readonly T[], shortage: (part: T) => Shortage | undefined): Shortage | undefined {
  for (const part of parts) {
    const found = shortage(part);
    if (found) return found;
  }
  return undefined;
}

/** All domains of a level are too small: the reason is that of the one that comes closest. */
function inBestDomain(
  name: string, { labels, exclusive }: Level, nodes: readonly LedgerNode[], packing: Packing,
  inside: (nodes: readonly LedgerNode[]) => Shortage | undefined,
): Shortage | undefined {
  const label = labels[labels.length - 1];
  let best: (Shortage & { readonly domain: string }) | undefined;
  const domains = domainsAt({ labels, exclusive }, nodes, packing);
  for (const [domain, members] of domains) {
    const found = inside(members);
    if (!found) return undefined;
    if (!best || found.fits > best.fits) best = { ...found, domain };
  }
  const taken = packing.takenFrom({ labels, exclusive });
  if (!best && taken.size > 0) return { text: `${name} needs a domain of ${label} for itself, and every one has another holder`, fits: 0 };
  if (!best) return { text: `${name} needs one domain of ${label}, and no node that it may use has ${labels.length > 1 ? `the labels ${labels.join(', ')}` : 'this label'}`, fits: 0 };
  const where = domainText(best.domain, domains.map(([domain]) => domain));
  return { text: `${name} needs one domain of ${label}, and none is large enough; in ${where} ${best.text}`, fits: best.fits };
}

/** The value of the level's own label; with those of the levels above where another domain has the same. */
function domainText(domain: string, all: readonly string[]): string {
  const own = (each: string) => each.slice(each.lastIndexOf('/') + 1);
  return all.filter((each) => own(each) === own(domain)).length === 1 ? own(domain) : domain;
}

/** Alike pods, wherever in the unit they are. */
function alikeShortage(unit: Unit, nodes: readonly LedgerNode[], packing: Packing): Shortage | undefined {
  const alike = new Map<string, { readonly items: Item[]; readonly names: Set<string> }>();
  for (const clique of cliquesOf(unit)) {
    for (const item of minimumOf([clique])) {
      const same = alike.get(item.needs.key) ?? { items: [], names: new Set() };
      alike.set(item.needs.key, same);
      same.items.push(item);
      same.names.add(clique.name);
    }
  }
  return first([...alike.values()], ({ items, names }) => countShortage(names.size === 1 ? [...names][0] : unit.name, items, nodes, packing));
}

function countShortage(name: string, items: readonly Item[], nodes: readonly LedgerNode[], packing: Packing): Shortage | undefined {
  const [item] = items;
  if (!item || items.some(({ needs }) => needs.key !== item.needs.key)) return undefined;
  const allowed = packing.nodes.allowedOf(nodes, item.needs.rules);
  if (allowed.length === 0) return { text: `no node takes the pods of ${name}: ${refusalsOf(item, nodes)}`, fits: 0 };
  const fits = allowed.reduce((sum, node) => sum + packing.room(node, item), 0);
  if (fits >= items.length) return undefined;
  const ofShares = sharesShortage(name, item, items.length, fits, allowed, packing);
  if (ofShares) return ofShares;
  const resource = scarcest(item, allowed, packing);
  const amount = item.needs.amounts[resource];
  const most = allowed.reduce((max, node) => Math.max(max, packing.freeOf(node, resource)), 0);
  const unused = allowed.every((node) => packing.freeOf(node, resource) === capacityOf(node, resource));
  const missing = allowed.length === nodes.length ? '' : `; ${refusalsOf(item, nodes)}`;
  const needed = item.pods === 1 ? `a pod of ${name} needs ${needText(resource, amount)}`
    : `the ${item.pods} pods that share a device with ${name} need ${needText(resource, amount)} on one node`;
  if (most < amount && resource.startsWith(ONE_PER_NODE)) {
    return { text: `${needed}, and none is free${missing}`, fits };
  }
  if (most < amount) {
    return { text: `${needed}, and no node has ${most > 0 ? `more than ${amountText(resource, most)}` : 'any'}${unused ? '' : ' free'}${missing}`, fits };
  }
  const room = roomText((node) => roomFor(item, resource, node, packing), allowed);
  return {
    text: `${podsFit(fits, name)}, its minimum is ${items.length}: each needs ${needText(resource, amount)}, and ${room}${missing}`,
    fits,
  };
}

/** Shares of GPUs that do not fit on GPUs, though what is left of all of them would be enough; undefined where something else is short. */
function sharesShortage(
  name: string, item: Item, minimum: number, fits: number, nodes: readonly LedgerNode[], packing: Packing,
): Shortage | undefined {
  const { shares, amounts } = item.needs;
  const roomBySums = (node: LedgerNode) => Math.min(...Object.keys(amounts).map((resource) => roomFor(item, resource, node, packing)));
  const enough = nodes.reduce((sum, node) => sum + roomBySums(node), 0);
  if (shares.length === 0 || enough < minimum) return undefined;
  const asked = sharesText(shares);
  if (fits === 0) return { text: `a pod of ${name} needs ${asked}, and no GPU has so much left`, fits };
  return { text: `${podsFit(fits, name)}, its minimum is ${minimum}: each needs ${asked}, and ${roomText((node) => packing.room(node, item), nodes)}`, fits };
}

function roomFor(item: Item, resource: string, node: LedgerNode, packing: Packing): number {
  return Math.floor(packing.freeOf(node, resource) / item.needs.amounts[resource] + EPSILON);
}

function podsFit(fits: number, name: string): string {
  return `${fits} ${fits === 1 ? 'pod' : 'pods'} of ${name} ${fits === 1 ? 'fits' : 'fit'}`;
}

/** `18 nodes have room for 1`. */
function roomText(roomOn: (node: LedgerNode) => number, nodes: readonly LedgerNode[]): string {
  const rooms = new Map<number, number>();
  for (const node of nodes) {
    const room = roomOn(node);
    rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  const parts = [...rooms].filter(([room]) => room > 0).sort(([a], [b]) => b - a)
    .map(([room, count]) => `${count} ${count === 1 ? 'node has' : 'nodes have'} room for ${room}`);
  return parts.join(', ') || 'no node has room';
}

/** The resource of which the nodes have the least, counted in pods; of several the first. */
function scarcest(item: Item, nodes: readonly LedgerNode[], packing: Packing): string {
  const { amounts } = item.needs;
  const count = (resource: string) => nodes.reduce((sum, node) => sum + roomFor(item, resource, node, packing), 0);
  return Object.keys(amounts).map((resource) => ({ resource, count: count(resource) })).reduce((a, b) => (b.count < a.count ? b : a)).resource;
}

function sumShortage(name: string, items: readonly Item[], nodes: readonly LedgerNode[], packing: Packing): Shortage | undefined {
  for (const resource of new Set(items.flatMap(({ needs }) => Object.keys(needs.amounts)))) {
    const asking = items.filter(({ needs }) => (needs.amounts[resource] ?? 0) > 0);
    const needed = asking.reduce((sum, { needs }) => sum + needs.amounts[resource], 0);
    const rules = [...new Set(asking.map(({ needs }) => needs.rules))].map((each) => packing.nodes.allows(each));
    const there = nodes.reduce((sum, node) => (rules.some((allowed) => allowed[node.index] === 1) ? sum + packing.freeOf(node, resource) : sum), 0);
    if (there + EPSILON < needed) {
      return { text: `the pods of ${name} need ${needText(resource, needed)} together, and their nodes have ${amountText(resource, there)} free`, fits: items.length * there / needed };
    }
  }
  return undefined;
}

function needText(resource: string, amount: number): string {
  if (resource === 'pods') return `room for ${amount} ${amount === 1 ? 'pod' : 'pods'}`;
  if (resource.startsWith(ONE_PER_NODE)) return `the ${resource.slice(ONE_PER_NODE.length)}, of which a node has one`;
  return amountText(resource, amount);
}

/** Why nodes take none of the pods, the commonest reasons first. */
function refusalsOf({ needs: { rules } }: Item, nodes: readonly LedgerNode[]): string {
  const reasons = new Map<string, Map<string, number>>();
  for (const node of nodes) {
    const refused = refusal(rules, node);
    if (!refused) continue;
    const instead = reasons.get(refused.why) ?? new Map<string, number>();
    reasons.set(refused.why, instead.set(refused.instead ?? '', (instead.get(refused.instead ?? '') ?? 0) + 1));
  }
  const total = (instead: ReadonlyMap<string, number>) => [...instead.values()].reduce((sum, count) => sum + count, 0);
  const parts = [...reasons].sort(([, a], [, b]) => total(b) - total(a)).map(([why, instead]) => {
    const said = [...instead].filter(([text]) => text !== '').sort(([, a], [, b]) => b - a).slice(0, MOST_PARTS).map(([text, count]) => `${text} (${nodesText(count)})`);
    return said.length === 0 ? `${why} (${nodesText(total(instead))})` : `${why}, the nodes have ${said.join(', ')}${instead.size > said.length ? ' and others' : ''}`;
  });
  return parts.slice(0, MOST_PARTS).join('; ') || 'there are no nodes';
}

function nodesText(count: number): string {
  return `${count} ${count === 1 ? 'node' : 'nodes'}`;
}

/** Reasons, and what nodes have instead, that a sentence holds. */
const MOST_PARTS = 3;
