import { workloadsByKai } from './kai-workloads';
import { JOBSET_EXCLUSIVE_TOPOLOGY, JOBSET_IN_ORDER, JOBSET_NODE_SELECTOR_STRATEGY } from '../../../facts/job-controllers';
import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import { Found, found, RuleRow } from '../../rule-row';
import { Place } from '../place';

const MINIMUM = ANNOTATION_KEYS.kaiBatchMinMember;

/** Rules about JobSets under KAI. */
export const KAI_JOB_SET_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-108',
    about: { kinds: ['jobset.x-k8s.io/JobSet'] },
    title: 'KAI waits for no pods of a JobSet that are made after others have started',
    evidence: 'kai-scheduler/KAI-Scheduler v0.17.0, pkg/podgrouper/podgrouper/plugins/jobset; kubernetes-sigs/jobset v0.11.1, pkg/webhooks/pod_admission_webhook.go',
    * check(context) {
      for (const object of workloadsByKai(context, 'JobSet')) {
        const set = new Place(object.manifest);
        const jobs = set.at('spec', 'replicatedJobs').items;
        const first = jobs.filter((job) => job.at('dependsOn').items.length === 0).length;
        const waiting = jobs.map((job) => job.at('dependsOn')).find(({ items }) => items.length > 0);
        if (waiting && neededJobs(set, jobs.length) > first) {
          yield found(object, waiting, `KAI starts nothing before the pods of all ${jobs.length} replicated jobs are there, and JobSet makes these after others`, `annotate the JobSet ${MINIMUM}: "${first}"`);
        }
        for (const job of jobs) yield* exclusive(object, set, job);
      }
    },
  },
];

function* exclusive(object: Found['object'], set: Place, job: Place): Iterable<Found> {
  const own = job.at('template', 'metadata', 'annotations');
  const all = set.at('metadata', 'annotations');
  const pods = job.at('template', 'spec', 'template', 'metadata', 'annotations');
  const place = [own, all].map((each) => each.at(JOBSET_EXCLUSIVE_TOPOLOGY)).find(({ present }) => present);
  const needed = numberIn(own) ?? job.at('template', 'spec', 'parallelism').number ?? 1;
  if (!place || needed < 2 || [own, all, pods].some((each) => each.at(JOBSET_NODE_SELECTOR_STRATEGY).present)) return;
  yield found(object, place, `KAI starts nothing before ${needed} pods of each Job of '${job.at('name').text}' are there, and JobSet makes the others after the first has its node`, `annotate the template of the replicated job ${MINIMUM}: "1", or ask for ${ANNOTATION_KEYS.kaiRequiredPlacement} instead`);
}

/** How many replicated jobs have to be there before any pod starts. */
function neededJobs(set: Place, jobs: number): number {
  const inOrder = set.at('spec', 'startupPolicy', 'startupPolicyOrder').text === JOBSET_IN_ORDER;
  return Math.min(jobs, numberIn(set.at('metadata', 'annotations')) ?? (inOrder ? 1 : jobs));
}

function numberIn(annotations: Place): number | undefined {
  const told = Number(annotations.at(MINIMUM).text);
  return Number.isInteger(told) && told > 0 ? told : undefined;
}
