import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';

export const ROOT = path.join(__dirname, '..', '..');
export const SHARED = path.join(ROOT, '..', 'shared');
const EXAMPLES = path.join(SHARED, 'upstream-examples');

/** `describe`, or one skipped test that says what is missing. */
export function describeWithShared(name: string, tests: () => void): void {
  if (fs.existsSync(SHARED)) {
    describe(name, tests);
  } else {
    describe(name, () => test.skip(`needs ${SHARED}, which is not there`, () => undefined));
  }
}

/** A manifest that upstream publishes. */
export interface UpstreamDocument {
  /** `dynamo/recipes__….yaml#0`: file and index among its manifests, as in truth/README.md. */
  readonly id: string;
  readonly manifest: any;
}

/** Files of the examples that cannot be read as YAML. */
export function unreadableFiles(): string[] {
  return files().filter(({ text }) => parseAllDocuments(text).some(({ errors }) => errors.length)).map(({ name }) => name);
}

/** All manifests of ../shared/upstream-examples; the items of a List count one by one. */
export function upstreamDocuments(): UpstreamDocument[] {
  return files().flatMap(({ name, text }) => manifestsOf(text).map((manifest, i): UpstreamDocument => ({ id: `${name}#${i}`, manifest })));
}

function files(): { readonly name: string; readonly text: string }[] {
  return fs.readdirSync(EXAMPLES).sort().filter((folder) => fs.statSync(path.join(EXAMPLES, folder)).isDirectory()).flatMap((folder) => {
    const names = fs.readdirSync(path.join(EXAMPLES, folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
    return names.map((name) => ({ name: `${folder}/${name}`, text: fs.readFileSync(path.join(EXAMPLES, folder, name), 'utf8') }));
  });
}

function manifestsOf(text: string): any[] {
  return parseAllDocuments(text).flatMap((document) => {
    if (document.errors.length) return [];
    const value = document.toJS();
    const isList = typeof value?.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items);
    return isList ? value.items : [value];
  }).filter((value) => typeof value?.apiVersion === 'string' && typeof value?.kind === 'string');
}
