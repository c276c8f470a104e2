import type { InputFile } from '../../manifests/input-files';

/** What of the shared memory counts what. */
const [NEXT, TAKEN_BY_SECOND] = [0, 1];

/** Files of a part, at most: more are fewer messages, but at the end one thread waits longer for the other. */
const LARGEST_PART = 4;

/** Parts that each thread should have at least, where there are so many files. */
const FEWEST_PARTS = 8;

/** Parts that the threads share at once: what the second one judges waits for those before it. */
const WINDOW = 256;

/**
 * Files that two threads share, in parts: each takes one more when it has done one. Of some hundred parts the first takes from the front and the second
 * from the back, until they meet: files of a folder are alike, and what a thread has got ready for a kind the other can do without.
 */
export class SharedFiles {
  public readonly parts: number;
  private window = 0;
  private takenOfWindow = 0;
  private readonly size: number;
  private readonly counts: Int32Array;

  /** @param memory what another thread has of the same files */
  constructor(public readonly files: readonly InputFile[], public readonly memory = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.size = Math.min(Math.max(Math.floor(files.length / (2 * FEWEST_PARTS)), 1), LARGEST_PART);
    this.parts = Math.ceil(files.length / this.size);
    this.counts = new Int32Array(memory);
  }

  /** The next part, which is the caller's then; undefined where none is left. */
  take(thread: 'first' | 'second'): number | undefined {
    const ticket = Atomics.add(this.counts, NEXT, 1);
    if (ticket >= this.parts) return undefined;
    if (thread === 'second') Atomics.store(this.counts, TAKEN_BY_SECOND, 1);
    // There are as many tickets of a window as parts, so that the threads never get the same.
    const window = ticket - ticket % WINDOW;
    if (window !== this.window) [this.window, this.takenOfWindow] = [window, 0];
    const taken = this.takenOfWindow++;
    return thread === 'first' ? window + taken : Math.min(window + WINDOW, this.parts) - 1 - taken;
  }

  /** Whether the second thread has taken a part. */
  get secondHasSome(): boolean {
    return Atomics.load(this.counts, TAKEN_BY_SECOND) === 1;
  }

  filesOf(part: number): readonly InputFile[] {
    return this.files.slice(part * this.size, (part + 1) * this.size);
  }
}
