/** What runs together, or not at all. */
export interface GangSize {
  /** Pods, when all run. */
  readonly pods: number;
  /** Pods without which none of them is placed. */
  readonly minimumPods: number;
  /** GPUs of all its pods. */
  readonly gpus: number;
  /** GPUs of the pods without which none is placed. */
  readonly minimumGpus: number;
}

/** Gangs of the replicas of a scaling group that come after the base gang, one for each replica. */
export interface ScaledGangs extends GangSize {
  /** The scaling group. */
  readonly group: string;
  /** How many there are in one replica of the set. */
  readonly count: number;
}

/** The gangs that Grove makes of one replica of a PodCliqueSet. Source: scheduling.md 3.3. */
export interface GangPlan {
  /** Replicas of the set, each with these gangs. */
  readonly replicas: number;
  /** The gang that is placed first: the single roles, and as many replicas of each group as its minimum says. */
  readonly base: GangSize;
  /** The gangs after it, in the order of the groups. */
  readonly scaled: ScaledGangs[];
  /** Pods of all replicas of the set. */
  readonly pods: number;
  /** GPUs of all replicas of the set. */
  readonly gpus: number;
}
