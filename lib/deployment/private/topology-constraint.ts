import { invalid } from '../../core/errors';
import type { PodCliqueSetSpecTemplateTopologyConstraint } from '../../crds/grove';
import type { ITopology } from '../topology';
import type { TopologyLevel } from '../topology-level';
import type { TopologyPlacement } from '../topology-placement';

/** @throws when a placement prefers a level that what it requires decides already; Grove warns of it. Source: scheduling.md 2.2 */
export function requireNarrowing(path: string, levels: readonly TopologyLevel[], { requiredDomain, preferredDomain }: TopologyPlacement): void {
  const rank = (domain: string | undefined) => levels.findIndex((level) => level.domain === domain);
  if (requiredDomain === undefined || rank(preferredDomain) < 0 || rank(preferredDomain) > rank(requiredDomain)) return;
  throw invalid({
    path,
    value: `level '${preferredDomain}' preferred within '${requiredDomain}'`,
    reason: `'${preferredDomain}' is the broader of the two, so it says nothing`,
    fix: `write TopologyPlacement.within('${preferredDomain}', '${requiredDomain}'), or TopologyPlacement.required('${requiredDomain}')`,
  });
}

/**
 * Grove's constraint for a placement, with the name of the topology although the set's would be inherited: the set may have no placement of its own.
 *
 * @param parent placement of what the owner is part of
 * @throws what Grove's webhook refuses: no topology, an unknown level, one that is broader than the parent's. Source: scheduling.md 2.2
 */
export function topologyConstraint(
  path: string, topology: ITopology | undefined, placement: TopologyPlacement | undefined, parents: readonly (TopologyPlacement | undefined)[],
): PodCliqueSetSpecTemplateTopologyConstraint | undefined {
  if (placement === undefined) return undefined;
  if (topology === undefined) {
    throw invalid({ path, value: 'a placement without a topology', reason: 'it names levels of one (GRV-11)', fix: 'give the PodCliqueSet a topology' });
  }
  const rank = (domain: string): number => {
    const found = topology.levels.findIndex((level) => level.domain === domain);
    if (found >= 0) return found;
    throw invalid({
      path,
      value: `level '${domain}'`,
      reason: `the levels of topology '${topology.name}' are ${topology.levels.map((each) => each.domain).join(', ')} (GRV-11)`,
      fix: 'name one of them',
    });
  };
  requireNarrowing(path, topology.levels, placement);
  for (const key of ['requiredDomain', 'preferredDomain'] as const) {
    const own = placement[key];
    if (own === undefined) continue;
    const ownRank = rank(own);
    const narrower = parents.map((parent) => parent?.[key]).find((domain) => domain !== undefined && rank(domain) > ownRank);
    if (narrower === undefined) continue;
    throw invalid({
      path, value: `${key === 'requiredDomain' ? 'required' : 'preferred'} level '${own}'`, reason: `broader than '${narrower}' of what it is part of (GRV-11)`, fix: `name '${narrower}' or a narrower level`,
    });
  }
  return { topologyName: topology.name, pack: { required: placement.requiredDomain, preferred: placement.preferredDomain } };
}
