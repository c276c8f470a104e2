import { expandCronJob, expandJob } from './job';
import { expandJobSet } from './job-set';
import { expandLeaderWorkerSet } from './leader-worker-set';
import { expandMpiJob } from './mpi-job';
import { expandPod } from './pod';
import { expandReplicas } from './replicas';
import { expandStatefulSet } from './stateful-set';
import type { Expander } from '../expander';

/**
 * By `group/Kind`: what the controllers of Kubernetes, LeaderWorkerSet, JobSet and the MPI Operator create: as far as Pods, claims and Services.
 * DaemonSets are not expanded: how many pods there are depends on the nodes of the day.
 */
export const WORKLOAD_EXPANDERS: { readonly [kind: string]: Expander } = {
  '/Pod': expandPod,
  '/ReplicationController': expandReplicas,
  'apps/Deployment': expandReplicas,
  'apps/ReplicaSet': expandReplicas,
  'apps/StatefulSet': expandStatefulSet,
  'batch/CronJob': expandCronJob,
  'batch/Job': expandJob,
  'jobset.x-k8s.io/JobSet': expandJobSet,
  'kubeflow.org/MPIJob': expandMpiJob,
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': expandLeaderWorkerSet,
};
