import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { yaml } from '../../../lib/core/yaml';
import { textDocuments } from '../../../lib/manifests/private/document-stream';
import { parseDocument } from '../../../lib/manifests/private/parse-document';
import { plainYaml } from '../../../lib/manifests/private/plain-yaml';
import { describeWithShared, SHARED } from '../../support/shared';

/** What the `yaml` package makes of a text, read as `parseDocument` has it read. */
function byPackage(text: string) {
  const document = yaml().parseDocument(text, {
    version: '1.1',
    logLevel: 'silent',
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || (!/timestamp|binary/.test(tag.tag) && (tag as { format?: string }).format !== 'TIME')),
  });
  return { errors: document.errors.map(({ message }) => message.split('\n')[0]), data: document.errors.length > 0 ? undefined : document.toJS() as unknown };
}

/** Throws where the fast reader answers and the package answers otherwise; says whether it answered. */
function agrees(text: string): boolean {
  const plain = plainYaml(text);
  if (!plain || plain.isLoose) return false;
  const { errors, data } = byPackage(text);
  expect(errors).toEqual([]);
  expect(JSON.stringify(plain.data)).toBe(JSON.stringify(data ?? null));
  expect(plain.data).toEqual(data ?? null);
  return true;
}

describeWithShared('Published manifests', () => {
  const examples = path.join(SHARED, 'upstream-examples');
  const texts = fs.existsSync(examples) ? fs.readdirSync(examples, { recursive: true, encoding: 'utf8' }).filter((file) => /\.ya?ml$/.test(file)).sort()
    .flatMap((file) => [...textDocuments([fs.readFileSync(path.join(examples, file), 'utf8')], Infinity)].map(({ text }) => text)) : [];

  test('All are read, and as the package reads them', () => {
    const others = texts.filter((text) => !agrees(text));
    // The two that the package refuses and the API server reads (truth/apiserver/given.tsv).
    expect(others.map((text) => /name: (.*)/.exec(text)?.[1])).toEqual(['ib-sriov-network', 'ib-sriov-network']);
  });

  test('With a few characters changed', () => {
    const piece = fc.constantFrom(...PIECES);
    const small = texts.filter(({ length }) => length < 3_000);
    const change = fc.record({ at: fc.nat(), drop: fc.integer({ min: 0, max: 3 }), put: fc.oneof(piece, fc.string({ maxLength: 3 })) });
    fc.assert(fc.property(fc.nat({ max: small.length - 1 }), fc.array(change, { minLength: 1, maxLength: 3 }), (which, changes) => {
      agrees(changes.reduce((text, { at, drop, put }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + drop);
      }, small[which]));
    }), { numRuns: RUNS });
  });
});

/** Runs of each property; more with FUZZ_RUNS. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

/** What YAML is made of. */
const PIECES = [
  '\n', '\n\n', ' ', '  ', '    ', '\n  ', '\n    ', '- ', '-', ':', ': ', '#', ' # c', '"', '\'', '\'\'', '\\', '\\n', '|', '|-', '>', '>-', '|+', '|2', '[', ']', '{', '}', ',', ', ',
  '&a ', '*a', '!!str ', '!', '%', '@', '`', '?', '? ', '<<', '=', '~', 'null', 'yes', 'y', 'On', 'oFF', '0', '-0', '-0.0', '+1', '010', '0x1f', '0o7', '0b1', '1_0', '1.5', '-1.50', '.5', '5.',
  '1e3', 'e5', '1E-2', '.inf', '-.INF', '.nan', '1:30', '12:30:00', '2001-01-01', '9007199254740993', '100000000000000000000000', 'a', 'key', 'a: b', 'a b', '---', '...', '\t', '\r\n', 'ü', '\u2028', '\u00a0', '\u3000', '😀',
  '__proto__', 'constructor', '"a": ', '\'b\': ', 'http://x:80/#y', 'a:b', 'a#b',
];

test('Texts put together from the pieces of YAML', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => void agrees(pieces.join(''))), { numRuns: RUNS * 10 });
});

test('Texts of lines that are indented at random', () => {
  const part = fc.constantFrom('a: ', 'b: ', '- ', '"c": ', 'd:', '-', '1: ', 'y: ');
  const value = fc.constantFrom('', 'x', 'x y', '"q"', '\'q\'', '"q', 'q"', '[a, b]', '[a,', 'b]', '{k: v}', '{k: v,', '}', '|', '>-', '# c', 'x # c', '5', 'true', 'a: b', ':80', '- z', '== 1');
  const line = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.array(part, { maxLength: 2 }), value).map(([indent, parts, text]) => `${' '.repeat(indent)}${parts.join('')}${text}`);
  fc.assert(fc.property(fc.array(line, { maxLength: 7 }), fc.boolean(), (lines, ended) => void agrees(lines.join('\n') + (ended ? '\n' : ''))), { numRuns: RUNS * 10 });
});

