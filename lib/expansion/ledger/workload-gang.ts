import { annotatedLevels, cliquesOfParts, commonOf, GangReaders, isByKai, topOwner, withAffinity } from './common-gang';
import type { Gang } from './gang';
import type { OwnedPod } from './pods';
import { MPI_LAUNCHER_WAITS, mpiRolesCountedByKai } from '../../facts/job-controllers';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { record, strings, text, valueAt } from '../../manifests/manifest-object';

/** A pod that its scheduler treats by itself: of a Deployment, of a StatefulSet, of nobody. */
export function singleGang(pods: readonly OwnedPod[], readers: GangReaders): Gang {
  return plainGang(text(pods[0].manifest.metadata?.name) ?? pods[0].root.name, pods, 1, readers);
}

/** The pods of a Job. KAI starts it with one pod unless it is told otherwise. scheduling.md 1.3 */
export function jobGang(job: Manifest, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  const told = Number(strings(job.metadata?.annotations)[ANNOTATION_KEYS.kaiBatchMinMember]);
  const minimum = Number.isInteger(told) && told > 0 ? told : 1;
  return plainGang(String(job.metadata?.name), pods, Math.min(pods.length, minimum), readers);
}

/**
 * The launcher and the workers of an MPIJob, all of which KAI waits for unless it is told otherwise.
 * Source: kai-scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/kubeflow (mpi, distributed_common).
 */
export function mpiJobGang(job: Manifest, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  const told = valueAt(job, ['spec', 'runPolicy', 'schedulingPolicy', 'minAvailable']);
  const late = valueAt(job, ['spec', 'launcherCreationPolicy']) === MPI_LAUNCHER_WAITS;
  const all = late ? pods.length - 1 : pods.length;
  const minimum = typeof told === 'number' ? Math.trunc(told) - (late ? 1 : 0) : all;
  const never = isByKai(pods) ? uncounted(job, mpiRolesCountedByKai(told !== undefined, late)) : undefined;
  return { ...plainGang(String(job.metadata?.name), pods, isByKai(pods) ? minimum : pods.length, readers), never };
}

/** Why KAI cannot count the pods of an MPIJob: it reads the manifest as it is stored, and the MPI Operator keeps its defaults to itself. */
function uncounted(job: Manifest, roles: readonly string[]): string | undefined {
  for (const role of roles) {
    const replicas = record(valueAt(job, ['spec', 'mpiReplicaSpecs', role]))?.replicas;
    if (typeof replicas !== 'number' || replicas === 0) {
      return `KAI makes no PodGroup of it: spec.mpiReplicaSpecs.${role}.replicas is ${replicas === 0 ? '0' : 'not written'}, and it counts the pods by it`;
    }
  }
  return undefined;
}

function plainGang(name: string, pods: readonly OwnedPod[], minimum: number, readers: GangReaders): Gang {
  const cliques = cliquesOfParts([{ name, levels: [], pods, minimum }], readers);
  const unit = withAffinity({ name, levels: annotatedLevels(topOwner(pods[0]), pods, readers), cliques, units: [] });
  return { ...commonOf(unit, pods, readers), name, minimum };
}
