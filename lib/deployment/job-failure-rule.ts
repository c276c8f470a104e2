import type { ReplicatedJob } from './replicated-job';

/** What a JobSet does when a Job fails. */
export class JobFailureAction {
  /** The set fails, whatever restarts are left. */
  public static readonly FAIL = new JobFailureAction('FailJobSet');
  /** The set starts again, if restarts are left. */
  public static readonly RESTART = new JobFailureAction('RestartJobSet');
  /** The set starts again, and the restart is not counted. */
  public static readonly RESTART_UNCOUNTED = new JobFailureAction('RestartJobSetAndIgnoreMaxRestarts');

  private constructor(
    /** Value of `action`. */
    public readonly name: string,
  ) {}
}

/** Why a Job failed: reasons of its condition `Failed`. */
export class JobFailureReason {
  /** More retries than it has. */
  public static readonly BACKOFF_LIMIT = new JobFailureReason('BackoffLimitExceeded');
  /** It took too long. */
  public static readonly DEADLINE = new JobFailureReason('DeadlineExceeded');
  /** Pods of some indices failed. */
  public static readonly FAILED_INDEXES = new JobFailureReason('FailedIndexes');
  /** Pods of too many indices failed. */
  public static readonly MOST_FAILED_INDEXES = new JobFailureReason('MaxFailedIndexesExceeded');
  /** Its pod failure policy says so. */
  public static readonly POD_FAILURE_POLICY = new JobFailureReason('PodFailurePolicy');

  private constructor(
    /** Value of `onJobFailureReasons[]`. */
    public readonly name: string,
  ) {}
}

/** Options of a failure rule. */
export interface JobFailureRuleProps {
  /** What the set does. */
  readonly action: JobFailureAction;

  /**
   * Jobs that the rule is about.
   *
   * @default - all
   */
  readonly jobs?: ReplicatedJob[];

  /**
   * Reasons that it is about.
   *
   * @default - any
   */
  readonly reasons?: JobFailureReason[];

  /**
   * Regular expressions, one of which the message of the condition has to match.
   *
   * @default - any message
   */
  readonly messagePatterns?: string[];
}
