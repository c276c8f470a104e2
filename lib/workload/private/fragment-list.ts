import { invalid } from '../../core/errors';
import { stableJson } from '../../core/stable-json';
import { PodFragment, PodFragmentProps } from '../pod-fragment';

/** The fragments of one workload: each id once, in a fixed order. */
export class FragmentList {
  private readonly byId = new Map<string, PodFragmentProps>();

  constructor(private readonly path: string) {}

  public add(fragment: PodFragment): void {
    this.refuseOther(fragment.props, this.byId.get(fragment.id));
    this.byId.set(fragment.id, fragment.props);
  }

  /** The fragments, by id. */
  public get all(): PodFragmentProps[] {
    return sorted(this.byId);
  }

  /** The fragments of this list and of those that the workload shares with others, each once, by id. */
  public with(...shared: FragmentList[]): PodFragmentProps[] {
    const merged = new Map(this.byId);
    for (const { byId } of shared) {
      for (const [id, fragment] of byId) {
        this.refuseOther(fragment, merged.get(id));
        merged.set(id, fragment);
      }
    }
    return sorted(merged);
  }

  private refuseOther(fragment: PodFragmentProps, known: PodFragmentProps | undefined): void {
    if (known === undefined || contentOf(known) === contentOf(fragment)) return;
    throw invalid({
      path: this.path, value: `relation '${fragment.id}' twice with different content`, reason: 'a relation is registered once per workload', fix: 'remove one of the two calls',
    });
  }
}

function sorted(fragments: ReadonlyMap<string, PodFragmentProps>): PodFragmentProps[] {
  return [...fragments.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Content as text; Secrets count by their names, since constructs hold each other. */
function contentOf(fragment: PodFragmentProps): string {
  const secrets = Object.entries(fragment.secrets ?? {}).map(([name, { secret, key }]) => [name, secret.name, key]);
  return stableJson({ ...fragment, secrets });
}
