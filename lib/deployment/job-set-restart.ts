/** How a JobSet starts again after a failure. */
export class JobSetRestart {
  /** Each Job is made anew as soon as its predecessor is gone. */
  public static readonly RECREATE = new JobSetRestart('Recreate');
  /** No Job is made anew before all are gone: pods of the new run do not wait for nodes of the old one. */
  public static readonly BLOCKING_RECREATE = new JobSetRestart('BlockingRecreate');

  private constructor(
    /** Value of `spec.failurePolicy.restartStrategy`. */
    public readonly name: string,
  ) {}
}
