/**
 * Generates lib/crds, lib/facts/schemas, crds.names.yaml from ../shared/crds or, without it, from what crds.lock.yaml records.
 * `--check` writes nothing and fails with the list of files that differ; `--update-lock` records the inputs anew.
 */
import * as fs from 'fs';
import * as path from 'path';
import { CrdLock } from './crd-lock';
import { BINDINGS, generate, SCHEMAS } from './generate';
import { fetchLocked, Inputs, readCopies, verify } from './inputs';
import { SHARED } from './sources';

const ROOT = path.join(__dirname, '..', '..');
const LOCK = 'crds.lock.yaml';

async function main(options: readonly string[]): Promise<void> {
  const unknown = options.find((option) => !['--check', '--update-lock'].includes(option));
  if (unknown) throw new Error(`unknown option ${unknown}`);
  const files = generate(await inputs(options.includes('--update-lock')), read);
  const stale = staleFiles(files);
  const changed = [...files].filter(([file, text]) => read(file) !== text).map(([file]) => file);
  if (options.includes('--check')) {
    if (changed.length + stale.length) throw new Error(`not current (run \`npx projen import\`):\n${[...changed, ...stale].join('\n')}`);
    console.log(`${files.size} generated files are current`);
    return;
  }
  for (const file of changed) write(file, files.get(file)!);
  for (const file of stale) fs.rmSync(path.join(ROOT, file));
  console.log(`${files.size} files, ${changed.length} written, ${stale.length} removed`);
}

async function inputs(updateLock: boolean): Promise<Inputs> {
  const shared = path.join(ROOT, SHARED);
  if (fs.existsSync(shared)) {
    const copies = readCopies(shared);
    if (updateLock) write(LOCK, CrdLock.of(copies).render());
    verify(copies, CrdLock.parse(read(LOCK) ?? 'files: []'));
    return copies;
  }
  if (updateLock) throw new Error(`--update-lock reads ${SHARED}, which is not there`);
  console.log(`${SHARED} is not there: fetching what ${LOCK} records`);
  return fetchLocked(CrdLock.parse(read(LOCK) ?? 'files: []'));
}

/** Files of earlier imports that are no longer made. */
export function staleFiles(files: ReadonlyMap<string, string>): string[] {
  return [...list(BINDINGS, /^[^.]+\.ts$/), ...list(SCHEMAS, /\.json$/)].filter((file) => !files.has(file));
}

function list(folder: string, names: RegExp): string[] {
  const entries = fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? list(`${folder}/${entry.name}`, names) : names.test(entry.name) ? [`${folder}/${entry.name}`] : []));
}

function read(file: string): string | undefined {
  const full = path.join(ROOT, file);
  return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : undefined;
}

function write(file: string, text: string): void {
  const full = path.join(ROOT, file);
  fs.mkdirSync(path.dirname(full), { recursive: true });
  fs.writeFileSync(full, text);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
