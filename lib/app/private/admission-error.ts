import type { Report } from '../../admission/report';
import { textReport } from '../../report/text';

/** The manifests must not be applied. The message is the report: it reads well without the stack, which says nothing about manifests. */
export class AdmissionError extends Error {
  /** What was found. Not enumerable: Node prints enumerable properties of an uncaught error, whole manifests and the credentials in them. */
  public declare readonly report: Report;

  constructor(report: Report) {
    super(`the manifests were refused, nothing was written:\n\n${textReport(report)}`.trimEnd());
    Object.defineProperty(this, 'report', { value: report });
    Object.defineProperty(this, 'name', { value: 'AdmissionError' });
    this.stack = `${this.name}: ${this.message}`;
  }
}
