import { groveIsNew, groveVersion } from './grove-pod-rules';
import { podMetadata, queueOf, queuesInUse, workloadsByKai } from './kai-workloads';
import { installsKai, parentOf, PARENTS_OF_CHARTS, queueNamed, queuesIn, queuesOfCharts } from './queue-tree';
import { EnforcedBy } from '../../../admission/enforced-by';
import type { RuleContext } from '../../../admission/rule-context';
import { Severity } from '../../../admission/severity';
import { KAI_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../../facts/label-keys';
import { groveNamesPodGroupsLikeSets } from '../../../facts/version-facts';
import { pluginGpusOf } from '../../../manifests/gpu-resources';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { runsWith } from '../../pod-environment';
import { noRelease } from '../../reasons';
import { Found, found, RuleRow, Unjudged } from '../../rule-row';
import { either, PLACED, POD_CLIQUE_SETS, QUEUE_USERS, QUEUES } from '../../subjects';
import { Place } from '../place';

const SOURCE = 'scheduling.md 1.3 (kai-scheduler/KAI-Scheduler v0.17.0)';
const SHARD_ARGUMENT = 'full-hierarchy-fairness';

/** Flags by which engines are told of several nodes. */
const SEVERAL_NODES = /--(nnodes|num-nodes|node-rank|dist-init-addr|headless|data-parallel-address)\b/;

/** Kinds of which every pod is a gang of its own. Source: scheduling.md 1.3. */
const NO_GANG = ['Deployment', 'StatefulSet', 'ReplicaSet'];

/** Rules about workloads under KAI. */
export const KAI_WORKLOAD_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-11',
    title: 'Workloads under KAI name their queue',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 K1; ${SOURCE}`,
    * check(context) {
      const { manifests } = context;
      for (const object of workloadsByKai(context)) {
        const place = new Place(object.manifest).at('metadata', 'labels', LABEL_KEYS.kaiQueue);
        if (object.group === 'nvidia.com' || joinsPodGroup(manifests, object)) continue;
        const isNew = object.kind === 'PodCliqueSet' && groveIsNew(context) === true;
        const owners = [new Place(object.manifest).at('metadata'), ...podMetadata(manifests, object)];
        const byAnnotation = isNew && owners.some((owner) => owner.at('annotations', LABEL_KEYS.kaiQueue).text !== '');
        const queues = isNew ? owners.flatMap((owner) => ['labels', 'annotations'].map((key) => owner.at(key, LABEL_KEYS.kaiQueue))).filter(({ text }) => text !== '') : [];
        const other = queues.find(({ text }) => text !== queues[0].text);
        if (other) yield found(object, other, `queue '${other.text}' beside '${queues[0].text}': Grove refuses a set whose queues differ`, 'write one queue, on the set and on its cliques', { severity: Severity.ERROR });
        if (queueOf(manifests, object) || byAnnotation) continue;
        if (isNew) yield found(object, place, 'Grove refuses a set without a queue', `label it ${LABEL_KEYS.kaiQueue}: <queue>`, { severity: Severity.ERROR });
        else yield found(object, place, `no queue is named, so the pods go to '${KAI_DEFAULT_QUEUE}', which guarantees nothing`, `label it ${LABEL_KEYS.kaiQueue}: <queue>`);
      }
    },
  },
  {
    id: 'KAI-12',
    about: QUEUE_USERS,
    title: 'The queue of a workload exists',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 K2; ${SOURCE}: QueueDoesNotExist`,
    * check({ manifests }) {
      const isComplete = queuesIn(manifests).length > 0 || installsKai(manifests);
      const made = queuesOfCharts(manifests);
      const known = queuesIn(manifests).map(({ name }) => name);
      for (const { object, place, queue } of queuesInUse(manifests)) {
        if (queueNamed(manifests, queue) || made.includes(queue)) continue;
        yield found(object, place, `queue '${queue}' is not among the manifests`, known.length > 0 ? `name one of ${known.join(', ')}, or add the queue` : 'make sure that the queue exists', {
          severity: isComplete ? Severity.ERROR : Severity.WARNING,
        });
      }
    },
  },
  {
    id: 'KAI-13',
    about: QUEUE_USERS,
    title: 'Workloads run in queues without children',
    evidence: 'scheduling.md 4 K3, 1.2: a workload in another queue stays Pending without an event',
    * check({ manifests }) {
      const isFlat = manifests.ofKind('kai.scheduler', 'SchedulingShard').some(({ manifest }) => new Place(manifest).at('spec', 'args', SHARD_ARGUMENT).text === 'false');
      if (isFlat) return;
      const parents = new Map(queuesIn(manifests).map((queue) => [parentOf(queue), queue.name]));
      for (const { object, place, queue } of queuesInUse(manifests)) {
        const child = parents.get(queue);
        if (child !== undefined) yield found(object, place, `queue '${queue}' has child queues, and only queues without any run workloads`, `name one of its children, for example ${child}`);
        else if (PARENTS_OF_CHARTS.includes(queue)) yield found(object, place, `queue '${queue}' is made as a parent, and only queues without children run workloads`, 'name a queue below it');
      }
    },
  },
  {
    id: 'KAI-20',
    about: PLACED,
    title: 'Placement names a topology, and a level of it',
    evidence: `scheduling.md 4 K10; ${SOURCE}`,
    * check({ manifests }) {
      for (const object of manifests.objects) {
        const annotations = new Place(object.manifest).at('metadata', 'annotations');
        const placements = [ANNOTATION_KEYS.kaiRequiredPlacement, ANNOTATION_KEYS.kaiPreferredPlacement].map((key) => annotations.at(key)).filter(({ text }) => text !== '');
        if (placements.length === 0) continue;
        const topology = annotations.at(ANNOTATION_KEYS.kaiTopology);
        if (topology.text === '') {
          for (const placement of placements) yield found(object, placement, `without ${ANNOTATION_KEYS.kaiTopology} the placement is ignored`, `annotate ${ANNOTATION_KEYS.kaiTopology}: <topology>`);
          continue;
        }
        const levels = topologyLevelsOf(manifests, topology.text);
        const topologies = [...manifests.ofKind('kai.scheduler', 'Topology'), ...manifests.ofKind('grove.io', 'ClusterTopologyBinding')];
        if (!levels) {
          const severity = topologies.length > 0 ? Severity.ERROR : Severity.WARNING;
          yield found(object, topology, `topology '${topology.text}' is not among the manifests`, topologies.length > 0 ? `name one of ${topologies.map(({ name }) => name).join(', ')}` : 'make sure that it exists', { severity });
          continue;
        }
        for (const placement of placements) {
          if (!levels.includes(placement.text)) yield found(object, placement, `topology '${topology.text}' has no level '${placement.text}'`, `write one of ${levels.join(', ')}`);
        }
      }
    },
  },
  {
    id: 'KAI-22',
    title: 'Engines over several nodes are of a kind that KAI schedules as a gang',
    severity: Severity.WARNING,
    evidence: `scheduling.md 4 K12; ${SOURCE}`,
    * check({ manifests }) {
      for (const template of manifests.podTemplates) {
        const { object, spec, specPath } = template;
        if (!NO_GANG.includes(object.kind) || spec.schedulerName !== KAI_SCHEDULER || pluginGpusOf(template) === 0) continue;
        if (Number(object.get('spec', 'replicas') ?? 1) > 1 && runsWith(template, SEVERAL_NODES)) yield found(object, new Place(KAI_SCHEDULER, [...specPath, 'schedulerName']), `KAI schedules the pods of a ${object.kind} one by one, and the engine waits for all of its nodes`, 'use a PodCliqueSet or a LeaderWorkerSet');
      }
    },
  },
  {
    id: 'KAI-24',
    about: QUEUES,
    title: 'Workloads are in the node pool of their queue',
    evidence: `scheduling.md 4 K14; ${SOURCE}; grove #490, dynamo #10084`,
    * check(context) {
      const { manifests } = context;
      for (const { object, place, queue } of queuesInUse(manifests)) {
        const pool = queueNamed(manifests, queue)?.labels[LABEL_KEYS.kaiNodePool];
        if (pool === undefined || !isOfWorkload(manifests, object)) continue;
        const own = object.labels[LABEL_KEYS.kaiNodePool];
        const onlyOwner = object.kind === 'PodCliqueSet' && groveIsNew(context) === true;
        const templates = onlyOwner ? [] : manifests.podTemplatesOf(object).map(({ labels }) => labels[LABEL_KEYS.kaiNodePool]);
        const pools = own !== undefined || templates.length === 0 ? [own] : templates;
        const other = pools.find((each) => each !== pool);
        if (pools.includes(pool) && other === undefined) continue;
        if (pools.some((each) => each !== pool)) yield found(object, place, `queue '${queue}' is of node pool '${pool}', the workload of '${other ?? 'none'}': the shard of the workload does not see the queue`, `label the workload ${LABEL_KEYS.kaiNodePool}: ${pool}`);
      }
    },
  },
  {
    id: 'KAI-25',
    about: either({ kinds: ['scheduling.run.ai/PodGroup'] }, POD_CLIQUE_SETS),
    title: 'PodGroups have names of their own in the whole cluster',
    evidence: 'scheduling.md 4 K15, 0 item 5 (KAI PR #2095)',
    * check(context) {
      const { manifests } = context;
      yield* setsOfOneName(context);
      const first = new Map<string, ManifestObject>();
      for (const group of manifests.ofKind('scheduling.run.ai', 'PodGroup')) {
        const other = first.get(group.name);
        if (!other) first.set(group.name, group);
        else if (other.namespace !== group.namespace) yield found(group, new Place(group.manifest).at('metadata', 'name'), `namespace ${other.namespace} has a PodGroup '${group.name}' too: KAI takes the two for one`, 'give it another name');
      }
    },
  },
  {
    id: 'KAI-26',
    title: 'Pods join a PodGroup that exists, in a subgroup of it, past the pod-grouper',
    evidence: `scheduling.md 4 K16; ${SOURCE}`,
    * check({ manifests }) {
      for (const { object, metadataPath, labels } of manifests.podTemplates) {
        if (!metadataPath) continue;
        const metadata = new Place(object.manifest).at(...metadataPath);
        const name = metadata.at('annotations', ANNOTATION_KEYS.kaiPodGroup);
        if (name.text === '') continue;
        const skips = [object.annotations, metadata.at('annotations').value as { [key: string]: string }].some((each) => each?.[ANNOTATION_KEYS.kaiSkipPodGrouper] === 'true');
        if (object.kind !== 'Pod' && !skips) yield found(object, name, `KAI's pod-grouper overwrites it on pods of a ${object.kind}`, `annotate ${ANNOTATION_KEYS.kaiSkipPodGrouper}: "true" beside it`);
        const group = manifests.find('scheduling.run.ai', 'PodGroup', name.text, object.namespace);
        if (!group) {
          yield found(object, name, `PodGroup '${name.text}' is not among the manifests of the namespace`, 'add it, or make sure that it exists', { severity: Severity.WARNING, enforcedBy: EnforcedBy.RUNTIME });
          continue;
        }
        const subgroups = new Place(group.manifest).at('spec', 'subGroups').items;
        const parents = subgroups.map((each) => each.at('parent').text);
        const leaves = subgroups.map((each) => each.at('name').text).filter((each) => !parents.includes(each));
        const own = labels[LABEL_KEYS.kaiSubgroup] ?? '';
        if (leaves.length > 0 && !leaves.includes(own)) yield found(object, metadata.at('labels', LABEL_KEYS.kaiSubgroup), own === '' ? `PodGroup '${name.text}' has subgroups, and the pods name none` : `PodGroup '${name.text}' has no subgroup '${own}' without children`, `label the pods ${LABEL_KEYS.kaiSubgroup} with one of ${leaves.join(', ')}`);
      }
    },
  },
];

