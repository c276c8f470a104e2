import type { SetView } from './set-view';
import type { JsonObject } from '../../core/merge';
import { list, record, text } from '../../manifests/manifest-object';
import type { ExpansionContext } from '../expander';
import { defined } from '../values';

/** The topology that a set names, and its constraints in the words of the scheduler. */
export interface TopologyOfSet {
  /** Whether Grove looks at constraints at all. */
  readonly enabled: boolean;
  /** Name of the ClusterTopologyBinding. */
  readonly name?: string;
  /** A constraint of a PodGang: node label keys instead of domains; undefined where there is none. */
  readonly translate: (constraint: JsonObject | undefined) => JsonObject | undefined;
}

/**
 * The topology of a set. scheduling.md 3.5, 9.3
 *
 * Where it is not known whether Grove looks at topology it does: the webhook takes no constraint while it does not (scheduling.md 2.2 rule 14).
 * The keys are those of the ClusterTopologyBinding. Where no manifest brings it the domain's name stands for its key, which is not known then;
 * a domain that the binding lacks is dropped, as Grove does.
 */
export function topologyOf(set: SetView, { cluster, manifests }: ExpansionContext): TopologyOfSet {
  const enabled = cluster.operators.topologyAwareScheduling !== false;
  const name = [set, ...set.cliques, ...set.groups].map(({ topologyConstraint }) => text(topologyConstraint?.topologyName))
    .find((each) => each !== undefined);
  const binding = name === undefined ? undefined : manifests.find('grove.io', 'ClusterTopologyBinding', name);
  const levels = binding && new Map(list(binding.get('spec', 'levels')).map((level) => {
    const { domain, key } = record(level) ?? {};
    return [domain, key];
  }));
  const keyOf = (domain: unknown): unknown => text(domain) === undefined ? undefined : levels ? levels.get(domain) : domain;
  return {
    enabled,
    name,
    translate: (constraint) => {
      if (!enabled || !constraint) return undefined;
      const pack = record(constraint.pack);
      // A constraint without a name of its own has the one of the set: all names of a set are equal.
      const required = keyOf(text(pack?.required) ?? constraint.packDomain);
      const preferred = keyOf(pack?.preferred);
      return required === undefined && preferred === undefined ? undefined : { packConstraint: defined({ required, preferred }) };
    },
  };
}
