import type { Backlog } from './backlog';
import type { Piece } from './piece';
import { addTo } from '../../core/groups';

/** A piece that waits for its turn, and the backlog that it is part of. */
interface Waiting {
  readonly piece: Piece;
  readonly backlog: Backlog;
}

/** Brings the pieces of parts that two threads judge into the order of the parts. */
export class InOrder {
  /** The part whose pieces are written as they come: all before it are. */
  private turn = 0;
  private readonly early = new Map<number, Waiting[]>();

  constructor(private readonly parts: number, private readonly write: (piece: Piece) => void) {}

  get isDone(): boolean {
    return this.turn === this.parts;
  }

  isTurnOf(part: number): boolean {
    return this.turn === part;
  }

  /**
   * Writes a piece, or keeps it until it is its turn.
   *
   * @param backlog counts it already
   * @throws what writing throws
   */
  add(part: number, piece: Piece, backlog: Backlog): void {
    if (part !== this.turn) {
      addTo(this.early, part, { piece, backlog });
      return;
    }
    this.writeNow({ piece, backlog });
    while (this.early.has(this.turn)) {
      const { turn } = this;
      const waiting = this.early.get(turn)!;
      this.early.delete(turn);
      waiting.forEach((each) => this.writeNow(each));
      if (this.turn === turn) return;
    }
  }

  private writeNow({ piece, backlog }: Waiting): void {
    this.write(piece);
    backlog.remove(lengthOf(piece));
    if (piece.isLast) this.turn++;
  }
}

/** What a piece takes of a backlog. */
export function lengthOf({ stdout, stderr }: Piece): number {
  return stdout.length + stderr.length;
}
