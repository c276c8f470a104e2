import { noManifests } from './no-input';
import { ManifestObject } from '../manifests/manifest-object';
import { ManifestSet } from '../manifests/manifest-set';
import { readInputs, ReadProblem } from '../manifests/read';

/** The manifests of a command's inputs. */
export interface Inputs {
  readonly manifests: ManifestSet;
  /** Documents that could not be read. */
  readonly problems: readonly ReadProblem[];
  /** Inputs that could not be opened. */
  readonly missing: readonly ReadProblem[];
}

/**
 * All documents of files, folders and `-`.
 *
 * @throws when there is none
 */
export function readAll(inputs: readonly string[], maxBytes?: number): Inputs {
  const objects: ManifestObject[] = [];
  const problems: ReadProblem[] = [];
  const missing: ReadProblem[] = [];
  let documents = 0;
  for (const document of readInputs(inputs, { maxBytes })) {
    documents++;
    objects.push(...document.objects);
    for (const problem of document.problems) (problem.rule === 'READ-FILE' ? missing : problems).push(problem);
  }
  if (documents === 0) throw noManifests(inputs);
  return { manifests: new ManifestSet(objects), problems, missing };
}

/** What is wrong with documents: an empty one, such as a separator at the end leaves, is not (admission takes it for information). */
export function faultsOf(problems: readonly ReadProblem[]): ReadProblem[] {
  return problems.filter(({ rule }) => rule !== 'READ-EMPTY');
}

/** Says on standard error what could not be read. */
export function tell(problems: readonly ReadProblem[]): void {
  for (const problem of problems) process.stderr.write(problemLine(problem));
}

/** What could not be read, as a line. */
export function problemLine(problem: ReadProblem): string {
  return `error: ${where(problem)}: ${problem.message}. Fix: ${problem.fix}\n`;
}

/** File and line. */
export function where({ file, line }: ReadProblem): string {
  return line === undefined ? file : `${file}:${line}`;
}
