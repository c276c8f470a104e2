/** Every rule of the catalogue has a manifest that it must catch and the nearest one that it must not. */
import * as fs from 'fs';
import * as path from 'path';
import { PAIRS as GENERAL } from './general.pairs';
import { testRowPair } from './row-pair';
import { builtInRules } from '../../lib/rules';

/** `X.pairs.ts` exports PAIRS, which `X.test.ts` beside it runs: one path differs, the good one has no finding, the other one has. */
const FILES = fs.readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.pairs.ts')).sort();

const paired = new Set<string>();

beforeAll(() => {
  for (const file of FILES) {
    const { PAIRS } = jest.requireActual<{ PAIRS: readonly { readonly rule: string }[] }>(path.join(__dirname, file));
    for (const { rule } of PAIRS) paired.add(rule);
  }
});

function withoutPair(ids: readonly string[]): string[] {
  return ids.filter((id) => !paired.has(id));
}

describe('pairs', () => {
  test('every rule of the catalogue has one', () => {
    expect(withoutPair(builtInRules().map(({ id }) => id))).toEqual([]);
  });

  test('a rule without one would be named', () => {
    expect(withoutPair([...builtInRules().map(({ id }) => id), 'CD-99'])).toEqual(['CD-99']);
  });

  test('no pair is of a rule that there is not', () => {
    const ids = new Set(builtInRules().map(({ id }) => id));
    expect([...paired].filter((id) => !ids.has(id))).toEqual([]);
  });

  test.each(FILES.filter((file) => file !== 'general.pairs.ts'))('those of %s are run', (file) => {
    const runner = fs.readFileSync(path.join(__dirname, file.replace('.pairs.ts', '.test.ts')), 'utf8');
    expect(runner).toMatch(/for \(const pair of PAIRS\) test(Row)?Pair\(/);
  });
});

describe('rules about every object', () => {
  for (const pair of GENERAL) testRowPair(pair, builtInRules());
});
