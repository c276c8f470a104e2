import { changedLines, comparable, fieldsOf, givenLines, manifestOf } from './api-server-record';
import type { RecordedLine } from './record';
import { authoredFields } from './webhook-fields';
import { Recorded, recorded, sameField } from './webhook-record';
import { admit } from '../../lib/admission/admit';
import { builtInChecks } from '../../lib/admission/checks';
import type { Finding } from '../../lib/admission/finding';
import type { RuleFacts } from '../../lib/admission/rule-context';
import { Severity } from '../../lib/admission/severity';
import { Release } from '../../lib/facts/release';
import { Manifest, pathText } from '../../lib/manifests/manifest';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { isManifest, ManifestSet } from '../../lib/manifests/manifest-set';
import { builtInRules } from '../../lib/rules';

/** What we make of a recorded line, beside what the server made of it. */
export interface Verdict {
  readonly record: 'api-server' | 'webhooks';
  readonly line: RecordedLine;
  readonly outcome: 'agree' | 'miss' | 'false alarm';
  /** Where both refuse: whether a finding of ours names the field that the server names; undefined when its message names none. */
  readonly sameField?: boolean;
  /** Whether there is a schema of the kind. */
  readonly checked: boolean;
  /** What we say, for people. */
  readonly ours: string;
}

const RULES = builtInRules();
const CHECKS = builtInChecks();

/** One manifest judged by itself, as `validate --each` does. */
export function judge(manifest: Manifest, facts: RuleFacts = {}) {
  return admit(new ManifestSet([new ManifestObject({ ...manifest })]), { ...CHECKS, rules: RULES, facts, complete: false });
}

/** Every n-th line of what the API server said; no webhooks ran, so what only they refuse does not count. */
export function* apiServerVerdicts(every: number = 1, facts: RuleFacts = {}): Generator<Verdict> {
  for (const line of [...givenLines(), ...changedLines(every)]) {
    const manifest = manifestOf(line);
    if (!manifest) continue;
    const { refused, checked, findings } = judged(manifest, facts, ({ enforcedBy }) => enforcedBy.name === 'apiserver');
    const fields = fieldsOf(line.message);
    // The server names a map where we name its key.
    const names = ({ path }: Finding) => fields.includes(comparable(path)) || fields.includes(comparable(ownerOf(path)));
    yield {
      record: 'api-server',
      line,
      outcome: outcomeOf(line.ok, refused, findings),
      sameField: line.ok || !refused || fields.length === 0 ? undefined : findings.some(names),
      checked,
      ours: textOf(findings),
    };
  }
}

/** What is declared of the cluster of the webhooks' record: its operators run there, so their webhooks do. */
export const WEBHOOKS_INSTALLED: { readonly release: Release } = { release: Release.DYNAMO_1_4 };

/** Every n-th line of what API server and webhooks said together. */
export function* webhookVerdicts(every: number = 1, facts: RuleFacts = WEBHOOKS_INSTALLED): Generator<Verdict> {
  for (const each of recorded(every)) {
    const { refused, checked, findings } = judged(each.manifest, facts, ({ enforcedBy }) => enforcedBy.name !== 'runtime');
    yield {
      record: 'webhooks',
      line: { ...each.line, what: each.line.what ?? '' },
      outcome: outcomeOf(each.accepted, refused, findings),
      sameField: refused && each.by === 'webhook' ? namesFields(each, findings) : undefined,
      checked,
      ours: textOf(findings),
    };
  }
}

/** Whether our findings name the fields that a webhook's own rule names; a panic and a duration name none. */
function namesFields(each: Recorded, findings: readonly Finding[]): boolean | undefined {
  const fields = authoredFields(each);
  if (fields.length === 0) return undefined;
  return fields.every((field) => findings.some(({ path }) => sameField(field, path) || sameField(field, ownerOf(path))));
}

function judged(manifest: Manifest, facts: RuleFacts, counts: (finding: Finding) => boolean) {
  // What names no kind is no object for the reader: `validate` says READ-NOT-OBJECT.
  if (!isManifest(manifest)) return { refused: true, checked: true, findings: [] };
  const report = judge(manifest, facts);
  const findings = report.findings.filter(counts);
  return { refused: findings.some(({ severity }) => severity === Severity.ERROR), checked: report.notChecked.length === 0, findings };
}

/** What is accepted has no finding, not even a warning, that server or webhook would enforce. */
function outcomeOf(accepted: boolean, refused: boolean, findings: readonly Finding[]): Verdict['outcome'] {
  if (accepted) return refused || findings.length > 0 ? 'false alarm' : 'agree';
  return refused ? 'agree' : 'miss';
}

function textOf(findings: readonly Finding[]): string {
  return findings.map(({ rule, path, message }) => `${rule} ${path}: ${message}`).join('; ');
}

/** The path without its last step. */
function ownerOf(path: string): string {
  return path.replace(/(\.[^.[\]]*|\[[^\]]*\])$/, '');
}

/** A line's name in the list of known differences: record, sort of change, document, changes. */
export function keyOf({ record, line: { file, doc, what, changes } }: Pick<Verdict, 'record' | 'line'>): string {
  return [record, what, `${file}#${doc}`, JSON.stringify(changes)].join('\t');
}

/** The place that a line changed, without indices and keys of lists; for reports. */
export function placeOf({ changes }: RecordedLine): string {
  return changes.map(({ path }) => pathText(path.filter((step) => typeof step !== 'number')) || '(the document)').join(' and ') || '(as published)';
}
