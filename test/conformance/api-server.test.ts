import * as fs from 'fs';
import * as path from 'path';
import { changedLines, givenLines, Line, Outcome, outcomeOf } from './api-server-truth';
import { describeWithShared } from './upstream';

/** Every line takes ten seconds; a change that breaks agreement breaks it in many lines. */
const EVERY = process.env.TRUTH === 'all' ? 1 : 7;

const CORE = /^(v1|apps|batch|autoscaling|rbac\.authorization|resource\.k8s|storage\.k8s|policy|admissionregistration)/;

/** Lines on which we differ, with a reason: `<reason>\t<what>\t<file>#<doc>\t<changes>`. */
const KNOWN = path.join(__dirname, 'api-server-differences.tsv');

function keyOf({ file, doc, what, changes }: Line): string {
  return [what, `${file}#${doc}`, JSON.stringify(changes)].join('\t');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${(100 * part / whole).toFixed(2)}%`;
}

/** One row per kind: lines, agreement, false alarms, misses, same field. */
function table(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(({ line }) => line.kind))].sort();
  const rows = [...kinds, 'custom resources', 'core kinds'].map((kind) => {
    const of = outcomes.filter(({ line }) => kind === line.kind || kind === (CORE.test(line.kind) ? 'core kinds' : 'custom resources'));
    const count = (verdict: Outcome['verdict']) => of.filter((outcome) => outcome.verdict === verdict).length;
    const judged = count('agree') + count('miss') + count('false alarm');
    const named = of.filter(({ sameField }) => sameField !== undefined);
    const left = count('CEL') + count('no schema') + count('unreadable');
    const same = share(named.filter(({ sameField }) => sameField).length, named.length);
    return [kind, judged, share(count('agree'), judged), count('false alarm'), count('miss'), same, left].join(' | ');
  });
  return ['kind | lines | agreement | false alarms | misses | same field | not judged', ...rows].join('\n');
}

describeWithShared('what the API server said of 39,000 manifests', () => {
  let outcomes: Outcome[] = [];
  const known = new Set<string>();

  beforeAll(() => {
    outcomes = [...givenLines(), ...changedLines(EVERY)].map(outcomeOf);
    for (const row of fs.readFileSync(KNOWN, 'utf8').trimEnd().split('\n')) known.add(row.slice(row.indexOf('\t') + 1));
    // eslint-disable-next-line no-console
    console.log(table(outcomes));
  }, 120_000);

  test('we refuse nothing that it takes', () => {
    expect(outcomes.filter(({ verdict }) => verdict === 'false alarm').map(({ line, ours }) => `${keyOf(line)} ${ours}`)).toEqual([]);
  });

  test('what it refuses and we do not is known, with a reason', () => {
    const missed = outcomes.filter(({ verdict }) => verdict === 'miss').map(({ line }) => keyOf(line));
    expect(missed.filter((key) => !known.has(key))).toEqual([]);
  });

  test('where both refuse we name the same field, or it is known why not', () => {
    const other = outcomes.filter(({ sameField }) => sameField === false).map(({ line }) => keyOf(line));
    expect(other.filter((key) => !known.has(key))).toEqual([]);
  });

  test('only kinds of admission policies have no schema', () => {
    const kinds = new Set(outcomes.filter(({ verdict }) => verdict === 'no schema').map(({ line }) => line.kind));
    expect([...kinds].filter((kind) => !kind.startsWith('admissionregistration.k8s.io/'))).toEqual([]);
  });
});