test('Data as the package writes it, in all its styles', () => {
  const scalar = fc.oneof(
    fc.constantFrom(...PIECES), fc.string(), fc.double({ noNaN: true }), fc.integer(), fc.boolean(), fc.constant(null),
    fc.array(fc.constantFrom('word', 'a b c', '', '  indented', 'x: y', '# no comment', 'end '), { maxLength: 5 }).map((lines) => lines.join('\n')),
  );
  const { data } = fc.letrec<{ data: unknown }>((tie) => ({
    data: fc.oneof({ maxDepth: 4, depthSize: 'small' }, scalar, fc.array(tie('data'), { maxLength: 4 }), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom(...PIECES)), tie('data'), { maxKeys: 4 })),
  }));
  const style = fc.record({
    lineWidth: fc.constantFrom(0, 20, 80),
    indent: fc.constantFrom(2, 4),
    indentSeq: fc.boolean(),
    collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
    defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const, 'BLOCK_LITERAL' as const, 'BLOCK_FOLDED' as const),
    defaultKeyType: fc.constant('PLAIN' as const),
  });
  let answered = 0;
  fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), data, { minKeys: 1, maxKeys: 4 }), style, (value, options) => {
    if (agrees(stringify(value, { version: '1.1', ...options }))) answered++;
  }), { numRuns: RUNS });
  // A reader that never answers would agree too.
  expect(answered).toBeGreaterThan(RUNS / 10);
});

test.each([
  ['quoted text over several lines', 'a: "x\n  y\n  z"\nb: \'x\n  y\'\n', { a: 'x y z', b: 'x y' }],
  ['plain text over several lines', 'a: x\n  y z\nb: 1\n', { a: 'x y z', b: 1 }],
  ['blocks of text', 'a: |\n  x\n\n    y\nb: >-\n  x\n  y\n\n  z\n', { a: 'x\n\n  y\n', b: 'x y\nz' }],
  ['lists below their key, lists in lists', 'a:\n- b: 1\n  c:\n  - - x\n    - v\n-\n  - z\n', { a: [{ b: 1, c: [['x', 'v']] }, ['z']] }],
  ['flow collections over several lines', 'a: [x, {k: "v"},\n  # c\n  [1],\n  ]\n', { a: ['x', { k: 'v' }, [1]] }],
  ['plain text with colons, dashes and spaces at its end', 'image: nvcr.io/x:1.2@sha256:ab  \nargs:\n- --a=b:c\n- -x \n-   y z\n  w\nt: 12:30\n', { image: 'nvcr.io/x:1.2@sha256:ab', args: ['--a=b:c', '-x', 'y z w'], t: '12:30' }],
  ['words and numbers of one line', 'a: yes\nb: 1.50\nn: \'n\'\non: -3\nlist:\n- no\n- 7\n- e5x\n', { a: true, b: 1.5, false: 'n', true: -3, list: [false, 7, 'e5x'] }],
  ['numbers and booleans as keys', 'a: {}\n80: x\ny: z\n', { 80: 'x', a: {}, true: 'z' }],
])('%s', (_, text, data) => {
  expect(plainYaml(text)).toEqual({ data, isLoose: false });
  expect(agrees(text)).toBe(true);
});

test.each([
  ['a key that stands twice', 'a: 1\nb: 2\na: 3\n'], ['an alias', 'a: &x 1\nb: *x\n'], ['a tag', 'a: !!str 1\n'], ['a merge', 'a: {<<: {}}\n'], ['a tab', 'a:\t1\n'],
  ['a number that is none of JSON', 'a: 0x1f\n'], ['an escape that is none of JSON', 'a: "\\x41"\n'], ['a text within a text', 'a: b: c\n'], ['a key that is indented too much', 'a: 1\n  b: 2\n'],
])('%s is left to the package', (_, text) => {
  expect(plainYaml(text)).toBeUndefined();
});

test.each([
  ['one long word', `a: ${'x'.repeat(9_000_000)}\n`], ['many colons', `a: ${'x:'.repeat(4_000_000)}x\n`], ['many words', `- ${'x '.repeat(4_000_000)}\n`], ['a long indent', `a:${' '.repeat(9_000_000)}b\n`],
])('A line of megabytes, %s, is read without running out of stack', (_, text) => {
  expect(Object.values(plainYaml(text)!.data as object)[0]).toBe(text.slice(2).trim());
});

test('Quoted text whose lines are indented too little is read as the API server reads it', () => {
  expect(parseDocument('spec:\n  config: \'{\n  "type": "ib-sriov"\n}\'\n')).toEqual({ data: { spec: { config: '{ "type": "ib-sriov" }' } }, problems: [] });
});
