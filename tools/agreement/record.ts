import * as fs from 'fs';
import * as path from 'path';
import type { RecordedChange } from './recorded-change';

/** The folder with data that users' clones do not have. */
export const SHARED = path.join(__dirname, '..', '..', '..', 'shared');

/** One line of a record: what a server said of a manifest that was published, or changed in one or two places. */
export interface RecordedLine {
  readonly file: string;
  readonly doc: number;
  /** For example `apps/v1/Deployment`. */
  readonly kind: string;
  readonly changes: readonly RecordedChange[];
  /** The sort of change (../shared/truth/README.md); `given` without one. */
  readonly what: string;
  readonly ok: boolean;
  readonly message: string;
}

/** The lines of a file of records, every n-th of them. */
export function* linesOf(file: string, every: number = 1): Generator<RecordedLine> {
  let number = 0;
  for (const text of fs.readFileSync(path.join(SHARED, 'truth', file), 'utf8').split('\n')) {
    if (text !== '' && number++ % every === 0) yield JSON.parse(text) as RecordedLine;
  }
}

/** A namespace that is no valid name (a placeholder) was dropped before the server saw the document. */
export function withoutPlaceholderNamespace(manifest: any): any {
  const namespace = manifest.metadata?.namespace;
  if (typeof namespace === 'string' && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace)) delete manifest.metadata.namespace;
  return manifest;
}
