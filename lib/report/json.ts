import type { Finding } from '../admission/finding';
import type { Report, ReportSummary } from '../admission/report';
import { redactTokens } from '../core/literal-secrets';
import type { ManifestObject } from '../manifests/manifest-object';

/** Which object something is said of. */
export interface JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** A finding as the JSON report has it. */
export interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  /** `apiserver`, `webhook` or `runtime`. */
  readonly enforcedBy: string;
  readonly message: string;
  readonly fix: string;
  readonly object?: JsonObject;
  readonly path: string;
  readonly file?: string;
  readonly construct?: string;
}

/** The JSON report. */
export interface JsonReport {
  readonly summary: ReportSummary;
  readonly findings: readonly JsonFinding[];
  readonly notChecked: ReadonlyArray<{ readonly object: JsonObject; readonly file?: string; readonly reason: string }>;
  readonly notEvaluated: ReadonlyArray<{ readonly rule: string; readonly object?: JsonObject; readonly file?: string; readonly reason: string }>;
}

/** A report as plain data. */
export function jsonReport({ summary, findings, notChecked, notEvaluated }: Report): JsonReport {
  return {
    summary,
    findings: findings.map(jsonFinding),
    notChecked: notChecked.map(({ object, reason }) => ({ object: jsonObject(object), file: object.origin.file, reason })),
    notEvaluated: notEvaluated.map(({ rule, object, reason }) => ({ rule, object: object && jsonObject(object), file: object?.origin.file, reason })),
  };
}

/** A finding as plain data. */
export function jsonFinding({ rule, severity, enforcedBy, message, fix, object, path, file, line, construct }: Finding): JsonFinding {
  // A fault of a text has no path: its message says the line.
  const located = line !== undefined && rule.startsWith('READ-') ? `line ${line}: ${message}` : message;
  return { rule, severity, enforcedBy: enforcedBy.name, message: located, fix, object: object && jsonObject(object), path, file, construct };
}

/** The identity of an object as plain data. */
export function jsonObject({ apiVersion, kind, namespace, name }: ManifestObject): JsonObject {
  return {
    apiVersion: redactTokens(apiVersion),
    kind: redactTokens(kind),
    namespace: namespace && redactTokens(namespace),
    name: redactTokens(name),
  };
}
