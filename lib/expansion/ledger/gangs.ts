import { Clique, cliquesOf, Gang, Level, Unit } from './gang';
import { partsOfGang } from './job-parts';
import type { PodReader } from './pod-needs';
import type { OwnedPod } from './pods';
import type { PriorityClasses } from './priority';
import { itemsOfCliques } from './shared-devices';
import type { Topologies } from './topologies';
import { KAI_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { LWS_LABELS } from '../../facts/lws';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text, valueAt } from '../../manifests/manifest-object';

/** Schedulers that start the pods of a gang together or not at all. scheduling.md 2.2 rule 14, 7 */
const GANG_SCHEDULERS = [KAI_SCHEDULER, 'volcano', 'lpx-scheduler'];

const DEFAULT_SCHEDULER = 'default-scheduler';

/** Owners that KAI's pod grouper passes over: the next one below decides. scheduling.md 1.3 */
const PASSED_OVER = ['DynamoGraphDeployment', 'Workflow', 'TrainJob'];

/** Owners whose pods are one gang. scheduling.md 1.3 */
const WHOLE_KINDS = ['JobSet', 'MPIJob'];

/** Owners whose pods are each by itself. scheduling.md 1.3 */
const SINGLE_KINDS = ['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController'];

/** What the gangs of a set of objects are made from. */
export interface GangSources {
  readonly pods: readonly OwnedPod[];
  readonly podGangs: readonly Manifest[];
  readonly reader: PodReader;
  readonly topologies: Topologies;
  readonly priorities: PriorityClasses;
}

/** The gangs of all pods, in the order of the objects that they come of. scheduling.md 1.3 ("Gang behaviour") */
export function gangsOf(sources: GangSources): Gang[] {
  const podGangs = new Map(sources.podGangs.map((gang) => [nameOf(gang), gang]));
  const order = new Map([...podGangs.keys()].map((name, i) => [name, i]));
  const parts = new Map<string, OwnedPod[]>();
  let single = 0;
  for (const pod of sources.pods) {
    const key = partOf(pod, podGangs) ?? `single ${single++}`;
    const same = parts.get(key);
    if (same) same.push(pod);
    else parts.set(key, [pod]);
  }
  const gangs = [...parts].map(([key, pods]) => {
    const name = key.startsWith('gang ') ? key.slice(5) : undefined;
    return name === undefined
      ? { gang: otherGang(pods, sources), at: undefined }
      : { gang: gangOfGrove(podGangs.get(name)!, pods, sources), at: order.get(name) };
  });
  // Base gangs of a set come before its scaled gangs, as Grove makes them.
  const ofGrove = gangs.filter(({ at }) => at !== undefined).sort((a, b) => a.at! - b.at!);
  return numbered(gangs.map((each) => (each.at === undefined ? each : ofGrove.shift()!).gang));
}

/** Which pods are one gang; undefined for a pod by itself. */
function partOf({ manifest, owners }: OwnedPod, podGangs: ReadonlyMap<string, Manifest>): string | undefined {
  const labels = strings(manifest.metadata?.labels);
  const gang = `${text(manifest.metadata?.namespace) ?? ''}/${labels[LABEL_KEYS.grovePodGang]}`;
  if (podGangs.has(gang)) return `gang ${gang}`;
  const whole = owners.find(({ kind }) => WHOLE_KINDS.includes(kind));
  if (whole) return `${whole.kind} ${nameOf(whole)}`;
  const nearest = owners.find(({ kind }) => kind === 'LeaderWorkerSet' || kind === 'Job' || SINGLE_KINDS.includes(kind));
  if (nearest?.kind === 'LeaderWorkerSet') return `LeaderWorkerSet ${nameOf(nearest)} ${labels[LWS_LABELS.groupIndex]}`;
  return nearest?.kind === 'Job' ? `Job ${nameOf(nearest)}` : undefined;
}

