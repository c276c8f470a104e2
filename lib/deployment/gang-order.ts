/** In which order the roles of a PodCliqueSet start. */
export class GangOrder {
  /** All at once, but for roles that start after others: `role.startsAfter(other)`. */
  public static readonly FREE = new GangOrder('free');
  /** Each clique after the one declared before it. */
  public static readonly IN_ORDER = new GangOrder('inOrder');

  private constructor(
    /** `free` or `inOrder`. */
    public readonly name: string,
  ) {}
}
