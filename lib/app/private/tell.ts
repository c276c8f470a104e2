import type { Report } from '../../admission/report';
import { summaryLine, textReport } from '../../report/text';

/** Writes to stderr what does not fail a synth: warnings whole, and in one line how much could not be judged. Nothing where there is nothing. */
export function tell(report: Report): void {
  if (report.findings.length > 0) process.stderr.write(textReport(report));
  else if (report.notChecked.length + report.notEvaluated.length > 0) process.stderr.write(`${summaryLine(report)}\n`);
}
