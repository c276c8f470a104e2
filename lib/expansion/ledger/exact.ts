import { Clique, Item, Level, Unit } from './gang';
import { domainsAt } from './greedy';
import type { LedgerNode } from './nodes';
import type { Packing } from './packing';

/** What a search found: a packing, the proof that there is none, or neither before it was cut off. */
export type SearchResult = 'found' | 'none' | 'cut off';

/** How many nodes a search, or several, may still look at. */
export interface Budget {
  left: number;
}

/** Items beyond which a search is not begun: each is a step of recursion. */
const MOST_ITEMS = 1_000;

/** One decision: which domain, or where alike items go. Nodes are those of an earlier decision. */
type Task =
  | { readonly kind: 'domain'; readonly level: Level; readonly from: number; readonly scope: number }
  | { readonly kind: 'items'; readonly item: Item; readonly count: number; readonly from: number };

class CutOff extends Error {}

/**
 * Searches all packings of the minimums of units, beside what is placed already. What it finds stays placed.
 *
 * Every choice of a domain and of nodes is tried, but for those that are the same by symmetry: alike pods in the order of the nodes, one of several
 * nodes or domains in the same state, and no state twice.
 */
export function searchExactly(units: readonly Unit[], packing: Packing, budget: Budget): SearchResult {
  const search = new Search(packing, budget);
  const tasks = search.tasksOf(units);
  if (tasks === undefined) return 'none';
  if (tasks.reduce((sum, task) => sum + (task.kind === 'items' ? task.count : 0), 0) > MOST_ITEMS) return 'cut off';
  const mark = packing.mark();
  try {
    if (search.solve(tasks, 0)) return 'found';
    packing.undo(mark);
    return 'none';
  } catch (error) {
    packing.undo(mark);
    if (error instanceof CutOff) return 'cut off';
    throw error;
  }
}

class Search {
  private readonly scopes: Array<readonly LedgerNode[]>;
  private readonly chosen: string[] = [''];
  private readonly failed = new Set<string>();
  private readonly levels = new Map<string, Level>();
  private resources: readonly string[] = [];
  /** Choices that decisions from each one on depend on. */
  private live: ReadonlyArray<readonly number[]> = [];
  private classes: readonly number[] = [];

  constructor(private readonly packing: Packing, private readonly budget: Budget) {
    this.scopes = [packing.nodes.all];
  }

  /** The decisions for units, in their order; undefined where a unit has too few pods. */
  public tasksOf(units: readonly Unit[]): Task[] | undefined {
    const tasks: Task[] = [];
    let scopes = 1;
    const enter = (levels: readonly Level[], from: number): number => levels.reduce((scope, level) => {
      this.levels.set(level.labels.join(' '), level);
      tasks.push({ kind: 'domain', level, from: scope, scope: scopes });
      return scopes++;
    }, from);
    const addClique = (clique: Clique, from: number): boolean => {
      if (clique.items.length < clique.minimum) return false;
      const scope = enter(clique.levels, from);
      for (const [item, count] of runs(clique.items.slice(0, clique.minimum))) tasks.push({ kind: 'items', item, count, from: scope });
      return true;
    };
    const addUnit = (unit: Unit, from: number): boolean => {
      const scope = enter(unit.levels, from);
      return unit.units.every((part) => addUnit(part, scope)) && unit.cliques.every((clique) => addClique(clique, scope));
    };
    if (!units.every((unit) => addUnit(unit, 0))) return undefined;
    this.classify(tasks);
    this.live = tasks.map((_, at) => [...new Set(tasks.slice(at).map(({ from }) => from))].sort((a, b) => a - b));
    return tasks;
  }

  public solve(tasks: readonly Task[], at: number): boolean {
    const task = tasks[at];
    if (!task) return true;
    const key = this.stateKey(at);
    if (this.failed.has(key)) return false;
    const solved = task.kind === 'domain' ? this.chooseDomain(tasks, at, task.level, task.from, task.scope)
      : this.placeItems(tasks, at, task.item, task.count, this.packing.nodes.allowedOf(this.scopes[task.from], task.item.needs.rules), 0);
    if (!solved) this.failed.add(key);
    return solved;
  }

