/** What a group of pods does in a serving graph. */
export class Role {
  /** Answers HTTP and routes requests. */
  public static readonly FRONTEND = new Role('frontend', false);
  /** Runs prompts and generates tokens in one engine. */
  public static readonly AGGREGATED = new Role('aggregated', true);
  /** Runs prompts and hands the key-value cache over. */
  public static readonly PREFILL = new Role('prefill', true);
  /** Generates tokens from a key-value cache handed over. */
  public static readonly DECODE = new Role('decode', true);

  private constructor(
    /** The role's name. */
    public readonly name: string,
    /** Whether pods of the role run an engine, and so need GPUs. */
    public readonly runsEngine: boolean,
  ) {}

  /** Whether the role is one side of disaggregated serving. */
  public get disaggregated(): boolean {
    return this === Role.PREFILL || this === Role.DECODE;
  }
}
