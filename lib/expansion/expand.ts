import { DYNAMO_EXPANDERS } from './dynamo';
import type { Expander, ExpansionContext } from './expander';
import { GROVE_EXPANDERS } from './grove';
import { WORKLOAD_EXPANDERS } from './workloads';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { Manifest } from '../manifests/manifest';
import { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';

/** An object that a controller will create. */
export interface ExpandedObject {
  readonly manifest: Manifest;
  /** The object that it is created of: one that was applied, or one that is itself expanded. */
  readonly owner: ManifestObject | ExpandedObject;
  /** The applied object at the top of its owners. */
  readonly root: ManifestObject;
}

const EXPANDERS = new Map<string, Expander>(Object.entries({ ...WORKLOAD_EXPANDERS, ...GROVE_EXPANDERS, ...DYNAMO_EXPANDERS }));

const NO_FACTS: ClusterFacts = { operators: {}, pools: [] };

/** Everything that controllers will create of a set of manifests, each object after its owner, in the order of the set. */
export function expand(manifests: ManifestSet, cluster: ClusterFacts = NO_FACTS): ExpandedObject[] {
  const context: ExpansionContext = { cluster, manifests };
  return manifests.objects.flatMap((root) => below(root.manifest as Manifest, [], root, root, context));
}

function below(
  manifest: Manifest, owners: readonly Manifest[], owner: ExpandedObject['owner'], root: ManifestObject, context: ExpansionContext,
): ExpandedObject[] {
  const group = manifest.apiVersion.includes('/') ? manifest.apiVersion.split('/', 1)[0] : '';
  const created = EXPANDERS.get(`${group}/${manifest.kind}`)?.(manifest, context, owners) ?? [];
  if (created.length === 0) return [];
  const path = [manifest, ...owners];
  return created.flatMap((each) => {
    const object = { manifest: each, owner, root };
    return [object, ...below(each, path, object, root, context)];
  });
}
