import { isDnsSubdomain } from '../../../core/names';
import { duplicates } from '../duplicates';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliqueNamesOf, cliquesOf, groupNumber, groupsOf } from './pod-clique-set';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2 (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';

/** Rules about the scaling groups of a PodCliqueSet. */
export const GROUP_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-104',
    title: 'names of scaling groups are DNS subdomains, and unique',
    evidence: `${SOURCE} rule 6`,
    check: (set) => {
      const names = groupsOf(set).map((group) => group.at('name'));
      return [
        ...names.filter(({ text }) => !isDnsSubdomain(text)).map((name) => name.finding(
          `scaling group name '${name.text}' is no DNS subdomain`, 'use lower-case letters, digits and inner hyphens',
        )),
        ...duplicates(names.map(({ text }) => text)).map((text) => names.filter((name) => name.text === text)[1].finding(
          `two scaling groups are named '${text}'`, 'give each scaling group a name of its own',
        )),
      ];
    },
  },
  {
    ...BASE,
    id: 'GRV-105',
    title: 'a scaling group holds cliques of the set, none of them in another group',
    evidence: `${SOURCE} rule 6`,
    check: (set) => {
      const cliques = cliquesOf(set).map((clique) => clique.at('name').text);
      const members = groupsOf(set).flatMap((group) => group.at('cliqueNames').items);
      return [
        ...members.filter(({ text }) => !cliques.includes(text)).map((member) => member.finding(
          `no clique is named '${member.text}'`, `name one of ${cliques.join(', ')}`,
        )),
        ...duplicates(members.map(({ text }) => text)).map((text) => members.filter((member) => member.text === text)[1].finding(
          `clique '${text}' is in a scaling group twice, or in two of them`, 'keep it in one place',
        )),
      ];
    },
  },
  {
    ...BASE,
    id: 'GRV-106',
    title: 'replicas, minAvailable and minReplicas of a scaling group fit each other',
    evidence: `${SOURCE} rule 6; maxReplicas is not checked: recorded`,
    check: (set) => groupsOf(set).flatMap(groupBounds),
  },
  {
    ...BASE,
    id: 'GRV-107',
    title: 'a clique in a scaling group has no autoScalingConfig',
    evidence: `${SOURCE} rule 7`,
    check: (set) => {
      const grouped = new Set(groupsOf(set).flatMap(cliqueNamesOf));
      return cliquesOf(set).filter((clique) => grouped.has(clique.at('name').text) && clique.at('spec', 'autoScalingConfig').present)
        .map((clique) => clique.at('spec', 'autoScalingConfig').finding(
          `clique '${clique.at('name').text}' is in a scaling group, which scales as a whole`, 'remove it, and write scaleConfig on the scaling group',
        ));
    },
  },
];

function groupBounds(group: Place): Finding[] {
  const findings: Finding[] = [];
  const replicas = groupNumber(group, 'replicas');
  const minAvailable = groupNumber(group, 'minAvailable');
  if (replicas <= 0) findings.push(group.at('replicas').finding(`replicas is ${replicas}`, 'write 1 or more'));
  if (minAvailable <= 0) findings.push(group.at('minAvailable').finding(`minAvailable is ${minAvailable}`, 'write 1 or more'));
  if (minAvailable > replicas) {
    findings.push(group.at('minAvailable').finding(`minAvailable ${minAvailable} is more than replicas ${replicas}`, `write ${Math.max(replicas, 1)} or less`));
  }
  const scale = group.at('scaleConfig');
  const minReplicas = scale.at('minReplicas').number ?? replicas;
  if (scale.present && minReplicas < minAvailable) {
    findings.push(scale.at('minReplicas').finding(`minReplicas ${minReplicas} is less than minAvailable ${minAvailable}`, `write ${minAvailable} or more`));
  }
  return findings;
}
