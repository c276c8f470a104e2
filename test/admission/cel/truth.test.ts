import * as fs from 'fs';
import { defaulted, served } from './truth';
import { checkCel } from '../../../lib/admission/cel/check-cel';
import { leadsToRules } from '../../../lib/admission/cel/leads-to-rules';
import { celIds } from '../../../lib/facts/cel-ids';
import { pathText } from '../../../lib/manifests/manifest';
import { changedLines, manifestOf } from '../../../tools/agreement/api-server-record';
import type { RecordedLine } from '../../../tools/agreement/record';
import { upstreamDocuments } from '../../conformance/upstream';
import { describeWithShared } from '../../support/shared';

/** Lines on which we and the server differ, each with the reason. None so far; a new one fails. */
const DIFFERENCES: { readonly [line: string]: string } = {};

/** What the server says instead when the structural check found something: no rule was evaluated then. */
const NOT_EVALUATED = 'some validation rules were not checked';

/** Messages are cut after 400 characters, so that the text above may be missing. */
const CUT = 395;

function problemsOf(line: RecordedLine) {
  const slash = line.kind.lastIndexOf('/');
  const kind = served(line.kind.slice(0, slash), line.kind.slice(slash + 1));
  if (!kind || !leadsToRules(kind.kind.schema!, kind.shapes)) return undefined;
  const manifest = manifestOf(line);
  return manifest && checkCel(kind.component, defaulted(manifest, kind), kind.kind, kind.shapes);
}

/** The server writes keys of maps in brackets, which a path alone does not tell from fields. */
const steps = (text: string) => text.replace(/\[([^\]]+)\]/g, '.$1');

const nameOf = (line: RecordedLine) => `${line.file}#${line.doc} ${JSON.stringify(line.changes)}`;

describeWithShared('the rules against what the API server said', () => {
  test('rules refuse what it refused, at the same field, and nothing that it accepted', () => {
    const messages = Object.values(celIds()).flat().map((rule) => (rule.message ?? `failed rule: ${rule.rule}`).slice(0, 120));
    const counts = { accepted: 0, refusedByRule: 0, found: 0, samePath: 0, refusedOtherwise: 0 };
    const differences: string[] = [];
    for (const line of changedLines()) {
      const problems = problemsOf(line);
      if (!problems) continue;
      if (line.ok) {
        counts.accepted++;
        if (problems.length) differences.push(`refused: ${nameOf(line)}: ${problems[0].message}`);
      } else if (messages.some((message) => line.message.includes(message))) {
        counts.refusedByRule++;
        const found = problems.filter((problem) => line.message.includes(problem.message.slice(0, 120)));
        if (found.length) counts.found++;
        else differences.push(`missed: ${nameOf(line)}: ${line.message}`);
        if (found.some((problem) => steps(line.message).includes(`${steps(pathText(problem.path)) || '<nil>'}:`))) counts.samePath++;
        else differences.push(`elsewhere: ${nameOf(line)}: ${line.message}`);
      } else {
        counts.refusedOtherwise++;
        if (problems.length && line.message.length < CUT && !line.message.includes(NOT_EVALUATED)) {
          differences.push(`besides: ${nameOf(line)}: ${problems[0].message}; the server: ${line.message}`);
        }
      }
    }
    process.stdout.write(`CEL and the API server: ${JSON.stringify(counts)}\n`);
    expect(differences.filter((difference) => !(difference in DIFFERENCES))).toEqual([]);
    expect(counts.refusedByRule).toBeGreaterThan(150);
    expect(counts.accepted).toBeGreaterThan(5000);
  });

  test('no rule refuses a published manifest that the server accepts', () => {
    const given = fs.readFileSync(`${__dirname}/../../../../shared/truth/apiserver/given.tsv`, 'utf8').split('\n');
    const accepted = new Set(given.map((line) => line.split('\t')).filter((fields) => fields[3] === 'ok').map(([file, index]) => `${file}#${index}`));
    let evaluated = 0;
    const refused: string[] = [];
    for (const { id, manifest } of upstreamDocuments()) {
      const kind = served(manifest.apiVersion, manifest.kind);
      if (!kind || !accepted.has(id)) continue;
      evaluated++;
      const problems = checkCel(kind.component, defaulted(manifest, kind), kind.kind, kind.shapes);
      refused.push(...problems.map((problem) => `${id}: ${problem.message}`));
    }
    process.stdout.write(`published manifests through their rules: ${evaluated}\n`);
    expect(evaluated).toBeGreaterThan(800);
    expect(refused).toEqual([]);
  });
});
