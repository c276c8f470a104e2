/** Which pods of an MPIJob go when it is finished. */
export class CleanPods {
  /** None: logs stay, and so do running workers with their GPUs. */
  public static readonly NONE = new CleanPods('None');
  /** Those that still run: workers, whose sshd never ends. */
  public static readonly RUNNING = new CleanPods('Running');
  /** All. */
  public static readonly ALL = new CleanPods('All');

  private constructor(
    /** Value of `spec.runPolicy.cleanPodPolicy`. */
    public readonly name: string,
  ) {}
}
