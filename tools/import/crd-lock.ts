import { createHash } from 'crypto';
import { parse, stringify } from 'yaml';
import { compare } from './component-schemas';
import { Source, SOURCES } from './sources';

const HEADER = `# What lib/crds and lib/facts/schemas were generated from. Written by \`npx projen import --update-lock\`.
# Where it is fetched from: https://raw.githubusercontent.com/<repository>/<ref>/<path>. Without a path, the file can only be read
# from ../shared/crds (\`unfetchable\` says why), and without that the committed schemas of the version are taken as they are.
# sha256 is that of the file's content. pathFromIndex: the path was seen at another commit; whether the file at \`ref\` is the
# same shows when the hash is checked.
`;

export interface LockedFile {
  readonly component: string;
  readonly version: string;
  readonly repository?: string;
  readonly ref?: string;
  readonly path?: string;
  readonly pathFromIndex?: boolean;
  /** Why there is no path. */
  readonly unfetchable?: string;
  /** Below ../shared/crds. */
  readonly copy: string;
  readonly sha256: string;
}

/** The record of all inputs. */
export class CrdLock {
  private readonly byCopy: Map<string, LockedFile>;

  constructor(readonly files: readonly LockedFile[]) {
    this.byCopy = new Map(files.map((file) => [file.copy, file]));
  }

  static parse(text: string): CrdLock {
    return new CrdLock((parse(text) as { files: LockedFile[] }).files);
  }

  /** @param copies content of each copy of a source, by name */
  static of(copies: ReadonlyMap<Source, ReadonlyMap<string, string>>): CrdLock {
    const files = SOURCES.flatMap((source) => [...copies.get(source)!].map(([name, text]): LockedFile => {
      const path = source.path?.(name);
      const why = source.unfetchable ?? (source.derived ? 'derived, not an upstream file' : 'upstream path not recorded');
      return {
        component: source.component,
        version: source.version,
        ...(source.repository ? { repository: source.repository, ref: source.ref } : {}),
        ...(path ? { path, ...(source.pathFromIndex ? { pathFromIndex: true } : {}) } : { unfetchable: why }),
        copy: `${source.folder}/${name}`,
        sha256: sha256(text),
      };
    }));
    return new CrdLock(files.sort((a, b) => compare(a.component, b.component)));
  }

  of(source: Source, name: string): LockedFile | undefined {
    return this.byCopy.get(`${source.folder}/${name}`);
  }

  namesOf(source: Source): string[] {
    return this.files.filter(({ component, version, copy }) => component === source.component && version === source.version
      && copy.startsWith(`${source.folder}/`) && (source.files ?? /./).test(copy.slice(source.folder.length + 1)))
      .map(({ copy }) => copy.slice(source.folder.length + 1));
  }

  render(): string {
    return HEADER + stringify({ files: this.files }, { lineWidth: 0 });
  }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