  private chooseDomain(tasks: readonly Task[], at: number, level: Level, from: number, scope: number): boolean {
    const tried = new Set<string>();
    const label = level.labels.join(' ');
    for (const [domain, inside] of domainsAt(level, this.scopes[from], this.packing)) {
      this.step(inside.length);
      const signature = this.packing.bindings !== '' || level.shared !== undefined || level.exclusive !== undefined ? domain : inside.map((node) => this.signature(node, label)).sort().join(';');
      if (tried.has(signature)) continue;
      tried.add(signature);
      const mark = this.packing.mark();
      this.packing.bind(level, domain);
      this.scopes[scope] = inside;
      this.chosen[scope] = domain;
      if (this.solve(tasks, at + 1)) return true;
      this.packing.undo(mark);
    }
    this.chosen[scope] = '';
    return false;
  }

  /** Alike items go to nodes in their order: an item never before the one placed before it. */
  private placeItems(tasks: readonly Task[], at: number, item: Item, left: number, nodes: readonly LedgerNode[], first: number): boolean {
    if (left === 0) return this.solve(tasks, at + 1);
    let room = 0;
    for (let i = first; i < nodes.length && room < left; i++) room += this.packing.room(nodes[i], item);
    this.step(nodes.length - first);
    if (room < left) return false;
    const tried = new Set<string>();
    for (let i = first; i < nodes.length; i++) {
      if (!this.packing.fits(nodes[i], item)) continue;
      const signature = this.signature(nodes[i], '');
      if (tried.has(signature)) continue;
      tried.add(signature);
      const mark = this.packing.mark();
      this.packing.put(item, nodes[i]);
      if (this.placeItems(tasks, at, item, left - 1, nodes, i)) return true;
      this.packing.undo(mark);
    }
    return false;
  }

  /** Nodes that no pod of the search tells apart are of one class. */
  private classify(tasks: readonly Task[]): void {
    const items = tasks.flatMap((task) => (task.kind === 'items' ? [task.item] : []));
    const rules = [...new Set(items.map(({ needs }) => needs.rules))].map((each) => this.packing.nodes.allows(each));
    this.resources = [...new Set(items.flatMap(({ needs }) => Object.keys(needs.amounts)))].sort();
    const classes = new Map<string, number>();
    this.classes = this.packing.nodes.all.map((node) => {
      const key = rules.map((allowed) => allowed[node.index]).join('');
      if (!classes.has(key)) classes.set(key, classes.size);
      return classes.get(key)!;
    });
  }

  /** What tells a node from others now; the domains of one level aside. */
  private signature(node: LedgerNode, without: string): string {
    let text = String(this.classes[node.index]);
    for (const [label, level] of this.levels) if (label !== without) text += `|${this.packing.nodes.domainsOf(level.labels)[node.index]}`;
    for (const resource of this.resources) text += `,${this.packing.freeOf(node, resource)}`;
    const shares = this.packing.sharesOn(node);
    return shares === '' ? text : `${text},${shares}`;
  }

  private stateKey(at: number): string {
    this.step(this.packing.nodes.all.length);
    const domains = this.live[at].map((scope) => this.chosen[scope]).join(' ');
    return `${at} ${domains} ${this.packing.bindings} ${this.packing.nodes.all.map((node) => this.signature(node, '')).sort().join(';')}`;
  }

  private step(nodes: number): void {
    this.budget.left -= nodes;
    if (this.budget.left < 0) throw new CutOff();
  }
}

/** Items with how many alike follow each other, the largest first. */
function runs(items: readonly Item[]): Array<readonly [Item, number]> {
  const counted = new Map<string, [Item, number]>();
  for (const item of items) {
    const same = counted.get(item.needs.key);
    if (same) same[1]++;
    else counted.set(item.needs.key, [item, 1]);
  }
  return [...counted.values()].sort(([a], [b]) => b.needs.gpus - a.needs.gpus);
}
