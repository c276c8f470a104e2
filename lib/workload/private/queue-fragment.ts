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
