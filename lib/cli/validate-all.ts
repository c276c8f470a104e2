import { admitOptions } from './admit-options';
import { COULD_NOT_RUN, exitCodeOf } from './exit-codes';
import { readAll, tell } from './inputs';
import type { ValidateOptions } from './options';
import { packageVersion } from './version';
import { admit } from '../admission/admit';
import type { Report } from '../admission/report';
import { jsonReport } from '../report/json';
import { textReport } from '../report/text';
import { builtInRules } from '../rules';

/**
 * `validate` of all documents as one set.
 *
 * @returns the exit code
 * @throws when there is nothing to judge, or nothing to judge it with
 */
export function validateAll(inputs: readonly string[], options: ValidateOptions): number {
  const judge = admitOptions(options);
  const { manifests, problems: readProblems, missing } = readAll(inputs, options.maxBytes);
  tell(missing);
  const report = admit(manifests, { ...judge, readProblems });
  if (manifests.objects.length > 0 || readProblems.length > 0) process.stdout.write(written(report, options));
  return missing.length > 0 ? COULD_NOT_RUN : exitCodeOf(report, options);
}

/** @throws when the report is longer than V8 can hold as one text: half a thousand million characters */
function written(report: Report, options: ValidateOptions): string {
  try {
    return formatted(report, options);
  } catch (error) {
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error;
    throw new Error(`the report of ${report.findings.length} findings is longer than one text can be: judge fewer files at once, or each document by itself with --each`);
  }
}

function formatted(report: Report, { format }: ValidateOptions): string {
  if (format === 'text') return textReport(report);
  const { sarifReport } = require('../report/sarif') as typeof import('../report/sarif');
  const data = format === 'json' ? jsonReport(report) : sarifReport(report, builtInRules(), packageVersion());
  return `${JSON.stringify(data, null, 2)}\n`;
}
