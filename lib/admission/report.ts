import { EnforcedBy } from './enforced-by';
import type { Finding, NotChecked, NotEvaluated } from './finding';
import { Severity } from './severity';

/** How much was looked at and found. */
export interface ReportSummary {
  /** Objects that were judged. */
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Errors that the API server or a webhook refuses; the other errors are accepted and fail later. */
  readonly refused: number;
  /** Findings that a suppression with a reason takes out of the report. */
  readonly suppressed: number;
  /** Objects of kinds without schema. */
  readonly notChecked: number;
  /** Judgements that lack a fact or a counterpart. */
  readonly notEvaluated: number;
}

/** What a report is made of. */
export interface ReportProps {
  readonly objects: number;
  readonly findings: Finding[];
  readonly suppressed: Finding[];
  readonly notChecked: NotChecked[];
  readonly notEvaluated: NotEvaluated[];
}

/** Everything that admission says of a set of manifests. */
export class Report {
  /** What is wrong, in the order of the objects; findings of files come first. */
  public readonly findings: Finding[];
  /** What would be wrong if nobody had given a reason. */
  public readonly suppressed: Finding[];
  /** Objects that only rules looked at, since there is no schema of their kind. */
  public readonly notChecked: NotChecked[];
  /** What could not be judged. */
  public readonly notEvaluated: NotEvaluated[];
  private readonly objects: number;

  constructor(props: ReportProps) {
    this.objects = props.objects;
    this.findings = props.findings;
    this.suppressed = props.suppressed;
    this.notChecked = props.notChecked;
    this.notEvaluated = props.notEvaluated;
  }

  /** The findings that must not be applied. */
  public get errors(): Finding[] {
    return this.findings.filter((finding) => finding.severity === Severity.ERROR);
  }

  /** The findings that likely do not do what their author wants. */
  public get warnings(): Finding[] {
    return this.findings.filter((finding) => finding.severity === Severity.WARNING);
  }

  /** Whether the set must not be applied. */
  public get hasErrors(): boolean {
    return this.findings.some((finding) => finding.severity === Severity.ERROR);
  }

  /** Counts. */
  public get summary(): ReportSummary {
    const { errors, warnings } = this;
    return {
      objects: this.objects,
      errors: errors.length,
      warnings: warnings.length,
      infos: this.findings.length - errors.length - warnings.length,
      refused: errors.filter((finding) => finding.enforcedBy.name !== EnforcedBy.RUNTIME.name).length,
      suppressed: this.suppressed.length,
      notChecked: this.notChecked.length,
      notEvaluated: this.notEvaluated.length,
    };
  }

  /** A line for each finding: `error DGD-22 Deployment a spec.x: what is wrong. Fix: what to write`. */
  public toString(): string {
    return this.findings.map((finding) => {
      const { construct, file, line } = finding;
      // What is wrong with a text has no path: its line says where.
      const source = construct ?? (file !== undefined && line !== undefined && finding.rule.startsWith('READ-') ? `${file}:${line}` : file);
      const where = [source, finding.object?.toString(), finding.path].filter((part) => part !== undefined && part !== '');
      return `${finding.severity} ${finding.rule} ${where.join(' ')}: ${finding.message}. Fix: ${finding.fix}`;
    }).join('\n');
  }
}
