import { Place } from './place';
import type { ManifestSet } from '../../manifests/manifest-set';

/** What is known of the topologies of a cluster. What is not given is not known, which is not the same as absent. */
export interface TopologyFacts {
  /** Levels of the ClusterTopologyBindings that exist, broadest first, by name of the binding. */
  readonly topologyBindings?: { readonly [name: string]: readonly string[] };
  /** Whether `topologyBindings` are all that there are: only then is another one absent. */
  readonly topologyBindingsComplete?: boolean;
}

/** The topology's levels, `absent` where it is known not to exist, undefined where that is not known. */
export function topologyLevels(facts: TopologyFacts, name: string): readonly string[] | 'absent' | undefined {
  const levels = facts.topologyBindings;
  if (levels && Object.prototype.hasOwnProperty.call(levels, name)) return levels[name];
  return facts.topologyBindingsComplete ? 'absent' : undefined;
}

/** The topologies that the manifests themselves bring. */
export function topologyBindingsIn(manifests: ManifestSet): { [name: string]: string[] } {
  return Object.fromEntries(manifests.ofKind('grove.io', 'ClusterTopologyBinding').map(({ name, manifest }) => [
    name, new Place(manifest).at('spec', 'levels').items.map((level) => level.at('domain').text),
  ]));
}
