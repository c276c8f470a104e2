import { checkCel } from '../../../lib/admission/cel/check-cel';
import { CelRule, KindSchema, Schema } from '../../../lib/facts/schemas/schema';

const kindOf = (spec: Schema, extra: Partial<Schema> = {}): KindSchema => ({
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  scope: 'Namespaced',
  served: true,
  storage: true,
  schema: { type: 'object', properties: { spec }, ...extra },
});

const thing = (spec: unknown) => ({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'a' }, spec });

/** Problems of a spec under its schema; ids are those of rules that no component has. */
function problems(schema: Schema, spec: unknown, previous?: unknown) {
  return checkCel('example', thing(spec), kindOf(schema), {}, previous === undefined ? undefined : thing(previous));
}

/** Messages only, for a spec with the properties of `properties` and one rule. */
function messages(rule: string | CelRule, properties: { [name: string]: Schema }, spec: unknown, previous?: unknown): string[] {
  const cel = [typeof rule === 'string' ? { rule } : rule];
  return problems({ type: 'object', properties, cel }, spec, previous).map((problem) => problem.message);
}

const INT: Schema = { type: 'integer' };
const TEXT: Schema = { type: 'string' };

test('a refusal says what, where and what to do', () => {
  const schema: Schema = { type: 'object', properties: { min: INT, max: INT }, cel: [{ rule: 'self.min <= self.max', message: 'min must not exceed max.' }] };
  expect(problems(schema, { min: 2, max: 1 })).toEqual([
    { rule: 'CEL-example', path: ['spec'], message: 'min must not exceed max', fix: 'change spec so that self.min <= self.max holds' },
  ]);
  expect(problems(schema, { min: 1, max: 1 })).toEqual([]);
});

test('without a message the rule is the message', () => {
  expect(messages('self.a == 1', { a: INT }, { a: 2 })).toEqual(['failed rule: self.a == 1']);
});

describe('messageExpression', () => {
  const rule = (messageExpression: string): CelRule => ({ rule: 'self.a < 3', message: 'too many', messageExpression });
  test.each([
    ["'at most 2, not ' + string(self.a)", 'at most 2, not 5'],
    ["' '", 'too many'],
    ["'two\\nlines'", 'too many'],
    ['self.missing', 'too many'],
    ['self.a', 'too many'],
  ])('%s', (expression, message) => {
    expect(messages(rule(expression), { a: INT }, { a: 5 })).toEqual([message]);
  });
});

test('fieldPath leads from the node, reason into the fix', () => {
  const cel = [{ rule: 'has(self.a)', fieldPath: ".a.b['c.d']", reason: 'FieldValueRequired', message: 'a is required' }];
  const [problem] = problems({ type: 'array', items: { type: 'object', properties: { a: INT }, cel } }, [{}]);
  expect(problem).toEqual({ rule: 'CEL-example', path: ['spec', 0, 'a', 'b', 'c.d'], message: 'a is required', fix: 'set spec[0].a.b[c.d]' });
});

test('an evaluation that fails is refused, in the words of the server', () => {
  expect(messages({ rule: 'self.a > 1', message: 'a is 2 or more' }, { a: INT }, {})).toEqual(['no such key: a evaluating rule: a is 2 or more']);
  expect(messages({ rule: 'quantity(self.a).sign() == 1', message: 'positive' }, { a: { intOrString: true } }, { a: 7 })).toEqual([
    "'no such overload: quantity(int)': call arguments did not match a supported operator, function or macro signature for rule: positive",
  ]);
});

test('what is no CEL is not passed over', () => {
  expect(messages('self.a +', { a: INT }, { a: 1 })).toEqual(["the rule is no CEL (unexpected 'the end'): self.a +"]);
});

test('null and absent values are not judged, null fields are absent', () => {
  const properties: { [name: string]: Schema } = { a: { ...INT, nullable: true, cel: [{ rule: 'self > 5' }] } };
  expect(messages('!has(self.a)', properties, { a: null })).toEqual([]);
  expect(messages('true', properties, {})).toEqual([]);
});

