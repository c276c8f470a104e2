import { accessOf } from './access';
import { autoscalersOf } from './autoscalers';
import { headlessServiceOf } from './headless-service';
import { autoMnnvl, computeDomainsOf } from './mnnvl';
import { podCliqueOf } from './pod-clique';
import { podGangsOf } from './pod-gang';
import { scalingGroupOf } from './scaling-group';
import { viewOf } from './set-view';
import { sharedClaims } from './shared-claims';
import { setClaimName } from '../../facts/grove';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Expander } from '../expander';
import { indices } from '../values';

/** What Grove makes of a set itself; scaling groups and PodCliques are expanded in turn. scheduling.md 9.1 */
export const expandPodCliqueSet: Expander = (manifest, context) => {
  if (context.cluster.operators.grove === false) return []; // nobody reads it
  const set = viewOf(manifest);
  const replicas = indices(set.replicas);
  return [
    ...accessOf(set),
    ...replicas.map((replica) => headlessServiceOf(set, replica)),
    ...replicas.flatMap((replica) => autoscalersOf(set, replica)),
    ...autoMnnvl(context) ? replicas.flatMap((replica) => computeDomainsOf(set, replica)) : [],
    ...sharedClaims(set, {
      sharing: set.sharing,
      replicas: set.replicas,
      name: (template, index) => setClaimName(set.name, template, index),
      labels: {},
      indexLabel: LABEL_KEYS.groveSetReplica,
    }, context),
    ...replicas.flatMap((replica) => set.cliques.filter(({ group }) => !group)
      .flatMap(({ name }) => podCliqueOf(set, { podCliqueSet: set.name, replica, clique: name }, context))),
    ...replicas.flatMap((replica) => set.groups.map((group) => scalingGroupOf(set, group, replica))),
    ...podGangsOf(set, context),
  ];
};
