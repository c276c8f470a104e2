import type { RuleContext } from '../../../admission/rule-context';
import { KAI_KIND_PRIORITIES, KAI_NON_PREEMPTIBLE_FROM, KAI_PRIORITY_CLASSES, KAI_SCHEDULER, KAI_UNLIMITED } from '../../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../../facts/label-keys';
import type { ManifestObject } from '../../../manifests/manifest-object';
import { podCount } from '../../../manifests/pod-count';
import { rankGroupsIn } from '../../rank-groups';
import { Found, found, RuleRow } from '../../rule-row';
import { cliquesOf } from '../grove-admission/pod-clique-set';
import { Place } from '../place';
import { amountsOf, QUEUE_RESOURCES, QueueAmounts, sumOf, multiple } from './gangs';
import { queueOf, workloadsByKai } from './kai-workloads';
import { groveGangs } from './pod-clique-sets';
import { amountOf, lineOf, queueNamed } from './queue-tree';

/** What is scheduled as one, and where it says its queue. */
interface Gang {
  readonly object: ManifestObject;
  readonly name: string;
  readonly queue: Place;
  readonly pods: number;
  readonly amounts: QueueAmounts;
}

/** Kinds of which all pods are one gang under KAI. Source: scheduling.md 1.3. */
const GANGS = ['MPIJob', 'JobSet'];

/** Kinds that name the priority of their gangs themselves. Source: scheduling.md 3.6, dynamo.md 3.6. */
const PRIORITY_OF_GANGS = ['PodCliqueSet', 'DynamoGraphDeployment'];

/** Rules about gangs and what their queue may give. */
export const KAI_GANG_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-16',
    title: 'What cannot be preempted fits into the guarantee of its queue',
    evidence: 'scheduling.md 4 K6, 1.2, 1.3: NonPreemptibleOverQuota',
    * check(context) {
      for (const gang of gangsByKai(context)) {
        if (isPreemptible(context, gang.object) === false) yield* over(context, gang, 'quota');
      }
    },
  },
  {
    id: 'KAI-17',
    title: 'The least of a gang fits into the limits of its queue',
    evidence: 'scheduling.md 4 K7, 1.2: OverLimit; the limits of all ancestors count',
    * check(context) {
      for (const gang of gangsByKai(context)) yield* over(context, gang, 'limit');
    },
  },
];

function* over({ manifests }: RuleContext, gang: Gang, key: 'quota' | 'limit'): Iterable<Found> {
  const queue = queueNamed(manifests, gang.queue.text);
  for (const each of queue ? lineOf(manifests, queue) : []) {
    for (const resource of QUEUE_RESOURCES) {
      const bound = amountOf(each, resource, key);
      const most = bound.number ?? 0;
      const wanted = gang.amounts[resource];
      // A limit of 0 is KAI-107.
      if (most === KAI_UNLIMITED || typeof bound.value === 'string' || wanted <= most || (key === 'limit' && most === 0)) continue;
      const of = each === queue ? `queue '${each.name}'` : `queue '${each.name}' above '${queue!.name}'`;
      const said = key === 'limit' ? `${of} gives at most ${most}` : `${of} guarantees ${most}, and it can not be preempted`;
      yield found(gang.object, gang.queue, `'${gang.name}' needs ${round(wanted)} ${resource} for ${gang.pods} ${gang.pods === 1 ? 'pod' : 'pods'} at once, and ${said}: it never runs`, key === 'limit'
        ? `raise the limit to ${round(wanted)}, or ask for less` : `raise the quota to ${round(wanted)}, or label the workload ${LABEL_KEYS.kaiPreemptibility}: preemptible`);
      return;
    }
  }
}

function round(amount: number): number {
  return Math.ceil(amount * 10) / 10;
}

function gangsByKai(context: RuleContext): Gang[] {
  const { manifests } = context;
  const isByKai = new Set(workloadsByKai(context));
  const ofGrove = groveGangs(context).flatMap(({ subject, gang }): Gang[] => {
    const queue = queueOf(manifests, subject.object);
    const own = subject.isApplied ? isByKai.has(subject.object) : cliquesOf(subject.set).some((clique) => clique.at('spec', 'podSpec', 'schedulerName').text === KAI_SCHEDULER);
    return queue && own ? [{ object: subject.object, name: gang.name, queue, pods: gang.minimum, amounts: gang.amounts }] : [];
  });
  const others = rankGroupsIn(manifests).flatMap((group): Gang[] => {
    const { object, name, members } = group;
    const queue = isByKai.has(object) ? queueOf(manifests, object) : undefined;
    if (!queue || object.group === 'nvidia.com' || object.group === 'grove.io') return [];
    const isGang = object.kind === 'LeaderWorkerSet' || GANGS.includes(object.kind);
    // A job may say itself how many pods it begins with.
    const minima = [new Place(object.manifest), ...members.map(({ template }) => new Place(object.manifest).at(...template.specPath.slice(0, 4)))];
    if (isGang && minima.some((each) => each.at('metadata', 'annotations', ANNOTATION_KEYS.kaiBatchMinMember).present)) return [];
    const pods = ({ pods: own, template }: (typeof members)[number]) => (object.kind === 'LeaderWorkerSet' ? own : isGang ? podCount(template) ?? 1 : 1);
    const amounts = members.map((member) => multiple(amountsOf(new Place(object.manifest).at(...member.template.specPath)), pods(member)));
    return [{ object, name, queue, pods: members.reduce((sum, member) => sum + pods(member), 0), amounts: sumOf(amounts) }];
  });
  return [...ofGrove, ...joined(others)];
}

/** The parts of jobs that are scheduled as one, together. */
function joined(gangs: readonly Gang[]): Gang[] {
  const jobs = new Map<ManifestObject, Gang>();
  for (const gang of gangs.filter(({ object }) => GANGS.includes(object.kind))) {
    const before = jobs.get(gang.object);
    const more = before && { ...before, pods: before.pods + gang.pods, amounts: sumOf([before.amounts, gang.amounts]) };
    jobs.set(gang.object, more ?? { ...gang, name: gang.object.name });
  }
  return [...gangs.filter(({ object }) => !jobs.has(object)), ...jobs.values()];
}

/** Whether a workload may be preempted; undefined where its priority class is not known. Source: scheduling.md 1.3. */
function isPreemptible({ manifests }: RuleContext, object: ManifestObject): boolean | undefined {
  const templates = manifests.podTemplatesOf(object);
  const label = (key: string) => object.labels[key] ?? templates.map(({ labels }) => labels[key]).find((value) => value !== undefined);
  const written = label(LABEL_KEYS.kaiPreemptibility);
  if (written !== undefined) return written !== 'non-preemptible';
  const ofGangs = new Place(object.manifest).at('spec', ...object.kind === 'PodCliqueSet' ? ['template'] : [], 'priorityClassName').text;
  const ofPods = templates.map(({ spec }) => spec.priorityClassName).find((value) => typeof value === 'string');
  const named = label(LABEL_KEYS.kaiPriorityClass) ?? (PRIORITY_OF_GANGS.includes(object.kind) && ofGangs !== '' ? ofGangs : ofPods);
  if (typeof named !== 'string' || named === '') return KAI_PRIORITY_CLASSES[KAI_KIND_PRIORITIES[object.kind] ?? 'train'] < KAI_NON_PREEMPTIBLE_FROM;
  const own = manifests.find('scheduling.k8s.io', 'PriorityClass', named);
  const value = own ? new Place(own.manifest).at('value').number : KAI_PRIORITY_CLASSES[named];
  return value === undefined ? undefined : value < KAI_NON_PREEMPTIBLE_FROM;
}
