/** Options of captured CUDA graphs. */
export interface CudaGraphOptions {
  /**
   * Batch sizes to capture a graph for.
   *
   * @default - the engine's
   */
  readonly batchSizes?: number[];

  /**
   * Whether a batch is padded up to the next captured size.
   *
   * @default - the engine's
   */
  readonly padding?: boolean;
}

/** Whether and for which batch sizes an engine captures CUDA graphs. */
export class CudaGraph {
  /** No capture: prefill engines, whose batches differ each time. */
  public static readonly DISABLED = new CudaGraph(undefined);

  /** Capture with these options. */
  public static capture(options: CudaGraphOptions = {}): CudaGraph {
    return new CudaGraph(options);
  }

  private constructor(
    /** Options of the capture; undefined where there is none. */
    public readonly options: CudaGraphOptions | undefined,
  ) {}
}
