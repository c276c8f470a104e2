import { annotatedLevels, cliquesOfParts, commonOf, GangReaders, isByKai, topOwner, withAffinity } from './common-gang';
import type { Gang, Level, Unit } from './gang';
import type { OwnedPod } from './pods';
import { groupBy } from '../../core/groups';
import { JOBSET_EXCLUSIVE_TOPOLOGY, JOBSET_IN_ORDER, JOBSET_LABELS, JOBSET_NODE_SELECTOR_STRATEGY } from '../../facts/job-controllers';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text, valueAt } from '../../manifests/manifest-object';

/** A replicated job; late where it comes after another (`dependsOn`). */
interface Role {
  readonly name: string;
  readonly isLate: boolean;
}

/** One Job of a set with its pods. */
interface JobOfSet {
  readonly name: string;
  readonly role: string;
  readonly job: Manifest;
  readonly pods: readonly OwnedPod[];
  readonly minimum: number;
}

/**
 * The gang of a JobSet: all Jobs of as many replicated jobs as KAI waits for, each Job as far as its minimum, in its own domains.
 * Source: kai-scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/jobset; exclusive topology: kubernetes-sigs/jobset v0.11.1, pkg/webhooks.
 */
export function jobSetGang(set: Manifest, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  const name = String(set.metadata?.name);
  const byKai = isByKai(pods);
  const roles = list(valueAt(set, ['spec', 'replicatedJobs'])).map((replicated): Role => (
    { name: text(record(replicated)?.name) ?? '', isLate: list(record(replicated)?.dependsOn).length > 0 }));
  const enough = byKai ? neededRoles(set, roles.length) : roles.length;
  // Any of them would do for KAI: here it is the first of those that are made at once.
  const needed = [...roles].sort((a, b) => Number(a.isLate) - Number(b.isLate)).slice(0, enough);
  const jobs = jobsOf(pods, byKai, needed.map((role) => role.name));
  const cliques = cliquesOfParts(jobs.map((job) => ({ ...job, levels: [] })), readers);
  const units = jobs.map(({ name: jobName, job, pods: own }, i): Unit => ({
    name: jobName, levels: [...annotatedLevels(job, own, readers), ...exclusiveLevel(job, own)], cliques: [cliques[i]], units: [],
  }));
  const unit = withAffinity({ name, levels: annotatedLevels(topOwner(pods[0]), pods, readers), cliques: [], units });
  const never = byKai ? [lateRoles(needed, roles), ...jobs.map(deadlock)].find((why) => why !== undefined) : undefined;
  return { ...commonOf(unit, pods, readers), name, minimum: jobs.reduce((sum, { minimum }) => sum + minimum, 0), never };
}

function jobsOf(pods: readonly OwnedPod[], byKai: boolean, needed: readonly string[]): JobOfSet[] {
  return [...groupBy(pods, ({ owners }) => owners[0])].map(([job, own]) => {
    const role = strings(job.metadata?.labels)[JOBSET_LABELS.replicatedJob];
    const minimum = byKai ? minimumOf(job) : own.length;
    return { name: String(job.metadata?.name), role, job, pods: own, minimum: needed.includes(role) ? minimum : 0 };
  });
}

/** How many replicated jobs have to be there before any pod starts. */
function neededRoles(set: Manifest, roles: number): number {
  const told = Number(strings(set.metadata?.annotations)[ANNOTATION_KEYS.kaiBatchMinMember]);
  if (Number.isInteger(told) && told > 0) return Math.min(told, roles);
  return valueAt(set, ['spec', 'startupPolicy', 'startupPolicyOrder']) === JOBSET_IN_ORDER ? 1 : roles;
}

/** KAI waits for as many pods as the Job may run at a time, be they to come or not. */
function minimumOf(job: Manifest): number {
  const told = Number(strings(job.metadata?.annotations)[ANNOTATION_KEYS.kaiBatchMinMember]);
  if (Number.isInteger(told) && told > 0) return told;
  const parallelism = record(job.spec)?.parallelism;
  return typeof parallelism === 'number' ? Math.trunc(parallelism) : 1;
}

/** The Job is in one domain, and no other Job of a JobSet with this priority is there. */
function exclusiveLevel(job: Manifest, [{ manifest }]: readonly OwnedPod[]): Level[] {
  const label = strings(job.metadata?.annotations)[JOBSET_EXCLUSIVE_TOPOLOGY];
  const priority = text(record(manifest.spec)?.priorityClassName) ?? '';
  const holder = `${text(job.metadata?.namespace) ?? ''}/${job.metadata?.name}`;
  return label ? [{ labels: [label], exclusive: { among: `Jobs of JobSets with the priority '${priority}'`, holder } }] : [];
}

/** JobSet makes a replicated job after the one that it depends on is ready; KAI lets that one not start before all that it waits for are there. */
function lateRoles(needed: readonly Role[], roles: readonly Role[]): string | undefined {
  const late = needed.find(({ isLate }) => isLate);
  if (!late) return undefined;
  const atOnce = roles.filter(({ isLate }) => !isLate).length;
  return `KAI waits for ${needed.length} replicated jobs, and JobSet makes ${late.name} after another is ready (dependsOn): annotate the JobSet ${ANNOTATION_KEYS.kaiBatchMinMember}: "${atOnce}"`;
}

/** JobSet makes the other pods of a Job with an exclusive topology after the first has its node; KAI gives none a node before all are there. */
function deadlock({ job, pods, minimum }: JobOfSet): string | undefined {
  const annotations = [job, pods[0].manifest].map(({ metadata }) => strings(metadata?.annotations));
  const exclusive = annotations[0][JOBSET_EXCLUSIVE_TOPOLOGY];
  if (!exclusive || minimum < 2 || pods.length < 2 || annotations.some((each) => JOBSET_NODE_SELECTOR_STRATEGY in each)) return undefined;
  return `KAI waits for ${minimum} pods of ${job.metadata?.name}, and JobSet makes the others after the first has its node (${JOBSET_EXCLUSIVE_TOPOLOGY}): annotate the replicated job's template ${ANNOTATION_KEYS.kaiBatchMinMember}: "1", or use ${ANNOTATION_KEYS.kaiRequiredPlacement} instead`;
}
