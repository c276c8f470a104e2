import { annotatedLevels, cliquesOfParts, commonOf, GangReaders, isByKai, keyOf, topOwner, withAffinity } from './common-gang';
import type { Gang, Level, Unit } from './gang';
import type { OwnedPod } from './pods';
import { addTo } from '../../core/groups';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { LWS_ANNOTATIONS, LWS_LABELS, LWS_LEADER_EXCLUDED, LWS_LEADER_READY, lwsLeaderName, lwsSubgroupIndex } from '../../facts/lws';
import type { Manifest } from '../../manifests/manifest';
import { record, strings, text, valueAt } from '../../manifests/manifest-object';

/** How the pods of a group are divided. */
interface Segmentation {
  readonly size: number;
  /** Domains that the pods of each segment share. */
  readonly levelsOf: (index: number) => Level[];
  readonly leaderExcluded: boolean;
}

/**
 * The gang of one group of a LeaderWorkerSet: whole, with the domains that LWS and KAI give it and its segments.
 *
 * Exclusive topology: the group is in one domain, and no other group of the namespace that asks for one is there. Source: kubernetes-sigs/lws v0.10.0,
 * pkg/webhooks/pod_webhook.go. Segments: kai-scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/leaderworkerset.
 */
export function leaderWorkerGang(set: Manifest, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  const name = lwsLeaderName(String(set.metadata?.name), Number(strings(pods[0].manifest.metadata?.labels)[LWS_LABELS.groupIndex]));
  const segmentation = segmentationOf(set, name, pods, readers);
  const never = isByKai(pods) ? refusalByKai(set, pods.length) : undefined;
  const levels = [
    ...annotatedLevels(topOwner(pods[0]), pods, readers),
    ...exclusiveLevel(set, ANNOTATION_KEYS.lwsExclusiveTopology, 'groups', name),
  ];
  const part = (at: string, of: readonly OwnedPod[]) => ({ name: at, levels: [], pods: of, minimum: of.length });
  if (!segmentation) {
    const unit = { name, levels, cliques: cliquesOfParts([part(name, pods)], readers), units: [] };
    return { ...commonOf(withAffinity(unit), pods, readers), name, minimum: pods.length, never };
  }
  const segments = new Map<number, OwnedPod[]>();
  const apart: OwnedPod[] = [];
  pods.forEach((pod, worker) => {
    const index = lwsSubgroupIndex(pods.length, segmentation.size, worker);
    if (worker === 0 && segmentation.leaderExcluded) apart.push(pod);
    else addTo(segments, index, pod);
  });
  const cliques = cliquesOfParts([...[...segments].map(([index, of]) => part(`${name} segment ${index}`, of)), ...apart.length === 0 ? [] : [part(name, apart)]], readers);
  const units = [...segments.keys()].map((index, i): Unit => ({ name: `${name} segment ${index}`, levels: segmentation.levelsOf(index), cliques: [cliques[i]], units: [] }));
  const unit: Unit = { name, levels, cliques: cliques.slice(units.length), units };
  return { ...commonOf(withAffinity(unit), pods, readers), name, minimum: pods.length, never };
}

/** Undefined where nothing is asked of segments. */
function segmentationOf(set: Manifest, group: string, pods: readonly OwnedPod[], { topologies }: GangReaders): Segmentation | undefined {
  const template = valueAt(set, ['spec', 'leaderWorkerTemplate']);
  const policy = record(record(template)?.subGroupPolicy);
  const size = isByKai(pods) ? segmentSize(set) : sizeOf(policy?.subGroupSize);
  if (size === undefined || size < 1) return undefined;
  const ofWorkers = strings(valueAt(template, ['workerTemplate', 'metadata', 'annotations']));
  const topology = ofWorkers[ANNOTATION_KEYS.kaiTopology] ?? strings(set.metadata?.annotations)[ANNOTATION_KEYS.kaiTopology];
  const required = ofWorkers[ANNOTATION_KEYS.kaiSegmentRequiredPlacement];
  const byKai: Level[] = topology && required && isByKai(pods) ? [{ labels: topologies.labelsTo(topology, required) }] : [];
  const levelsOf = (index: number) => [
    ...byKai, ...policy ? exclusiveLevel(set, LWS_ANNOTATIONS.subgroupExclusiveTopology, 'subgroups', `${group} ${index}`) : [],
  ];
  return levelsOf(0).length === 0 ? undefined : { size, levelsOf, leaderExcluded: policy?.subGroupPolicyType === LWS_LEADER_EXCLUDED };
}

function exclusiveLevel(set: Manifest, annotation: string, among: string, holder: string): Level[] {
  const label = text(strings(set.metadata?.annotations)[annotation]);
  const namespace = text(set.metadata?.namespace) ?? '';
  return label ? [{ labels: [label], exclusive: { among: `${among} of LeaderWorkerSets in ${namespace}`, holder: `${keyOf(set)} ${holder}` } }] : [];
}

/** The size of KAI's segments: of the subgroups, else an annotation of the set, else of its workers. scheduling.md 1.3 */
function segmentSize(set: Manifest): number | undefined {
  const told = [
    valueAt(set, ['spec', 'leaderWorkerTemplate', 'subGroupPolicy', 'subGroupSize']),
    strings(set.metadata?.annotations)[ANNOTATION_KEYS.kaiSegmentSize],
    strings(valueAt(set, ['spec', 'leaderWorkerTemplate', 'workerTemplate', 'metadata', 'annotations']))[ANNOTATION_KEYS.kaiSegmentSize],
  ].find((value) => value !== undefined);
  return sizeOf(told);
}

function sizeOf(told: unknown): number | undefined {
  return told === undefined ? undefined : Number(told);
}

/** Why KAI's pod grouper makes no PodGroup of a group: its pods wait for ever. Source: as for segments. */
function refusalByKai(set: Manifest, pods: number): string | undefined {
  const size = segmentSize(set);
  if (size === undefined) return undefined;
  const refused = (why: string) => `KAI makes no PodGroup of it: ${why}`;
  if (!Number.isInteger(size) || size <= 1) return refused(`segments of size ${size}, and it wants more than 1`);
  if (valueAt(set, ['spec', 'startupPolicy']) === LWS_LEADER_READY) return refused(`with startupPolicy ${LWS_LEADER_READY} the leader comes alone, and segments of size ${size} want more`);
  if (size > pods) return refused(`segments of size ${size}, and a group has ${pods} pods`);
  const excluded = valueAt(set, ['spec', 'leaderWorkerTemplate', 'subGroupPolicy', 'subGroupPolicyType']) === LWS_LEADER_EXCLUDED;
  return excluded && (pods - 1) % size !== 0 ? refused(`${pods - 1} workers are no whole number of segments of size ${size}, and the leader is in none (${LWS_LEADER_EXCLUDED})`) : undefined;
}
