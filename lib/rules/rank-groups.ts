import type { ManifestObject } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';
import { podCount } from '../manifests/pod-count';
import type { PodTemplate } from '../manifests/pod-templates';
import { Place } from './deployment/place';

/** Pods that compute as one: the ranks of one engine. A pod for itself is a group of one. */
export interface RankGroup {
  readonly object: ManifestObject;
  /** Name in messages: of the service, clique or scaling group; the object's where there is one only. */
  readonly name: string;
  /** Templates of its pods, with the number of pods of each in one group. */
  readonly members: readonly { readonly template: PodTemplate; readonly pods: number }[];
  /** How many such groups there are; undefined where that is not fixed. */
  readonly copies?: number;
}

/** Pods of one group. */
export function podsOfGroup(group: RankGroup): number {
  return group.members.reduce((sum, { pods }) => sum + pods, 0);
}

const read = new WeakMap<ManifestSet, readonly RankGroup[]>();

/** The groups of all workloads of a set. */
export function rankGroupsIn(manifests: ManifestSet): readonly RankGroup[] {
  let groups = read.get(manifests);
  if (groups) return groups;
  const scaled = scaledObjects(manifests);
  groups = manifests.objects.flatMap((object) => {
    const own = manifests.podTemplatesOf(object);
    if (own.length === 0) return [];
    const all = groupsOf(object, own);
    const isScaled = scaled.size > 0 && scaled.has(scaleKey(object.kind, object.name, object.namespace));
    return isScaled ? all.map((group) => ({ ...group, copies: undefined })) : all;
  });
  read.set(manifests, groups);
  return groups;
}

/** What autoscalers of the set scale. */
function scaledObjects(manifests: ManifestSet): ReadonlySet<string> {
  return new Set([...manifests.ofKind('autoscaling', 'HorizontalPodAutoscaler'), ...manifests.ofKind('keda.sh', 'ScaledObject')].map(({ manifest, namespace }) => {
    const target = new Place(manifest).at('spec', 'scaleTargetRef');
    return scaleKey(target.at('kind').text || 'Deployment', target.at('name').text, namespace);
  }));
}

function scaleKey(kind: string, name: string, namespace: string | undefined): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

function groupsOf(object: ManifestObject, templates: readonly PodTemplate[]): RankGroup[] {
  const root = new Place(object.manifest);
  const spec = root.at('spec');
  switch (object.kind) {
    case 'LeaderWorkerSet': {
      const size = spec.at('leaderWorkerTemplate', 'size').number ?? 1;
      const leader = templates.find(({ role }) => role === 'leader');
      const members = templates.map((template) => ({ template, pods: template === leader ? 1 : leader ? size - 1 : size }));
      return [{ object, name: object.name, members, copies: spec.at('replicas').number ?? 1 }];
    }
    case 'MPIJob': return templates.map((template) => alone(template, podCount(template) ?? 1, 1));
    case 'PodCliqueSet': return ofPodCliqueSet(object, templates);
    case 'DynamoGraphDeployment':
    case 'DynamoComponentDeployment': return templates.map((template) => {
      const component = root.at(...template.specPath.slice(0, template.specPath[template.specPath.length - 1] === 'extraPodSpec' ? -1 : -2));
      const isScaled = component.at('scalingAdapter').present || component.at('autoscaling', 'enabled').isTrue;
      return alone(template, component.at('multinode', 'nodeCount').number ?? 1, isScaled ? undefined : component.at('replicas').number ?? 1);
    });
    default: return templates.map((template) => alone(template, 1, podCount(template)));
  }
}

function alone(template: PodTemplate, pods: number, copies: number | undefined): RankGroup {
  return { object: template.object, name: template.role || template.object.name, members: [{ template, pods }], copies };
}

function ofPodCliqueSet(object: ManifestObject, templates: readonly PodTemplate[]): RankGroup[] {
  const set = new Place(object.manifest).at('spec');
  const replicas = set.at('replicas').number ?? 1;
  const cliqueOf = (template: PodTemplate) => new Place(object.manifest).at(...template.specPath.slice(0, -2));
  const scaling = set.at('template', 'podCliqueScalingGroups').items;
  const grouped = scaling.flatMap((entry): RankGroup[] => {
    const names = entry.at('cliqueNames').items.map(({ text }) => text);
    const members = templates.filter(({ role }) => names.includes(role)).map((template) => ({ template, pods: cliqueOf(template).at('spec', 'replicas').number || 1 }));
    const copies = entry.at('scaleConfig').present ? undefined : replicas * (entry.at('replicas').number ?? 1);
    return members.length > 0 ? [{ object, name: entry.at('name').text, members, copies }] : [];
  });
  const inGroups = new Set(scaling.flatMap((entry) => entry.at('cliqueNames').items.map(({ text }) => text)));
  const single = templates.filter(({ role }) => !inGroups.has(role)).map((template) => {
    const clique = cliqueOf(template);
    return alone(template, 1, clique.at('spec', 'autoScalingConfig').present ? undefined : replicas * (clique.at('spec', 'replicas').number || 1));
  });
  return [...grouped, ...single];
}
