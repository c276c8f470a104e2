/** Whether a gang's pods start. */
export type Verdict = 'runs' | 'waits' | 'never' | 'unknown';

/** What is asked for in all. */
export interface LedgerTotals {
  /** GPUs that all pods ask for; slices of GPUs are added up. */
  readonly gpus: number;
  /**
   * Nodes on which pods were placed.
   *
   * @default - not known: no cluster was given
   */
  readonly nodes?: number;
  readonly pods: number;
  readonly gangs: number;
}

/** A pool of nodes after everything that runs was placed. */
export interface LedgerPool {
  readonly name: string;
  readonly nodes: number;
  readonly nodesUsed: number;
  readonly gpus: number;
  readonly gpusUsed: number;
}

/** An NVLink domain that spans nodes, after everything that runs was placed. */
export interface LedgerDomain {
  readonly name: string;
  readonly pool: string;
  readonly nodes: number;
  readonly nodesUsed: number;
  readonly gpus: number;
  readonly gpusUsed: number;
}

/** One resource of a queue, in the unit of the queue: GPUs, millicores, megabytes of 10^6 bytes. */
export interface LedgerQueueAmount {
  /** -1: all of it is guaranteed. */
  readonly quota: number;
  /** -1: no limit. */
  readonly limit: number;
  /** What runs in the queue and in those below it. */
  readonly used: number;
}

/** A queue of KAI after everything that runs was placed. */
export interface LedgerQueue {
  readonly name: string;
  /** @default - a queue at the top */
  readonly parent?: string;
  readonly gpu: LedgerQueueAmount;
  readonly cpu: LedgerQueueAmount;
  readonly memory: LedgerQueueAmount;
}

/** Pods that a scheduler starts together or not at all; a single pod where it knows no gangs. */
export interface LedgerGang {
  /** As the operator names it. */
  readonly name: string;
  readonly pods: number;
  /** Pods without which none starts. */
  readonly minimum: number;
  /** GPUs of all its pods. */
  readonly gpus: number;
  readonly verdict: Verdict;
  /** Where it runs, or why it does not. */
  readonly reason: string;
}

/** An applied object and the gangs that come of it. */
export interface LedgerWorkload {
  readonly kind: string;
  readonly name: string;
  /** @default - left to whoever applies it */
  readonly namespace?: string;
  readonly gangs: LedgerGang[];
}

/** What will run of a set of manifests, and where. */
export interface Ledger {
  readonly totals: LedgerTotals;
  readonly pools: LedgerPool[];
  readonly queues: LedgerQueue[];
  readonly domains: LedgerDomain[];
  readonly workloads: LedgerWorkload[];
}
