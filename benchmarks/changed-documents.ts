import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { compiled } from './compiled';
import { applyChange, RecordedChange } from '../tools/agreement/recorded-change';

const { readInputs } = compiled('manifests/read') as typeof import('../lib/manifests/read');

/** A line of truth/apiserver/changes.jsonl, as far as it says what the document is. */
interface Line {
  readonly file: string;
  readonly doc: number;
  readonly changes: readonly RecordedChange[];
}

/**
 * Writes published manifests with one or two changes each, a JSON file for each, into a new folder: evenly chosen among the recorded ones, the same
 * each time.
 *
 * @returns the folder
 */
export function writeChangedDocuments(shared: string, count: number): string {
  const examples = path.join(shared, 'upstream-examples');
  const given = new Map<string, object>();
  for (const { file, objects } of readInputs([examples])) {
    for (const { origin, manifest } of objects) given.set(`${path.relative(examples, file)}#${origin.index}`, manifest);
  }
  const lines = fs.readFileSync(path.join(shared, 'truth', 'apiserver', 'changes.jsonl'), 'utf8').trimEnd().split('\n');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-changed-'));
  const step = lines.length / count;
  for (let i = 0; i < count; i++) {
    const { file, doc, changes } = JSON.parse(lines[Math.floor(i * step)]) as Line;
    const manifest: unknown = changes.reduce((document: object, change) => applyChange(document, change) as object, structuredClone(given.get(`${file}#${doc}`)!));
    fs.writeFileSync(path.join(folder, `${String(i).padStart(5, '0')}.json`), JSON.stringify(manifest));
  }
  return folder;
}
