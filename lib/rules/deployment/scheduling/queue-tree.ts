import { KAI_DEFAULT_PARENT_QUEUE, KAI_DEFAULT_QUEUE, DYNAMO_DEFAULT_QUEUE, DYNAMO_PARENT_QUEUE } from '../../../facts/kai';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { kaiInstall, platformInstall } from '../../stack-installs';
import { Place } from '../place';

/** Group and kind of queues. */
export const QUEUE_GROUP = 'scheduling.run.ai';

/** The queues of a set. */
export function queuesIn(manifests: ManifestSet): readonly ManifestObject[] {
  return manifests.ofKind(QUEUE_GROUP, 'Queue');
}

/** The queue of a name. */
export function queueNamed(manifests: ManifestSet, name: string): ManifestObject | undefined {
  return manifests.find(QUEUE_GROUP, 'Queue', name);
}

/** The name of a queue's parent; empty at the top. */
export function parentOf(queue: ManifestObject): string {
  return new Place(queue.manifest).at('spec', 'parentQueue').text;
}

/** A queue and its ancestors in the set, from the queue up. */
export function lineOf(manifests: ManifestSet, queue: ManifestObject): ManifestObject[] {
  const line: ManifestObject[] = [];
  for (let next: ManifestObject | undefined = queue; next && !line.includes(next); next = queueNamed(manifests, parentOf(next))) line.push(next);
  return line;
}

/** A block of a queue's resources. */
export function amountOf(queue: ManifestObject, resource: string, key: 'quota' | 'limit'): Place {
  return new Place(queue.manifest).at('spec', 'resources', resource, key);
}

/** Whether the set installs KAI itself. */
export function installsKai(manifests: ManifestSet): boolean {
  return kaiInstall(manifests) !== undefined || platformMakesQueues(manifests) === true;
}

/** Queues that charts make: of the set, or of the cluster where the set does not install them. Source: scheduling.md 1.4. */
export function queuesOfCharts(manifests: ManifestSet): string[] {
  const kai = kaiInstall(manifests);
  const byKai = kai?.values.at('defaultQueue', 'createDefaultQueue').value !== false;
  const byPlatform = platformMakesQueues(manifests) !== false;
  return [...byKai ? [KAI_DEFAULT_QUEUE, KAI_DEFAULT_PARENT_QUEUE] : [], ...byPlatform ? [DYNAMO_DEFAULT_QUEUE, DYNAMO_PARENT_QUEUE] : []];
}

/** Queues of charts, whether the set installs them or not: they have always these children. */
export const PARENTS_OF_CHARTS: readonly string[] = [KAI_DEFAULT_PARENT_QUEUE, DYNAMO_PARENT_QUEUE];

/** Whether the set holds the top of its queue trees, so that a queue that is missing is missing. */
export function holdsTrees(manifests: ManifestSet): boolean {
  return queuesIn(manifests).some((queue) => parentOf(queue) === '' || queueNamed(manifests, parentOf(queue)));
}

/** Whether dynamo-platform makes its queues; undefined where the set does not install it, or not all of its values are here. */
function platformMakesQueues(manifests: ManifestSet): boolean | undefined {
  const platform = platformInstall(manifests);
  const makes = platform && ['install', 'enabled'].some((key) => platform.values.at('global', 'kai-scheduler', key).isTrue);
  return makes === false && platform!.partial ? undefined : makes;
}
