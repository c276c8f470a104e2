/** Configuration of one engine process beside what derives from model, role and parallelism. */
export abstract class EngineConfig {
  /** Backend whose options these are, as Dynamo names it. */
  public abstract readonly backend: string;
}
