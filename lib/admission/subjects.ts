import { addTo } from '../core/groups';
import type { ManifestObject } from '../manifests/manifest-object';
import { record } from '../manifests/manifest-object';

/** What a rule is about. Where a set of manifests holds none of it, the rule has nothing to find and nothing to leave open, and is not asked. */
export interface Subjects {
  /** `group/Kind`, `/Kind` in the core group; `group/*` is every kind of a group. */
  readonly kinds: readonly string[];
  /** Keys of labels and annotations of objects of any kind. */
  readonly keys?: readonly string[];
}

/** Something that is about certain subjects; without them, about everything. */
export interface About {
  readonly _about?: Subjects;
}

/** Finds those of a list that are about something that a set holds, without asking each of them. */
export class SubjectIndex<T extends About> {
  private readonly always: number[] = [];
  private readonly byKind = new Map<string, number[]>();
  private readonly byKey = new Map<string, number[]>();

  constructor(public readonly all: readonly T[]) {
    all.forEach(({ _about: about }, i) => {
      if (!about) this.always.push(i);
      for (const kind of about?.kinds ?? []) addTo(this.byKind, kind, i);
      for (const key of about?.keys ?? []) addTo(this.byKey, key, i);
    });
  }

  /** Those that have something to look at, in the order of the list. */
  public of(objects: readonly ManifestObject[]): readonly T[] {
    const asked = new Set(this.always);
    const subjects = new Set<string>();
    for (const object of objects) this.addSubjects(object, subjects);
    for (const subject of subjects) {
      for (const places of [this.byKind.get(subject), this.byKey.get(subject)]) places?.forEach((i) => asked.add(i));
    }
    return this.all.filter((_, i) => asked.has(i));
  }

  /** What of an object decides which they are: another of the same signature has the same. */
  public signatureOf(object: ManifestObject): string {
    let keys = '';
    this.forKeys(object, (key) => keys += `${key} `);
    // What stands before the first line end is ours; a kind may be any text.
    return `${keys}\n${object.group}/${object.kind}`;
  }

  /** The kinds and keys of an object that anything is about. */
  private addSubjects(object: ManifestObject, subjects: Set<string>): void {
    const full = `${object.group}/${object.kind}`;
    if (this.byKind.has(full)) subjects.add(full);
    const all = `${object.group}/*`;
    if (this.byKind.has(all)) subjects.add(all);
    this.forKeys(object, (key) => subjects.add(key));
  }

  private forKeys({ manifest }: ManifestObject, act: (key: string) => void): void {
    const metadata = record(manifest.metadata);
    if (!metadata || this.byKey.size === 0) return;
    for (const key in record(metadata.labels)) if (this.byKey.has(key)) act(key);
    for (const key in record(metadata.annotations)) if (this.byKey.has(key)) act(key);
  }
}
