import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { durationText } from './private/duration-text';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster } from '../cluster/private/same-home';
import { invalid } from '../core/errors';
import { requireDnsSubdomain, requireLabelValue } from '../core/names';
import { Quantity } from '../core/quantity';
import { Queue as QueueResource } from '../crds/kai-scheduler';
import { KAI_UNLIMITED } from '../facts/kai';
import { LABEL_KEYS } from '../facts/label-keys';
import { IQueueMember, QueueingOptions } from '../workload';

/** A KAI queue, ours or somebody else's. */
export interface IQueue extends IConstruct {
  /** `metadata.name`; queues are cluster-scoped. */
  readonly name: string;

  /**
   * Lets a workload run in the queue, or a claim that workloads of the queue share be used there.
   *
   * @param member what to schedule
   * @param options its priority in the queue, and whether it may be preempted
   */
  grant(member: IQueueMember, options?: QueueingOptions): void;
}

/** Amounts of the three resources that a queue knows. */
export interface QueueResources {
  /**
   * GPUs; halves are allowed where GPUs are shared.
   *
   * @default - see where it is used
   */
  readonly gpus?: number;

  /**
   * CPU.
   *
   * @default - see where it is used
   */
  readonly cpu?: Cpu;

  /**
   * Memory.
   *
   * @default - see where it is used
   */
  readonly memory?: Size;
}

/** What a queue can always have back. */
export interface QueueGuarantee extends QueueResources {
  /**
   * Whether the resources that are left out are guaranteed without bound: so that pods that are not preemptible, which run within the guarantee only, have their CPU
   * and memory in a queue of which only the GPUs are counted; and of a queue above others, that it does not bind them.
   *
   * @default false: nothing of them is guaranteed
   */
  readonly othersUnlimited?: boolean;
}

/** Options of a queue. */
export interface QueueProps {
  /**
   * `metadata.name`.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Queue above this one. Only queues without children run workloads.
   *
   * @default - a top-level queue
   */
  readonly parent?: IQueue;

  /**
   * What the queue can always have back from others. Parents do not add up their children: give them a guarantee of their own.
   *
   * @default - no guarantee of any of the three; the queue runs on what others leave
   */
  readonly guarantee?: QueueGuarantee;

  /**
   * What the queue, with its children, may have at most.
   *
   * @default - no limit on any of the three
   */
  readonly limit?: QueueResources;

  /**
   * Weight of the queue when what is left over is shared out; 0 excludes it.
   *
   * @default 1
   */
  readonly overQuotaWeight?: number;

  /**
   * Queues of higher priority are served first and reclaimed last.
   *
   * @default - KAI's, 100
   */
  readonly priority?: number;

  /**
   * How long a workload runs before others of its queue may preempt it.
   *
   * @default - that of the queue above, at the top the shard's
   */
  readonly preemptMinRuntime?: Duration;

  /**
   * How long a workload runs before other queues may reclaim what it uses beyond the guarantee.
   *
   * @default - that of the queue above, at the top the shard's
   */
  readonly reclaimMinRuntime?: Duration;

  /**
   * Name for logs and metrics.
   *
   * @default - none
   */
  readonly displayName?: string;

  /**
   * Scheduling shard that the queue belongs to: its value of the node label `kai.scheduler/node-pool`. A shard sees only queues of its own, so parents need the same.
   *
   * @default - the shard of nodes without the label
   */
  readonly nodePool?: string;
}

const GPUS_FIX = 'leave it out for no guarantee or no limit; { othersUnlimited: true } guarantees what is left out without bound';

abstract class QueueBase extends Construct implements IQueue {
  public abstract readonly name: string;
  public abstract readonly nodePool?: string;

  public grant(member: IQueueMember, options: QueueingOptions = {}): void {
    requireSameCluster(this, member, 'queue');
    const { nodePool = this.nodePool, priorityClassName } = options;
    if (options.nodePool !== undefined) requireLabelValue(this.node.path, 'nodePool', options.nodePool);
    if (priorityClassName !== undefined) requireDnsSubdomain(this.node.path, 'priorityClassName', priorityClassName);
    // The scheduler of another shard does not see the queue. scheduling.md 4, K14
    member.joinQueue(this.name, nodePool === undefined ? options : { ...options, nodePool });
  }
}

