import type { ExpandedObject } from './expand';
import { addTo } from '../core/groups';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { Manifest } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';

/** What operators will make of a set of manifests on a cluster: made when somebody asks, and once, however many ask. Rules and the ledger share it. */
export class Expansion {
  private readonly reasons = new Map<ManifestObject, string>();
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
      roots: this.manifests.ofKind('nvidia.com', 'DynamoGraphDeployment'), isDeep: false, onFailure, onStop: this.onStop,
    });
  }

  /**
   * Everything that will exist, each object after its owner, in the order of the set.
   *
   * @throws when a number in a manifest asks for more objects than anybody wants
   */
  public get all(): readonly ExpandedObject[] {
    return this.everything ??= expander().expand(this.manifests, this.cluster, { known: this.known(), onStop: this.onStop });
  }

  /** Objects of the set of which a controller makes less than they ask for, or nothing, with the first reason. */
  public get givenUp(): ReadonlyMap<ManifestObject, string> {
    void this.all;
    return this.reasons;
  }

  private readonly onStop = (why: string, root: ManifestObject): void => {
    if (!this.reasons.has(root)) this.reasons.set(root, why);
  };

  private known(): ReadonlyMap<ManifestObject, readonly Manifest[]> {
    const known = new Map<ManifestObject, Manifest[]>();
    for (const { root, manifest } of this.graphs ?? []) addTo(known, root, manifest);
    return known;
  }
}

/** Loaded on first use: most sets are judged without a word on what is made of them. */
function expander(): typeof import('./expand') {
  return require('./expand') as typeof import('./expand');
}
