import { KAI_DEFAULT_PARENT_QUEUE, KAI_DEFAULT_QUEUE, DYNAMO_DEFAULT_QUEUE, DYNAMO_PARENT_QUEUE } from '../../../facts/kai';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { installsOf } from '../../chart-installs';
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
  return installsOf(manifests, 'kai-scheduler').length > 0 || withBundledKai(manifests);
}

/** Queues that charts of the set make. Source: scheduling.md 1.4. */
export function queuesOfCharts(manifests: ManifestSet): string[] {
  return [...installsOf(manifests, 'kai-scheduler').length > 0 ? [KAI_DEFAULT_QUEUE, KAI_DEFAULT_PARENT_QUEUE] : [],
    ...withBundledKai(manifests) ? [DYNAMO_DEFAULT_QUEUE, DYNAMO_PARENT_QUEUE, KAI_DEFAULT_QUEUE, KAI_DEFAULT_PARENT_QUEUE] : []];
}

/** Queues of charts, whether the set installs them or not: they have always these children. */
export const PARENTS_OF_CHARTS: readonly string[] = [KAI_DEFAULT_PARENT_QUEUE, DYNAMO_PARENT_QUEUE];

/** Whether the set holds the top of its queue trees, so that a queue that is missing is missing. */
export function holdsTrees(manifests: ManifestSet): boolean {
  return queuesIn(manifests).some((queue) => parentOf(queue) === '' || queueNamed(manifests, parentOf(queue)));
}

function withBundledKai(manifests: ManifestSet): boolean {
  return installsOf(manifests, 'dynamo-platform').some(({ values }) => ['install', 'enabled'].some((key) => values.at('global', 'kai-scheduler', key).isTrue));
}
