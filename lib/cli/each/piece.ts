/** What judging a part of the input one by one comes to. Plain data, which threads send each other. */
export interface Piece {
  readonly stdout: string;
  readonly stderr: string;
  readonly documents: number;
  /** The worst of its documents. */
  readonly exitCode: number;
  /** What was not judged, and how often, in the order in which it was first met. */
  readonly unjudged: ReadonlyMap<string, number>;
  /** Why judging ended before the part did. */
  readonly failure?: string;
  /** Whether the part ends with it. */
  readonly isLast: boolean;
}
