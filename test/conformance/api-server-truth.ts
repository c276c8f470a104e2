import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { SHARED } from './upstream';
import { deviceSelectorProblems } from '../../lib/admission/cel/device-selectors';
import { checkSchema } from '../../lib/admission/schema';
import { JsonPath, Manifest, pathText } from '../../lib/manifests/manifest';
import { applyChange, RecordedChange } from '../support/recorded-change';

const TRUTH = path.join(SHARED, 'truth', 'apiserver');

/** One line of truth/apiserver/changes.jsonl, or of given.tsv (without changes). */
export interface Line {
  readonly file: string;
  readonly doc: number;
  readonly kind: string;
  readonly changes: readonly RecordedChange[];
  readonly what: string;
  readonly ok: boolean;
  readonly message: string;
}

/** What we make of a line. */
export interface Outcome {
  readonly line: Line;
  readonly verdict: 'agree' | 'miss' | 'false alarm' | 'CEL' | 'no schema' | 'unreadable';
  /** Where both refuse: whether a finding of ours names the field that the server names; undefined when its message names none. */
  readonly sameField?: boolean;
  readonly ours: string;
}

/** Versions of the CRDs that the server had (truth/README.md). */
const VERSIONS = { 'dynamo': '1.4.0', 'dra-driver': '0.4.1', 'grove': '0.1.0-alpha.12-rc1' };

export function givenLines(): Line[] {
  return fs.readFileSync(path.join(TRUTH, 'given.tsv'), 'utf8').trimEnd().split('\n').map((row) => row.split('\t'))
    .filter(([,,, verdict]) => verdict === 'ok' || verdict === 'no')
    .map(([file, doc, kind, verdict, message]) => ({ file, doc: Number(doc), kind, changes: [], what: 'given', ok: verdict === 'ok', message: message ?? '' }));
}

export function changedLines(every = 1): Line[] {
  return fs.readFileSync(path.join(TRUTH, 'changes.jsonl'), 'utf8').trimEnd().split('\n').filter((_, i) => i % every === 0).map((row) => JSON.parse(row) as Line);
}

const documents = new Map<string, any[]>();

/** The document of a line with its changes. */
export function documentOf({ file, doc, changes }: Line): Manifest {
  let list = documents.get(file);
  if (!list) documents.set(file, list = documentsOf(file));
  let manifest = structuredClone(list[doc]);
  const namespace = manifest.metadata?.namespace;
  if (typeof namespace === 'string' && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace)) delete manifest.metadata.namespace;
  for (const change of changes) manifest = applyChange(manifest, change);
  return manifest;
}

function documentsOf(file: string): any[] {
  return parseAllDocuments(fs.readFileSync(path.join(SHARED, 'upstream-examples', file), 'utf8'), { version: '1.1', merge: true, uniqueKeys: false }).flatMap((document) => {
    const value = document.toJS();
    // PyYAML, which recorded the truth, reads what `yaml` finds wrong; the findings are then about the text.
    if (document.errors.length) return value?.kind && value.apiVersion ? [{ ...value, unreadable: true }] : [];
    return typeof value?.kind === 'string' && value.kind.endsWith('List') && value.items ? value.items : [value];
  }).filter((value) => typeof value?.apiVersion === 'string' && typeof value?.kind === 'string');
}

const celMessages = new Set<string>();

/** A line through our structural admission and, for claims, their selectors. */
export function outcomeOf(line: Line): Outcome {
  const manifest = documentOf(line);
  if (manifest.unreadable) return { line, verdict: 'unreadable', ours: '' };
  const { checked, problems } = checkSchema(manifest, { versions: VERSIONS });
  // The server compiles the selectors of claims and device classes when they are written.
  if (manifest.apiVersion.startsWith('resource.k8s.io/')) problems.push(...deviceSelectorProblems(manifest));
  const ours = problems.map((problem) => `${problem.rule} ${pathText(problem.path)}: ${problem.message}`).join('; ');
  if (!checked) return { line, verdict: 'no schema', ours };
  const refused = problems.length > 0;
  if (line.ok) return { line, verdict: refused ? 'false alarm' : 'agree', ours };
  if (!refused) return { line, verdict: isCel(line) ? 'CEL' : 'miss', ours };
  const fields = fieldsOf(line.message);
  const names = (at: JsonPath) => fields.includes(comparable(pathText(at)));
  // The server names a map where we name its key.
  const sameField = fields.length === 0 ? undefined : problems.some(({ path: at }) => names(at) || names(at.slice(0, -1)));
  return { line, verdict: 'agree', sameField, ours };
}

/** Whether the refusal is only by rules in CEL: their texts follow `Invalid value: `, without the value. */
function isCel({ kind, message }: Line): boolean {
  if (/^(v1|apps|batch|autoscaling|rbac|resource\.k8s|storage|policy)/.test(kind)) return false;
  if (celMessages.size === 0) for (const text of rulesOfAll()) celMessages.add(text);
  return [...celMessages].some((text) => message.includes(text.slice(0, 60)));
}

function* rulesOfAll(): Iterable<string> {
  const folder = path.join(__dirname, '..', '..', 'lib', 'facts', 'schemas');
  for (const component of fs.readdirSync(folder)) {
    if (!fs.statSync(path.join(folder, component)).isDirectory()) continue;
    for (const file of fs.readdirSync(path.join(folder, component))) {
      const found: string[] = [];
      JSON.parse(fs.readFileSync(path.join(folder, component, file), 'utf8'), (key, value) => {
        if (key === 'cel' && Array.isArray(value)) for (const rule of value) found.push(rule.message ?? rule.rule, rule.messageExpression ?? rule.rule);
        return value;
      });
      yield* found;
    }
  }
}

const NAMED_FIELD = /(?:is invalid: |, |\[)([a-zA-Z][^\s:]*): (?:Invalid|Required|Unsupported|Duplicate|Too|Forbidden|Not found)/g;

/** The fields that a message of the server names; lists lose their indices, as the decoder's messages do. */
export function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  for (const [, field] of message.matchAll(/unknown field "([^"]+)"/g)) fields.push(field);
  // Embedded Go structs stand among the keys: volumes.VolumeSource.csi.
  for (const [, owner, field] of message.matchAll(/Go struct field (\w+)\.(\S+) of type/g)) fields.push(owner === 'ObjectMeta' && !field.includes('metadata') ? `metadata.${field}` : field.replace(/\b[A-Z]\w+\./g, ''));
  for (const [, field] of message.matchAll(NAMED_FIELD)) fields.push(field);
  for (const [, field] of message.matchAll(/Checked value must be of type .*? in (\S+?)(?=,? |,?$)/g)) fields.push(field);
  for (const [, field] of message.matchAll(/Invalid value: "": "([^"]+)" must validate/g)) fields.push(field);
  // A Job takes over the labels of its template, and is blamed for them.
  if (fields.includes('metadata.labels') && / Job.batch /.test(message)) fields.push('spec.template.metadata.labels');
  return [...new Set(fields.map((field) => comparable(UPSTREAM_SLIPS.reduce((text, [slip, right]) => text.replace(slip, right), field))))];
}

/** Fields that messages of the server misname. */
const UPSTREAM_SLIPS = [['.cephFS', '.cephfs'], ['.downwarAPI', '.downwardAPI'], ['spec.template.labels', 'spec.template.metadata.labels']] as const;

function comparable(field: string): string {
  return field.replace(/\[\d+\]/g, '').replace(/\[([^\]]+)\]/g, '.$1').replace('.exactly.', '.');
}
