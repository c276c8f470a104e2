import { isDeepStrictEqual } from 'util';
import { parse } from 'yaml';
import { CrdVersion, OpenApi, OpenApiRule } from './open-api';
import { ADDED_KINDS } from './sources';

interface Entry {
  kind: string;
  version: string;
  path: string;
  change: 'added' | 'changed' | 'removed';
  confidence: 'high' | 'medium' | 'low';
  cel?: { rule: string; message?: string; op: 'add' | 'remove' }[];
  [keyword: string]: unknown;
}

/** Keys of an entry and their names in OpenAPI. */
const KEYWORDS: { readonly [key: string]: string } = {
  type: 'type', format: 'format', enum: 'enum', default: 'default', minimum: 'minimum', maximum: 'maximum', nullable: 'nullable',
  minLength: 'minLength', maxLength: 'maxLength', minItems: 'minItems', maxItems: 'maxItems', pattern: 'pattern',
  listType: 'x-kubernetes-list-type', listMapKeys: 'x-kubernetes-list-map-keys',
  preserveUnknownFields: 'x-kubernetes-preserve-unknown-fields', deprecated: 'deprecated', immutable: 'x-immutable-by-webhook',
};
const ITEMS: { readonly [key: string]: string } = { itemsType: 'type', itemsMinimum: 'minimum', itemsMaximum: 'maximum' };
const OTHER = new Set(['kind', 'version', 'path', 'change', 'confidence', 'source', 'note', 'required', 'cel', 'storage', 'copyFrom', 'copyFromVersion']);

/** The versions of `base` changed by a delta file (see the header of DELTA-1.6.yaml for what its keys mean). */
export function applyDelta(file: string, base: readonly CrdVersion[], text: string): CrdVersion[] {
  const { release, group, entries } = parse(text) as { release: string; group: string; entries: Entry[] };
  let versions = structuredClone(base) as CrdVersion[];
  for (const entry of entries) {
    if (entry.confidence === 'low') continue;
    const where = `${file}: ${entry.kind} ${entry.version} ${entry.path || '(whole version)'}`;
    const target = versions.find((v) => v.kind === entry.kind && v.version === entry.version);
    if (entry.path) {
      if (!target?.schema) throw new Error(`${where}: no such version`);
      change(where, target.schema, entry, release, versions);
    } else if (entry.change === 'removed') {
      versions = versions.filter((v) => v !== target);
    } else if (entry.change === 'added') {
      versions.push({ group, version: entry.version, kind: entry.kind, ...ADDED_KINDS[entry.kind], served: true, storage: entry.storage === true, schema: { type: 'object', properties: {} }, derived: [derivation(entry, release)] });
    } else if (target) {
      target.storage = entry.storage as boolean;
    }
  }
  for (const { schema } of versions) if (schema) openUnknown(schema);
  return versions;
}

function change(where: string, root: OpenApi, entry: Entry, release: string, versions: CrdVersion[]): void {
  const steps = stepsOf(entry.path);
  const last = steps[steps.length - 1];
  const parent = find(where, root, steps.slice(0, -1));
  let node = child(parent, last);
  if (entry.change === 'removed') throw new Error(`${where}: removing a field is not supported`);
  if (entry.change === 'added') {
    if (node) throw new Error(`${where}: is already there`);
    if (last === '[]' || last === '{}') throw new Error(`${where}: only properties can be added`);
    node = {};
    if (entry.copyFrom) {
      const from = versions.find((v) => v.kind === entry.kind && v.version === (entry.copyFromVersion ?? entry.version));
      node = structuredClone(find(where, from!.schema!, stepsOf(entry.copyFrom as string)));
    }
    parent.properties = { ...parent.properties, [last]: node };
  }
  if (!node) throw new Error(`${where}: nothing there to change`);
  const before = structuredClone(node);
  applyKeywords(where, node, entry);
  applyRules(where, node, entry, derivation(entry, release));
  if (typeof entry.required === 'boolean' && last !== '[]' && last !== '{}') {
    const others = (parent.required ?? []).filter((name) => name !== last);
    parent.required = entry.required ? [...others, last].sort() : others;
    if (!parent.required.length) delete parent.required;
  }
  // "Meaning only" entries change nothing; added rules carry their own mark.
  const { 'x-kubernetes-validations': _, ...withoutRules } = node;
  const { 'x-kubernetes-validations': __, ...withoutRulesBefore } = before;
  if (entry.change === 'added' || !isDeepStrictEqual(withoutRules, withoutRulesBefore)) mark(node, derivation(entry, release));
}

function applyKeywords(where: string, node: OpenApi, entry: Entry): void {
  for (const [key, value] of Object.entries(entry)) {
    if (OTHER.has(key)) continue;
    if (key in ITEMS) {
      node.items = { ...node.items, [ITEMS[key]]: value };
    } else if (key in KEYWORDS) {
      // A CRD can repeat the enum below allOf (DGDR spec.hardware.gpuSku).
      if (key === 'enum') for (const part of node.allOf ?? []) if (part.enum) part.enum = value as unknown[];
      node[KEYWORDS[key]] = value;
    } else {
      throw new Error(`${where}: unknown key '${key}'`);
    }
  }
}

function applyRules(where: string, node: OpenApi, entry: Entry, derived: object): void {
  for (const { op, ...rule } of entry.cel ?? []) {
    const rules = node['x-kubernetes-validations'] ?? [];
    const text = squeeze(rule.rule);
    if (op === 'remove') {
      const rest = rules.filter((other) => squeeze(other.rule) !== text);
      if (rest.length !== rules.length - 1) throw new Error(`${where}: the rule to remove is there ${rules.length - rest.length} times: ${text}`);
      node['x-kubernetes-validations'] = rest;
    } else {
      node['x-kubernetes-validations'] = [...rules, { ...rule, 'x-derived': [derived] } as OpenApiRule];
    }
  }
}

/** A derived object of which no field is known is open. */
function openUnknown(node: OpenApi): void {
  if (node['x-derived'] && node.type === 'object' && !node.properties && !node.additionalProperties) {
    node['x-kubernetes-preserve-unknown-fields'] = true;
  }
  const children = [...Object.values(node.properties ?? {}), node.items, node.additionalProperties];
  for (const next of children) if (typeof next === 'object') openUnknown(next);
}

function mark(node: OpenApi, derived: object): void {
  node['x-derived'] = [...((node['x-derived'] as object[] | undefined) ?? []), derived];
}

function derivation(entry: Entry, release: string): object {
  return { release, change: entry.change, confidence: entry.confidence };
}

function stepsOf(path: string): string[] {
  return path.split('.').flatMap((segment) => segment.replace(/(\[\]|\{\})/g, '\0$1').split('\0'));
}

function child(node: OpenApi, step: string): OpenApi | undefined {
  if (step === '[]') return node.items;
  if (step === '{}') return typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined;
  return node.properties?.[step];
}

function find(where: string, root: OpenApi, steps: readonly string[]): OpenApi {
  return steps.reduce((node, step) => {
    const next = child(node, step);
    if (!next) throw new Error(`${where}: no '${step}' there`);
    return next;
  }, root);
}

function squeeze(rule: string): string {
  return rule.replace(/\s+/g, ' ').trim();
}