function gangOfGrove(podGang: Manifest, pods: readonly OwnedPod[], sources: GangSources): Gang {
  const { topologies } = sources;
  const scheduler = schedulerOf(pods);
  // Only KAI looks at topology. scheduling.md 2.2 rule 14
  const topology = text(strings(podGang.metadata?.annotations)[ANNOTATION_KEYS.groveTopologyName]);
  const levelsOf = (holder: unknown): Level[] => {
    const key = text(valueAt(holder, ['topologyConstraint', 'packConstraint', 'required']));
    return key === undefined || scheduler !== KAI_SCHEDULER ? [] : [{ labels: topologies.labelsTo(topology, key) }];
  };
  const parts = list(valueAt(podGang, ['spec', 'podgroups'])).map((podgroup) => {
    const name = text(record(podgroup)?.name) ?? '';
    const members = pods.filter(({ manifest }) => strings(manifest.metadata?.labels)[LABEL_KEYS.grovePodClique] === name);
    const told = record(podgroup)?.minReplicas;
    const minimum = typeof told === 'number' && told >= 0 ? Math.trunc(told) : members.length;
    return { name, levels: levelsOf(podgroup), pods: members.map(({ manifest }) => sources.reader.needsOf(manifest)), minimum };
  });
  const items = itemsOfCliques(parts);
  const cliques = new Map(parts.map(({ name, levels }, i): [string, Clique] => [name, { name, levels, ...items[i] }]));
  const units = list(valueAt(podGang, ['spec', 'topologyConstraintGroupConfigs'])).map((config): Unit => {
    const names = list(record(config)?.podGroupNames).map(String);
    const inside = names.flatMap((name) => cliques.get(name) ?? []);
    names.forEach((name) => cliques.delete(name));
    return { name: text(record(config)?.name) ?? '', levels: levelsOf(config), cliques: inside, units: [] };
  });
  const unit = withAffinity({ name: String(podGang.metadata?.name), levels: levelsOf(podGang.spec), cliques: [...cliques.values()], units });
  const base = strings(pods[0].manifest.metadata?.labels)[LABEL_KEYS.groveBasePodGang];
  const priority = text(valueAt(podGang, ['spec', 'priorityClassName']));
  return {
    ...commonOf(unit, pods, sources, priority),
    minimum: parts.reduce((sum, { minimum }) => sum + minimum, 0),
    name: String(podGang.metadata?.name),
    base: base === undefined ? undefined : `${text(podGang.metadata?.namespace) ?? ''}/${base}`,
  };
}

function otherGang(pods: readonly OwnedPod[], sources: GangSources): Gang {
  const [{ manifest, owners, root }] = pods;
  const labels = strings(manifest.metadata?.labels);
  const nearest = owners.find(({ kind }) => WHOLE_KINDS.includes(kind))
    ?? owners.find(({ kind }) => kind === 'LeaderWorkerSet' || kind === 'Job' || SINGLE_KINDS.includes(kind));
  const inGroup = nearest?.kind === 'LeaderWorkerSet';
  const alone = nearest === undefined || SINGLE_KINDS.includes(nearest.kind);
  const name = inGroup ? `${nearest.metadata?.name}-${labels[LWS_LABELS.groupIndex]}`
    : alone ? text(manifest.metadata?.name) ?? root.name
      : String(nearest.metadata?.name);
  const parts = partsOfGang(name, nearest, pods);
  const items = itemsOfCliques(parts.map((part) => ({ pods: part.pods.map((pod) => sources.reader.needsOf(pod.manifest)), minimum: part.minimum })));
  const cliques = parts.map((part, i): Clique => ({ name: part.name, levels: [], ...items[i] }));
  const unit = withAffinity({ name, levels: annotatedLevels(nearest, pods, sources), cliques, units: [] });
  return { ...commonOf(unit, pods, sources, undefined), name, minimum: parts.reduce((sum, { minimum }) => sum + minimum, 0) };
}

/** Required levels that annotations ask for. scheduling.md 1.3, infrastructure.md 3.1 */
function annotatedLevels(nearest: Manifest | undefined, pods: readonly OwnedPod[], { topologies }: GangSources): Level[] {
  const annotations = strings(topOwner(pods[0]).metadata?.annotations);
  const topology = annotations[ANNOTATION_KEYS.kaiTopology];
  const required = annotations[ANNOTATION_KEYS.kaiRequiredPlacement];
  const exclusive = strings(nearest?.metadata?.annotations)[ANNOTATION_KEYS.lwsExclusiveTopology];
  const looked = topology !== undefined && required !== undefined && schedulerOf(pods) === KAI_SCHEDULER;
  return [...looked ? [{ labels: topologies.labelsTo(topology, required) }] : [], ...exclusive === undefined ? [] : [{ labels: [exclusive] }]];
}

