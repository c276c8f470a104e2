import { COULD_NOT_RUN } from './exit-codes';
import { NoInput } from './no-input';
import type { ValidateOptions } from './options';
import { NO_PROGRAM, Program } from './program';

/**
 * `cdk8s-inference validate`.
 *
 * @returns the exit code: 0 nothing wrong, 1 findings, 2 could not run; a promise where two threads judge
 */
export function validate(inputs: readonly string[], options: ValidateOptions, program: Program = NO_PROGRAM): number | Promise<number> {
  try {
    if (options.each && options.format === 'sarif') throw new NoInput('--each reports as text or json: SARIF is one document for all');
    // Loaded where it is asked for: a second thread has something to do before the first has loaded what it judges with.
    if (!options.each) {
      const { validateAll } = require('./validate-all') as typeof import('./validate-all');
      program.beforeJudging();
      return validateAll(inputs, options);
    }
    const code = (require('./each/validate-each') as typeof import('./each/validate-each')).validateEach(inputs, options, program);
    return typeof code === 'number' ? code : code.catch(couldNotRun);
  } catch (error) {
    return couldNotRun(error);
  }
}

function couldNotRun(error: unknown): number {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  return COULD_NOT_RUN;
}
