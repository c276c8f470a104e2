/** What a benchmark found, in its own unit. */
export interface Figures {
  readonly ours: number;
  readonly peer: number;
  /** The same in processor time, which a busy machine changes less; undefined where it was not measured. */
  readonly processor?: { readonly ours: number; readonly peer: number };
}

/** One line of the table: the library beside a peer that does the same job. */
export interface Benchmark {
  /** What is measured, of both. */
  readonly measure: string;
  readonly unit: string;
  /** Ours divided by the peer's, at most; undefined where no budget is set and the figure is only shown. */
  readonly target?: number;
  readonly peer: string;
  run(): Figures;
}

const benchmarks: Benchmark[] = [];

/** Called by each `*.bench.ts`. */
export function benchmark(entry: Benchmark): void {
  benchmarks.push(entry);
}

export function registered(): readonly Benchmark[] {
  return benchmarks;
}
