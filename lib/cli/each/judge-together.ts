import { Backlog } from './backlog';
import { InOrder, lengthOf } from './in-order';
import type { Piece } from './piece';
import type { SecondThread } from './second-thread';
import type { SharedFiles } from './shared-files';
import type { InputFile } from '../../manifests/input-files';

/**
 * Judges files on this thread and a second one; what they come to is written in the order of the files.
 *
 * @throws when one of them fails
 */
export async function judgeTogether(
  files: SharedFiles, second: SecondThread, piecesOf: (files: readonly InputFile[]) => Iterable<Piece>, write: (piece: Piece) => void,
): Promise<void> {
  const order = new InOrder(files.parts, write);
  const backlog = new Backlog();
  second.onPiece(({ part, piece }) => order.add(part, piece, second.backlog));
  for (let part = files.take('first'); part !== undefined; part = files.take('first')) {
    for (const piece of piecesOf(files.filesOf(part))) {
      backlog.add(lengthOf(piece));
      order.add(part, piece, backlog);
      // What the second thread sent arrives between turns of the event loop.
      await new Promise(setImmediate);
      while (backlog.isFull && !order.isTurnOf(part)) await newsOf(second);
      if (second.failure) throw second.failure;
    }
  }
  while (!order.isDone) await newsOf(second);
}

async function newsOf(second: SecondThread): Promise<void> {
  if (!second.failure && !second.hasEnded) await second.news();
  else throw second.failure ?? new Error('the second thread ended before it was done');
}
