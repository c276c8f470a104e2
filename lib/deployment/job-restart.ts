/** What happens to a pod of a job that fails. */
export class JobRestart {
  /** Its containers start again, on the same node. */
  public static readonly ON_FAILURE = new JobRestart('OnFailure');
  /** It stays failed. */
  public static readonly NEVER = new JobRestart('Never');

  private constructor(
    /** Value of `restartPolicy`. */
    public readonly name: string,
  ) {}
}