/** A gang with the domains that its pods' own affinity asks for: of the whole where all pods say the same, else of each clique. */
function withAffinity(unit: Unit): Unit {
  const affinityOf = ({ items }: Clique) => items[0]?.needs.together ?? [];
  const levelsOf = (clique: Clique): Level[] => affinityOf(clique).map(({ key, topologyKey }) => ({ labels: [topologyKey], shared: key }));
  const deepened = (part: Unit): Unit => ({
    ...part,
    cliques: part.cliques.map((clique) => ({ ...clique, levels: [...clique.levels, ...levelsOf(clique)] })),
    units: part.units.map(deepened),
  });
  const [first, ...rest] = cliquesOf(unit).map(levelsOf);
  const common = (first ?? []).filter(({ shared }) => rest.every((levels) => levels.some((level) => level.shared === shared)));
  return common.length === 0 ? deepened(unit) : deepened({ ...unit, levels: [...unit.levels, ...common] });
}

function commonOf(unit: Unit, pods: readonly OwnedPod[], { priorities }: GangSources, priority: string | undefined): Omit<Gang, 'name' | 'minimum'> {
  const items = cliquesOf(unit).flatMap((clique) => clique.items);
  const scheduler = schedulerOf(pods);
  const top = topOwner(pods[0]);
  return {
    root: pods[0].root,
    unit,
    pods: items.reduce((sum, item) => sum + item.pods, 0),
    gpus: items.reduce((sum, { needs }) => sum + needs.gpus, 0),
    scheduler,
    whole: GANG_SCHEDULERS.includes(scheduler),
    queue: scheduler === KAI_SCHEDULER ? queueOf(top, pods[0].manifest) : undefined,
    nonPreemptible: scheduler === KAI_SCHEDULER && priorities.nonPreemptible(withPassedOver(top, pods[0]), pods[0].manifest, priority),
    unknown: [...new Set(items.flatMap(({ needs }) => needs.unknown))],
  };
}

/** The owner by which KAI groups and queues a pod; the pod itself where it has none. */
function topOwner({ manifest, owners }: OwnedPod): Manifest {
  return [...owners].reverse().find(({ kind }) => !PASSED_OVER.includes(kind)) ?? manifest;
}

/** The top owner with the labels of those that KAI passes over, where it has none of the kind itself. Source: KAI-Scheduler v0.17.0, plugins/skiptopowner */
function withPassedOver(top: Manifest, { owners }: OwnedPod): Manifest {
  const above = owners.slice(owners.indexOf(top) + 1);
  if (above.length === 0) return top;
  const labels = Object.assign({}, ...[...above].reverse().map(({ metadata }) => strings(metadata?.labels)), strings(top.metadata?.labels)) as object;
  return { ...top, metadata: { ...top.metadata, labels } };
}

function schedulerOf([{ manifest }]: readonly OwnedPod[]): string {
  return text(record(manifest.spec)?.schedulerName) ?? DEFAULT_SCHEDULER;
}

/** The label of the top owner, else of the pod; without one the label `project`, else KAI's own queue. scheduling.md 1.3 */
function queueOf(top: Manifest, pod: Manifest): string {
  const labels = [top, pod].map(({ metadata }) => strings(metadata?.labels));
  const told = (key: string) => labels.map((each) => each[key]).find((value) => value);
  const project = told('project');
  const nodePool = labels[1][LABEL_KEYS.kaiNodePool];
  return told(LABEL_KEYS.kaiQueue) ?? (project && nodePool ? `${project}-${nodePool}` : project) ?? KAI_DEFAULT_QUEUE;
}

function nameOf({ metadata }: Manifest): string {
  return `${text(metadata?.namespace) ?? ''}/${metadata?.name}`;
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
