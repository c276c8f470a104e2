import { Budget, SearchResult, searchExactly } from './exact';
import { cliquesOf, cliquesWithLevels, Gang, Item, Unit } from './gang';
import { compareSizes, placeGreedily, placeSome, sizeOfUnit } from './greedy';
import { withKnownLevels } from './known-levels';
import type { Verdict } from './ledger';
import type { LedgerNode, LedgerNodes } from './nodes';
import { Packing } from './packing';
import type { QueueTree } from './queues';
import { exceedTogether, shortageOf } from './shortage';

/** What becomes of a gang. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** A gang in the simulation. */
interface Run {
  readonly gang: Gang;
  outcome?: Outcome;
  /** Its items that were placed, with their nodes. */
  placed: Array<{ readonly item: Item; readonly node: LedgerNode }>;
}

/** Names that a reason lists. */
const MOST_NAMES = 5;

/** Nodes that the exact searches of one ledger look at in all: some seconds. */
const SEARCH_BUDGET = 400_000;

/** Gangs that are placed anew in all to find another order. */
const ORDER_BUDGET = 5_000;

/**
 * Places gangs one after the other, in their order: the minimum of each beside those before it, which stay where they are; then the pods beyond the minimums.
 *
 * A gang that finds no room is tried alone, and together with those that run before it.
 */
export class Simulation {
  public readonly packing: Packing;
  private readonly runs: Run[];
  private readonly budget: Budget = { left: SEARCH_BUDGET };
  private ordersLeft = ORDER_BUDGET;

  constructor(private readonly nodes: LedgerNodes, private readonly queues: QueueTree, gangs: readonly Gang[]) {
    this.packing = new Packing(nodes);
    this.runs = gangs.map((gang) => ({ gang: withKnownLevels(gang, nodes), placed: [] }));
  }

  /** What becomes of each gang, in their order. */
  public outcomes(): Outcome[] {
    this.runs.forEach((run, i) => {
      const before = this.runs[i - 1];
      // Nothing was placed since: what kept one pod from a node keeps an equal one.
      run.outcome = before && before.placed.length === 0 && samePod(before.gang, run.gang) ? before.outcome : this.place(run);
    });
    for (const run of this.runs) if (run.outcome!.verdict === 'runs') this.placeRest(run);
    return this.runs.map((run) => (run.outcome!.verdict === 'runs' ? { verdict: 'runs', reason: placeText(run, this.queues) } : noted(run.outcome!, run.gang)));
  }

  private place(run: Run): Outcome {
    const { gang } = run;
    if (gang.never !== undefined) return { verdict: 'never', reason: gang.never };
    const base = gang.base === undefined ? undefined : this.runs.find((each) => keyOf(each.gang) === gang.base);
    if (base && base.outcome?.verdict !== 'runs') {
      const verdict = base.outcome?.verdict === 'never' ? 'never' : 'waits';
      return { verdict, reason: `it starts after its base gang ${base.gang.name}, which ${verdict === 'never' ? 'never runs' : 'waits'}` };
    }
    if (!gang.whole) return this.placeSingly(run);
    const items = minimumOf(gang);
    const problem = this.queues.problem(gang, items);
    if (problem?.always) return { verdict: 'never', reason: problem.reason };
    const before = this.packing.placed.length;
    const result = problem ? 'none' : tryToPlace(gang.unit, this.packing, this.budget);
    if (result === 'found') {
      run.placed = this.packing.placed.slice(before);
      this.queues.take(gang, items);
      return { verdict: 'runs', reason: '' };
    }
    const alone = this.alone(gang.unit);
    if (alone !== undefined) return { verdict: 'never', reason: alone };
    return { verdict: 'waits', reason: this.waitReason(run, problem?.reason, result) };
  }

  /** A scheduler without gangs starts the pods that fit, and those keep what they have. */
  private placeSingly(run: Run): Outcome {
    const { gang } = run;
    const before = this.packing.placed.length;
    if (!placeGreedily(gang.unit, this.packing)) {
      for (const { clique, levels } of cliquesWithLevels(gang.unit)) placeSome(clique.items.slice(0, clique.minimum), levels, this.packing);
    }
    run.placed = this.packing.placed.slice(before);
    if (run.placed.length === minimumCount(gang)) return { verdict: 'runs', reason: '' };
    const started = run.placed.reduce((sum, { item }) => sum + item.pods, 0);
    const some = gang.pods === 1 || started === 0 ? '' : `${started} of ${gang.minimum} pods start all the same and keep what they hold, since ${gang.scheduler} knows no gangs: `;
    const alone = this.alone(gang.unit);
    if (alone !== undefined) return { verdict: 'never', reason: `${some}${alone}` };
    this.packing.undo({ ...this.packing.mark(), placed: before });
    const reason = this.waitReason(run, undefined, 'none');
    for (const { item, node } of run.placed) this.packing.put(item, node);
    return { verdict: 'waits', reason: `${some}${reason}` };
  }

  /** Pods beyond the minimum, one by one: they start where there is room, or wait without harm. */
  private placeRest(run: Run): void {
    const { gang } = run;
    for (const { clique, levels } of cliquesWithLevels(gang.unit)) {
      for (const item of clique.items.slice(clique.minimum)) {
        if (this.queues.problem(gang, [item])) return;
        const before = this.packing.placed.length;
        if (placeSome([item], levels, this.packing).length === 0) break;
        run.placed.push(...this.packing.placed.slice(before));
        this.queues.take(gang, [item]);
      }
    }
  }

