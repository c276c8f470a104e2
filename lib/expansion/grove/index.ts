import { expandPodClique } from './pod-clique';
import { expandPodCliqueSet } from './pod-clique-set';
import { expandScalingGroup } from './scaling-group';
import type { Expander } from '../expander';

/** By `group/Kind`: what the Grove operator (v0.1.0-alpha.12-rc1) creates. */
export const GROVE_EXPANDERS: { readonly [kind: string]: Expander } = {
  'grove.io/PodCliqueSet': expandPodCliqueSet,
  'grove.io/PodCliqueScalingGroup': expandScalingGroup,
  'grove.io/PodClique': expandPodClique,
};