test('the structural check owns values of a wrong type: no rule speaks about them', () => {
  expect(messages('self.a > 1', { a: INT }, { a: 'x' })).toEqual([]);
  expect(messages('self.a > 1', { a: INT }, { a: 1.5 })).toEqual([]);
  expect(messages('self.a > 1', { a: INT }, 'x')).toEqual([]);
});

describe('oldSelf', () => {
  const frozen: Schema = { ...TEXT, cel: [{ rule: 'self == oldSelf', message: 'immutable' }] };
  const paths = (schema: Schema, spec: unknown, previous?: unknown) => problems(schema, spec, previous).map(({ path }) => path.join('.'));

  test('compares only where there is a previous value', () => {
    const schema: Schema = { type: 'object', properties: { a: frozen } };
    expect(paths(schema, { a: 'x' })).toEqual([]);
    expect(paths(schema, { a: 'x' }, {})).toEqual([]);
    expect(paths(schema, { a: 'x' }, { a: 'x' })).toEqual([]);
    expect(problems(schema, { a: 'y' }, { a: 'x' })).toEqual([
      { rule: 'CEL-example', path: ['spec', 'a'], message: 'immutable', fix: 'keep spec.a as it was, or delete the object and create it anew' },
    ]);
  });

  test('elements of maps correspond by key, those of list-maps by their keys, others not', () => {
    expect(paths({ type: 'object', additionalProperties: frozen }, { k: 'y', l: 'y' }, { k: 'x' })).toEqual(['spec.k']);
    const item: Schema = { type: 'object', properties: { name: TEXT, a: frozen } };
    const before = [{ name: 'p', a: '1' }, { name: 'q', a: '2' }];
    const after = [{ name: 'q', a: '3' }, { name: 'p', a: '1' }, { name: 'r', a: '4' }];
    expect(paths({ type: 'array', items: item, listType: 'map', listMapKeys: ['name'] }, after, before)).toEqual(['spec.0.a']);
    expect(paths({ type: 'array', items: item, listType: 'atomic' }, after, before)).toEqual([]);
  });

  test('optionalOldSelf applies to creation as well', () => {
    const rule: CelRule = { rule: 'oldSelf.hasValue() || !has(self.restart)', optionalOldSelf: true, message: 'no restart at creation' };
    expect(messages(rule, { restart: INT }, { restart: 1 })).toEqual(['no restart at creation']);
    expect(messages(rule, { restart: INT }, {})).toEqual([]);
    expect(messages(rule, { restart: INT }, { restart: 1 }, {})).toEqual([]);
    const grow: CelRule = { rule: 'self.a >= oldSelf.orValue({"a": 0}).a', optionalOldSelf: true };
    expect(messages(grow, { a: INT }, { a: 1 }, { a: 2 })).toHaveLength(1);
  });

  test('what was wrong before and did not change is let be', () => {
    expect(messages('self.a > 1', { a: INT }, { a: 1 }, { a: 1 })).toEqual([]);
    expect(messages('self.a > 2', { a: INT }, { a: 2 }, { a: 1 })).toHaveLength(1);
  });
});

test('names that are words of CEL, and names with other characters', () => {
  const properties: { [name: string]: Schema } = { 'namespace': TEXT, 'a-b': INT, 'a.b': INT, 'a/b': INT, 'a__b': INT };
  const spec = { 'namespace': 'x', 'a-b': 1, 'a.b': 2, 'a/b': 3, 'a__b': 4 };
  expect(messages("self.__namespace__ == 'x' && self.a__dash__b == 1 && self.a__dot__b == 2 && self.a__slash__b == 3 && self.a__underscores__b == 4",
    properties, spec)).toEqual([]);
  expect(messages('has(self.__namespace__)', properties, {})).toHaveLength(1);
  expect(messages('self.m.__namespace__ == 1', { m: { type: 'object', additionalProperties: INT } }, { m: { __namespace__: 1 } })).toEqual([]);
});

