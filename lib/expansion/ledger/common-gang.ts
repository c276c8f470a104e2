import { Clique, cliquesOf, Gang, Level, Unit } from './gang';
import type { PodReader } from './pod-needs';
import type { OwnedPod } from './pods';
import type { PriorityClasses } from './priority';
import { itemsOfCliques } from './shared-devices';
import type { Topologies } from './topologies';
import { KAI_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { record, strings, text } from '../../manifests/manifest-object';

/** Schedulers that start the pods of a gang together or not at all. scheduling.md 2.2 rule 14, 7 */
const GANG_SCHEDULERS = [KAI_SCHEDULER, 'volcano', 'lpx-scheduler'];

const DEFAULT_SCHEDULER = 'default-scheduler';

/** Owners that KAI's pod grouper passes over: the next one below decides. scheduling.md 1.3 */
const PASSED_OVER = ['DynamoGraphDeployment', 'Workflow', 'TrainJob'];

/** What gangs are made with. */
export interface GangReaders {
  readonly reader: PodReader;
  readonly topologies: Topologies;
  readonly priorities: PriorityClasses;
}

/** Alike pods of a gang, of which some have to run. */
export interface PartOfGang {
  readonly name: string;
  readonly levels: readonly Level[];
  readonly pods: readonly OwnedPod[];
  readonly minimum: number;
}

/** The cliques of parts, in their order. */
export function cliquesOfParts(parts: readonly PartOfGang[], { reader }: GangReaders): Clique[] {
  const items = itemsOfCliques(parts.map(({ pods, minimum }) => ({ pods: pods.map(({ manifest }) => reader.needsOf(manifest)), minimum })));
  return parts.map(({ name, levels }, i) => ({ name, levels, ...items[i] }));
}

/** A gang with the domains that its pods' own affinity asks for: of the whole where all pods say the same, else of each clique. */
export function withAffinity(unit: Unit): Unit {
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

/** What of a gang follows from its unit and its pods, the same for all kinds. */
export function commonOf(
  unit: Unit, pods: readonly OwnedPod[], { priorities }: GangReaders, priority?: string,
): Omit<Gang, 'name' | 'minimum'> {
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

/** Whether KAI schedules the pods, and so reads its annotations on them and their owners. */
export function isByKai(pods: readonly OwnedPod[]): boolean {
  return schedulerOf(pods) === KAI_SCHEDULER;
}

/** The levels that KAI's annotations of an object require of pods. scheduling.md 1.3 */
export function annotatedLevels(holder: Manifest, pods: readonly OwnedPod[], { topologies }: GangReaders): Level[] {
  const annotations = strings(holder.metadata?.annotations);
  const topology = annotations[ANNOTATION_KEYS.kaiTopology];
  const required = annotations[ANNOTATION_KEYS.kaiRequiredPlacement];
  return topology && required && isByKai(pods) ? [{ labels: topologies.labelsTo(topology, required) }] : [];
}

/**
 * The owner by which KAI groups and queues a pod; the pod itself where it has none. With the labels of the owners that are passed over, which count more: kai-scheduler
 * v0.17.0, plugins/skiptopowner; scheduling.md 3.6, K14.
 */
export function topOwner({ manifest, owners }: OwnedPod): Manifest {
  const top = [...owners].reverse().find(({ kind }) => !PASSED_OVER.includes(kind)) ?? manifest;
  const passed = owners.slice(owners.indexOf(top) + 1).map(({ metadata }) => strings(metadata?.labels));
  if (passed.every((labels) => Object.keys(labels).length === 0)) return top;
  const labels = Object.assign({}, strings(top.metadata?.labels), ...passed) as { [key: string]: string };
  return { ...top, metadata: { ...top.metadata, labels } };
}

/** The top owner with the labels of those that KAI passes over, where it has none of the kind itself. kai-scheduler v0.17.0, plugins/skiptopowner */
function withPassedOver(top: Manifest, { owners }: OwnedPod): Manifest {
  const above = owners.slice(owners.indexOf(top) + 1);
  if (above.length === 0) return top;
  const labels = Object.assign({}, ...[...above].reverse().map(({ metadata }) => strings(metadata?.labels)), strings(top.metadata?.labels)) as object;
  return { ...top, metadata: { ...top.metadata, labels } };
}

/** `namespace/name`. */
export function keyOf({ metadata }: Manifest): string {
  return `${text(metadata?.namespace) ?? ''}/${metadata?.name}`;
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
