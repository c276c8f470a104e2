/** Labels of the pods of a Job. Source: kubernetes/api, batch/v1 (JobNameLabel, JobCompletionIndexAnnotation). */
export const JOB_LABELS = {
  name: 'batch.kubernetes.io/job-name',
  legacyName: 'job-name',
  completionIndex: 'batch.kubernetes.io/job-completion-index', // an annotation of the same key too
} as const;

/** Labels of the Jobs and pods of a JobSet. Source: kubernetes-sigs/jobset v0.11.1, api/jobset/v1alpha2/jobset_types.go. */
export const JOBSET_LABELS = {
  name: 'jobset.sigs.k8s.io/jobset-name',
  replicatedJob: 'jobset.sigs.k8s.io/replicatedjob-name',
  replicas: 'jobset.sigs.k8s.io/replicatedjob-replicas',
  jobIndex: 'jobset.sigs.k8s.io/job-index',
} as const;

/** Annotations of a JobSet or of one of its replicated Jobs that its pods carry. Source: as JOBSET_LABELS. */
export const JOBSET_EXCLUSIVE_TOPOLOGY = 'alpha.jobset.sigs.k8s.io/exclusive-topology';

/** Annotation that says the user labelled nodes for the exclusive topology: the webhook of JobSet leaves pods alone then. Source: as JOBSET_LABELS. */
export const JOBSET_NODE_SELECTOR_STRATEGY = 'alpha.jobset.sigs.k8s.io/node-selector';

/** Value of `spec.startupPolicy.startupPolicyOrder` that starts one replicated job after the other. Source: as JOBSET_LABELS. */
export const JOBSET_IN_ORDER = 'InOrder';

/** Job of a JobSet: `<set>-<replicated job>-<index>`. Source: kubernetes-sigs/jobset v0.11.1, pkg/util/placement. */
export function jobSetJobName(set: string, replicatedJob: string, index: number): string {
  return `${set}-${replicatedJob}-${index}`;
}

/** Hostname of a pod of a JobSet: `<job>-<pod>`. Source: as jobSetJobName (GenPodName); kubernetes, batch/v1 Indexed Jobs. */
export function jobSetPodHostname(set: string, replicatedJob: string, index: number, pod: number): string {
  return `${jobSetJobName(set, replicatedJob, index)}-${pod}`;
}

/** What the webhook appends to a hostname to see whether the names of pods fit 63 characters. Source: kubernetes-sigs/jobset v0.11.1, pkg/webhooks/jobset_webhook.go. */
export const JOBSET_POD_SUFFIX = '-abcde';

/** Most replicated Jobs that one waits for. Source: crds/jobset (dependsOn). */
export const JOBSET_MOST_DEPENDENCIES = 5;

/** What the name of a failure rule looks like, at most 128 characters. Source: as JOBSET_POD_SUFFIX. */
export const JOBSET_RULE_NAME = /^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;

/** Labels of the pods of an MPIJob. Source: kubeflow/mpi-operator v0.8.0, pkg/apis/kubeflow/v2beta1/constants.go. */
export const MPI_LABELS = {
  operator: 'training.kubeflow.org/operator-name', // always mpi-operator
  job: 'training.kubeflow.org/job-name',
  role: 'training.kubeflow.org/job-role', // launcher | worker
  replicaIndex: 'training.kubeflow.org/replica-index',
} as const;

/** Value of `training.kubeflow.org/operator-name`. Source: as MPI_LABELS. */
export const MPI_OPERATOR = 'mpi-operator';

/** File with the addresses of the workers, in the launcher. Source: as mpiLauncherName. */
export const MPI_HOSTFILE = '/etc/mpi/hostfile';

/** `spec.launcherCreationPolicy` of a launcher that is made when all workers are ready. Source: kubeflow/mpi-operator v0.8.0, pkg/apis/kubeflow/v2beta1/types.go. */
export const MPI_LAUNCHER_WAITS = 'WaitForWorkersReady';

/**
 * The roles of an MPIJob whose replicas KAI reads: both, but where it is told for how many pods to wait (`minAvailable`); then only a launcher that is made
 * later. Without a number it makes no PodGroup. Source: kai-scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/kubeflow (mpi, distributed_common).
 */
export function mpiRolesCountedByKai(hasMinimum: boolean, launcherWaits: boolean): readonly string[] {
  if (!hasMinimum) return ['Launcher', 'Worker'];
  return launcherWaits ? ['Launcher'] : [];
}

/** Job of an MPIJob's launcher, and the launcher's hostname. Source: kubeflow/mpi-operator v0.8.0, pkg/controller/mpi_job_controller.go. */
export function mpiLauncherName(job: string): string {
  return `${job}-launcher`;
}

/** Worker of an MPIJob, from 0, and its hostname. Source: as mpiLauncherName. */
export function mpiWorkerName(job: string, index: number): string {
  return `${job}-worker-${index}`;
}
