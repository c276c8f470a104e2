import { invalid } from '../../core/errors';
import { KAI_SCHEDULER } from '../../facts/kai';
import { LABEL_KEYS } from '../../facts/label-keys';
import { PodFragment } from '../pod-fragment';
import { QueueingOptions } from '../queueing';

/** What puts all pods of an object into a queue of KAI. */
export function queueFragment(queue: string, { priorityClassName, preemptibility, nodePool }: QueueingOptions): PodFragment {
  const labels = {
    [LABEL_KEYS.kaiQueue]: queue,
    ...priorityClassName === undefined ? {} : { [LABEL_KEYS.kaiPriorityClass]: priorityClassName },
    ...preemptibility === undefined ? {} : { [LABEL_KEYS.kaiPreemptibility]: preemptibility.name },
    ...nodePool === undefined ? {} : { [LABEL_KEYS.kaiNodePool]: nodePool },
  };
  // KAI reads them from the top owner, else from the pod; both, because what owns the object may be known to the cluster only. scheduling.md 1.3
  return new PodFragment({ id: 'queue', objectLabels: labels, labels, schedulerName: KAI_SCHEDULER });
}

/**
 * The priority class of a workload in its queue; undefined for KAI's choice.
 *
 * @param before the class that it has
 * @param given another one, or none
 * @param what the workload in words: `a graph`
 * @throws when the two differ
 */
export function requireOnePriority(path: string, before: string | undefined, given: string | undefined, what: string): string | undefined {
  if (before === undefined || given === undefined || before === given) return given ?? before;
  throw invalid({ path, value: `priority classes '${before}' and '${given}'`, reason: `${what} has one`, fix: 'name it in one of the two places' });
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