/** PodCliqueSets whose PodGroups have one name in two namespaces. */
function* setsOfOneName(context: RuleContext): Iterable<Found | Unjudged> {
  const first = new Map<string, ManifestObject>();
  for (const set of workloadsByKai(context, 'PodCliqueSet')) {
    const other = first.get(set.name);
    if (!other) first.set(set.name, set);
    if (!other || other.namespace === set.namespace) continue;
    const version = groveVersion(context);
    if (version === undefined) yield { object: set, unknown: noRelease('the version of Grove is') };
    else if (groveNamesPodGroupsLikeSets(version)) yield found(set, new Place(set.manifest).at('metadata', 'name'), `namespace ${other.namespace} has a PodCliqueSet '${set.name}' too, Grove ${version} names their PodGroups alike, and KAI takes them for one`, 'give it another name, or install Grove v0.1.0-alpha.13', { severity: Severity.WARNING });
  }
}

function joinsPodGroup(manifests: ManifestSet, object: ManifestObject): boolean {
  return manifests.podTemplatesOf(object).some(({ annotations }) => annotations[ANNOTATION_KEYS.kaiPodGroup] !== undefined);
}

function isOfWorkload(manifests: ManifestSet, object: ManifestObject): boolean {
  return manifests.podTemplatesOf(object).length > 0;
}

/** Label keys and aliases of a topology's levels; undefined where it is not in the set. */
function topologyLevelsOf(manifests: ManifestSet, name: string): string[] | undefined {
  const topology = manifests.find('kai.scheduler', 'Topology', name);
  if (topology) return new Place(topology.manifest).at('spec', 'levels').items.flatMap((level) => [level.at('nodeLabel').text, level.at('alias').text]).filter((each) => each !== '');
  const binding = manifests.find('grove.io', 'ClusterTopologyBinding', name);
  return binding && new Place(binding.manifest).at('spec', 'levels').items.map((level) => level.at('key').text);
}
