import * as fs from 'fs';
import * as path from 'path';
import { linesOf, RecordedLine, SHARED, withoutPlaceholderNamespace } from './record';
import { applyChange, RecordedChange } from './recorded-change';
import type { Manifest } from '../../lib/manifests/manifest';

/** One line of ../shared/truth/webhooks/changes.jsonl with its manifest made. */
export interface Recorded {
  readonly line: RecordedLine;
  /** `file#index`, and what was changed. */
  readonly title: string;
  readonly kind: string;
  readonly manifest: Manifest;
  readonly accepted: boolean;
  readonly message: string;
  /** Who decided: a webhook's own logic, or decoding, schema and CEL, which are not this test's matter. */
  readonly by: 'webhook' | 'decoding' | 'schema' | 'nobody';
  /** The fields that a webhook's own logic named; the last may be missing where the record cut the message. */
  readonly fields: readonly string[];
  readonly cut: boolean;
}

/** Longest message that the record keeps. */
const CUT_AT = 400;

/** Every n-th recorded line, one after another. */
export function* recorded(every: number = 1): Generator<Recorded> {
  const bases = JSON.parse(fs.readFileSync(path.join(SHARED, 'truth/webhooks/changes-base.json'), 'utf8'));
  for (const line of linesOf('webhooks/changes.jsonl', every)) {
    const { file, doc, changes, ok } = line;
    const message = line.message ?? '';
    const by = ok ? 'nobody' : decidedBy(message);
    yield {
      line,
      title: `${file}#${doc} ${changes.map((change: RecordedChange) => `${change.op} ${change.path.join('.')} ${JSON.stringify(change.value)?.slice(0, 80)}`).join('; ')}`,
      kind: line.kind.split('/').pop()!,
      manifest: changes.reduce(applyChange, withoutPlaceholderNamespace(structuredClone(bases[`${file}#${doc}`]))),
      accepted: ok,
      message,
      by,
      fields: by === 'webhook' ? fieldsOf(message) : [],
      cut: message.length >= CUT_AT,
    };
  }
}

/** A webhook's own refusal says `denied the request`; so do its JSON decoder and the quantity parser in it, with texts of their own. */
function decidedBy(message: string): Recorded['by'] {
  if (!message.includes('denied the request: ')) return /^500|^400/.test(message) ? 'decoding' : 'schema';
  return /denied the request: (json: |quantities must match|unable to parse quantity|v1\.|strict decoding)/.test(message) ? 'decoding' : 'webhook';
}

/** A field, where an error of Kubernetes' field validation begins. */
const FIELD = new RegExp('(?:^\\[?|, )([a-z]\\w*(?:\\.[\\w-]+|\\[[^\\]]*\\])*): '
  + '(?:Invalid value|Required value|Duplicate value|Unsupported value|Forbidden|Not found|Too )', 'g');

/** `[a.b: Invalid value: …, c: Required value: …]` or one of them; a panic or a duration names no field. */
function fieldsOf(message: string): string[] {
  const text = message.replace(/^.*?denied the request: (\w+\.\S+ ".*?" is invalid: )?/s, '');
  const fields = text.matchAll(FIELD);
  return [...fields].map(([, field]) => field);
}

/** Whether two fields are the same, where either may leave out indices that the other writes. */
export function sameField(a: string, b: string): boolean {
  const [left, right] = [steps(a), steps(b)];
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && left[i] === right[j]) {
      i += 1;
      j += 1;
    } else if (/^\d+$/.test(left[i] ?? '')) {i += 1;} else if (/^\d+$/.test(right[j] ?? '')) {j += 1;} else {return false;}
  }
  return true;
}

function steps(field: string): string[] {
  return [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([whole, index]) => index ?? whole);
}
