import type { Worker } from 'worker_threads';
import type { Piece } from './piece';
import { PieceWriter } from './piece-writer';
import { isForTwoThreads } from './two-threads';
import { InputFile, inputFiles } from '../../manifests/input-files';
import { noManifests } from '../no-input';
import type { ValidateOptions } from '../options';
import type { Program } from '../program';

/**
 * `validate` of every document by itself, in constant memory; on two threads where there is enough to do.
 *
 * @returns the exit code
 * @throws when there is nothing to judge, or nothing to judge it with
 */
export function validateEach(inputs: readonly string[], options: ValidateOptions, program: Program): number | Promise<number> {
  const files = [...inputFiles(inputs)];
  const writer = new PieceWriter();
  const thread = isForTwoThreads(files, options) ? program.takeThread() : undefined;
  if (thread) return onTwoThreads(files, options, thread, program, (piece) => writer.write(piece)).then(exitCode);
  const piecesOf = judgeOf(options);
  program.beforeJudging();
  for (const piece of piecesOf(files)) writer.write(piece);
  return exitCode();

  function exitCode(): number {
    if (writer.documents === 0) throw noManifests(inputs);
    writer.end();
    return writer.exitCode;
  }
}

/** The second thread has something to do before this one loads what it judges with. */
async function onTwoThreads(
  files: readonly InputFile[], options: ValidateOptions, thread: Worker, program: Program, write: (piece: Piece) => void,
): Promise<void> {
  const { SharedFiles } = require('./shared-files') as typeof import('./shared-files');
  const { SecondThread } = require('./second-thread') as typeof import('./second-thread');
  const shared = new SharedFiles(files);
  const second = SecondThread.start(thread, shared, options);
  const { judgeTogether } = require('./judge-together') as typeof import('./judge-together');
  try {
    const piecesOf = judgeOf(options);
    program.beforeJudging();
    await judgeTogether(shared, second, piecesOf, write);
  } catch (error) {
    // By itself it ends when there is nothing left to judge.
    second.stop();
    throw error;
  }
}

function judgeOf(options: ValidateOptions): (files: readonly InputFile[]) => Generator<Piece> {
  const { EachJudge } = require('./each-judge') as typeof import('./each-judge');
  const judge = new EachJudge(options);
  return (files) => judge.piecesOf(files);
}
