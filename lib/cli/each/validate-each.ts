import type { Piece } from './piece';
import { PieceWriter } from './piece-writer';
import { isForTwoThreads } from './two-threads';
import { InputFile, inputFiles } from '../../manifests/input-files';
import { noManifests } from '../no-input';
import type { ValidateOptions } from '../options';

/**
 * `validate` of every document by itself, in constant memory; on two threads where there is enough to do.
 *
 * @returns the exit code
 * @throws when there is nothing to judge, or nothing to judge it with
 */
export function validateEach(inputs: readonly string[], options: ValidateOptions): number | Promise<number> {
  const files = [...inputFiles(inputs)];
  const writer = new PieceWriter();
  if (isForTwoThreads(files, options)) {
    const judged = onTwoThreads(files, options, (piece) => writer.write(piece));
    if (judged) return judged.then(exitCode);
  }
  for (const piece of judgeOf(options)(files)) writer.write(piece);
  return exitCode();

  function exitCode(): number {
    if (writer.documents === 0) throw noManifests(inputs);
    writer.end();
    return writer.exitCode;
  }
}

/** The second thread starts before this one loads what it judges with. */
function onTwoThreads(files: readonly InputFile[], options: ValidateOptions, write: (piece: Piece) => void): Promise<void> | undefined {
  const { SharedFiles } = require('./shared-files') as typeof import('./shared-files');
  const { SecondThread } = require('./second-thread') as typeof import('./second-thread');
  const shared = new SharedFiles(files);
  const second = SecondThread.start(shared, options);
  if (!second) return undefined;
  const { judgeTogether } = require('./judge-together') as typeof import('./judge-together');
  const judging = async () => judgeTogether(shared, second, judgeOf(options), write);
  return judging().finally(() => second.stop());
}

function judgeOf(options: ValidateOptions): (files: readonly InputFile[]) => Generator<Piece> {
  const { EachJudge } = require('./each-judge') as typeof import('./each-judge');
  const judge = new EachJudge(options);
  return (files) => judge.piecesOf(files);
}
