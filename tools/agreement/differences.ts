import * as fs from 'fs';
import * as path from 'path';
import { keyOf, Verdict } from './verdict';

/** Lines on which we and the servers differ, with a reason: `<reason>\t<record>\t<what>\t<file>#<doc>\t<changes>`. */
export const DIFFERENCES = path.join(__dirname, '..', '..', 'test', 'conformance', 'agreement-differences.tsv');

/** Line to reason. */
export function knownDifferences(): Map<string, string> {
  const rows = fs.readFileSync(DIFFERENCES, 'utf8').trimEnd().split('\n');
  return new Map(rows.map((row) => [row.slice(row.indexOf('\t') + 1), row.slice(0, row.indexOf('\t'))]));
}

/** Whether a verdict needs a reason: we decide otherwise, or name another field. */
export function differs({ outcome, sameField }: Verdict): boolean {
  return outcome !== 'agree' || sameField === false;
}

/** Differences that nobody explained, and explanations of lines that were judged and do not differ. */
export function unexplained(verdicts: readonly Verdict[], isWhole: boolean): { readonly unknown: string[]; readonly stale: string[] } {
  const known = knownDifferences();
  const different = new Set<string>();
  const judged = new Set<string>();
  const unknown: string[] = [];
  for (const verdict of verdicts) {
    const key = keyOf(verdict);
    judged.add(key);
    if (!differs(verdict)) continue;
    different.add(key);
    if (!known.has(key)) unknown.push(`${verdict.outcome === 'agree' ? 'another field' : verdict.outcome}\t${key}\t${verdict.ours}\t${verdict.line.message}`);
  }
  const stale = [...known.keys()].filter((key) => !different.has(key) && (isWhole || judged.has(key)));
  return { unknown, stale };
}
