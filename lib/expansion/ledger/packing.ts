import type { Item, Level } from './gang';
import { capacityOf, LedgerNode, LedgerNodes } from './nodes';
import { EPSILON, GPUS } from './resources';

/** A state of a packing to which it can go back. */
export interface Mark {
  readonly placed: number;
  readonly bound: number;
}

/** Which items are on which nodes, and what is left there. */
export class Packing {
  /** What was placed, in order. */
  public readonly placed: Array<{ readonly item: Item; readonly node: LedgerNode }> = [];
  private readonly free = new Map<string, Float64Array>();
  private readonly bound: Array<readonly [shared: string, domain: string]> = [];

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

  /** The domain that gangs which share a level have chosen. */
  public boundTo(level: Level): string | undefined {
    return level.shared === undefined ? undefined : this.bound.find(([shared]) => shared === level.shared)?.[1];
  }

  /** Whether any level that gangs share has its domain. */
  public get anyBound(): boolean {
    return this.bound.length > 0;
  }

  public bind(level: Level, domain: string): void {
    if (level.shared !== undefined && this.boundTo(level) === undefined) this.bound.push([level.shared, domain]);
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
