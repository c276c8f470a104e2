/** What a user needs to correct a value: where it is, what it is, why it cannot stand, what to write instead. */
export interface Invalid {
  /** Construct path, or the class and id of a value that is no construct. */
  readonly path: string;
  /** The value, with the name of its property: `nodes: 0`. */
  readonly value: string;
  /** Why it cannot stand, as a clause without a full stop. */
  readonly reason: string;
  /** What to write instead, as an imperative without a full stop. */
  readonly fix: string;
}

/** One wording for every refusal: `path: value - reason. Fix: fix`. To be thrown by the caller. */
export function invalid(problem: Invalid): Error {
  return new Error(`${problem.path || '(app)'}: ${problem.value} - ${problem.reason}. Fix: ${problem.fix}`);
}
