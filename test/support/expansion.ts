import { expand } from '../../lib/expansion/expand';
import type { OperatorFacts } from '../../lib/facts/cluster-facts';
import { ManifestSet } from '../../lib/manifests/manifest-set';

/** What controllers make of manifests, as plain objects. */
export function made(manifests: readonly unknown[], operators: OperatorFacts = {}): any[] {
  return expand(ManifestSet.of([...manifests]), { operators, pools: [] }).map(({ manifest }) => manifest);
}

/** Those of a kind. */
export function madeOf(kind: string, manifests: readonly unknown[], operators?: OperatorFacts): any[] {
  return made(manifests, operators).filter((object) => object.kind === kind);
}

/** Their names. */
export function namesOf(objects: readonly any[]): string[] {
  return objects.map(({ metadata }) => metadata.name);
}

/** A clique of a PodCliqueSet with one container. */
export function clique(name: string, spec: object = {}, more: object = {}, podSpec: object = {}): object {
  return { name, ...more, spec: { roleName: name, replicas: 1, podSpec: { containers: [{ name: 'main', image: 'busybox' }], ...podSpec }, ...spec } };
}

/** A PodCliqueSet. */
export function podCliqueSet(template: object, { replicas = 1, ...metadata }: { replicas?: number; [key: string]: unknown } = {}): any {
  return { apiVersion: 'grove.io/v1alpha1', kind: 'PodCliqueSet', metadata: { name: 'p', ...metadata }, spec: { replicas, template } };
}
