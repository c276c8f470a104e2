import { invalid } from '../../core/errors';
import { KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { PodFragment } from '../pod-fragment';
import { QueueingOptions } from '../queueing';

/** What puts all pods of an object into a queue of KAI. */
export function queueFragment(queue: string, options: QueueingOptions): PodFragment {
  const labels = { [LABEL_KEYS.kaiQueue]: queue, ...queueingLabels(options) };
  // KAI reads them from the top owner, else from the pod; both, because what owns the object may be known to the cluster only. scheduling.md 1.3
  return new PodFragment({ id: 'queue', objectLabels: labels, labels, schedulerName: KAI_SCHEDULER });
}

/**
 * What puts a Dynamo graph into a queue of KAI: the operator labels the pods with the queue of the annotation (dynamo.md 3.6), and KAI reads the graph's other
 * labels as if they were its PodCliqueSet's (scheduling.md 3.6, K14).
 */
export function graphQueueFragment(queue: string, options: QueueingOptions): PodFragment {
  return new PodFragment({ id: 'queue', objectAnnotations: { [ANNOTATION_KEYS.dynamoKaiQueue]: queue }, objectLabels: queueingLabels(options) });
}

/** How a workload is scheduled in its queue, as labels. */
function queueingLabels({ priorityClassName, preemptibility, nodePool }: QueueingOptions): { [key: string]: string } {
  return {
    ...priorityClassName === undefined ? {} : { [LABEL_KEYS.kaiPriorityClass]: priorityClassName },
    ...preemptibility === undefined ? {} : { [LABEL_KEYS.kaiPreemptibility]: preemptibility.name },
    ...nodePool === undefined ? {} : { [LABEL_KEYS.kaiNodePool]: nodePool },
  };
}

/**
 * The queue of a workload that is put into one, perhaps again.
 *
 * @param before the queue that it is in; undefined for none
 * @param what the workload in words: `a graph`
 * @throws when it is in another one
 */
export function requireOneQueue(path: string, before: string | undefined, queue: string, what: string): string {
  if (before === undefined || before === queue) return queue;
  throw invalid({ path, value: `queues '${before}' and '${queue}'`, reason: `all pods of ${what} are in one queue`, fix: 'grant one queue only' });
}
