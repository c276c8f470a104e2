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
      for (const kind of about?.kinds ?? []) add(this.byKind, kind, i);
      for (const key of about?.keys ?? []) add(this.byKey, key, i);
    });
  }

  /** Those that have something to look at, in the order of the list. */
  public of(objects: readonly ManifestObject[]): T[] {
    const asked = new Uint8Array(this.all.length);
    const ask = (places: readonly number[] | undefined) => {
      for (const i of places ?? []) asked[i] = 1;
    };
    ask(this.always);
    const seen = new Set<string>();
    for (const { group, kind, manifest } of objects) {
      const full = `${group}/${kind}`;
      if (!seen.has(full)) {
        seen.add(full);
        ask(this.byKind.get(full));
        ask(this.byKind.get(`${group}/*`));
      }
      if (this.byKey.size === 0) continue;
      const metadata = record(manifest.metadata);
      for (const map of [record(metadata?.labels), record(metadata?.annotations)]) {
        for (const key in map) ask(this.byKey.get(key));
      }
    }
    return this.all.filter((_, i) => asked[i] === 1);
  }
}

function add(index: Map<string, number[]>, name: string, place: number): void {
  const places = index.get(name);
  if (places) places.push(place);
  else index.set(name, [place]);
}
