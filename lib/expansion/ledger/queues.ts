import type { Gang, Item } from './gang';
import type { LedgerQueue, LedgerQueueAmount } from './ledger';
import { EPSILON, gpuText, roundedGpus } from './resources';
import { DYNAMO_DEFAULT_QUEUE, DYNAMO_PARENT_QUEUE, KAI_DEFAULT_PARENT_QUEUE, KAI_DEFAULT_QUEUE, KAI_UNLIMITED } from '../../facts/kai';
import type { Manifest } from '../../manifests/manifest';
import { record, text, valueAt } from '../../manifests/manifest-object';

type Resource = 'gpu' | 'cpu' | 'memory';
const RESOURCES: readonly Resource[] = ['gpu', 'cpu', 'memory'];

/** Amounts in the units of queues: GPUs, millicores, megabytes of 10^6 bytes. */
type QueueAmounts = { readonly [resource in Resource]: number };

interface Queue {
  readonly name: string;
  readonly parent?: string;
  readonly quota: QueueAmounts;
  readonly limit: QueueAmounts;
  readonly used: { [resource in Resource]: number };
  readonly nonPreemptible: { [resource in Resource]: number };
}

/** Queues that charts make, with the quota of each; they have no limit. scheduling.md 1.4 */
const MADE_BY_CHARTS: ReadonlyArray<{ readonly name: string; readonly parent?: string; readonly quota: number }> = [
  { name: KAI_DEFAULT_PARENT_QUEUE, quota: 0 },
  { name: KAI_DEFAULT_QUEUE, parent: KAI_DEFAULT_PARENT_QUEUE, quota: 0 },
  { name: DYNAMO_PARENT_QUEUE, quota: KAI_UNLIMITED },
  { name: DYNAMO_DEFAULT_QUEUE, parent: DYNAMO_PARENT_QUEUE, quota: KAI_UNLIMITED },
];

const NOTHING: QueueAmounts = { gpu: 0, cpu: 0, memory: 0 };

/** Why a gang does not run in its queue. */
export interface QueueProblem {
  /** Whether it would not run there even if nothing else did. */
  readonly always: boolean;
  readonly reason: string;
}

/** KAI's tree of queues, and what runs in it. Limits and quotas count for a queue and for all above it. scheduling.md 1.2 */
export class QueueTree {
  private readonly queues = new Map<string, Queue>();
  private readonly told: readonly string[];

  constructor(objects: Iterable<Manifest>) {
    const told = [...objects].filter(({ apiVersion, kind }) => kind === 'Queue' && apiVersion.startsWith('scheduling.run.ai/'));
    for (const { name, parent, quota } of MADE_BY_CHARTS) this.add(name, parent, always(quota), always(KAI_UNLIMITED));
    for (const queue of told) this.add(String(queue.metadata?.name), text(valueAt(queue, ['spec', 'parentQueue'])), read(queue, 'quota'), read(queue, 'limit'));
    this.told = told.map(({ metadata }) => String(metadata?.name));
  }

  /** What keeps items of a gang from running beside what runs in its queue; undefined where nothing does. */
  public problem(gang: Gang, items: readonly Item[]): QueueProblem | undefined {
    if (gang.queue === undefined || this.open(gang)) return undefined;
    const wanted = amountsOf(items);
    const chain = this.chain(gang.queue);
    if (typeof chain === 'string') return { always: true, reason: chain };
    for (const queue of chain) {
      for (const resource of RESOURCES.filter((each) => wanted[each] > 0)) {
        const limit = queue.limit[resource];
        if (limit !== KAI_UNLIMITED && queue.used[resource] + wanted[resource] > limit + EPSILON) {
          return over(queue, resource, 'limit', queue.used[resource], wanted[resource], gang);
        }
        const quota = queue.quota[resource];
        if (gang.nonPreemptible && quota !== KAI_UNLIMITED && queue.nonPreemptible[resource] + wanted[resource] > quota + EPSILON) {
          return over(queue, resource, 'quota', queue.nonPreemptible[resource], wanted[resource], gang);
        }
      }
    }
    return undefined;
  }

