import type { OwnedPod } from './pods';
import { JOBSET_LABELS, MPI_LABELS, MPI_LAUNCHER_WAITS } from '../../facts/job-controllers';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text, valueAt } from '../../manifests/manifest-object';

/** Pods of a gang of which some have to run. */
export interface GangPart {
  readonly name: string;
  readonly pods: readonly OwnedPod[];
  readonly minimum: number;
}

/**
 * What KAI needs of the pods of one owner before it starts any: all, unless they are not all made at the same time, or it is told otherwise.
 * scheduling.md 1.3; kai-scheduler/KAI-Scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins (job, jobset, kubeflow/mpi)
 *
 * @param owner that KAI groups them by
 */
export function partsOfGang(name: string, owner: Manifest | undefined, pods: readonly OwnedPod[]): GangPart[] {
  const whole = { name, pods, minimum: pods.length };
  switch (owner?.kind) {
    case 'Job': return [{ ...whole, minimum: Math.min(pods.length, batchMinimum(owner) ?? 1) }];
    case 'MPIJob': return partsOfMpiJob(owner, whole);
    case 'JobSet': return partsOfJobSet(owner, whole);
    default: return [whole];
  }
}

function partsOfMpiJob(job: Manifest, whole: GangPart): GangPart[] {
  const spec = record(job.spec) ?? {};
  const told = valueAt(spec, ['runPolicy', 'schedulingPolicy', 'minAvailable']);
  if (typeof told === 'number') return [{ ...whole, minimum: told }];
  if (spec.launcherCreationPolicy !== MPI_LAUNCHER_WAITS) return [whole];
  const isLauncher = ({ manifest }: OwnedPod) => strings(manifest.metadata?.labels)[MPI_LABELS.role] === 'launcher';
  const [launcher, workers] = [whole.pods.filter(isLauncher), whole.pods.filter((pod) => !isLauncher(pod))];
  return [{ name: `${whole.name}-worker`, pods: workers, minimum: workers.length }, { name: `${whole.name}-launcher`, pods: launcher, minimum: 0 }];
}

function partsOfJobSet(set: Manifest, whole: GangPart): GangPart[] {
  const jobs = list(valueAt(set, ['spec', 'replicatedJobs'])).map((job) => record(job) ?? {});
  const inOrder = valueAt(set, ['spec', 'startupPolicy', 'startupPolicyOrder']) === 'InOrder';
  const least = Math.min(jobs.length, batchMinimum(set) ?? (inOrder ? 1 : jobs.length));
  // Those that wait for none are made first.
  const first = [...jobs].sort((a, b) => list(a.dependsOn).length - list(b.dependsOn).length).slice(0, least).map((job) => text(job.name));
  const byJob = new Map<Manifest, OwnedPod[]>();
  for (const pod of whole.pods) {
    const job = pod.owners.find(({ kind }) => kind === 'Job') ?? set;
    byJob.set(job, [...byJob.get(job) ?? [], pod]);
  }
  const parts = [...byJob].map(([job, pods]): GangPart => {
    const isFirst = first.includes(strings(job.metadata?.labels)[JOBSET_LABELS.replicatedJob]);
    return { name: String(job.metadata?.name), pods, minimum: isFirst ? batchMinimum(job) ?? pods.length : 0 };
  });
  return parts.every(({ pods, minimum }) => minimum === pods.length) ? [whole] : parts;
}

/** How many a Job, or how many kinds of Jobs a JobSet, says that it needs. */
function batchMinimum({ metadata }: Manifest): number | undefined {
  const told = Number(strings(metadata?.annotations)[ANNOTATION_KEYS.kaiBatchMinMember]);
  return Number.isInteger(told) && told > 0 ? told : undefined;
}
