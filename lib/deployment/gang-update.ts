/** How the pods of a PodCliqueSet come to a new template. */
export class GangUpdate {
  /** One replica of the set at a time, in it one ready pod or one ready replica of a scaling group at a time. */
  public static readonly ROLLING_RECREATE = new GangUpdate('RollingRecreate');
  /** Only when somebody deletes the pods. */
  public static readonly ON_DELETE = new GangUpdate('OnDelete');

  private constructor(
    /** Value of `spec.updateStrategy.type`. */
    public readonly name: string,
  ) {}
}
