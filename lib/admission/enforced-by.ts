/** Who refuses what a rule finds; or nobody, until it fails at run time. */
export class EnforcedBy {
  /** The API server itself: schema, CEL rules of the CRD, validation of built-in kinds. */
  public static readonly API_SERVER = new EnforcedBy('apiserver');

  /** Nobody: the objects are accepted, and fail later. */
  public static readonly RUNTIME = new EnforcedBy('runtime');

  /**
   * An admission webhook.
   *
   * @param component the operator that runs it, for example `dynamo`
   */
  public static webhook(component: string): EnforcedBy {
    return new EnforcedBy('webhook', component);
  }

  private constructor(
    /** `apiserver`, `webhook` or `runtime`. */
    public readonly name: string,
    /** The operator that runs the webhook; undefined for the others. */
    public readonly component?: string,
  ) {}

  /** For example `the API server`, `the webhook of dynamo`, `nobody: it fails at run time`. */
  public toString(): string {
    if (this.component !== undefined) return `the webhook of ${this.component}`;
    return this.name === 'apiserver' ? 'the API server' : 'nobody: it fails at run time';
  }
}
