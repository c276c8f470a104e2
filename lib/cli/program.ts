import type { Worker } from 'worker_threads';

/** What the program offers that runs the command line. */
export interface Program {
  /** A thread of `validate --each` that waits for something to do (`second-thread-main`); undefined where there can be none. */
  takeThread(): Worker | undefined;
  /** To be called when all is loaded that judging begins with. */
  beforeJudging(): void;
}

/** Of a program that offers nothing. */
export const NO_PROGRAM: Program = { takeThread: () => undefined, beforeJudging: () => {} };
