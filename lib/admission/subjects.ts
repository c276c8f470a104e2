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

/** Answers about more subjects are not kept: there are few sets of so many. */
const REMEMBERED = 4;
const MOST = 1000;

/** Finds those of a list that are about something that a set holds, without asking each of them. */
export class SubjectIndex<T extends About> {
  private readonly always: number[] = [];
  private readonly byKind = new Map<string, number[]>();
  private readonly byKey = new Map<string, number[]>();
  /** For the few subjects of one object: documents that are judged each by itself are alike. */
  private readonly answers = new Map<string, readonly T[]>();

  constructor(public readonly all: readonly T[]) {
    all.forEach(({ _about: about }, i) => {
      if (!about) this.always.push(i);
      for (const kind of about?.kinds ?? []) addTo(this.byKind, kind, i);
      for (const key of about?.keys ?? []) addTo(this.byKey, key, i);
    });
  }

  /** Those that have something to look at, in the order of the list. */
  public of(objects: readonly ManifestObject[]): readonly T[] {
    const subjects = this.subjectsOf(objects);
    if (subjects.size > REMEMBERED) return this.about(subjects);
    if (this.answers.size > MOST) this.answers.clear();
    const key = [...subjects].join(' ');
    let those = this.answers.get(key);
    if (!those) this.answers.set(key, those = this.about(subjects));
    return those;
  }

  /** Of kinds and keys that objects have those that anything is about, each once. */
  private subjectsOf(objects: readonly ManifestObject[]): Set<string> {
    const subjects = new Set<string>();
    for (const { group, kind, manifest } of objects) {
      const full = `${group}/${kind}`;
      if (this.byKind.has(full)) subjects.add(full);
      const all = `${group}/*`;
      if (this.byKind.has(all)) subjects.add(all);
      if (this.byKey.size === 0) continue;
      const metadata = record(manifest.metadata);
      if (!metadata) continue;
      this.addKeys(record(metadata.labels), subjects);
      this.addKeys(record(metadata.annotations), subjects);
    }
    return subjects;
  }

  private addKeys(map: { readonly [key: string]: unknown } | undefined, subjects: Set<string>): void {
    for (const key in map) if (this.byKey.has(key)) subjects.add(key);
  }

  private about(subjects: ReadonlySet<string>): T[] {
    const asked = new Set(this.always);
    for (const subject of subjects) {
      for (const places of [this.byKind.get(subject), this.byKey.get(subject)]) places?.forEach((i) => asked.add(i));
    }
    return this.all.filter((_, i) => asked.has(i));
  }
}
