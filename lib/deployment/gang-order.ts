/** In which order the roles of a PodCliqueSet start, or the Jobs of a JobSet. */
export class GangOrder {
  /** All at once, but for those that start after others: `role.startsAfter(other)`. */
  public static readonly FREE = new GangOrder('free');
  /** Each after the one declared before it is ready. */
  public static readonly IN_ORDER = new GangOrder('inOrder');

  private constructor(
    /** `free` or `inOrder`. */
    public readonly name: string,
  ) {}
}