test('types are those of the schema', () => {
  const check = (rule: string, schema: Schema, value: unknown) => messages(rule, { a: schema }, { a: value });
  expect(check('self.a + 1 == 3', INT, 2)).toEqual([]);
  expect(check('self.a / 2 == 3', INT, 7)).toEqual([]);
  expect(check('self.a / 2.0 == 3.5', { type: 'number' }, 7)).toEqual([]);
  expect(check('type(self.a) == int', { intOrString: true }, 7)).toEqual([]);
  expect(check("type(self.a) == string && self.a == '50%'", { intOrString: true }, '50%')).toEqual([]);
  expect(check("self.a < duration('2m')", { type: 'string', format: 'duration' }, '1m')).toEqual([]);
  expect(check("self.a > timestamp('2024-01-01T00:00:00Z')", { type: 'string', format: 'date-time' }, '2024-01-02T00:00:00Z')).toEqual([]);
  expect(check("self.a == b'hi'", { type: 'string', format: 'byte' }, 'aGk=')).toEqual([]);
  expect(check("self.a.x == 1 && self.a['y'].z == 'q'", { type: 'object', preserveUnknownFields: true }, { x: 1, y: { z: 'q' } })).toEqual([]);
});

test('sets and list-maps compare without order and join by key', () => {
  const set: Schema = { type: 'array', listType: 'set', items: TEXT };
  const map: Schema = { type: 'array', listType: 'map', listMapKeys: ['k'], items: { type: 'object', properties: { k: TEXT, v: INT } } };
  expect(messages('self.a == self.b && (self.a + self.b).size() == 2', { a: set, b: set }, { a: ['x', 'y'], b: ['y', 'x'] })).toEqual([]);
  expect(messages('self.a == self.b', { a: map, b: map }, { a: [{ k: 'x', v: 1 }, { k: 'y' }], b: [{ k: 'y' }, { k: 'x', v: 1 }] })).toEqual([]);
  expect(messages('(self.a + self.b).map(e, e.v) == [2, 3]', { a: map, b: map }, { a: [{ k: 'x', v: 1 }], b: [{ k: 'x', v: 2 }, { k: 'y', v: 3 }] })).toEqual([]);
  const list: Schema = { type: 'array', items: TEXT };
  expect(messages('self.a == self.b', { a: list, b: list }, { a: ['x', 'y'], b: ['y', 'x'] })).toHaveLength(1);
});

test('the root and embedded objects have apiVersion, kind and the name', () => {
  const embedded: Schema = { type: 'object', embeddedResource: true, preserveUnknownFields: true };
  const kind = kindOf({ type: 'object', properties: { template: embedded } }, {
    cel: [{ rule: "self.kind == 'Thing' && self.metadata.name == 'a' && self.spec.template.kind == 'Other' && self.spec.template.metadata.name == 'b'" }],
  });
  const template = { apiVersion: 'v1', kind: 'Other', metadata: { name: 'b' } };
  expect(checkCel('example', thing({ template }), kind, {})).toEqual([]);
  expect(checkCel('example', { ...thing({ template }), metadata: { name: 'z' } }, kind, {})).toHaveLength(1);
});

test('a rule that never comes to an end is ended, and so are the rules after it', () => {
  const list: Schema = { type: 'array', items: INT, cel: [{ rule: 'self.all(a, self.all(b, self.all(c, self.all(d, a + b + c + d >= 0))))', message: 'sum' }, { rule: 'false' }] };
  expect(problems(list, new Array(500).fill(1)).map(({ message }) => message)).toEqual(['operation cancelled: actual cost limit exceeded: sum']);
});

test('values nested without end are refused, not a crash', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 50_000; i++) deep = [deep];
  const open: Schema = { type: 'object', properties: { a: { preserveUnknownFields: true } }, cel: [{ rule: 'self.a == self.a' }] };
  expect(problems(open, { a: deep }).map(({ message }) => message)).toEqual(['nested too deeply to evaluate the rules']);
});
