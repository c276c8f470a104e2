import type { Piece } from './piece';
import { CLEAN } from '../exit-codes';

/** Characters that are collected before they are written. */
const BUFFER = 65_536;

/** Writes pieces to standard output and error, in few large writes, and counts what they say. */
export class PieceWriter {
  public exitCode = CLEAN;
  public documents = 0;
  private waiting = '';
  /** A stream has no end to remember: what no line says is counted. */
  private readonly unjudged = new Map<string, number>();

  /** @throws the failure of a piece, after all that came before it is written */
  write({ stdout, stderr, documents, exitCode, unjudged, failure }: Piece): void {
    this.waiting += stdout;
    if (this.waiting.length > BUFFER || failure !== undefined) this.flush();
    if (stderr !== '') process.stderr.write(stderr);
    this.documents += documents;
    this.exitCode = Math.max(this.exitCode, exitCode);
    for (const [what, count] of unjudged) this.unjudged.set(what, (this.unjudged.get(what) ?? 0) + count);
    if (failure !== undefined) throw new Error(failure);
  }

  /** Writes what waits, and the kinds without schema and the rules that could not be judged. */
  end(): void {
    this.flush();
    for (const [what, count] of this.unjudged) process.stderr.write(`${what} (${count}×)\n`);
  }

  private flush(): void {
    if (this.waiting !== '') process.stdout.write(this.waiting);
    this.waiting = '';
  }
}
