import type { Item, Level } from './gang';
import { GpuShare, holds, Parts, sharedGpus } from './gpu-shares';
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
  /** Whole GPUs that are taken of each node. */
  private readonly whole: Float64Array;
  /** The shares of GPUs on a node, of each item that has any. */
  private readonly shares = new Map<LedgerNode, Array<readonly GpuShare[]>>();

  constructor(public readonly nodes: LedgerNodes) {
    this.whole = new Float64Array(nodes.all.length);
  }

  /** What a node has left of a resource. */
  public freeOf(node: LedgerNode, resource: string): number {
    return this.column(resource)[node.index];
  }

  /** How many times an item fits on a node. */
  public room(node: LedgerNode, item: Item): number {
    let room = Infinity;
    const { amounts } = item.needs;
    for (const resource in amounts) room = Math.min(room, Math.floor((this.column(resource)[node.index] + EPSILON) / amounts[resource]));
    return room > 0 && this.isByDevice(node, item) ? Math.min(room, this.deviceRoom(node, item)) : room;
  }

  public fits(node: LedgerNode, item: Item): boolean {
    const { amounts } = item.needs;
    for (const resource in amounts) if (this.column(resource)[node.index] + EPSILON < amounts[resource]) return false;
    return !this.isByDevice(node, item) || this.devicesFit(node, item);
  }

  /** The shares on a node, as text; empty where there are none. */
  public sharesOn(node: LedgerNode): string {
    return (this.shares.get(node) ?? []).flatMap((shares) => shares.map(({ text }) => text)).sort().join();
  }

  public put(item: Item, node: LedgerNode): void {
    this.change(item, node, -1);
    if (item.needs.shares.length > 0) {
      const there = this.shares.get(node);
      if (there) there.push(item.needs.shares);
      else this.shares.set(node, [item.needs.shares]);
    }
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
      // The last that came is the first to go.
      if (item.needs.shares.length > 0 && this.shares.get(node)!.length === 1) this.shares.delete(node);
      else if (item.needs.shares.length > 0) this.shares.get(node)!.pop();
    }
    this.bound.length = bound;
  }

  /** GPUs that are left on nodes. */
  public freeGpus(nodes: readonly LedgerNode[]): number {
    const column = this.column(GPUS);
    return nodes.reduce((sum, { index }) => sum + column[index], 0);
  }

  /** Whether sums do not say which GPUs there are room on: shares are, or come, beside others or whole GPUs. */
  private isByDevice(node: LedgerNode, { needs }: Item): boolean {
    return needs.shares.length > 0 || (needs.whole > 0 && this.shares.has(node));
  }

  private devicesFit(node: LedgerNode, { needs }: Item): boolean {
    const gpus = sharedGpus([...this.shares.get(node) ?? [], needs.shares], node.gpuMemory);
    return gpus !== undefined && this.whole[node.index] + needs.whole + gpus.length <= node.gpus;
  }

  private deviceRoom(node: LedgerNode, { needs }: Item): number {
    const gpus = sharedGpus(this.shares.get(node) ?? [], node.gpuMemory) ?? [];
    const free = node.gpus - this.whole[node.index] - gpus.length;
    if (needs.shares.length === 0) return Math.floor(free / needs.whole);
    const [share] = needs.shares;
    const parts = share.partsOn(node.gpuMemory);
    if (!parts) return 0;
    const empty = timesIn({ compute: 1, memory: 1 }, parts);
    if (needs.shares.length === 1 && needs.whole === 0) return gpus.reduce((sum, left) => sum + timesIn(left, parts), free * empty);
    return this.devicesFit(node, { needs, pods: 1 }) ? Math.max(1, Math.floor(node.gpus * empty / needs.shares.length)) : 0;
  }

  private change({ needs: { amounts, whole } }: Item, { index }: LedgerNode, sign: 1 | -1): void {
    this.whole[index] -= sign * whole;
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

/** How many times a part is in what is left of a GPU. */
function timesIn(left: Parts, parts: Parts): number {
  if (!holds(left, parts)) return 0;
  const times = [left.compute / parts.compute, left.memory / parts.memory].filter((number) => Number.isFinite(number));
  return Math.floor(Math.min(...times) + EPSILON);
}
