import { nodeOf, wrongWith } from './nodes';
import { validate } from '../../../lib/admission/schema/validate';

describe('keys', () => {
  test('an unknown key is refused, with the one that was meant', () => {
    const [problem] = validate({ replica: 1 }, nodeOf({ type: 'object', properties: { replicas: { type: 'integer' }, image: { type: 'string' } } }), false);
    expect(problem).toEqual({ rule: 'SCHEMA-UNKNOWN-FIELD', path: ['replica'], message: 'replica is no field of the object', fix: 'write replicas' });
  });

  test('without one that is near, the fix lists what there is', () => {
    const [problem] = validate({ zzzzzz: 1 }, nodeOf({ type: 'object', properties: { replicas: {}, image: {} } }), false);
    expect(problem.fix).toBe('remove it; the fields are image, replicas');
  });

  test('keys of maps, of open objects and within allOf are free', () => {
    expect(wrongWith({ a: 'b' }, { type: 'object', additionalProperties: { type: 'string' } })).toEqual([]);
    expect(wrongWith({ a: 'b' }, { type: 'object', preserveUnknownFields: true })).toEqual([]);
    expect(wrongWith({ a: 'b' }, { type: 'object', properties: { a: {} }, allOf: [{ required: ['a'] }] })).toEqual([]);
  });

  test('required keys', () => {
    expect(wrongWith({}, { type: 'object', required: ['name'], properties: { name: { type: 'string' } } })).toEqual(['SCHEMA-REQUIRED name: name is required']);
    expect(wrongWith({ name: null }, { type: 'object', required: ['name'], properties: { name: { type: 'string' } } })).toEqual(['SCHEMA-REQUIRED name: name is required']);
    expect(wrongWith({}, { type: 'object', required: ['name'], properties: { name: { type: 'string', default: 'x' } } })).toEqual([]);
  });

  test('an embedded resource needs apiVersion and kind, and may have metadata', () => {
    const schema = { type: 'object', embeddedResource: true, preserveUnknownFields: true } as const;
    expect(wrongWith({ apiVersion: 'v1', kind: 'Pod', metadata: {} }, schema)).toEqual([]);
    expect(wrongWith({ kind: 'Pod' }, schema)).toEqual(['SCHEMA-REQUIRED apiVersion: apiVersion is required']);
  });
});

describe('values', () => {
  test.each([
    ['1', { type: 'integer' }, 'SCHEMA-TYPE : a string where an integer must stand'],
    [1, { type: 'string' }, 'SCHEMA-TYPE : an integer where a string must stand'],
    [1.5, { type: 'integer' }, 'SCHEMA-TYPE : a number where an integer must stand'],
    [null, { type: 'string' }, 'SCHEMA-TYPE : null where a string must stand'],
    [true, { intOrString: true }, 'SCHEMA-TYPE : a boolean where an integer or a string must stand'],
    [2147483648, { type: 'integer', format: 'int32' }, 'SCHEMA-RANGE : 2147483648 is not an integer of 32 bits'],
    [0, { type: 'integer', minimum: 1 }, 'SCHEMA-RANGE : 0 is not at least 1'],
    [1, { type: 'integer', minimum: 1, exclusiveMinimum: true }, 'SCHEMA-RANGE : 1 is not more than 1'],
    [3, { type: 'integer', multipleOf: 2 }, 'SCHEMA-RANGE : 3 is not a multiple of 2'],
    ['', { type: 'string', minLength: 1 }, 'SCHEMA-RANGE : 0 characters, fewer than 1'],
    ['🚀🚀', { type: 'string', maxLength: 1 }, 'SCHEMA-RANGE : 2 characters, more than 1'],
    ['A', { type: 'string', pattern: '^[a-z]$' }, 'SCHEMA-PATTERN : "A" does not match ^[a-z]$'],
    ['Alwayz', { type: 'string', enum: ['Always', 'Never'] }, 'SCHEMA-ENUM : "Alwayz" is none of the allowed values'],
    ['today', { type: 'string', format: 'date-time' }, 'SCHEMA-FORMAT : "today" is not a date and time such as 2026-01-31T08:00:00Z'],
    [[], { type: 'array', minItems: 1 }, 'SCHEMA-RANGE : 0 items where at least 1 must stand'],
    [{}, { type: 'object', minProperties: 1 }, 'SCHEMA-RANGE : 0 keys where at least 1 must stand'],
    [1, { not: { enum: [1] } }, 'SCHEMA-ALTERNATIVES : 1 is just what the schema excludes'],
    [{}, { type: 'object', anyOf: [{ required: ['a'] }, { required: ['b'] }] }, 'SCHEMA-ALTERNATIVES : an object fits none of the alternatives'],
  ] as const)('%j in %j', (value, schema, problem) => {
    expect(wrongWith(value, schema as never)).toEqual([problem]);
  });

  test.each([
    [7, { type: 'integer' }], [7, { type: 'number' }], [7n, { type: 'integer', format: 'int64' }], ['80%', { intOrString: true }], [80, { intOrString: true }],
    [null, { type: 'string', nullable: true }], ['ABORT', { type: 'string', pattern: '^(?i)(abort|warn)?$' }], ['🚀', { type: 'string', maxLength: 1 }],
  ] as const)('%s fits', (value, schema) => {
    expect(wrongWith(value, schema as never)).toEqual([]);
  });

  test('a credential is never repeated', () => {
    expect(wrongWith('hf_abcdefghijklmnop', { type: 'string', enum: ['a'] })).toEqual(['SCHEMA-ENUM : (a credential) is none of the allowed values']);
  });
});

describe('lists', () => {
  const named = { type: 'array', listType: 'map', listMapKeys: ['name'], items: { type: 'object', properties: { name: { type: 'string' } } } } as const;

  test('two items of one key', () => {
    expect(wrongWith([{ name: 'a' }, { name: 'b' }, { name: 'a' }], named)).toEqual(['SCHEMA-DUPLICATE-KEY [2]: "a" stands at 0 already']);
  });

  test('two equal items of a set', () => {
    expect(wrongWith(['a', 'a'], { type: 'array', listType: 'set', items: { type: 'string' } })).toEqual(['SCHEMA-DUPLICATE-KEY [1]: "a" stands at 0 already']);
  });

  test('other lists repeat what they like', () => {
    expect(wrongWith(['a', 'a'], { type: 'array', listType: 'atomic', items: { type: 'string' } })).toEqual([]);
  });
});

test('shapes are followed, also where they contain themselves', () => {
  const node = nodeOf({ $ref: 'tree' }, { tree: { type: 'object', properties: { child: { $ref: 'tree' }, size: { type: 'integer' } } } });
  expect(validate({ child: { child: { size: 'x' } } }, node, false).map(({ path }) => path)).toEqual([['child', 'child', 'size']]);
});

test('of one object at most 100 problems are collected', () => {
  const value = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 1]));
  expect(validate(value, nodeOf({ type: 'object', properties: {} }), false)).toHaveLength(100);
});
