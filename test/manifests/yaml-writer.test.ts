import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { yaml } from '../../lib/core/yaml';
import { YamlWriter } from '../../lib/manifests/yaml-writer';

const slow = (document: unknown) => Yaml.stringify(document);
const fast = new YamlWriter(slow);

/** What the writer gives, after the assertion that cdk8s gives the same. */
function written(...documents: unknown[]): string {
  const text = fast.write(documents);
  expect(text).toBe(Yaml.stringify(...documents));
  return text;
}

/** Pieces of strings that YAML has opinions about. */
const PIECES = [
  'a', 'Zz', 'y', 'No', 'off', 'null', '~', 'e5', '-e5', '.inf', '-.INF', '.nan', '0x1F', '0b1', '0o7', '017', '1_000', '1e3', '1.', '.5', '-1', '+1', '12:30:00', '1:2.5',
  '2001-12-14', '2001-12-14t21:59:43.10-05:00', '<<', '=', '*', '&', '!', '|', '>', '%', '@', '`', '#', ' #', ': ', ':', '::', '-', '- ', '--', '---', '...', '?', '? ', ',',
  '[', ']', '{', '}', '\'', '"', '\\', '\\n', ' ', '  ', '\n', '\n\n', ' \n', '\n ', '\t', '\r', '\r\n', '\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u00a0', '\u00e9',
  '\u2028', '\u2003', '\u2029', '\ufeff', '\ud800', '\udc00', '\u{1f600}', '\u4e2d', 'Gi', '100', '/', '$(POD_IP)', '{{ .Values }}', '__proto__', 'constructor', 'x'.repeat(120), 'word '.repeat(30),
];
const NUMBERS = [-0, 0, 1e21, 1e-7, 5e-324, Number.MAX_VALUE, NaN, Infinity, -Infinity, 0.1, -1.5, 2 ** 53];
const odd = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
const numeric = fc.stringMatching(/^[a-fA-F0-9xXtzTZ_.:+-]{1,8}$/);
const text = fc.oneof(odd, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), numeric, fc.constantFrom(...PIECES));
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(...NUMBERS));
const { data } = fc.letrec<{ data: unknown }>((tie) => ({
  data: fc.oneof({ maxDepth: 5, depthSize: 'medium' },
    text, number, fc.boolean(), fc.constantFrom(null, undefined),
    fc.array(tie('data'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('data')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries))),
}));

describe('YAML writer', () => {
  test('writes what cdk8s writes, whatever the data', () => {
    fc.assert(fc.property(data, (value) => { written(value); }), { numRuns: 1500, seed: 12 });
    const documents = fc.array(fc.dictionary(text, data, { maxKeys: 5 }), { maxLength: 3 });
    fc.assert(fc.property(documents, (some) => { written(...some); }), { numRuns: 1500, seed: 12 });
  });

  test('writes what cdk8s writes for every string, as a value and as a key, at any depth', () => {
    fc.assert(fc.property(text, (value) => {
      written({ a: value, [value]: 1, b: { [value]: [value, [value, { [value]: value }]] } });
    }), { numRuns: 5_000, seed: 12 });
  });

  test('by itself it writes what the yaml package writes with the options of cdk8s', () => {
    const itself = new YamlWriter();
    fc.assert(fc.property(fc.dictionary(text, data), (value) => {
      expect(itself.write([value])).toBe(yaml().stringify(value, { keepUndefined: true, lineWidth: 0, version: '1.1' }));
    }), { numRuns: 500, seed: 12 });
  });

  test('writes a manifest as people know it', () => {
    expect(written(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: {} }, data: { port: '8000', on: 'yes', script: '#!/bin/sh\nset -e\n\nrun\n', note: 'a\nb' } },
      { apiVersion: 'v1', kind: 'List', items: [], spec: { args: ['--model', 'a: b', '-1', ''], nested: [['x'], []], size: '100Gi', one: 1, half: 0.5, none: null } },
    )).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {}
data:
  port: "8000"
  "on": "yes"
  script: |
    #!/bin/sh
    set -e

    run
  note: |-
    a
    b
---
apiVersion: v1
kind: List
items: []
spec:
  args:
    - --model
    - "a: b"
    - "-1"
    - ""
  nested:
    - - x
    - []
  size: 100Gi
  one: 1
  half: 0.5
  none: null
`);
  });

  test('what is shared becomes an anchor, what is no plain data goes the way of cdk8s', () => {
    const shared = { a: 1 };
    expect(written({ one: shared, two: shared })).toBe('one: &a1\n  a: 1\ntwo: *a1\n');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    written(circle);
    written({ date: new Date(0), map: new Map([['a', 1]]), set: new Set([1]), big: 2n ** 70n, boxed: Object('x'), json: { toJSON: () => ({ b: 1 }) }, sparse: new Array(2) });
    written({ [Symbol('x')]: 1 }, Object.create(null), new (class Thing { public readonly a = 1; })());
    written(undefined, null, 'text', 5, [], [1], {}, '---', '\n');
    expect(fast.write([])).toBe('');
  });

  test('long keys get a question mark, long values stay on their line', () => {
    expect(written({ ['k'.repeat(1025)]: 'a' })).toMatch(/^\? k+\n: a\n$/);
    expect(written({ ['k'.repeat(1024)]: 'a' })).toMatch(/^k+: a\n$/);
    expect(written({ a: 'word '.repeat(1000).trim(), b: 'é '.repeat(1000).trim() }).split('\n')).toHaveLength(3);
  });

  test('remembers odd strings without mixing up keys, values and depths', () => {
    for (let i = 0; i < 3; i++) written({ 'a: b': 'a: b', '---': { '---': ['---', '\n x'] }, 'c': '\n x' });
  });

  test('what is white only in Unicode is no block', () => {
    written({ a: '\u2003\u2003\n', b: 'x\u2003\n', c: 'x\n\u2003\n' });
  });
});
