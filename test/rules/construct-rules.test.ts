import * as fs from 'fs';
import * as path from 'path';
import { builtInRules } from '../../lib/rules';
import { constructRules } from '../../lib/rules/construct-rules';

const LIB = path.join(__dirname, '../../lib');

/** Ids that constructs write where they find something. */
function reported(): string[] {
  const sources = fs.readdirSync(LIB, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && /^(cluster|workload|infrastructure|deployment|memory|serving)\b/.test(file));
  return sources.flatMap((file) => [...fs.readFileSync(path.join(LIB, file), 'utf8').matchAll(/rule: '([A-Z]+-\d+)'/g)].map(([, id]) => id));
}

/** Refused where the construct is made: never in a report. */
const BY_CONSTRUCTORS = ['DGD-31', 'MC-04', 'TLLM-01', 'TLLM-04'];

test('every finding of a construct has a rule that says what must hold and who refuses it', () => {
  const known = new Set([...constructRules(), ...builtInRules()].map(({ id }) => id));
  expect([...new Set(reported())].filter((id) => !known.has(id) && !BY_CONSTRUCTORS.includes(id)).sort()).toEqual([]);
  expect(constructRules().map(({ id }) => id).filter((id) => !reported().includes(id))).toEqual([]);
});

test('where manifests are judged by the same rule, both name the same who refuses', () => {
  const built = new Map(builtInRules().map((rule) => [rule.id, rule]));
  const differing = constructRules().filter(({ id, enforcedBy }) => built.has(id) && String(built.get(id)!.enforcedBy) !== String(enforcedBy));
  expect(differing.map(({ id }) => id)).toEqual([]);
});
