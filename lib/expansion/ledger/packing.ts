import type { Item, Level } from './gang';
import { capacityOf, LedgerNode, LedgerNodes } from './nodes';
import { EPSILON, GPUS } from './resources';

/** A state of a packing to which it can go back. */
export interface Mark {
  readonly placed: number;
  readonly bound: number;
}

/** A domain that was chosen for more than one placing. */
interface Bound {
  readonly key: string;
  readonly domain: string;
  /** Whom an exclusive domain keeps out, and its holder. */
  readonly among?: string;
  readonly holder?: string;
}

const NONE: ReadonlySet<string> = new Set();

/** Which items are on which nodes, and what is left there. */
export class Packing {
  /** What was placed, in order. */
  public readonly placed: Array<{ readonly item: Item; readonly node: LedgerNode }> = [];
  private readonly free = new Map<string, Float64Array>();
  private readonly bound: Bound[] = [];

  constructor(public readonly nodes: LedgerNodes) {}

  /** What a node has left of a resource. */
  public freeOf(node: LedgerNode, resource: string): number {
    return this.column(resource)[node.index];
  }

  /** How many times an item fits on a node. */
  public room(node: LedgerNode, item: Item): number {
    let room = Infinity;
    const { amounts } = item.needs;
    for (const resource in amounts) room = Math.min(room, Math.floor((this.column(resource)[node.index] + EPSILON) / amounts[resource]));
    return room;
  }

  public fits(node: LedgerNode, item: Item): boolean {
    const { amounts } = item.needs;
    for (const resource in amounts) if (this.column(resource)[node.index] + EPSILON < amounts[resource]) return false;
    return true;
  }

  public put(item: Item, node: LedgerNode): void {
    this.change(item, node, -1);
    this.placed.push({ item, node });
  }

  /** The domain that gangs which share a level have chosen, or the holder of an exclusive one. */
  public boundTo(level: Level): string | undefined {
    const key = keyOfBound(level);
    return key === undefined ? undefined : this.bound.find((each) => each.key === key)?.domain;
  }

  /** Domains of a level that others have for themselves. */
  public takenFrom({ exclusive, labels }: Level): ReadonlySet<string> {
    if (!exclusive || this.bound.length === 0) return NONE;
    const among = amongOf(exclusive.among, labels);
    return new Set(this.bound.filter((each) => each.among === among && each.holder !== exclusive.holder).map(({ domain }) => domain));
  }

  /** The choices of all levels that gangs share or that are exclusive, as text; empty where there are none. */
  public get bindings(): string {
    return this.bound.length === 0 ? '' : JSON.stringify(this.bound);
  }

  public bind(level: Level, domain: string): void {
    const key = keyOfBound(level);
    if (key === undefined || this.boundTo(level) !== undefined) return;
    const { exclusive, labels } = level;
    this.bound.push(exclusive ? { key, domain, among: amongOf(exclusive.among, labels), holder: exclusive.holder } : { key, domain });
  }

  public mark(): Mark {
    return { placed: this.placed.length, bound: this.bound.length };
  }

  /** Takes back what came after a mark. */
  public undo({ placed, bound }: Mark): void {
    while (this.placed.length > placed) {
      const { item, node } = this.placed.pop()!;
      this.change(item, node, 1);
    }
    this.bound.length = bound;
  }

  /** GPUs that are left on nodes. */
  public freeGpus(nodes: readonly LedgerNode[]): number {
    const column = this.column(GPUS);
    return nodes.reduce((sum, { index }) => sum + column[index], 0);
  }

  private change({ needs: { amounts } }: Item, { index }: LedgerNode, sign: 1 | -1): void {
    for (const resource in amounts) this.column(resource)[index] += sign * amounts[resource];
  }

  private column(resource: string): Float64Array {
    let column = this.free.get(resource);
    if (!column) this.free.set(resource, column = Float64Array.from(this.nodes.all, (node) => capacityOf(node, resource)));
    return column;
  }
}

/** By what a level's choice is found again; undefined where each placing chooses anew. */
function keyOfBound({ shared, exclusive, labels }: Level): string | undefined {
  return exclusive ? `holder ${exclusive.holder} ${amongOf(exclusive.among, labels)}` : shared;
}

function amongOf(among: string, labels: readonly string[]): string {
  return `${among} ${labels[labels.length - 1]}`;
}
