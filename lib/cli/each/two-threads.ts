import * as fs from 'fs';
import * as os from 'os';
import type { InputFile } from '../../manifests/input-files';
import type { ValidateOptions } from '../options';

/**
 * Files, or bytes of fewer files, from which on a second thread gains more than it costs: it takes 25 ms to start and loads what it judges with once more.
 */
const MANY_FILES = 100;
const MANY_BYTES = 400_000;

/** Whether a second thread is worth its start, and can read what the first reads. */
export function isForTwoThreads(files: readonly InputFile[], { cluster, previous }: ValidateOptions): boolean {
  if (files.length < 2 || os.availableParallelism() < 2) return false;
  // Standard input can be read by one of them, and so can a pipe; both read what is to be judged with.
  if (files.some(({ file }) => file === '-') || ![cluster, previous].every((path) => path === undefined || isReadTwice(path))) return false;
  return files.length >= MANY_FILES || hasManyBytes(files);
}

function hasManyBytes(files: readonly InputFile[]): boolean {
  let bytes = 0;
  return files.some(({ file }) => (bytes += fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) >= MANY_BYTES);
}

function isReadTwice(path: string): boolean {
  const stats = fs.statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.isFile() || stats.isDirectory());
}