  /** Why a unit does not fit although nothing else runs; undefined where it does. */
  private alone(unit: Unit): string | undefined {
    const empty = new Packing(this.nodes);
    const result = tryToPlace(unit, empty, this.budget);
    if (result === 'found') return undefined;
    return shortageOf(unit, empty)
      ?? (result === 'none' ? `${unit.name} cannot be packed on these nodes (exact search)` : `no packing of ${unit.name} on these nodes was found before the search was cut off`);
  }

  private waitReason(run: Run, queueReason: string | undefined, result: SearchResult): string {
    const before = this.runs.slice(0, this.runs.indexOf(run)).filter(({ placed }) => placed.length > 0);
    const names = namesOf(before);
    const why = queueReason ?? shortageOf(run.gang.unit, this.packing) ?? (result === 'none' ? 'no packing beside them (exact search)' : 'no packing beside them was found before the search was cut off');
    if (queueReason !== undefined) return `it fits alone, not beside ${names}: ${why}; no order lets all of them run`;
    return `it fits alone, not beside ${names}: ${why}; ${this.anotherOrder(run, before)}`;
  }

  /** Whether the gangs that run and one that waits could all run. */
  private anotherOrder(run: Run, before: readonly Run[]): string {
    const all = [...before.map((each) => ({ name: each.gang.name, unit: whatRuns(each) })), { name: run.gang.name, unit: run.gang.unit }];
    const units = all.map(({ unit }) => unit);
    const packing = new Packing(this.nodes);
    if (exceedTogether(units, packing)) return 'no order lets all of them run';
    const largestFirst = [...all].sort((a, b) => compareSizes(sizeOfUnit(b.unit), sizeOfUnit(a.unit)));
    this.ordersLeft -= all.length;
    if (this.ordersLeft < 0) return 'whether another order lets all of them run was not looked at: there are too many gangs';
    if (largestFirst.every(({ unit }) => placeGreedily(unit, packing))) {
      return `it fits beside them only in another order: ${listed(largestFirst.map(({ name }) => name))} (first-fit decreasing)`;
    }
    packing.undo({ placed: 0, bound: 0 });
    switch (searchExactly(largestFirst.map(({ unit }) => unit), packing, this.budget)) {
      case 'found': return 'it fits beside them only in another order, which first-fit decreasing does not find (exact search)';
      case 'none': return 'no order lets all of them run (exact search)';
      default: return 'whether another order lets all of them run was not found before the search was cut off';
    }
  }
}

/** First fit, largest first; where that fails and counting does not say why, an exact search. */
export function tryToPlace(unit: Unit, packing: Packing, budget: Budget): SearchResult {
  if (placeGreedily(unit, packing)) return 'found';
  if (shortageOf(unit, packing) !== undefined) return 'none';
  return searchExactly([unit], packing, budget);
}

/** Whether two gangs are alike pods of one workload. */
function samePod(a: Gang, b: Gang): boolean {
  const [first, second] = [a, b].map(({ pods, unit }) => (pods === 1 ? cliquesOf(unit)[0]?.items[0] : undefined));
  return a.root === b.root && a.unit.name === b.unit.name && first !== undefined && first.needs === second?.needs;
}

function minimumOf({ unit }: Gang): Item[] {
  return cliquesOf(unit).flatMap(({ items, minimum }) => items.slice(0, minimum));
}

function minimumCount({ unit }: Gang): number {
  return cliquesOf(unit).reduce((sum, { minimum }) => sum + minimum, 0);
}

/** The unit of a gang; of one whose scheduler knows no gangs, the items that run. */
function whatRuns({ gang, outcome, placed }: Run): Unit {
  if (outcome?.verdict === 'runs') return gang.unit;
  const items = placed.map(({ item }) => item);
  return { name: gang.name, levels: [], units: [], cliques: [{ name: gang.name, items, minimum: items.length, levels: [] }] };
}

function keyOf({ name, root }: Gang): string {
  return `${root.namespace ?? ''}/${name}`;
}

function placeText({ gang, placed }: Run, queues: QueueTree): string {
  const pods = placed.reduce((sum, { item }) => sum + item.pods, 0);
  const nodes = new Set(placed.map(({ node }) => node));
  const pools = [...new Set([...nodes].map(({ pool }) => pool))];
  const domains = [...new Set([...nodes].map(({ nvlinkDomain }) => nvlinkDomain).filter((domain) => domain !== undefined))];
  const where = `${nodes.size} ${nodes.size === 1 ? 'node' : 'nodes'} of ${listed(pools)}${domains.length === 0 ? '' : `, NVLink ${domains.length === 1 ? 'domain' : 'domains'} ${listed(domains)}`}`;
  const some = pods < gang.pods ? `${pods} of ${gang.pods} pods run; ` : '';
  const open = queues.open(gang) ? `; queue ${gang.queue} is not among the manifests, so its limits are not checked` : '';
  return noted({ verdict: 'runs', reason: `${some}${where}${open}` }, gang).reason;
}

/** An outcome with what could not be counted. */
function noted({ verdict, reason }: Outcome, { unknown }: Gang): Outcome {
  return { verdict, reason: [reason, ...unknown].join('; ') };
}

function namesOf(runs: readonly Run[]): string {
  return listed(runs.map(({ gang }) => gang.name)) || 'the others';
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
