import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { invalid } from '../../core/errors';

const INDEX_NOTE = 'Files that cdk8s-inference wrote and may remove. Generated.';

/** An output folder and the index beside it that says which of its files we wrote. */
export class OutputFolder {
  private readonly index: string | undefined;
  private indexed: string | undefined;

  constructor(private readonly outdir: string) {
    const absolute = path.resolve(outdir);
    const parent = path.dirname(absolute);
    // Never inside: `cdk8s synth` empties the folder, `kubectl apply -f` reads JSON. A folder made by mkdtemp is not written twice.
    this.index = same(parent, os.tmpdir()) ? undefined : path.join(parent, '.cdk8s-inference', `${path.basename(absolute)}.json`);
  }

  /**
   * Writes the files that changed, removes those that we wrote earlier and that are no longer there, and touches no other.
   *
   * @param files text by path below the folder, with `/`
   */
  public write(files: ReadonlyMap<string, string>): void {
    const before = this.readIndex();
    const now = [...files.keys()].sort();
    const stale = before.filter((file) => !files.has(file));
    this.orExplain(this.outdir, () => fs.mkdirSync(this.outdir, { recursive: true }));
    // First the index of both: who is interrupted forgets no file.
    this.writeIndex([...new Set([...before, ...now])].sort());
    const known = new Set(before);
    const folders = new Set([path.resolve(this.outdir)]);
    for (const [file, text] of files) {
      const target = this.pathOf(file);
      this.orExplain(target, () => {
        const folder = path.dirname(target);
        if (!folders.has(folder)) fs.mkdirSync(folder, { recursive: true });
        folders.add(folder);
        if (!known.has(file) || contentOf(target) !== text) fs.writeFileSync(target, text);
      });
    }
    for (const file of stale) this.remove(file);
    this.writeIndex(now);
  }

  private pathOf(file: string): string {
    return path.join(path.resolve(this.outdir), ...file.split('/'));
  }

  private remove(file: string): void {
    this.orExplain(this.pathOf(file), () => fs.rmSync(this.pathOf(file), { force: true }));
    for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
      try {
        fs.rmdirSync(this.pathOf(folder));
      } catch {
        return; // something else is in it, or it is gone
      }
    }
  }

  /** Files that we wrote earlier; none where nobody knows. */
  private readIndex(): string[] {
    this.indexed = this.index === undefined ? undefined : contentOf(this.index);
    if (this.indexed === undefined) return [];
    try {
      const { files } = JSON.parse(this.indexed) as { files: unknown[] };
      // It was made to remove files: nothing outside the folder, whoever edited it.
      return files.filter((file): file is string => typeof file === 'string' && file !== '' && file.split('/').every((part) => !/^(|\.|\.\.)$|[\\:]/.test(part)));
    } catch {
      throw invalid({ path: this.index!, value: 'the index of written files', reason: 'it is no JSON of ours', fix: 'restore it, or delete it and clear the output folder by hand' });
    }
  }

  private writeIndex(files: readonly string[]): void {
    const text = `${JSON.stringify({ '//': INDEX_NOTE, files }, undefined, 2)}\n`;
    if (this.index === undefined || text === this.indexed || (files.length === 0 && this.indexed === undefined)) return;
    this.indexed = text;
    try {
      fs.mkdirSync(path.dirname(this.index), { recursive: true });
      fs.writeFileSync(this.index, text);
    } catch (error) {
      // Manifests matter more: a container may mount nothing but the output folder.
      process.stderr.write(`${this.index}: cannot be written - ${(error as Error).message}. Files of objects that you remove will stay in ${this.outdir}\n`);
    }
  }

  private orExplain(target: string, write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (!code) throw error;
      throw invalid({
        path: path.relative('', target) || target,
        value: 'cannot be written',
        reason: message,
        fix: code === 'ENOTDIR' || code === 'EISDIR' || code === 'EEXIST' ? 'move away what is there' : 'let the program write there, or give another outdir',
      });
    }
  }
}

function contentOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function same(one: string, other: string): boolean {
  const real = (folder: string) => (fs.existsSync(folder) ? fs.realpathSync(folder) : folder);
  return real(one) === real(other);
}
