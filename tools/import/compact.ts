import { CelRule, Schema } from '../../lib/facts/schemas/schema';
import { camelCase } from './camel-case';
import { OpenApi, OpenApiRule } from './open-api';

/** Keywords that a compact schema keeps, in the order in which it writes them, under their names there. */
const KEPT: readonly (readonly [openApi: string, compact: keyof Schema])[] = [
  ['type', 'type'], ['x-kubernetes-int-or-string', 'intOrString'], ['nullable', 'nullable'],
  ['x-kubernetes-preserve-unknown-fields', 'preserveUnknownFields'], ['x-kubernetes-embedded-resource', 'embeddedResource'],
  ['x-kubernetes-list-type', 'listType'], ['x-kubernetes-list-map-keys', 'listMapKeys'],
  ['default', 'default'], ['enum', 'enum'], ['format', 'format'], ['pattern', 'pattern'],
  ['minimum', 'minimum'], ['maximum', 'maximum'], ['exclusiveMinimum', 'exclusiveMinimum'], ['exclusiveMaximum', 'exclusiveMaximum'],
  ['multipleOf', 'multipleOf'], ['minLength', 'minLength'], ['maxLength', 'maxLength'], ['minItems', 'minItems'], ['maxItems', 'maxItems'],
  ['uniqueItems', 'uniqueItems'], ['minProperties', 'minProperties'], ['maxProperties', 'maxProperties'], ['required', 'required'],
  ['deprecated', 'deprecated'], ['x-immutable-by-webhook', 'immutableByWebhook'], ['x-derived', 'derived'],
];
/** Prose, merge behaviour, and what the code below walks. */
const LEFT_OUT = new Set([
  'description', 'title', 'example', 'externalDocs', 'x-kubernetes-map-type', 'x-kubernetes-patch-strategy', 'x-kubernetes-patch-merge-key',
  'x-kubernetes-unions', 'x-kubernetes-group-version-kind',
  '$ref', 'properties', 'additionalProperties', 'items', 'allOf', 'anyOf', 'oneOf', 'not', 'x-kubernetes-validations',
]);
const INT_OR_STRING = JSON.stringify([{ type: 'integer' }, { type: 'string' }]);

/** A schema without prose, under the short names of `Schema`. References to definitions go through `reference`. */
export function compact(node: OpenApi, reference: (ref: string) => Schema): Schema {
  if (node.$ref !== undefined) return reference(node.$ref);
  const result: { -readonly [K in keyof Schema]: Schema[K] } = {};
  for (const key of Object.keys(node)) {
    if (!LEFT_OUT.has(key) && !KEPT.some(([name]) => name === key)) throw new Error(`unknown keyword '${key}' in a schema`);
  }
  for (const [name, short] of KEPT) {
    const value = node[name];
    if (value === undefined || value === false && short !== 'default') continue;
    if (short === 'required' && !(value as unknown[]).length) continue;
    Object.assign(result, { [short]: value });
  }
  if (node.properties) {
    result.properties = mapValues(node.properties, (child) => compact(child, reference));
    const names = namesOf(Object.keys(node.properties));
    if (Object.keys(names).length) result.names = names;
  }
  if (node.items) result.items = compact(node.items, reference);
  const { additionalProperties } = node;
  if (additionalProperties !== undefined && additionalProperties !== false) {
    result.additionalProperties = additionalProperties === true ? true : compact(additionalProperties, reference);
  }
  for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = node[key];
    // What int-or-string says already.
    if (key === 'anyOf' && result.intOrString && JSON.stringify(parts) === INT_OR_STRING) continue;
    if (parts) result[key] = parts.map((part) => compact(part, reference));
  }
  if (node.not) result.not = compact(node.not, reference);
  const rules = node['x-kubernetes-validations'];
  if (rules?.length) result.cel = rules.map(compactRule);
  return result;
}

function compactRule(rule: OpenApiRule): CelRule {
  const { 'x-derived': derived, ...rest } = rule;
  return derived ? { ...rest, derived } as CelRule : rest;
}

function namesOf(keys: readonly string[]): { [camelCase: string]: string } {
  const names: { [camelCase: string]: string } = {};
  for (const key of keys) {
    const name = camelCase(key);
    if (name === key) continue;
    if (name in names || keys.includes(name)) throw new Error(`two keys are '${name}' in camelCase: '${key}' and '${names[name] ?? name}'`);
    names[name] = key;
  }
  return names;
}

function mapValues<A, B>(record: { [key: string]: A }, map: (value: A) => B): { [key: string]: B } {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
