/** How far a Job of a JobSet has to be before others start. */
export class JobProgress {
  /** All its pods are ready, or have succeeded. */
  public static readonly READY = new JobProgress('Ready');
  /** It has succeeded. */
  public static readonly COMPLETE = new JobProgress('Complete');

  private constructor(
    /** Value of `dependsOn[].status`. */
    public readonly name: string,
  ) {}
}
