import { DYNAMO_EXPANDERS } from './dynamo';
import type { Expander, ExpansionContext } from './expander';
import { GROVE_EXPANDERS } from './grove';
import { WORKLOAD_EXPANDERS } from './workloads';
import type { ClusterFacts } from '../facts/cluster-facts';
import type { Manifest } from '../manifests/manifest';
import { ManifestObject, record } from '../manifests/manifest-object';
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

const TEMPLATE = { group: 'resource.k8s.io', kind: 'ResourceClaimTemplate' };

/** API groups whose objects of a kind are expanded; the core group is `v1`. */
export function expandedGroupsOf(kind: string): string[] {
  return [...EXPANDERS.keys()].map((key) => key.split('/')).filter(([, each]) => each === kind).map(([group]) => (group === '' ? 'v1' : group));
}

/** A cluster of which nothing is known. */
export const NO_FACTS: ClusterFacts = { operators: {}, pools: [] };

/** How far, and what where it cannot be done. */
export interface ExpandOptions {
  /** The objects of the set that are expanded. Default: all */
  readonly roots?: readonly ManifestObject[];
  /** Whether what is created is expanded in turn, down to pods. Default: true */
  readonly isDeep?: boolean;
  /** Takes the error of an applied object that asks for more objects than anybody wants; the others are expanded all the same. Default: it is thrown */
  readonly onFailure?: (error: Error, root: ManifestObject) => void;
  /** Hears where an operator gives up on an object: what it made before is there, the rest is never made. Default: nobody does */
  readonly onStop?: (reason: string, root: ManifestObject) => void;
  /** What is made of objects of the set, without what is made of that in turn, where somebody made it already. Default: of none */
  readonly known?: ReadonlyMap<ManifestObject, readonly Manifest[]>;
}

/** Whether expansion knows what is made of objects of a kind. */
export function isExpanded(manifest: Manifest): boolean {
  return EXPANDERS.has(kindOf(manifest));
}

/**
 * Everything that controllers will create of a set of manifests, each object after its owner, in the order of the set.
 *
 * @throws when a number in a manifest asks for more objects than anybody wants, and nobody takes the error
 */
export function expand(
  manifests: ManifestSet,
  cluster: ClusterFacts = NO_FACTS,
  { roots = manifests.objects, isDeep = true, onFailure, onStop, known }: ExpandOptions = {},
): ExpandedObject[] {
  const made = new Map<string, Manifest>();
  let current: ManifestObject | undefined;
  const context: ExpansionContext = {
    cluster,
    manifests,
    onStop: (reason) => onStop?.(reason, current!),
    claimTemplate: (name, namespace) => {
      const template = manifests.find(TEMPLATE.group, TEMPLATE.kind, name, namespace)?.manifest ?? made.get(`${namespace ?? ''}/${name}`);
      return record(template?.spec);
    },
  };
  const objects: ExpandedObject[] = [];
  for (const root of roots) {
    current = root;
    try {
      below(root.manifest as Manifest, [], root, root);
    } catch (error) {
      if (!onFailure) throw located(error as Error, root);
      onFailure(error as Error, root);
    }
  }
  return objects;

  function below(manifest: Manifest, owners: readonly Manifest[], owner: ExpandedObject['owner'], root: ManifestObject): void {
    const created = (owner === root ? known?.get(root) : undefined) ?? EXPANDERS.get(kindOf(manifest))?.(manifest, context, owners) ?? [];
    if (created.length === 0) return;
    // Before anything below is expanded: its pods may claim what stands beside it.
    for (const each of created) {
      if (each.kind === TEMPLATE.kind) made.set(`${each.metadata?.namespace ?? ''}/${each.metadata?.name ?? ''}`, each);
    }
    const path = [manifest, ...owners];
    for (const each of created) {
      const object = { manifest: each, owner, root };
      objects.push(object);
      if (isDeep) below(each, path, object, root);
    }
  }
}

/** `group/Kind`, as the tables of expanders have it. */
function kindOf({ apiVersion, kind }: Manifest): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}`;
}

function located(error: Error, { origin: { file, line } }: ManifestObject): Error {
  return file === undefined ? error : new Error(`${file}${line === undefined ? '' : `:${line}`}: ${error.message}`);
}
