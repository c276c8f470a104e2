import { KAI_UNLIMITED } from '../../../facts/kai';
import type { Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { KAI_WEBHOOK, KaiAdmissionFacts } from './kai-admission-facts';

/** Rules about a Queue. */
export const QUEUE_RULES: readonly WebhookRule<Place, KaiAdmissionFacts>[] = [
  {
    id: 'KAI-14',
    title: 'a queue says its resources',
    severity: 'error',
    enforcedBy: KAI_WEBHOOK,
    evidence: 'scheduling.md 1.2 (kai-scheduler/KAI-Scheduler pkg/admission/webhook/queuehooks, v0.17); the schema does not ask for it',
    check: (queue) => queue.at('spec', 'resources').present ? [] : [queue.at('spec', 'resources').finding(
      'the queue says no resources', `write resources with gpu, cpu and memory, each with quota and limit (${KAI_UNLIMITED} = no bound; not written = 0)`,
    )],
  },
];
