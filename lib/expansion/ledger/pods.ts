import { groupBy } from '../../core/groups';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import type { ExpandedObject } from '../expand';

/** A pod, and what it comes of: its owners from the nearest to the applied object. */
export interface OwnedPod {
  readonly manifest: Manifest;
  readonly owners: readonly Manifest[];
  readonly root: ManifestObject;
}

/** Everything that will exist: the applied objects and those that controllers create. */
export interface AllObjects {
  readonly manifests: readonly Manifest[];
  readonly pods: readonly OwnedPod[];
}

/** The applied objects with what comes of each, in the order of the set. Pods of a CronJob are left out: it runs at its time, not with the others. */
export function allObjects(set: ManifestSet, expanded: readonly ExpandedObject[]): AllObjects {
  const created = groupBy(expanded, ({ root }) => root);
  const manifests: Manifest[] = [];
  const pods: OwnedPod[] = [];
  for (const root of set.objects) {
    const applied = root.manifest as Manifest;
    manifests.push(applied);
    if (isPod(applied)) pods.push({ manifest: applied, owners: [], root });
    for (const object of created.get(root) ?? []) {
      manifests.push(object.manifest);
      if (isPod(object.manifest) && root.kind !== 'CronJob') pods.push({ manifest: object.manifest, owners: ownersOf(object), root });
    }
  }
  return { manifests, pods };
}

function isPod({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Pod';
}

function ownersOf(object: ExpandedObject): Manifest[] {
  const owners: Manifest[] = [];
  let owner = object.owner;
  while ('owner' in owner) {
    owners.push(owner.manifest);
    owner = owner.owner;
  }
  return [...owners, owner.manifest as Manifest];
}
