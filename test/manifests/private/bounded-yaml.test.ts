import { yaml } from '../../../lib/core/yaml';
import { boundedYaml, tokenBudget } from '../../../lib/manifests/private/bounded-yaml';
import { parseDocument } from '../../../lib/manifests/private/parse-document';
import { readText } from '../../../lib/manifests/read';

const FEW = 5_000;
const budget = () => ({ ofDocument: FEW, ofInput: 4 * FEW });
const times = (count: number, text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join('');

/** Shapes that the package reads slowly, all larger than the bound. */
const SHAPES: { readonly [shape: string]: string } = {
  'a flow sequence': `a: !!seq [${times(FEW, () => 'a, ')}]`,
  'a flow map': `a: !!map {${times(FEW, (i) => `k${i}: v, `)}}`,
  'a tagged list': `a:\n${times(FEW, () => '- !!str a\n')}`,
  'brackets that open': `a:\n ${'['.repeat(FEW)}`,
  'brackets that close': `a: !!str b\n${'] '.repeat(FEW)}`,
  'dashes': `a:\n${'- '.repeat(FEW)}`,
  'anchors and aliases': `a:\n${times(FEW, (i) => `- &a${i} x\n- *a${i}\n`)}`,
  'merge keys': `a: &a {b: c}\nd:\n${times(FEW, () => '- {<<: *a}\n')}`,
  'comments': `a: !!str b\n${times(FEW, () => '# c\n')}`,
  'empty lines': `a: !!str b${'\n'.repeat(FEW)}`,
  'faults': `a:\n${times(FEW, () => '- @\n')}`,
  'commas': `a: [${','.repeat(FEW)}]`,
  'escapes that mean nothing': `a: "${'\\q'.repeat(FEW)}"`,
  'a text of many lines': `a: !!str |\n${times(FEW, () => '  b\n')}`,
  'a quoted text of many lines': `a: !!str "${times(FEW, () => 'b\n  ')}"`,
  'directives': `${times(FEW, () => '%FOO\n')}---\na: b`,
  'line ends of Windows': times(FEW, (i) => `k${i}: v\r\n`),
};

test.each(Object.entries(SHAPES))('%s: the package reads no more tokens than it may, and the place is told', (_, text) => {
  const next = jest.spyOn(yaml().Parser.prototype, 'next');
  try {
    const { data, problems } = parseDocument(text, budget());
    expect(next.mock.calls.length).toBeLessThanOrEqual(FEW);
    expect(data).toBeUndefined();
    expect(problems[0]).toMatchObject({ rule: expect.stringMatching(/^READ-(SIZE|DEPTH|SYNTAX)$/), line: expect.any(Number) });
    expect(problems.length).toBeLessThan(25);
  } finally {
    next.mockRestore();
  }
});

test('Reading ends where the bound is: the line is told', () => {
  expect(parseDocument(`a: !!str b\n${times(FEW, () => '- a\n')}`, budget()).problems).toMatchObject([{ rule: 'READ-SIZE', line: expect.any(Number) }]);
  const { problems: [{ line }] } = parseDocument(`a:\n${times(FEW, () => '- !!str a\n')}`, budget());
  // Six tokens a line: dash, space, tag, space, text, line end.
  expect(line).toBeGreaterThan(FEW / 7);
  expect(line).toBeLessThan(FEW / 5);
});

test('A document that is too large leaves the others of the input readable, and a stream has no bound', () => {
  const large = `kind: !!str Pod\ndata: [${'a,'.repeat(130_000)}]\n`;
  const small = 'kind: !!str Pod\napiVersion: v1\n';
  const read = (count: number, stream: boolean) => [...readText(`${`${large}---\n`.repeat(count)}${small}`, 'a.yaml', { stream })].map(({ objects, problems }) => objects.length - problems.length);
  expect(read(1, false)).toEqual([-1, 1]);
  expect(read(5, false)).toEqual([-1, -1, -1, -1, -1, -1]);
  expect(read(5, true)).toEqual([-1, -1, -1, -1, -1, 1]);
}, 60_000);

test('A larger size cap reads more', () => {
  expect(tokenBudget(200_000_000).ofDocument).toBe(10 * tokenBudget(20_000_000).ofDocument);
  expect(tokenBudget(1_000)).toEqual(tokenBudget());
});

test('Very many faults are told by the first ones and their number', () => {
  const { problems } = parseDocument(`a:\n${times(100, () => '- @\n')}`, tokenBudget());
  expect(problems.length).toBe(21);
  expect(problems[20]).toEqual({ rule: 'READ-SYNTAX', message: '80 more of these', fix: 'correct the first ones and run again' });
});

test('Depth is told where it is reached', () => {
  const nested = (levels: number) => `a: !!str b\nc: ${'['.repeat(levels)}1${']'.repeat(levels)}\n`;
  expect(parseDocument(nested(499)).problems).toEqual([]);
  expect(parseDocument(nested(501)).problems).toMatchObject([{ rule: 'READ-DEPTH', line: 2 }]);
  expect(() => boundedYaml(nested(20), tokenBudget(), 10)).toThrow();
});
