import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { readInputs, ReadOptions, readText } from '../../lib/manifests/read';

function read(text: string, options?: ReadOptions) {
  const documents = [...readText(text, 'a.yaml', options)];
  return {
    objects: documents.flatMap(({ objects }) => objects.map((object) => `${object.origin.index}@${object.origin.line} ${object}`)),
    problems: documents.flatMap(({ problems }) => problems.map(({ rule, line, message, fix }) => `${rule} ${line}: ${message}. ${fix}`)),
  };
}

const config = (name: string, rest = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`;
const json = (name: string, indent?: number) => JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { '{"': '}' } }, null, indent);

test('Documents of a file: each with its index and line', () => {
  expect(read(`# a comment\n---\n${config('a')}---\n${config('b')}...\n---\n${config('c')}`)).toEqual({
    objects: ['0@2 ConfigMap a', '1@7 ConfigMap b', '2@13 ConfigMap c'], problems: [],
  });
});

test('A separator ends a document, also within a block of text; one that is indented does not', () => {
  expect(read(`${config('a', 'data:\n  x: |\n    one\n    ---\n    two\n')}--- # next\n${config('b')}`).objects).toEqual(['0@1 ConfigMap a', '1@10 ConfigMap b']);
  expect([...readText('--- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n', 'a')].flatMap(({ objects }) => objects.map(String))).toEqual(['Pod a']);
});

test('A directive belongs to the document after it', () => {
  expect(read(`%YAML 1.1\n---\n${config('a')}`)).toEqual({ objects: ['0@1 ConfigMap a'], problems: [] });
});

test('Text with a byte order mark, CRLF line ends, no line end at the end', () => {
  expect(read(`\uFEFF${config('a')}---\n${config('b')}`.replace(/\n/g, '\r\n').trimEnd()).objects).toEqual(['0@1 ConfigMap a', '1@5 ConfigMap b']);
});

test('JSON: one value, several values, in one line or many, and Lists item by item', () => {
  expect(read(json('a')).objects).toEqual(['0@1 ConfigMap a']);
  expect(read(`${json('a')}\n${json('b', 2)}\n${json('c')}`).objects).toEqual(['0@1 ConfigMap a', '1@2 ConfigMap b', '2@12 ConfigMap c']);
  expect(read(`{"apiVersion":"v1","kind":"List","items":[${json('a')},${json('b')}]}`).objects).toEqual(['0@1 ConfigMap a', '1@1 ConfigMap b']);
});

test('Booleans, time stamps and numbers are read as kubectl reads them', () => {
  const [document] = readText(config('a', 'data: {a: on, b: 2001-01-01, c: 12:30:00, d: 1e3, e: "yes", f: 010}\n'), 'a');
  expect(document.objects[0].manifest.data).toEqual({ a: true, b: '2001-01-01', c: '12:30:00', d: 1000, e: 'yes', f: 8 });
});

const REST = `---\n${config('rest')}`;

test.each([
  ['broken YAML', 'a: [1\nb: 2\n', 'READ-SYNTAX 2: the text is no YAML: flow sequence in block collection must be sufficiently indented and end with a ]. correct the YAML', 4],
  ['broken JSON', '{"a": 1,\n "b" 2}\n', 'READ-SYNTAX 2: the text is no YAML: missing , or : between flow map items. correct the YAML', 4],
  ['an alias bomb', bomb(), 'READ-ALIASES 1: its aliases expand to an unreasonable size. write the repeated parts out', 12],
  ['an alias of what it stands in', 'a: &a [*a]\n', 'READ-ALIASES 1: its aliases expand to an unreasonable size. write the repeated parts out', 3],
  ['an alias without anchor', 'kind: Pod\na: *b\n', 'READ-SYNTAX 2: the text is no YAML: an alias names an anchor that does not stand before it. write the anchor (&name) before the alias (*name), or quote the text', 4],
  ['a control character', 'kind: Pod\na: "\u0000"\n', 'READ-SYNTAX 2: the text is no YAML: it has control characters, or bytes that are no UTF-8. save it as text in UTF-8, and keep binary files elsewhere', 4],
  ['an empty document', '---\n# nothing\n', 'READ-EMPTY 1: the document is empty. remove it, with its separator', 4],
  ['a list', '- 1\n', 'READ-NO-OBJECT 1: the document is a list, no object. write an object with apiVersion, kind and metadata', 3],
  ['a text', 'hello\n', 'READ-NO-OBJECT 1: the document is a string, no object. write an object with apiVersion, kind and metadata', 3],
  ['an object without kind', 'apiVersion: v1\n', 'READ-NO-KIND 1: the document has no kind. write apiVersion and kind, or keep files that are no manifests elsewhere', 3],
  ['a kind that is no string', 'apiVersion: v1\nkind: 5\n', 'READ-NO-KIND 1: the document has no kind. write apiVersion and kind, or keep files that are no manifests elsewhere', 4],
  ['deep nesting in YAML', `${'['.repeat(20000)}\n`, 'READ-DEPTH 1: more than 500 levels are nested. flatten the document', 3],
  ['deep nesting in JSON', `{"a":${'['.repeat(20000)}${']'.repeat(20000)}}\n`, 'READ-DEPTH 1: more than 500 levels are nested. flatten the document', 3],
])('%s is told with its line, the rest is read', (_, text, problem) => {
  const { objects, problems } = read(text + REST);
  expect(problems[0]).toBe(problem);
  expect(objects).toEqual([expect.stringMatching(/^0@\d+ ConfigMap rest$/)]);
});

