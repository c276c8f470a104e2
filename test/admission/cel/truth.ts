import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { kindSchema, registryEntries, componentSchema } from '../../../lib/facts/schemas/registry';
import { ComponentSchema, KindSchema, Schema } from '../../../lib/facts/schemas/schema';
import { applyChange, RecordedChange } from '../../support/recorded-change';
import { SHARED } from '../../support/shared';

/** A line of truth/apiserver/changes.jsonl. */
export interface TruthLine {
  readonly file: string;
  readonly doc: number;
  readonly kind: string;
  readonly changes: readonly RecordedChange[];
  readonly what: string;
  readonly ok: boolean;
  readonly message: string;
}

export function truthLines(): TruthLine[] {
  return fs.readFileSync(path.join(SHARED, 'truth', 'apiserver', 'changes.jsonl'), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

const documents = new Map<string, any[]>();

/** The documents of a file that have apiVersion and kind. */
export function documentsOf(file: string): any[] {
  let found = documents.get(file);
  if (!found) {
    found = parseAllDocuments(fs.readFileSync(path.join(SHARED, 'upstream-examples', file), 'utf8')).flatMap((document) => {
      const value = document.toJS();
      return value?.kind?.endsWith?.('List') && Array.isArray(value.items) ? value.items : [value];
    }).filter((value) => value?.apiVersion && value?.kind);
    documents.set(file, found);
  }
  return found;
}

export function changed(document: any, changes: readonly RecordedChange[]): any {
  return changes.reduce(applyChange, structuredClone(document));
}

export interface ServedKind {
  readonly component: string;
  readonly kind: KindSchema;
  readonly shapes: ComponentSchema['shapes'];
}

/** The kind as the recorded server had it: the CRDs of ../shared/crds are those of the oldest version of each component. */
export function served(apiVersion: string, kind: string): ServedKind | undefined {
  for (const entry of registryEntries()) {
    if (!entry.gvks.includes(`${apiVersion}/${kind}`)) continue;
    const schemas = componentSchema(entry.component, entry.version);
    const found = kindSchema(schemas, apiVersion, kind);
    if (found?.schema) return { component: entry.component, kind: found, shapes: schemas.shapes };
  }
  return undefined;
}

/** A value with the defaults of its schema, and without what is null though it may not be: in short what the API server does before it validates. */
export function withDefaults(value: any, schema: Schema, shapes: ComponentSchema['shapes']): any {
  const node = schema.$ref === undefined ? schema : shapes[schema.$ref];
  const { properties, additionalProperties, items } = node;
  if (Array.isArray(value)) return items ? value.map((item) => withDefaults(item, items, shapes)) : value;
  if (typeof value !== 'object' || value === null) return value;
  const result: any = {};
  const childOf = (key: string) => (properties && Object.hasOwn(properties, key) ? properties[key] : additionalProperties);
  for (const [key, entry] of Object.entries(value)) {
    const child = childOf(key);
    const inner = typeof child === 'object' ? (child.$ref === undefined ? child : shapes[child.$ref]) : undefined;
    if (entry === null && inner && !inner.nullable && (properties || inner.default !== undefined)) continue;
    result[key] = entry;
  }
  for (const [key, child] of Object.entries(properties ?? {})) {
    const inner = child.$ref === undefined ? child : shapes[child.$ref];
    if (inner.default !== undefined && !Object.hasOwn(result, key)) result[key] = structuredClone(inner.default);
  }
  for (const key of Object.keys(result)) {
    const child = childOf(key);
    if (typeof child === 'object') result[key] = withDefaults(result[key], child, shapes);
  }
  return result;
}
