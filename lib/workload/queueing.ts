/** Whether the scheduler may take a running workload's resources away. */
export class Preemptibility {
  /** May be preempted, and so may use more than its queue's guarantee. */
  public static readonly PREEMPTIBLE = new Preemptibility('preemptible');
  /** Is never preempted, and so may use its queue's guarantee only. */
  public static readonly NON_PREEMPTIBLE = new Preemptibility('non-preemptible');

  private constructor(
    /** Value of the label `kai.scheduler/preemptibility`. */
    public readonly name: string,
  ) {}
}

/** How a workload is scheduled in its queue. */
export interface QueueingOptions {
  /**
   * PriorityClass that counts in the queue.
   *
   * @default - KAI's choice for the kind: `inference` for Deployments, else `train`
   */
  readonly priorityClassName?: string;

  /**
   * Whether it may be preempted.
   *
   * @default - follows from the priority: from 100 on it may not
   */
  readonly preemptibility?: Preemptibility;

  /**
   * Scheduling shard of the queue, which the workload names as well. `Queue.grant()` knows it of queues of this library.
   *
   * @default - the queue's; that of nodes without the label `kai.scheduler/node-pool` where the queue says none
   */
  readonly nodePool?: string;
}
