import type { JsonObject } from '../core/merge';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { Manifest } from '../manifests/manifest';
import type { ManifestSet } from '../manifests/manifest-set';

/** What an expansion may look at beside the object. */
export interface ExpansionContext {
  /** The cluster, as far as it is known. What is not given is as the charts of the release install it, or on where the manifests could not have been admitted otherwise. */
  readonly cluster: ClusterFacts;
  /** Everything that is applied: topologies, ConfigMaps, queues that objects refer to. */
  readonly manifests: ManifestSet;
  /** Hears why an operator gives up on the object. */
  readonly onStop?: (reason: string) => void;
  /**
   * The `spec` of a ResourceClaimTemplate, applied or made on the way down to the object; undefined where neither is known, which does not say that
   * the cluster lacks it.
   */
  readonly claimTemplate: (name: string, namespace: string | undefined) => JsonObject | undefined;
}

/**
 * What the controller of a kind creates of one object, in a fixed order, each with `metadata.ownerReferences` left out. Those objects are expanded in turn.
 * Pods are named without the random suffix that the server adds (`generateName`). Nothing of the input is changed.
 *
 * `owners` is what the object was itself made of, nearest first; none for an applied one.
 */
export type Expander = (manifest: Manifest, context: ExpansionContext, owners: readonly Manifest[]) => Manifest[];
