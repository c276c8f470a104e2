/** Characters that wait at most, but for the last piece. */
const MOST = 4_000_000;

/** How much output of a thread waits for what comes before it. */
export class Backlog {
  private readonly length: Int32Array;

  /** @param memory what another thread has of the same backlog */
  constructor(public readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.length = new Int32Array(memory);
  }

  get isFull(): boolean {
    return Atomics.load(this.length, 0) > MOST;
  }

  add(length: number): void {
    Atomics.add(this.length, 0, length);
  }

  remove(length: number): void {
    Atomics.sub(this.length, 0, length);
    Atomics.notify(this.length, 0);
  }

  /** Blocks the thread until there is room, which another has to make. */
  waitForRoom(): void {
    for (let length = Atomics.load(this.length, 0); length > MOST; length = Atomics.load(this.length, 0)) Atomics.wait(this.length, 0, length);
  }
}
