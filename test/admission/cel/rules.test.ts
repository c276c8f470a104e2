import { compiledRule } from '../../../lib/admission/cel/rule';
import { CelIds, celId, celIds } from '../../../lib/facts/cel-ids';
import { numbered, rulesOfSchemas } from '../../../tools/cel-ids';

const rules = Object.entries(rulesOfSchemas()).flatMap(([component, list]) => list.map((rule) => ({ component, rule })));

test('all functions, macros and names of all rules are known', () => {
  const texts = new Set(rules.flatMap(({ rule }) => [rule.rule, ...rule.messageExpression === undefined ? [] : [rule.messageExpression]]));
  expect([...texts].filter((text) => compiledRule(text).problem).map((text) => `${text}: ${compiledRule(text).problem}`)).toEqual([]);
  expect(texts.size).toBeGreaterThan(130);
});

test('every rule has its number, and the list is up to date (npx projen cel-ids)', () => {
  expect(rules.filter(({ component, rule }) => !/-\d+$/.test(celId(component, rule)))).toEqual([]);
  expect(numbered(celIds(), rulesOfSchemas())).toEqual(celIds());
});

test('a rule has one id in all releases and kinds', () => {
  const ids = celIds();
  for (const [component, list] of Object.entries(ids)) {
    expect(list.map((rule) => celId(component, rule))).toEqual(list.map((_, i) => `CEL-${component}-${i + 1}`));
  }
});

test('numbers stay when rules come, go and change places', () => {
  const known: CelIds = { a: [{ rule: '1' }, { rule: '2', message: 'm' }] };
  expect(numbered(known, { a: [{ rule: '3' }, { rule: '2', message: 'm' }, { rule: '3' }], b: [{ rule: '9' }] })).toEqual({
    a: [{ rule: '1' }, { rule: '2', message: 'm' }, { rule: '3' }],
    b: [{ rule: '9' }],
  });
});
