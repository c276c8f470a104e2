import * as fc from 'fast-check';
import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import { kindSchema, registryEntries, schemaOf, servedBy } from '../../lib/facts/schemas/registry';
import { ComponentSchema, Schema } from '../../lib/facts/schemas/schema';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';

const RULES = builtInRules();
const GVKS = [...new Set(registryEntries().flatMap(({ gvks }) => gvks))].sort();

/** Values that break what is not careful. */
const JUNK = fc.oneof(
  fc.constantFrom<unknown>(null, true, '', 'a', '-1', '5Gi', '100%', '::1', '10.0.0.0/8', 'https://[', '1h', '\u0000', 'a'.repeat(300), '\ud800', 0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -0),
  fc.string(), fc.integer(), fc.array(fc.constantFrom<unknown>(null, 'a', 1, {}), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'name', '__proto__', 'constructor', 'toString', 'key', ''), fc.constantFrom<unknown>(null, 'a', 1, []), { maxKeys: 3 }),
);

const SCALARS = ['a', 'a-b', '1', '1Gi', '5m', 1];

/** A value that has much of the shape that a schema wants, and is wrong in places. */
function shaped(g: fc.GeneratorValue, schema: Schema, shapes: ComponentSchema['shapes'], depth: number): unknown {
  const node = schema.$ref === undefined ? schema : shapes[schema.$ref];
  if (depth === 0 || g(fc.integer, { min: 0, max: 11 }) === 0) return g(() => JUNK);
  if (node.enum) return node.enum[g(fc.nat, node.enum.length - 1)];
  const { properties, items, additionalProperties } = node;
  if (properties) {
    const all = Object.keys(properties);
    const keys = Array.from({ length: Math.min(6, all.length) }, () => all[g(fc.nat, all.length - 1)]);
    const required = (node.required ?? []).filter(() => g(fc.integer, { min: 0, max: 9 }) > 0);
    const wanted = [...new Set([...required, ...keys])].filter((key) => properties[key]);
    return Object.fromEntries(wanted.map((key) => [key, shaped(g, properties[key], shapes, depth - 1)]));
  }
  if (items) return Array.from({ length: g(fc.integer, { min: 0, max: 3 }) }, () => shaped(g, items, shapes, depth - 1));
  if (typeof additionalProperties === 'object') return Object.fromEntries(['a', 'b'].map((key) => [key, shaped(g, additionalProperties, shapes, depth - 1)]));
  if (node.type === 'integer' || node.type === 'number') return g(fc.integer, { min: -2, max: 70_000 });
  if (node.type === 'boolean') return g(fc.boolean);
  return SCALARS[g(fc.nat, SCALARS.length - 1)];
}

function objectOf(g: fc.GeneratorValue, gvk: string): { [key: string]: unknown } {
  const [apiVersion, kind] = [gvk.slice(0, gvk.lastIndexOf('/')), gvk.slice(gvk.lastIndexOf('/') + 1)];
  const entries = servedBy(apiVersion, kind);
  const component = schemaOf(entries[g(fc.nat, entries.length - 1)]);
  const body = shaped(g, kindSchema(component, apiVersion, kind)?.schema ?? {}, component.shapes, 9);
  return { metadata: { name: 'a' }, ...typeof body === 'object' && body, apiVersion, kind };
}

const options = { ...builtInChecks(), rules: RULES };

/** The last words of a run, which must be the same twice. */
function words(objects: readonly { [key: string]: unknown }[], previous?: readonly { [key: string]: unknown }[]): string[] {
  const set = (manifests: readonly { [key: string]: unknown }[]) => new ManifestSet(manifests.map((manifest) => new ManifestObject(manifest)));
  const report = admit(set(objects), { ...options, facts: { previous: previous && set(previous) } });
  expect(report.findings.filter(({ rule }) => rule === 'ADM-01').map(({ message }) => message)).toEqual([]);
  return report.findings.map(({ rule, path, message, fix }) => [rule, path, message, fix].join(' '));
}

const LIMITS = { interruptAfterTimeLimit: 60_000, endOnFailure: true };

test('Whatever stands where a schema wants something, schema, CEL and rules say so and come to an end, twice the same', () => {
  fc.assert(fc.property(fc.constantFrom(...GVKS), fc.gen(), (gvk, g) => {
    const object = objectOf(g, gvk);
    const copy = structuredClone(object);
    expect(words([object])).toEqual(words([copy]));
    // Nobody writes into what was given.
    expect(object).toEqual(copy);
  }), { numRuns: 600, ...LIMITS });
}, 90_000);

test('Whatever was applied before, rules about changes come to an end', () => {
  fc.assert(fc.property(fc.constantFrom(...GVKS), fc.gen(), (gvk, g) => {
    words([objectOf(g, gvk)], [objectOf(g, gvk)]);
  }), { numRuns: 200, ...LIMITS });
}, 90_000);

test.each([['a map', (inner: unknown) => ({ a: inner })], ['a list', (inner: unknown) => [inner]]])('%s in itself a hundred thousand times is told, not a crash', (_, wrap) => {
  let deep: unknown = 'x';
  for (let i = 0; i < 100_000; i++) deep = wrap(deep);
  for (const gvk of ['v1/ConfigMap', 'nvidia.com/v1beta1/DynamoGraphDeployment', 'example.com/v1/Other']) {
    const [apiVersion, kind] = [gvk.slice(0, gvk.lastIndexOf('/')), gvk.slice(gvk.lastIndexOf('/') + 1)];
    for (const at of ['spec', 'data', 'metadata']) expect(() => words([{ apiVersion, kind, metadata: { name: 'a' }, [at]: deep }])).not.toThrow();
  }
});
