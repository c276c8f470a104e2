import * as fs from 'fs';
import * as path from 'path';
import { celIds } from '../../lib/facts/cel-ids';
import { builtInRules } from '../../lib/rules';
import { ENGINE, engineIds, rulesPage, withRules } from '../../tools/rules-page';

const ROOT = path.join(__dirname, '../..');
const PAGE = fs.readFileSync(path.join(ROOT, 'docs/rules.md'), 'utf8');

/** The first cells of the tables of a part of the page. */
function idsOf(part: string): string[] {
  return [...part.matchAll(/^\| ([A-Z]+-[A-Z0-9-]+) \|/gm)].map(([, id]) => id);
}

test('docs/rules.md is current: npx projen docs:rules', () => {
  expect(PAGE).toBe(withRules(PAGE, rulesPage()));
});

test('it has every rule of the catalogue once, and every id of schema, reading and engine', () => {
  const [, catalogue] = PAGE.split('## The catalogue');
  const ids = idsOf(catalogue.split('## Findings of constructs')[0]);
  expect([...ids].sort()).toEqual([...builtInRules().map(({ id }) => id), ...engineIds()].sort());
  expect(Object.keys(ENGINE)).toEqual(engineIds());
  for (const component of Object.keys(celIds())) expect(PAGE).toContain(`| CEL-${component}-1 …`);
});

test('a rule whose text holds what a table cannot is written all the same', () => {
  const [rule] = builtInRules();
  const strange = Object.assign(Object.create(Object.getPrototypeOf(rule)), rule, { title: 'a | b\nc' });
  expect(rulesPage([strange])).toContain('| a \\| b c |');
});

test('it has a row for each rule that the construct half reports', () => {
  const sources = fs.readdirSync(path.join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && /^(cluster|workload|infrastructure|deployment|memory|serving)\b/.test(file));
  const reported = sources.flatMap((file) => [...fs.readFileSync(path.join(ROOT, 'lib', file), 'utf8').matchAll(/rule: '([A-Z]+-\d+)'/g)].map(([, id]) => id));

  const [, after] = PAGE.split('## Findings of constructs');
  const [findings] = after.split('## Refused by constructors');
  expect(idsOf(findings)).toEqual([...new Set(reported)].sort());
});
