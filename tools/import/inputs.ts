import * as fs from 'fs';
import * as path from 'path';
import { CrdLock, sha256 } from './crd-lock';
import { Source, SOURCES } from './sources';

/** The content of the files of a source, by name; undefined where they cannot be had (see the lock). */
export type Inputs = ReadonlyMap<Source, ReadonlyMap<string, string> | undefined>;

/** Reads the copies in `folder`. */
export function readCopies(folder: string): Map<Source, Map<string, string>> {
  return new Map(SOURCES.map((source) => {
    const from = path.join(folder, source.folder);
    const wanted = source.files ?? /\.ya?ml$/;
    const names = fs.readdirSync(from).filter((name) => wanted.test(name) && fs.statSync(path.join(from, name)).isFile()).sort();
    if (!names.length) throw new Error(`${from}: no files of ${source.component} ${source.version}`);
    return [source, new Map(names.map((name) => [name, fs.readFileSync(path.join(from, name), 'utf8')]))];
  }));
}

/** Throws if a copy is not the file that the lock records. */
export function verify(inputs: ReadonlyMap<Source, ReadonlyMap<string, string>>, lock: CrdLock): void {
  const wrong: string[] = [];
  for (const [source, files] of inputs) {
    const locked = lock.namesOf(source);
    for (const name of locked.filter((each) => !files.has(each))) wrong.push(`${source.folder}/${name}: recorded but not there`);
    for (const [name, text] of files) {
      const entry = lock.of(source, name);
      if (!entry) wrong.push(`${source.folder}/${name}: not recorded`);
      else if (entry.sha256 !== sha256(text)) wrong.push(`${source.folder}/${name}: sha256 is ${sha256(text)}, recorded ${entry.sha256}`);
    }
  }
  if (wrong.length) throw new Error(`crds.lock.yaml differs from the files (--update-lock records them anew):\n${wrong.join('\n')}`);
}

/** Fetches what the lock records. */
export async function fetchLocked(lock: CrdLock, get: (url: string) => Promise<string> = download): Promise<Inputs> {
  const inputs = new Map<Source, ReadonlyMap<string, string> | undefined>();
  for (const source of SOURCES) {
    const entries = lock.namesOf(source).map((name) => lock.of(source, name)!);
    if (!entries.every((entry) => entry.path)) {
      inputs.set(source, undefined);
      continue;
    }
    const files = new Map<string, string>();
    for (const { copy, repository, ref, path: upstream, sha256: expected } of entries) {
      const url = `https://raw.githubusercontent.com/${repository}/${ref}/${upstream}`;
      const text = await get(url);
      if (sha256(text) !== expected) throw new Error(`${url}: sha256 is ${sha256(text)}, recorded ${expected}`);
      files.set(path.basename(copy), text);
    }
    inputs.set(source, files);
  }
  return inputs;
}

async function download(url: string): Promise<string> {
  const response = await fetch(url).catch((error: Error) => { throw new Error(`${url}: ${(error.cause as Error | undefined)?.message ?? error.message}`); });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return response.text();
}
