import { GangReaders, isByKai, keyOf } from './common-gang';
import type { Gang } from './gang';
import { groveGang } from './grove-gang';
import { jobSetGang } from './job-set-gang';
import { leaderWorkerGang } from './leader-worker-gang';
import { podGroupGangs } from './pod-group-gang';
import type { OwnedPod } from './pods';
import { jobGang, mpiJobGang, singleGang } from './workload-gang';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { LWS_LABELS } from '../../facts/lws';
import type { Manifest } from '../../manifests/manifest';
import { ManifestObject, strings, text } from '../../manifests/manifest-object';

/** Makes the gang of an owner's pods. */
type MakeGang = (owner: Manifest, pods: readonly OwnedPod[], readers: GangReaders) => Gang;

/** Owners whose pods are one gang wherever they are among the owners. scheduling.md 1.3 */
const WHOLE_KINDS: { readonly [kind: string]: MakeGang } = { JobSet: jobSetGang, MPIJob: mpiJobGang };

/** Owners of which the nearest decides: those whose pods are one gang, by groups for a LeaderWorkerSet. scheduling.md 1.3 */
const NEAREST_KINDS: { readonly [kind: string]: MakeGang } = { LeaderWorkerSet: leaderWorkerGang, Job: jobGang };

/** Owners whose pods are each by itself. scheduling.md 1.3 */
const SINGLE_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController'];

/** What the gangs of a set of objects are made from. */
export interface GangSources extends GangReaders {
  readonly pods: readonly OwnedPod[];
  readonly podGangs: readonly Manifest[];
  /** KAI's PodGroups that users wrote. */
  readonly podGroups: readonly ManifestObject[];
}

/** Pods that are grouped by one object or by nobody. */
interface Part {
  readonly pods: OwnedPod[];
  readonly make: (pods: readonly OwnedPod[]) => Gang[];
  /** Place of its PodGang among all. */
  readonly at?: number;
}

/** The gangs of all pods, in the order of the objects that they come of. scheduling.md 1.3 ("Gang behaviour") */
export function gangsOf(sources: GangSources): Gang[] {
  const podGangs = new Map(sources.podGangs.map((gang, at) => [keyOf(gang), { gang, at }]));
  const podGroups = new Map(sources.podGroups.map((group) => [`${group.namespace ?? ''}/${group.name}`, group]));
  const parts = new Map<string, Part>();
  let single = 0;
  const join = (key: string, pod: OwnedPod, make: Part['make'], at?: number): void => {
    const same = parts.get(key);
    if (same) same.pods.push(pod);
    else parts.set(key, { pods: [pod], make, at });
  };
  for (const pod of sources.pods) {
    const labels = strings(pod.manifest.metadata?.labels);
    const namespace = text(pod.manifest.metadata?.namespace) ?? '';
    const named = podGroupNameOf(pod);
    const podGroup = named === undefined ? undefined : podGroups.get(`${namespace}/${named}`);
    const podGang = podGangs.get(`${namespace}/${labels[LABEL_KEYS.grovePodGang]}`);
    if (podGroup) {
      join(`PodGroup ${namespace}/${named}`, pod, (pods) => podGroupGangs(podGroup, pods, sources));
    } else if (podGang) {
      join(`PodGang ${namespace}/${podGang.gang.metadata?.name}`, pod, (pods) => [groveGang(podGang.gang, pods, sources)], podGang.at);
    } else {
      const whole = pod.owners.find(({ kind }) => kind in WHOLE_KINDS);
      const nearest = whole ?? pod.owners.find(({ kind }) => kind in NEAREST_KINDS || SINGLE_KINDS.includes(kind));
      const make = nearest && (whole ? WHOLE_KINDS : NEAREST_KINDS)[nearest.kind];
      const noted = (gang: Gang): Gang => (named === undefined ? gang : { ...gang, unknown: [...gang.unknown, `the PodGroup ${named} is not among the manifests, so what it asks for is not counted`] });
      if (make) join(`${nearest.kind} ${keyOf(nearest)} ${labels[LWS_LABELS.groupIndex]}`, pod, (pods) => [noted(make(nearest, pods, sources))]);
      else join(`single ${single++}`, pod, (pods) => [noted(singleGang(pods, sources))]);
    }
  }
  const gangs = [...parts.values()].map(({ pods, make, at }) => ({ gangs: make(pods), at }));
  // Base gangs of a set come before its scaled gangs, as Grove makes them.
  const ofGrove = gangs.filter(({ at }) => at !== undefined).sort((a, b) => a.at! - b.at!);
  return numbered(gangs.flatMap((each) => (each.at === undefined ? each : ofGrove.shift()!).gangs));
}

/**
 * The PodGroup that a pod names itself. The pod grouper leaves the name of a pod without owners, and of one that it is told to skip; every other it overwrites.
 * scheduling.md 1.3; kai-scheduler v0.17.0, pkg/podgrouper/pod_controller.go
 */
function podGroupNameOf(pod: OwnedPod): string | undefined {
  const annotations = strings(pod.manifest.metadata?.annotations);
  const isSkipped = [pod.manifest, ...pod.owners].some(({ metadata }) => strings(metadata?.annotations)[ANNOTATION_KEYS.kaiSkipPodGrouper] === 'true');
  return isByKai([pod]) && (pod.owners.length === 0 || isSkipped) ? text(annotations[ANNOTATION_KEYS.kaiPodGroup]) : undefined;
}

/** Pods with a random suffix are counted instead: `web-` becomes `web-0`, `web-1`. What is said of one is said of all: a pod of `web`. */
function numbered(gangs: readonly Gang[]): Gang[] {
  const next = new Map<string, number>();
  return gangs.map((gang) => {
    if (!gang.name.endsWith('-')) return gang;
    const key = `${gang.root.namespace ?? ''}/${gang.name}`;
    const i = next.get(key) ?? 0;
    next.set(key, i + 1);
    const stem = gang.name.slice(0, -1);
    const cliques = gang.unit.cliques.map((clique) => ({ ...clique, name: stem }));
    return { ...gang, name: `${gang.name}${i}`, unit: { ...gang.unit, name: stem, cliques } };
  });
}
