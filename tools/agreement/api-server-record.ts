import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { linesOf, RecordedLine, SHARED, withoutPlaceholderNamespace } from './record';
import { applyChange } from './recorded-change';
import type { Manifest } from '../../lib/manifests/manifest';

/** What the API server said of the published manifests. */
export function givenLines(): RecordedLine[] {
  return fs.readFileSync(path.join(SHARED, 'truth/apiserver/given.tsv'), 'utf8').trimEnd().split('\n').map((row) => row.split('\t'))
    .filter(([,,, verdict]) => verdict === 'ok' || verdict === 'no')
    .map(([file, doc, kind, verdict, message]) => ({ file, doc: Number(doc), kind, changes: [], what: 'given', ok: verdict === 'ok', message: message ?? '' }));
}

/** What it said of changed ones. */
export function changedLines(every: number = 1): RecordedLine[] {
  return [...linesOf('apiserver/changes.jsonl', every)];
}

const documents = new Map<string, any[]>();

/** The manifest of a line; undefined where `yaml` cannot read the file that PyYAML, which recorded the truth, reads. */
export function manifestOf({ file, doc, changes }: RecordedLine): Manifest | undefined {
  let list = documents.get(file);
  if (!list) documents.set(file, list = documentsOf(file));
  return list[doc] === undefined ? undefined : changes.reduce(applyChange, withoutPlaceholderNamespace(structuredClone(list[doc])));
}

function documentsOf(file: string): any[] {
  const text = fs.readFileSync(path.join(SHARED, 'upstream-examples', file), 'utf8');
  return parseAllDocuments(text, { version: '1.1', merge: true, uniqueKeys: false }).flatMap((document) => {
    const value = document.toJS();
    if (document.errors.length) return value?.kind && value.apiVersion ? [undefined] : [];
    const items = typeof value?.kind === 'string' && value.kind.endsWith('List') && value.items ? value.items : [value];
    return items.filter((item: any) => typeof item?.apiVersion === 'string' && typeof item?.kind === 'string');
  });
}

const NAMED_FIELD = /(?:is invalid: |, |\[)([a-zA-Z][^\s:]*): (?:Invalid|Required|Unsupported|Duplicate|Too|Forbidden|Not found)/g;

/** The fields that a message of the server names; lists lose their indices, as the decoder's messages do. */
export function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  for (const [, field] of message.matchAll(/unknown field "([^"]+)"/g)) fields.push(field);
  // Embedded Go structs stand among the keys: volumes.VolumeSource.csi.
  for (const [, owner, field] of message.matchAll(/Go struct field (\w+)\.(\S+) of type/g)) {
    fields.push(owner === 'ObjectMeta' && !field.includes('metadata') ? `metadata.${field}` : field.replace(/\b[A-Z]\w+\./g, ''));
  }
  for (const [, field] of message.matchAll(NAMED_FIELD)) fields.push(field);
  for (const [, field] of message.matchAll(/Checked value must be of type .*? in (\S+?)(?=,? |,?$)/g)) fields.push(field);
  for (const [, field] of message.matchAll(/Invalid value: "": "([^"]+)" must validate/g)) fields.push(field);
  // A Job takes over the labels of its template, and is blamed for them.
  if (fields.includes('metadata.labels') && / Job.batch /.test(message)) fields.push('spec.template.metadata.labels');
  return [...new Set(fields.map((field) => comparable(UPSTREAM_SLIPS.reduce((text, [slip, right]) => text.replace(slip, right), field))))];
}

/** Fields that messages of the server misname. */
const UPSTREAM_SLIPS = [['.cephFS', '.cephfs'], ['.downwarAPI', '.downwardAPI'], ['spec.template.labels', 'spec.template.metadata.labels']] as const;

/** A field without indices of lists, keys of maps as if they were fields. */
export function comparable(field: string): string {
  return field.replace(/\[\d+\]/g, '').replace(/\[([^\]]+)\]/g, '.$1').replace('.exactly.', '.');
}
