import { duplicates } from '../duplicates';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { KAI_WEBHOOK, KaiAdmissionFacts } from './kai-admission-facts';

type Rule = WebhookRule<Place, KaiAdmissionFacts>;

const BASE = {
  severity: 'error', enforcedBy: KAI_WEBHOOK, evidence: 'scheduling.md 1.2 (kai-scheduler/KAI-Scheduler podgroup_webhook.go, v0.17)',
} as const;

/** Rules about a PodGroup that a user writes. */
export const POD_GROUP_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'KAI-101',
    title: 'a group counts pods or subgroups, not both',
    check: (group) => [group.at('spec'), ...subgroupsOf(group)]
      .filter((owner) => owner.at('minMember').present && owner.at('minSubGroup').present)
      .map((owner) => owner.at('minSubGroup').finding('minMember and minSubGroup exclude each other', 'keep one of them')),
  },
  {
    ...BASE,
    id: 'KAI-102',
    title: 'names of subgroups are unique',
    check: (group) => {
      const names = subgroupsOf(group).map((subgroup) => subgroup.at('name'));
      return duplicates(names.map(({ text }) => text)).map((text) => names.filter((name) => name.text === text)[1].finding(
        `two subgroups are named '${text}'`, 'give each subgroup a name of its own',
      ));
    },
  },
  {
    ...BASE,
    id: 'KAI-103',
    title: 'parents of subgroups are there, and none is its own ancestor',
    check: (group) => subgroupsOf(group).flatMap((subgroup) => parentFinding(subgroup, subgroupsOf(group))),
  },
  {
    ...BASE,
    id: 'KAI-104',
    title: 'subgroups without children count pods, subgroups with children count those',
    check: (group, _facts, previous) => {
      const parents = new Set(subgroupsOf(group).map((subgroup) => subgroup.at('parent').text));
      return subgroupsOf(group).flatMap((subgroup): Finding[] => {
        const [pods, children] = [subgroup.at('minMember'), subgroup.at('minSubGroup')];
        if (parents.has(subgroup.at('name').text)) {
          // an update only warns
          return pods.present && !previous ? [pods.finding('the subgroup has subgroups, and no pods of its own', 'remove minMember; write minSubGroup, or nothing for all of them')] : [];
        }
        return [
          ...(children.present ? [children.finding('the subgroup has no subgroups to count', 'write minMember instead')] : []),
          ...((pods.number ?? -1) >= 0 ? [] : [pods.finding('the subgroup does not say how many pods it needs', 'write minMember, 0 or more')]),
        ];
      });
    },
  },
];

function subgroupsOf(group: Place): Place[] {
  return group.at('spec', 'subGroups').items;
}

function parentFinding(subgroup: Place, all: readonly Place[]): Finding[] {
  const parent = subgroup.at('parent');
  const trail = [subgroup.at('name').text];
  for (let name = parent.text; name !== ''; ) {
    if (name === trail[0]) return [parent.finding(`subgroups are each other's parents: ${[...trail, name].join(' → ')}`, 'remove one parent of the circle')];
    if (trail.includes(name)) return [];
    const next = all.find((candidate) => candidate.at('name').text === name);
    if (!next) {
      return trail.length > 1 ? [] : [parent.finding(`no subgroup is named '${name}'`, `name one of ${all.map((other) => other.at('name').text).join(', ')}, or remove parent`)];
    }
    trail.push(name);
    name = next.at('parent').text;
  }
  return [];
}
