import type { Report } from '../../admission/report';
import { textReport } from '../../report/text';

/** The manifests must not be applied. The message is the report: it reads well without the stack, which says nothing about manifests. */
export class AdmissionError extends Error {
  public override readonly name = 'AdmissionError';

  constructor(public readonly report: Report) {
    super(`the manifests were refused, nothing was written:\n\n${textReport(report)}`.trimEnd());
    this.stack = `${this.name}: ${this.message}`;
  }
}
