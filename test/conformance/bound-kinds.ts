import { crds } from '../../lib';
import { SOURCES } from '../../tools/import/sources';

/** A class of `crds`. */
export interface BoundKind {
  readonly component: string;
  readonly namespace: string;
  readonly className: string;
  readonly manifest: (props: any) => any;
}

/** All classes of `crds`, by `apiVersion kind`; two for ComputeDomain, which two components ship. */
export function boundKinds(): Map<string, BoundKind[]> {
  const kinds = new Map<string, BoundKind[]>();
  for (const [namespace, exported] of Object.entries(crds)) {
    const { component } = SOURCES.find((source) => source.component.replace(/-/g, '_') === namespace)!;
    for (const [className, value] of Object.entries(exported as any) as [string, any][]) {
      if (typeof value?.GVK !== 'object') continue;
      const key = `${value.GVK.apiVersion} ${value.GVK.kind}`;
      kinds.set(key, [...kinds.get(key) ?? [], { component, namespace, className, manifest: (props) => value.manifest(props) }]);
    }
  }
  return kinds;
}
