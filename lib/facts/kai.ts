/** Name of the scheduler on pods. Source: scheduling.md 1.3. */
export const KAI_SCHEDULER = 'kai-scheduler';

/** Queue that the operator puts on a graph's pods without the annotation `nvidia.com/kai-scheduler-queue`. Source: dynamo.md 3.6. */
export const DYNAMO_DEFAULT_QUEUE = 'dynamo';

/** Parent of the queue `dynamo`, made by dynamo-platform where KAI is installed or enabled through it. Source: scheduling.md 1.4. */
export const DYNAMO_PARENT_QUEUE = 'dynamo-default';

/** Queue of pods without one, made by the KAI chart on first install: quota 0, no limit. Source: scheduling.md 1.3, 1.4. */
export const KAI_DEFAULT_QUEUE = 'default-queue';

/** Parent of `default-queue`. Source: scheduling.md 1.4. */
export const KAI_DEFAULT_PARENT_QUEUE = 'default-parent-queue';

/** Quota without a guarantee's bound, limit without a cap. 0 and absent mean none at all. Source: scheduling.md 1.2. */
export const KAI_UNLIMITED = -1;

/** `spec.priority` of a queue that does not say. Source: scheduling.md 1.2. */
export const KAI_DEFAULT_QUEUE_PRIORITY = 100;

/** Priority classes of the KAI chart and their values. Source: scheduling.md 1.3. */
export const KAI_PRIORITY_CLASSES: { readonly [name: string]: number } = {
  'train': 50,
  'build-preemptible': 75,
  'build': 100,
  'inference': 125,
};

/** Priority classes that every cluster has; nobody may make others that begin with `system-`. Source: kubernetes pkg/apis/scheduling (SystemPriorityClasses). */
export const SYSTEM_PRIORITY_CLASSES: readonly string[] = ['system-cluster-critical', 'system-node-critical'];

/** Priority from which on a workload is not preemptible, and so may use only its queue's guarantee. Source: scheduling.md 1.3. */
export const KAI_NON_PREEMPTIBLE_FROM = 100;

/** Priority class that KAI gives a kind of top owner without one; `train` where not listed (Grove, LWS, Jobs). Source: scheduling.md 1.3. */
export const KAI_KIND_PRIORITIES: { readonly [kind: string]: string } = {
  Deployment: 'inference',
  Service: 'inference', // of Knative
  Notebook: 'build',
};

/** Fixed name of the one `Config` that KAI reconciles. Source: scheduling.md 1.2. */
export const KAI_CONFIG = 'kai-config';
