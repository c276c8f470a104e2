import type { Worker } from 'worker_threads';
import { Backlog } from './backlog';
import type { Piece } from './piece';
import type { SharedFiles } from './shared-files';
import type { InputFile } from '../../manifests/input-files';
import type { ValidateOptions } from '../options';

/** What the second thread is given: plain data. */
export interface SecondThreadData {
  readonly files: readonly InputFile[];
  readonly filesMemory: SharedArrayBuffer;
  readonly backlogMemory: SharedArrayBuffer;
  readonly options: Omit<ValidateOptions, 'kubernetes' | 'release'>;
  readonly kubernetes?: string;
  readonly release?: string;
}

/** What it sends: the pieces of the parts that it took, in order. */
export interface SecondThreadMessage {
  readonly part: number;
  readonly piece: Piece;
}

/** A thread that judges files, too. */
export class SecondThread {
  /** @param worker waits for something to do */
  static start(worker: Worker, files: SharedFiles, { kubernetes, release, ...options }: ValidateOptions): SecondThread {
    const backlog = new Backlog();
    const data: SecondThreadData = {
      files: files.files,
      filesMemory: files.memory,
      backlogMemory: backlog.memory,
      options,
      kubernetes: kubernetes?.name,
      release: release?.name,
    };
    worker.postMessage(data);
    return new SecondThread(worker, files, backlog);
  }

  /** Why it ended, where it should not have. */
  public failure?: Error;
  /** Whether it sends nothing any more. */
  public hasEnded = false;
  private wake = () => {};

  private constructor(private readonly worker: Worker, files: SharedFiles, public readonly backlog: Backlog) {
    // One that never got as far as taking files did no harm: the first judges all.
    worker.on('error', (error) => this.change(() => this.failure ??= files.secondHasSome ? error : undefined));
    worker.on('exit', () => this.change(() => this.hasEnded = true));
  }

  /** @param listener what it throws is a failure */
  onPiece(listener: (message: SecondThreadMessage) => void): void {
    this.worker.on('message', (message: SecondThreadMessage | { readonly code: unknown }) => this.change(() => {
      try {
        // What it compiled is for bin/modules.js.
        if (!this.failure && 'piece' in message) listener(message);
      } catch (error) {
        this.failure = error as Error;
      }
    }));
  }

  /** Waits until it sends something, or ends. */
  news(): Promise<void> {
    return new Promise((resolve) => this.wake = resolve);
  }

  stop(): void {
    void this.worker.terminate();
  }

  private change(happen: () => void): void {
    happen();
    this.wake();
  }
}
