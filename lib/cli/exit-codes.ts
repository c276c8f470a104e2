import type { ValidateOptions } from './options';
import type { Report } from '../admission/report';

/** The program ran, and nothing is wrong. */
export const CLEAN = 0;

/** The program ran, and what it found is in its output. */
export const FINDINGS = 1;

/** The command line was not understood, or the input could not be read. */
export const COULD_NOT_RUN = 2;

/** What a report comes to. */
export function exitCodeOf(report: Report, { strict }: ValidateOptions): number {
  return report.hasErrors || (strict && report.warnings.length > 0) ? FINDINGS : CLEAN;
}
