import { GROVE_NAME_RULES } from './grove-name-rules';
import { GROVE_POD_RULES } from './grove-pod-rules';
import { GROVE_SHARING_RULES } from './grove-sharing-rules';
import { KAI_GANG_RULES } from './kai-gang-rules';
import { KAI_JOB_SET_RULES } from './kai-job-set-rules';
import { KAI_MPI_JOB_RULES } from './kai-mpi-job-rules';
import { KAI_PRIORITY_RULES } from './kai-priority-rules';
import { KAI_QUEUE_RULES } from './kai-queue-rules';
import { KAI_WORKLOAD_RULES } from './kai-workload-rules';
import type { Rule } from '../../../admission/rule';
import { about, rulesOf } from '../../rule-row';
import { POD_CLIQUE_SETS, PODS, QUEUES } from '../../subjects';

/** Rules about PodCliqueSets, queues and gangs that no webhook enforces. */
export function schedulingRules(): Rule[] {
  return rulesOf('deployment', [
    ...about(POD_CLIQUE_SETS, [...GROVE_NAME_RULES, ...GROVE_POD_RULES, ...GROVE_SHARING_RULES]),
    ...about(QUEUES, [...KAI_QUEUE_RULES, ...KAI_GANG_RULES]),
    ...about(PODS, [...KAI_WORKLOAD_RULES, ...KAI_JOB_SET_RULES, ...KAI_MPI_JOB_RULES, ...KAI_PRIORITY_RULES]),
  ].sort((a, b) => (a.id < b.id ? -1 : 1)));
}
