import { CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel';
import * as fc from 'fast-check';
import { evaluate } from './evaluate';
import { checkCel } from '../../../lib/admission/cel/check-cel';
import { parseCel } from '../../../lib/admission/cel/parse';
import { CelSyntaxError } from '../../../lib/admission/cel/syntax';
import { Entries, List, Value } from '../../../lib/admission/cel/value';
import { componentSchema, registryEntries } from '../../../lib/facts/schemas/registry';
import { Schema } from '../../../lib/facts/schemas/schema';

/** Kinds that have rules, of all components. */
const kinds = registryEntries().flatMap(({ component, version }) => {
  const { kinds: all, shapes } = componentSchema(component, version);
  return all.filter(({ schema }) => schema && JSON.stringify([schema, shapes]).includes('"cel"')).map((kind) => ({ component, kind, shapes }));
});

/** Values that mostly follow a schema, so that rules are reached, and often do not. */
function valueOf(schema: Schema, shapes: { readonly [id: string]: Schema }, depth: number): fc.Arbitrary<unknown> {
  const node = schema.$ref === undefined ? schema : shapes[schema.$ref];
  const inner = depth > 9 ? fc.constant({}) : like(node, shapes, depth);
  return fc.oneof({ weight: 12, arbitrary: inner }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });
}

function like(node: Schema, shapes: { readonly [id: string]: Schema }, depth: number): fc.Arbitrary<unknown> {
  if (node.enum) return fc.constantFrom(...node.enum);
  switch (node.type) {
    case 'object': {
      const entries = Object.entries(node.properties ?? {}).filter(([key]) => !['status', 'podTemplate', 'extraPodSpec', 'podSpec'].includes(key));
      const fields = () => Object.fromEntries(entries.map(([key, child]) => [key, valueOf(child, shapes, depth + 1)]));
      if (entries.length) return fc.record(fields(), { requiredKeys: [] });
      return typeof node.additionalProperties === 'object'
        ? fc.dictionary(fc.string({ maxLength: 4 }), valueOf(node.additionalProperties, shapes, depth + 1), { maxKeys: 2 })
        : fc.object({ maxDepth: 1 });
    }
    case 'array': return node.items ? fc.array(valueOf(node.items, shapes, depth + 1), { maxLength: 3 }) : fc.array(fc.jsonValue());
    case 'string': return fc.oneof(fc.string(), fc.constantFrom('', 'a', '1Gi', '1s', '*', 'example.com', '10.0.0.1', '__proto__', '\ud800'));
    case 'integer': case 'number': return fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 1, -0, 2 ** 53));
    case 'boolean': return fc.boolean();
    default: return fc.jsonValue({ maxDepth: 2 });
  }
}

test('no value of any kind crashes the rules, with or without a previous one', () => {
  expect(kinds.length).toBeGreaterThan(20);
  for (const { component, kind, shapes } of kinds) {
    const value = valueOf(kind.schema!, shapes, 0) as fc.Arbitrary<any>;
    fc.assert(fc.property(value, fc.option(value, { nil: undefined }), (manifest, previous) => {
      for (const { rule, message, fix } of checkCel(component, manifest, kind, shapes, previous)) {
        expect(rule).toMatch(/^CEL-[a-z-]+-\d+$/);
        expect(message + fix).not.toMatch(/undefined|\[object/);
      }
    }), { numRuns: 15 });
  }
});

test('no text crashes the parser', () => {
  const words = ['self', '.', '?', '(', ')', '[', ']', '{', '}', ':', ',', '+', '-', '!', '&&', '||', "'a'", '"""', 'r', '1', '1u', '0x', '.5', 'in', 'has', 'all', '\\', '`a-b`', '//', '\n', '=='];
  const text = fc.oneof(fc.string(), fc.array(fc.constantFrom(...words), { maxLength: 30 }).map((list) => list.join(' ')));
  fc.assert(fc.property(text, (expression) => {
    try {
      parseCel(expression);
    } catch (error) {
      expect(error).toBeInstanceOf(CelSyntaxError);
    }
  }), { numRuns: 2000 });
});

describe('another implementation of CEL agrees', () => {
  const { int, text, bool, list } = fc.letrec<{ int: string; text: string; bool: string; list: string }>((tie) => ({
    int: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.integer({ min: -3, max: 9 }).map(String), fc.constantFrom('i', '9223372036854775807'),
      fc.tuple(tie('int'), fc.constantFrom('+', '-', '*', '/', '%'), tie('int')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      tie('list').map((l) => `${l}.size()`), tie('text').map((t) => `size(${t})`), fc.tuple(tie('list'), tie('int')).map(([l, i]) => `${l}[${i}]`),
      fc.tuple(tie('bool'), tie('int'), tie('int')).map(([c, a, b]) => `(${c} ? ${a} : ${b})`)),
    text: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom("'a'", "''", "'Ab/c'", 't', "r'\\d'", '"\\u00e4"', 'm.k', "m['k']", 'm.missing'),
      fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`), tie('int').map((n) => `string(${n})`)),
    bool: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom('true', 'false', 'has(m.k)', 'has(m.x)', "('k' in m)"),
      fc.tuple(tie('int'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('int')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('text'), fc.constantFrom('==', '!=', '<', '>='), tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
      fc.tuple(tie('bool'), fc.constantFrom('&&', '||'), tie('bool')).map(([a, op, b]) => `(${a} ${op} ${b})`), tie('bool').map((b) => `!${b}`),
      fc.tuple(tie('text'), fc.constantFrom('contains', 'startsWith', 'endsWith'), tie('text')).map(([a, f, b]) => `${a}.${f}(${b})`),
      fc.tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), tie('bool')).map(([l, f, b]) => `${l}.${f}(i, ${b})`),
      fc.tuple(tie('int'), tie('list')).map(([i, l]) => `(${i} in ${l})`), fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} == ${b})`)),
    list: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom('l', '[]', '[1, 2]'), fc.array(tie('int'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.tuple(tie('list'), tie('bool')).map(([l, b]) => `${l}.filter(i, ${b})`), fc.tuple(tie('list'), tie('int')).map(([l, e]) => `${l}.map(i, ${e})`),
      fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`)),
  }));

  // As JSON of a manifest would be bound: int as bigint.
  const bindings = { i: 2n, t: 'text', l: [3n, 1n, 2n], m: { k: 'v' } };

  test('on generated expressions', () => {
    const m = new Entries();
    m.add('k', 'v');
    const ours: { readonly [name: string]: Value } = { i: 2n, t: 'text', l: List.of([3n, 1n, 2n]), m };
    const env = celEnv();
    let values = 0;
    fc.assert(fc.property(fc.oneof(int, text, bool, list), (expression) => {
      const theirs = plan(env, parse(expression))(bindings as unknown as Record<string, CelInput>);
      const mine = evaluate(expression, ours);
      if (isCelError(theirs)) {
        expect(mine).toEqual({ error: expect.any(String) });
      } else {
        values++;
        expect(mine).toEqual(typeof theirs === 'object' && theirs !== null && Symbol.iterator in theirs ? [...theirs as Iterable<unknown>] : theirs);
      }
    }), { numRuns: 3000 });
    expect(values).toBeGreaterThan(500);
  });
});
