import type { Finding } from '../admission/finding';
import type { Report } from '../admission/report';
import { groupBy } from '../core/groups';
import { redactTokens } from '../core/literal-secrets';

/** A report for people: findings grouped by object, each with who refuses it and what to write instead; then what was not judged. */
export function textReport(report: Report): string {
  const sections = [...groupBy(report.findings, titleOf)].map(([title, findings]) => [title, ...findings.flatMap(linesOf)].join('\n'));
  const { notChecked, notEvaluated } = report;
  if (notChecked.length > 0) {
    sections.push(['Not checked against a schema:', ...counted(notChecked.map(({ object }) => redactTokens(`${object.apiVersion} ${object.kind}`)))].join('\n'));
  }
  if (notEvaluated.length > 0) {
    sections.push(['Not evaluated:', ...counted(notEvaluated.map(({ rule, reason, object }) => `${rule}${object ? ` ${object}` : ''}: ${reason}`))].join('\n'));
  }
  return [...sections, summaryLine(report)].join('\n\n') + '\n';
}

/** One line: how much was looked at and found. */
export function summaryLine(report: Report): string {
  const { objects, errors, warnings, infos, refused, suppressed, notChecked, notEvaluated } = report.summary;
  const parts = [`${number(objects, 'object')}: ${number(errors, 'error')}`];
  if (errors > 0) parts[0] += ` (${refused} refused on apply, ${errors - refused} fail later)`;
  if (warnings > 0) parts.push(number(warnings, 'warning'));
  if (infos > 0) parts.push(`${infos} for information`);
  if (suppressed > 0) parts.push(`${suppressed} suppressed`);
  if (notChecked > 0) parts.push(`${notChecked} without schema`);
  if (notEvaluated > 0) parts.push(`${notEvaluated} not evaluated`);
  return parts.join(', ');
}

function titleOf({ object, file, line, construct }: Finding): string {
  const at = construct ?? (file === undefined ? undefined : `${file}${line === undefined ? '' : `:${line}`}`);
  if (!object) return at ?? '(all)';
  return at === undefined ? `${object}` : `${object} (${at})`;
}

function linesOf({ rule, severity, enforcedBy, path, message, fix }: Finding): string[] {
  return [
    `  ${severity} ${rule}${path === '' ? '' : ` ${path}`}: ${message}`,
    `    fix: ${fix}`,
    // What is wrong with the program, or with the set as a whole, nobody would see later.
    ...rule.startsWith('ADM-') ? [] : [`    refused by: ${enforcedBy}`],
  ];
}

function counted(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => `  ${line}${count > 1 ? ` (${count}×)` : ''}`);
}

function number(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
