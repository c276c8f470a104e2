import { yaml } from '../../../lib/core/yaml';
import { parseDocument } from '../../../lib/manifests/private/parse-document';

const merged = 'base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\n';

test.each([
  ['an alias', 'a: &a {b: [1]}\nc: *a\n'],
  ['an anchor that is given twice', 'a: &a 1\nb: *a\nc: &a 2\nd: *a\n'],
  ['an alias as key', 'a: &a k\nb: {*a : 1}\n'],
  ['a merge', `${merged}m: {<<: *base, b: 9}\n`],
  ['a merge behind the keys', `${merged}m:\n  b: 9\n  <<: *base\n`],
  ['a merge of several', `${merged}m: {<<: [*base, *other], d: 5}\n`],
  ['a merge of merges', `${merged}n: &n {<<: *base, e: 1}\nm: {<<: *n}\n`],
  ['a merge that is written out', 'm: {<<: {a: 1}, b: 2}\n'],
  ['a merge key in quotes', '"<<": {a: 1}\n'],
  ['keys that are no texts', 'a: !!str b\n1: c\n1.5: d\ntrue: e\n~: f\n'],
  ['a key that objects have', 'a: !!str b\n__proto__: {c: d}\nconstructor: e\n'],
  ['nothing', 'a:\nb: !!null\n? c\n'],
])('%s: the data that the package gives', (_, text) => {
  const expected = yaml().parseDocument(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' }).toJS() as unknown;
  expect(parseDocument(text)).toEqual({ data: expected, problems: [] });
  expect(JSON.stringify(parseDocument(text).data)).toBe(JSON.stringify(expected));
});

test('Sets and ordered maps are the maps and lists that they are written as', () => {
  expect(parseDocument('a: !!set {b, c}\nd: !!omap [e: 1]\n').data).toEqual({ a: { b: null, c: null }, d: [{ e: 1 }] });
});

test.each([
  ['a: b\n? [c]\n: d\n', 2, 'a key is a list or a map'],
  ['a: b\nc: {d: e,\n  <<: f}\n', 3, '`<<` merges something that is no map'],
])('What JSON does not have is told with its line: %j', (text, line, reason) => {
  expect(parseDocument(text)).toEqual({ problems: [{ rule: 'READ-SYNTAX', line, message: `the text is no YAML: ${reason}`, fix: 'correct the YAML' }] });
});

test('An alias costs no more where there are many: their anchors are not looked for again', () => {
  const resolve = jest.spyOn(yaml().Alias.prototype, 'resolve');
  const text = `a: &a {b: c}\nl:\n${'- *a\n- {<<: *a}\n'.repeat(100)}`;
  expect((parseDocument(text).data as { l: unknown[] }).l.length).toBe(200);
  expect(resolve).not.toHaveBeenCalled();
  resolve.mockRestore();
});