class ImportedQueue extends QueueBase {
  public readonly nodePool = undefined;

  constructor(scope: Construct, id: string, public readonly name: string) {
    super(scope, id);
    requireDnsSubdomain(this.node.path, 'name', name);
  }
}

/** A queue of the KAI scheduler: a share of the cluster's GPUs, CPU and memory. */
export class Queue extends QueueBase {
  /**
   * A queue that somebody else created.
   *
   * @param queueName `metadata.name` of that queue
   * @throws when no queue can have that name
   */
  public static fromQueueName(scope: Construct, id: string, queueName: string): IQueue {
    return new ImportedQueue(scope, id, queueName);
  }

  public readonly name: string;

  /** Scheduling shard that the queue belongs to; undefined for that of nodes without the label. */
  public readonly nodePool?: string;

  constructor(scope: Construct, id: string, props: QueueProps = {}) {
    super(scope, id);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    this.nodePool = props.nodePool === undefined ? undefined : requireLabelValue(this.node.path, 'nodePool', props.nodePool);
    this.checkParent(props.parent);
    const weight = props.overQuotaWeight ?? 1;
    if (!(weight >= 0 && weight < Infinity)) {
      throw invalid({ path: this.node.path, value: `overQuotaWeight: ${weight}`, reason: 'a weight is 0 or more', fix: 'use 0 to exclude the queue from what is left over' });
    }
    const guarantee = this.amounts('guarantee', props.guarantee, props.guarantee?.othersUnlimited ? KAI_UNLIMITED : 0);
    // An absent limit is 0, under which nothing runs.
    const limit = this.amounts('limit', props.limit, KAI_UNLIMITED);
    const block = (resource: 'gpu' | 'cpu' | 'memory') => {
      if (limit[resource] !== KAI_UNLIMITED && guarantee[resource] > limit[resource]) {
        throw invalid({
          path: this.node.path,
          value: `${resource}: guarantee ${guarantee[resource]} above limit ${limit[resource]}`,
          reason: 'the queue could never have what it is guaranteed',
          fix: 'raise the limit or lower the guarantee',
        });
      }
      return { quota: guarantee[resource], limit: limit[resource], overQuotaWeight: weight };
    };
    // All three blocks, always: one that is left out has limit 0 and blocks every pod that asks for it.
    new QueueResource(this, 'Resource', {
      metadata: { name: this.name, labels: props.nodePool === undefined ? undefined : { [LABEL_KEYS.kaiNodePool]: props.nodePool } },
      spec: {
        displayName: props.displayName,
        parentQueue: props.parent?.name,
        priority: props.priority,
        preemptMinRuntime: durationText(props.preemptMinRuntime),
        reclaimMinRuntime: durationText(props.reclaimMinRuntime),
        resources: { gpu: block('gpu'), cpu: block('cpu'), memory: block('memory') },
      },
    });
  }

  private checkParent(parent: IQueue | undefined): void {
    if (!(parent instanceof Queue) || parent.nodePool === this.nodePool) return;
    const shown = (pool: string | undefined) => (pool === undefined ? 'none' : `'${pool}'`);
    throw invalid({
      path: this.node.path,
      value: `nodePool ${shown(this.nodePool)} below '${parent.name}' with ${shown(parent.nodePool)}`,
      reason: 'a shard sees only queues of its own, and drops a queue whose parent it does not see',
      fix: 'give both the same nodePool',
    });
  }

  private amounts(prop: string, given: QueueResources | undefined, absent: number) {
    const gpus = given?.gpus;
    if (gpus !== undefined && !(gpus >= 0 && gpus < Infinity)) {
      throw invalid({ path: this.node.path, value: `${prop}.gpus: ${gpus}`, reason: 'not a number of GPUs', fix: GPUS_FIX });
    }
    return {
      gpu: gpus ?? absent,
      // Thousandths of a CPU, and 10^6 bytes rounded up so that a workload that asks for exactly the figure fits.
      cpu: given?.cpu ? Quantity.parse(given.cpu.amount).toMillicores() : absent,
      memory: given?.memory ? Quantity.parse(given.memory.asString()).toMegabytes() : absent,
    };
  }
}