test('Duplicate keys are told with their line, in YAML and in JSON; the object is still named', () => {
  const twice = 'READ-DUPLICATE-KEY';
  const why = 'stands twice in one object, so only one of the two counts. remove one of the two';
  expect(read(`${REST}---\n${config('a', 'data:\n  x: a\n  x: b\n')}`)).toEqual({ objects: ['0@1 ConfigMap rest', '1@6 ConfigMap a'], problems: [`${twice} 13: the key x ${why}`] });
  expect(read('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},\n"data":{"x":"a","x":"b"}}')).toEqual({ objects: ['0@1 ConfigMap a'], problems: [`${twice} 2: the key "x" ${why}`] });
});

test('Aliases that kubectl takes are taken: many of one anchor, and large ones that are few', () => {
  const many = Array.from({ length: 400 }, (_, i) => `  k${i}: *a\n`).join('');
  expect(read(config('a', `data:\n  a: &a x\n${many}`))).toEqual({ objects: ['0@1 ConfigMap a'], problems: [] });
  expect(read(config('a', `data:\n  a: &a ${'x'.repeat(100_000)}\n${many}`)).problems).toEqual([expect.stringContaining('READ-ALIASES')]);
});

test('A map of 20,000 keys that the fast reader leaves alone, one of them twice', () => {
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: !!str a`).join(', ');
  expect(read(`${config('a', `data: {${keys}, k7: b}\n`)}`).problems).toEqual([expect.stringMatching(/^READ-DUPLICATE-KEY 5: the key k7 stands twice/)]);
}, 60_000);

test('Items of a List without kind are counted', () => {
  expect(read('apiVersion: v1\nkind: List\nitems: [{}, {apiVersion: v1, kind: Pod}]\n')).toEqual({
    objects: ['0@1 Pod (no name)'], problems: ['READ-NO-KIND 1: 1 item of the List has no apiVersion and kind. write both in each item'],
  });
});

test('An input over the cap is not read; of a stream only the document', () => {
  const text = `${config('a', `data: {x: ${'x'.repeat(300)}}\n`)}---\n${config('b')}`;
  expect(read(text, { maxBytes: 200 })).toEqual({ objects: [], problems: ['READ-SIZE undefined: the input is larger than 200 bytes. split it, or raise --max-bytes'] });
  expect(read(text, { maxBytes: 200, stream: true })).toEqual({ objects: ['0@6 ConfigMap b'], problems: ['READ-SIZE 1: the document is larger than 200 bytes. split it, or raise --max-bytes'] });
});

describe('files', () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'read-'));
  afterAll(() => fs.rmSync(root, { recursive: true }));

  test.each([0, 70_000])('Bytes that are no UTF-8 are told, and the replacement character itself is text; after %i characters', (length) => {
    const text = `# ${'x'.repeat(length)}\n${config('a', 'data: {x: "?"}\n')}---\n${config('b')}`;
    for (const [name, bytes, problems] of [['latin1', Buffer.from([0xe9]), 1], ['replaced', Buffer.from('\ufffd'), 0]] as const) {
      const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'read-')), `${name}.yaml`);
      const at = text.indexOf('?');
      fs.writeFileSync(file, Buffer.concat([Buffer.from(text.slice(0, at)), bytes, Buffer.from(text.slice(at + 1))]));
      const documents = [...readInputs([file])];
      expect(documents.flatMap((document) => document.problems).length).toBe(problems);
      expect(documents[1].objects.map(String)).toEqual(['ConfigMap b']);
      fs.rmSync(path.dirname(file), { recursive: true });
    }
  });

  test('Folders: their manifests, recursively and sorted; other files and hidden folders are not read', () => {
    for (const [file, text] of Object.entries({ 'b.yaml': config('b'), 'a/c.json': json('c'), 'a/a.yml': config('a'), 'README.md': '#', '.git/x.yaml': config('x'), 'node_modules/y.yaml': config('y') })) {
      fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      fs.writeFileSync(path.join(root, file), text);
    }
    const documents = [...readInputs([root])];
    expect(documents.map(({ file, objects }) => [path.relative(root, file), objects.map(String)])).toEqual([
      ['a/a.yml', ['ConfigMap a']], ['a/c.json', ['ConfigMap c']], ['b.yaml', ['ConfigMap b']],
    ]);
    expect([...readInputs([path.join(root, 'b.yaml')], { maxBytes: 10 })][0].problems[0].message).toBe('the input is larger than 10 bytes');
  });

  test('A file that is not there is told, the others are read', () => {
    const [missing, found] = [...readInputs([path.join(root, 'no.yaml'), path.join(root, 'b.yaml')])];
    expect(missing.problems).toEqual([{
      rule: 'READ-FILE', file: path.join(root, 'no.yaml'), message: 'there is no such file or folder', fix: 'give files or folders that exist, or - for standard input',
    }]);
    expect(found.objects.map(String)).toEqual(['ConfigMap b']);
  });

  test('A character that lies across two pieces arrives whole', () => {
    const file = path.join(root, 'long.yaml');
    fs.writeFileSync(file, config('a', `data:\n  x: ${'ü'.repeat(100_000)}\n`));
    const [{ objects }] = [...readInputs([file])];
    expect(objects[0].get('data', 'x')).toBe('ü'.repeat(100_000));
  });
});

function bomb(): string {
  const levels = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i++) levels.push(`a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(', ')}]`);
  return `${levels.join('\n')}\n`;
}
