import { podMetadata, workloadsByKai } from './kai-workloads';
import { QUEUE_GROUP } from './queue-tree';
import { EnforcedBy } from '../../../admission/enforced-by';
import type { RuleContext } from '../../../admission/rule-context';
import { Severity } from '../../../admission/severity';
import { KAI_PRIORITY_CLASSES, SYSTEM_PRIORITY_CLASSES } from '../../../facts/kai';
import { LABEL_KEYS } from '../../../facts/label-keys';
import type { ManifestObject } from '../../../manifests/manifest-object';
import type { ManifestSet } from '../../../manifests/manifest-set';
import { notHere } from '../../reasons';
import { found, RuleRow } from '../../rule-row';
import { kaiInstall } from '../../stack-installs';
import { either, PODS } from '../../subjects';
import { Place } from '../place';

/** A place that names a priority class, and what comes of one that does not exist. */
interface NamedClass {
  readonly place: Place;
  readonly effect: string;
  readonly enforcedBy?: EnforcedBy;
}

/** Rules about the priority of workloads under KAI. */
export const KAI_PRIORITY_RULES: readonly RuleRow[] = [
  {
    id: 'KAI-109',
    about: either(PODS, { kinds: ['scheduling.run.ai/PodGroup'] }),
    title: 'The priority classes that workloads under KAI name exist',
    severity: Severity.WARNING,
    evidence: 'scheduling.md 1.2 (PodGroup), 1.3 (kai-scheduler/KAI-Scheduler v0.17.0); kubernetes plugin/pkg/admission/priority: pods of an unknown class are refused',
    * check(context) {
      const { manifests } = context;
      const objects = manifests.ofKind('scheduling.k8s.io', 'PriorityClass');
      let known: ReadonlySet<string> | undefined;
      for (const object of subjects(context)) {
        for (const { place, effect, enforcedBy } of classesOf(manifests, object)) {
          if (place.text === '') continue;
          known ??= new Set([...objects.map(({ name }) => name), ...classesOfOthers(manifests)]);
          if (known.has(place.text)) continue;
          const message = `PriorityClass '${place.text}' is not among the manifests: ${effect}`;
          if (objects.length === 0) yield { object, unknown: notHere(`PriorityClass '${place.text}'`) };
          else yield found(object, place, message, `name one of ${[...known].sort().join(', ')}, or add the class`, { enforcedBy });
        }
      }
    },
  },
];

/** Classes that nobody has to write: the system's, and those of KAI's chart. Source: scheduling.md 1.3. */
function classesOfOthers(manifests: ManifestSet): readonly string[] {
  const isOff = kaiInstall(manifests)?.values.at('defaultPriorityClasses', 'enabled').value === false;
  return [...SYSTEM_PRIORITY_CLASSES, ...isOff ? [] : Object.keys(KAI_PRIORITY_CLASSES)];
}

/** Graphs with a priority are for Grove, which hands it on to KAI. Source: dynamo.md 2.3. */
function subjects(context: RuleContext): Set<ManifestObject> {
  const { manifests } = context;
  return new Set([...workloadsByKai(context), ...manifests.ofKind('nvidia.com', 'DynamoGraphDeployment'), ...manifests.ofKind(QUEUE_GROUP, 'PodGroup')]);
}

function classesOf(manifests: ManifestSet, object: ManifestObject): NamedClass[] {
  const root = new Place(object.manifest);
  const gangs = 'KAI takes a default, that of the cluster or 50';
  if (object.kind === 'PodGroup') return [{ place: root.at('spec', 'priorityClassName'), effect: gangs }];
  const ofGangs: { readonly [kind: string]: Place } = {
    PodCliqueSet: root.at('spec', 'template', 'priorityClassName'), DynamoGraphDeployment: root.at('spec', 'priorityClassName'),
  };
  const owners = object.kind === 'Pod' ? [root.at('metadata')] : [root.at('metadata'), ...podMetadata(manifests, object)];
  return [
    ...owners.map((owner) => ({ place: owner.at('labels', LABEL_KEYS.kaiPriorityClass), effect: 'KAI ignores the label, and takes another priority' })),
    ...Object.hasOwn(ofGangs, object.kind) ? [{ place: ofGangs[object.kind], effect: gangs }] : [],
    ...manifests.podTemplatesOf(object).map(({ specPath }) => ({
      place: root.at(...specPath, 'priorityClassName'),
      effect: 'without it the API server refuses the pods',
      enforcedBy: object.kind === 'Pod' ? EnforcedBy.API_SERVER : undefined,
    })),
  ];
}
