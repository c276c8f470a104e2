import * as fs from 'fs';
import * as path from 'path';
import { CrdLock } from '../../../tools/import/crd-lock';
import { generate } from '../../../tools/import/generate';
import { fetchLocked, readCopies, verify } from '../../../tools/import/inputs';
import { SOURCES } from '../../../tools/import/sources';
import { describeWithShared, ROOT, SHARED } from '../../conformance/upstream';

const committed = (file: string): string | undefined => {
  const full = path.join(ROOT, file);
  return fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : undefined;
};
const differing = (files: ReadonlyMap<string, string>): string[] => (
  [...files].filter(([file, text]) => committed(file) !== text).map(([file]) => file));
const lock = CrdLock.parse(committed('crds.lock.yaml')!);

describe('the committed bindings', () => {
  test('are what the importer makes of the committed schemas', () => {
    const files = generate(new Map(SOURCES.map((source) => [source, undefined])), committed);
    expect(differing(files)).toEqual([]);
  });
});

describeWithShared('the committed bindings and schemas', () => {
  const copies = readCopies(path.join(SHARED, 'crds'));

  test('are what the importer makes of ../shared/crds', () => {
    expect(differing(generate(copies, committed))).toEqual([]);
  });

  test('the lock records exactly the files of ../shared/crds', () => {
    expect(() => verify(copies, lock)).not.toThrow();
    expect(CrdLock.of(copies).render()).toBe(committed('crds.lock.yaml'));
  });

  test('the same comes out when the files are fetched from the URLs of the lock', async () => {
    const urls = new Map(lock.files.filter(({ path: upstream }) => upstream)
      .map((file) => [`https://raw.githubusercontent.com/${file.repository}/${file.ref}/${file.path}`, file.copy]));
    const fetched = await fetchLocked(lock, async (url) => fs.readFileSync(path.join(SHARED, 'crds', urls.get(url)!), 'utf8'));
    expect([...fetched.values()].filter((files) => files).length).toBeGreaterThan(15);
    expect(differing(generate(fetched, committed))).toEqual([]);
  });

  test('a file that is not the recorded one is refused, with both hashes', async () => {
    await expect(fetchLocked(lock, async () => 'something else')).rejects.toThrow(/sha256 is [0-9a-f]{64}, recorded [0-9a-f]{64}/);
  });
});
