import { duplicates } from '../duplicates';
import type { Finding, Place } from '../place';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliqueNamesOf, cliquesOf, groupsOf } from './pod-clique-set';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: GROVE_WEBHOOK } as const;
const SOURCE = 'scheduling.md 2.2 rule 12 (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';

/** Rules about the shared claims of a PodCliqueSet. */
export const CLAIM_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'GRV-108',
    title: 'claim templates have names, each once, and at least one device request',
    evidence: SOURCE,
    check: (set) => {
      const templates = set.at('spec', 'template', 'resourceClaimTemplates').items;
      const names = templates.map((template) => template.at('name'));
      return [
        ...names.filter(({ text }) => text === '').map((name) => name.finding('the claim template has no name', 'give it a name')),
        ...templates.map((template) => template.at('templateSpec', 'spec', 'devices', 'requests'))
          .filter((requests) => requests.items.length === 0)
          .map((requests) => requests.finding('the claim template requests no device', 'write at least one request: name, and exactly.deviceClassName')),
        ...duplicates(names.map(({ text }) => text)).map((text) => names.filter((name) => name.text === text)[1].finding(
          `two claim templates are named '${text}'`, 'give each claim template a name of its own',
        )),
      ];
    },
  },
  {
    ...BASE,
    id: 'GRV-109',
    title: 'a shared claim names a template, each once, without a namespace for a template of the set',
    evidence: SOURCE,
    check: (set) => {
      const templates = set.at('spec', 'template', 'resourceClaimTemplates').items.map((template) => template.at('name').text);
      return [set.at('spec', 'template'), ...cliquesOf(set), ...groupsOf(set)].flatMap((owner) => sharing(owner.at('resourceSharing').items, templates));
    },
  },
  {
    ...BASE,
    id: 'GRV-110',
    title: "a shared claim's filter names cliques or groups that there are",
    evidence: SOURCE,
    check: (set) => {
      const cliques = cliquesOf(set).map((clique) => clique.at('name').text);
      const groups = groupsOf(set).map((group) => group.at('name').text);
      return [
        ...set.at('spec', 'template', 'resourceSharing').items.flatMap((reference) => filterOf(reference, { childCliqueNames: cliques, childScalingGroupNames: groups })),
        ...groupsOf(set).flatMap((group) => group.at('resourceSharing').items
          .flatMap((reference) => filterOf(reference, { childCliqueNames: cliqueNamesOf(group) }))),
      ];
    },
  },
];

function sharing(references: readonly Place[], templates: readonly string[]): Finding[] {
  const names = references.map((reference) => reference.at('name'));
  return [
    ...references.flatMap((reference) => {
      const name = reference.at('name');
      const namespace = reference.at('namespace');
      if (name.text === '') return [name.finding('the shared claim names no template', 'name a template of resourceClaimTemplates, or a ResourceClaimTemplate')];
      if (namespace.text === '' || !templates.includes(name.text)) return [];
      return [namespace.finding(`'${name.text}' is a template of the set itself, which has no namespace`, 'remove namespace')];
    }),
    ...duplicates(names.map(({ text }) => text)).filter((text) => text !== '').map((text) => names.filter((name) => name.text === text)[1].finding(
      `template '${text}' is shared twice here`, 'keep one of the entries',
    )),
  ];
}

/** @param known names that each list of the filter may hold; the lists it may have are its keys */
function filterOf(reference: Place, known: { readonly [list: string]: readonly string[] }): Finding[] {
  const filter = reference.at('filter');
  if (!filter.present) return [];
  const lists = Object.keys(known);
  if (lists.every((list) => filter.at(list).items.length === 0)) {
    return [filter.finding('the filter names nothing', `write a name in ${lists.join(' or ')}, or remove the filter to share with all`)];
  }
  return lists.flatMap((list) => filter.at(list).items.filter(({ text }) => !known[list].includes(text)).map((name) => name.finding(
    `'${name.text}' is not there`, known[list].length > 0 ? `name one of ${known[list].join(', ')}` : `remove ${list}`,
  )));
}
