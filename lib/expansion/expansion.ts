import type { ExpandedObject } from './expand';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { Manifest } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';

/** What operators will make of a set of manifests on a cluster: made when somebody asks, and once, however many ask. Rules and the ledger share it. */
export class Expansion {
  private graphs?: readonly ExpandedObject[];
  private everything?: readonly ExpandedObject[];

  constructor(public readonly manifests: ManifestSet, public readonly cluster?: ClusterFacts) {}

  /**
   * What is made of graphs of Dynamo, without what is made of that in turn: sets are made of graphs only, and their pods are many.
   *
   * @param onFailure takes the error of a graph that asks for more objects than anybody wants; only who asks first hears of it
   */
  public ofGraphs(onFailure: (error: Error, graph: ManifestObject) => void): readonly ExpandedObject[] {
    return this.graphs ??= expander().expand(this.manifests, this.cluster, {
      roots: this.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment'), isDeep: false, onFailure,
    });
  }

  /**
   * Everything that will exist, each object after its owner, in the order of the set.
   *
   * @throws when a number in a manifest asks for more objects than anybody wants
   */
  public get all(): readonly ExpandedObject[] {
    return this.everything ??= expander().expand(this.manifests, this.cluster, { known: this.known() });
  }

  private known(): ReadonlyMap<ManifestObject, readonly Manifest[]> {
    const known = new Map<ManifestObject, Manifest[]>();
    for (const { root, manifest } of this.graphs ?? []) {
      const same = known.get(root);
      if (same) same.push(manifest);
      else known.set(root, [manifest]);
    }
    return known;
  }
}

/** Loaded on first use: most sets are judged without a word on what is made of them. */
function expander(): typeof import('./expand') {
  return require('./expand') as typeof import('./expand');
}
