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

/** A refusal in the one wording: `path: value - reason. Fix: fix`. */
export class InvalidError extends Error {
  constructor(
    /** What it is made of, for whoever reports it in another form. */
    public readonly problem: Invalid,
  ) {
    super(`${problem.path || '(app)'}: ${problem.value} - ${problem.reason}. Fix: ${problem.fix}`);
    // Node prints enumerable properties of an uncaught error; the message says it all.
    Object.defineProperty(this, 'problem', { enumerable: false });
  }
}

/** One wording for every refusal. To be thrown by the caller. */
export function invalid(problem: Invalid): InvalidError {
  return new InvalidError(problem);
}
