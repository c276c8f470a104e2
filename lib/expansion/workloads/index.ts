import type { Expander } from '../expander';

/** By `group/Kind`: what the controllers of Kubernetes, LeaderWorkerSet, JobSet and the MPI Operator create: as far as Pods, claims and Services. */
export const WORKLOAD_EXPANDERS: { readonly [kind: string]: Expander } = {};