  /** Counts items of a gang that run. */
  public take(gang: Gang, items: readonly Item[]): void {
    const chain = gang.queue === undefined ? [] : this.chain(gang.queue);
    if (typeof chain === 'string') return;
    const amounts = amountsOf(items);
    for (const queue of chain) {
      for (const resource of RESOURCES) {
        queue.used[resource] += amounts[resource];
        if (gang.nonPreemptible) queue.nonPreemptible[resource] += amounts[resource];
      }
    }
  }

  /** Whether nothing is known of a gang's queue because no queue is among the manifests. */
  public open(gang: Gang): boolean {
    return gang.queue !== undefined && this.told.length === 0 && !this.queues.has(gang.queue);
  }

  /** The queues among the manifests, and those of charts in which something runs. */
  public report(): LedgerQueue[] {
    return [...this.queues.values()]
      .filter(({ name, used }) => this.told.includes(name) || RESOURCES.some((resource) => used[resource] > 0))
      .map(({ name, parent, quota, limit, used }) => {
        const amount = (resource: Resource): LedgerQueueAmount => (
          { quota: quota[resource], limit: limit[resource], used: roundedGpus(used[resource]) });
        return { name, parent, gpu: amount('gpu'), cpu: amount('cpu'), memory: amount('memory') };
      });
  }

  /** A queue and all above it, or why nothing runs in it. */
  private chain(name: string): readonly Queue[] | string {
    const found: Queue[] = [];
    for (let next: string | undefined = name; next !== undefined; next = found[found.length - 1].parent) {
      const queue = this.queues.get(next);
      if (!queue) {
        return next === name ? `queue ${name} does not exist: the manifests hold ${this.told.join(', ')}`
          : `queue ${name} does not exist for KAI: its parent ${next} is not among the manifests`;
      }
      if (found.includes(queue)) return `queue ${name} is its own ancestor`;
      found.push(queue);
    }
    const child = [...this.queues.values()].find(({ parent }) => parent === name);
    return child ? `queue ${name} is the parent of ${child.name}: only queues without children run pods` : found;
  }

  private add(name: string, parent: string | undefined, quota: QueueAmounts, limit: QueueAmounts): void {
    this.queues.set(name, { name, parent, quota, limit, used: { ...NOTHING }, nonPreemptible: { ...NOTHING } });
  }
}

function always(amount: number): QueueAmounts {
  return { gpu: amount, cpu: amount, memory: amount };
}

/** What is not written is 0. scheduling.md 1.2 */
function read(queue: Manifest, field: 'quota' | 'limit'): QueueAmounts {
  const amount = (resource: Resource) => {
    const value = record(valueAt(queue, ['spec', 'resources', resource]))?.[field];
    return typeof value === 'number' ? value : 0;
  };
  return { gpu: amount('gpu'), cpu: amount('cpu'), memory: amount('memory') };
}

function amountsOf(items: readonly Item[]): QueueAmounts {
  const sum = { ...NOTHING } as { [resource in Resource]: number };
  for (const { needs: { amounts, gpus } } of items) {
    sum.gpu += gpus;
    sum.cpu += amounts.cpu ?? 0;
    sum.memory += (amounts.memory ?? 0) / 1e6;
  }
  return { ...sum, memory: Math.ceil(sum.memory) };
}

function over(queue: Queue, resource: Resource, field: 'quota' | 'limit', used: number, wanted: number, gang: Gang): QueueProblem {
  const whose = queue.name === gang.queue ? `queue ${queue.name}` : `queue ${queue.name}, above ${gang.queue},`;
  const bound = queue[field][resource];
  const rule = field === 'limit' ? 'allows' : 'guarantees';
  const why = field === 'quota' ? ', and pods that cannot be preempted (priority 100 or more) run within the guarantee only' : '';
  const beside = used > 0 && wanted <= bound ? `, of which ${shown(resource, used)} are used` : '';
  return {
    always: wanted > bound,
    reason: `${whose} ${rule} ${shown(resource, bound)} (spec.resources.${resource}.${field})${beside}; the gang needs ${shown(resource, wanted)}${why}`,
  };
}

function shown(resource: Resource, amount: number): string {
  if (resource === 'gpu') return gpuText(amount);
  return resource === 'cpu' ? `${amount} millicores` : `${amount} MB of memory`;
}
