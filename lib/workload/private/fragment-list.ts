import { invalid } from '../../core/errors';
import { stableJson } from '../../core/stable-json';
import { PodFragment } from '../pod-fragment';

/** The fragments of one workload: each id once, in a fixed order. */
export class FragmentList {
  private readonly byId = new Map<string, PodFragment>();

  constructor(private readonly path: string) {}

  public add(fragment: PodFragment): void {
    const known = this.byId.get(fragment.id);
    if (known && stableJson(known) !== stableJson(fragment)) {
      throw invalid({
        path: this.path, value: `relation '${fragment.id}' twice with different content`, reason: 'a relation is registered once per workload', fix: 'remove one of the two calls',
      });
    }
    this.byId.set(fragment.id, fragment);
  }

  /** The fragments of this list and of the one that the workload shares with others, each once, by id. */
  public with(shared: FragmentList): PodFragment[] {
    return [...new Map([...shared.byId, ...this.byId]).values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
