import { podOfTemplate } from './pod';
import type { JsonObject } from '../../core/merge';
import { MPI_LABELS, MPI_OPERATOR, mpiLauncherName, mpiWorkerName } from '../../facts/job-controllers';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { nameOf } from '../names';
import { withEnvironment } from '../pod-spec';
import { count, defined, indices } from '../values';

/**
 * The Service, the workers and the launcher's Job of an MPIJob; a suspended one has no workers. kubeflow/mpi-operator v0.8.0
 *
 * Left out: the hostfile's ConfigMap, the Secret of the SSH keys and their mounts, and the launcher's variables for the MPI implementation.
 */
export const expandMpiJob: Expander = (mpiJob) => {
  const name = nameOf(mpiJob);
  const spec = record(mpiJob.spec) ?? {};
  const roles = record(spec.mpiReplicaSpecs) ?? {};
  const launcher = record(roles.Launcher);
  const worker = record(roles.Worker);
  const suspend = record(spec.runPolicy)?.suspend === true;
  const first = spec.runLauncherAsWorker === true ? 1 : 0;
  const workers = indices(worker && !suspend ? count(worker.replicas, 0, mpiJob, 'replicas of Worker') : 0).map((index) => podOfTemplate({
    name: mpiWorkerName(name, index),
    owner: mpiJob,
    template: inRole(worker ?? {}, 'worker'),
    labels: { ...roleLabels(name, 'worker'), [MPI_LABELS.replicaIndex]: String(index + first) },
    spec: { hostname: mpiWorkerName(name, index), subdomain: name },
  }));
  return [serviceOf(mpiJob, first === 1), ...workers, ...launcher ? [launcherJob(mpiJob, launcher, suspend, first === 1)] : []];
};

function launcherJob(mpiJob: Manifest, launcher: JsonObject, suspend: boolean, alsoWorks: boolean): Manifest {
  const name = nameOf(mpiJob);
  const { backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = record(record(mpiJob.spec)?.runPolicy) ?? {};
  const template = inRole(launcher, 'launcher');
  const metadata = record(template.metadata) ?? {};
  const labels = { ...strings(metadata.labels), ...roleLabels(name, 'launcher'), ...alsoWorks ? { [MPI_LABELS.replicaIndex]: '0' } : {} };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: defined({ name: mpiLauncherName(name), namespace: mpiJob.metadata?.namespace, labels: { app: name } }),
    spec: defined({
      backoffLimit,
      activeDeadlineSeconds,
      ttlSecondsAfterFinished,
      suspend: suspend ? true : undefined,
      template: {
        metadata: { ...metadata, labels },
        spec: { ...record(template.spec), hostname: mpiLauncherName(name), subdomain: name },
      },
    }),
  };
}

/** The template of a role, whose first container hears what it is. */
function inRole(replicas: JsonObject, role: string): JsonObject {
  const template = record(replicas.template) ?? {};
  const spec = record(template.spec) ?? {};
  const [main, ...others] = list(spec.containers);
  const containers = main === undefined ? [] : [withEnvironment(record(main) ?? {}, [{ name: 'K_MPI_JOB_ROLE', value: role }]), ...others];
  return { ...template, spec: { ...spec, containers } };
}

function roleLabels(job: string, role: string): { [key: string]: string } {
  return { [MPI_LABELS.operator]: MPI_OPERATOR, [MPI_LABELS.job]: job, [MPI_LABELS.role]: role };
}

function serviceOf(mpiJob: Manifest, publishNotReadyAddresses: boolean): Manifest {
  const name = nameOf(mpiJob);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: defined({ name, namespace: mpiJob.metadata?.namespace, labels: { app: name } }),
    spec: defined({
      clusterIP: 'None',
      publishNotReadyAddresses: publishNotReadyAddresses ? true : undefined,
      selector: { [MPI_LABELS.operator]: MPI_OPERATOR, [MPI_LABELS.job]: name },
    }),
  };
}
