import type { Finding, Place } from '../place';
import { topologyLevels } from '../topology-levels';
import type { WebhookRule } from '../webhook-rule';
import { GroveAdmissionFacts, GROVE_WEBHOOK } from './grove-admission-facts';
import { cliqueNamesOf, cliquesOf, constraintsOf, groupsOf, preferredDomain, requiredDomain } from './pod-clique-set';
import { noOperatorFact, notHere } from '../../reasons';

type Rule = WebhookRule<Place, GroveAdmissionFacts>;

const SOURCE = 'scheduling.md 2.2, create only (ai-dynamo/grove operator/internal/webhook/admission/pcs, v0.1.0-alpha.12-rc1)';

/** Rules about topology constraints. Grove judges them when the set is created. */
export const TOPOLOGY_RULES: readonly Rule[] = [
  {
    id: 'GRV-11',
    title: 'topology constraints name one topology, and domains of it, broader outside than inside',
    severity: 'error',
    enforcedBy: GROVE_WEBHOOK,
    evidence: SOURCE,
    unknown: (set, facts) => {
      if (constraintsOf(set).length === 0) return undefined;
      if (facts.topologyAwareScheduling === undefined) return noOperatorFact('config.topologyAwareScheduling.enabled of Grove', 'topologyAwareScheduling');
      if (!facts.topologyAwareScheduling || nameFindings(set).length > 0) return undefined;
      const [name] = namesIn(set);
      return topologyLevels(facts, name) === undefined ? notHere(`ClusterTopologyBinding '${name}'`) : undefined;
    },
    check: (set, facts) => {
      const constraints = constraintsOf(set);
      if (constraints.length === 0) return [];
      if (facts.topologyAwareScheduling === false) {
        return constraints.map((constraint) => constraint.finding(
          "topology-aware scheduling is off in the Grove operator's configuration", 'set config.topologyAwareScheduling.enabled, or remove the constraint',
        ));
      }
      const names = nameFindings(set);
      if (names.length > 0) return names;
      const [name] = namesIn(set);
      const levels = topologyLevels(facts, name);
      if (levels === 'absent') {
        const named = constraints.map((constraint) => constraint.at('topologyName')).filter(({ text }) => text !== '');
        return [named[0].finding(`no ClusterTopologyBinding is named '${name}'`, 'create it before the set')];
      }
      if (levels === undefined) return [];
      const unknown = constraints.flatMap((constraint) => domainFindings(constraint, name, levels));
      return unknown.length > 0 ? unknown : hierarchyFindings(set, levels);
    },
  },
];

function namesIn(set: Place): string[] {
  return [...new Set(constraintsOf(set).map((constraint) => constraint.at('topologyName').text).filter((name) => name !== ''))];
}

/** Each constraint has a topology of its own or inherits one, and all have the same. */
function nameFindings(set: Place): Finding[] {
  const ofSet = set.at('spec', 'template', 'topologyConstraint');
  const groups = groupsOf(set);
  const nameless: Place[] = [ofSet, ...groups.map((group) => group.at('topologyConstraint'))]
    .filter((constraint) => constraint.present && constraint.at('topologyName').text === '' && (constraint === ofSet || ofSet.at('topologyName').text === ''));
  for (const clique of cliquesOf(set)) {
    const constraint = clique.at('topologyConstraint');
    const group = groups.find((candidate) => cliqueNamesOf(candidate).includes(clique.at('name').text) && candidate.at('topologyConstraint').present);
    const inherited = group?.at('topologyConstraint', 'topologyName').text || ofSet.at('topologyName').text;
    if (constraint.present && constraint.at('topologyName').text === '' && inherited === '') nameless.push(constraint);
  }
  const names = namesIn(set);
  return [
    ...nameless.map((constraint) => constraint.at('topologyName').finding(
      'the constraint names no topology and inherits none', 'write topologyName, the name of a ClusterTopologyBinding',
    )),
    ...(names.length < 2 ? [] : constraintsOf(set).map((constraint) => constraint.at('topologyName')).filter(({ text }) => text !== '').map((name) => name.finding(
      `the set names the topologies ${names.join(' and ')}`, 'write one topologyName in all constraints of a set',
    ))),
  ];
}

function domainFindings(constraint: Place, topology: string, levels: readonly string[]): Finding[] {
  return [constraint.at('packDomain'), constraint.at('pack', 'required'), constraint.at('pack', 'preferred')]
    .filter((domain) => domain.text !== '' && !levels.includes(domain.text))
    .map((domain) => domain.finding(`topology '${topology}' has no domain '${domain.text}'`, `write one of ${levels.join(', ')}`));
}

function hierarchyFindings(set: Place, levels: readonly string[]): Finding[] {
  const groups = groupsOf(set);
  const cliques = cliquesOf(set);
  const pairs: [Place, Place][] = [
    ...[...cliques, ...groups].map((child): [Place, Place] => [set.at('spec', 'template'), child]),
    ...groups.flatMap((group) => cliques.filter((clique) => cliqueNamesOf(group).includes(clique.at('name').text)).map((clique): [Place, Place] => [group, clique])),
  ];
  return pairs.flatMap(([outer, inner]) => {
    const [parent, child] = [outer.at('topologyConstraint'), inner.at('topologyConstraint')];
    const narrower = (domainOf: (constraint: Place) => string) => {
      const [outside, inside] = [levels.indexOf(domainOf(parent)), levels.indexOf(domainOf(child))];
      return outside !== -1 && inside !== -1 && outside > inside;
    };
    const message = (domainOf: (constraint: Place) => string) => `domain '${domainOf(parent)}' is narrower than '${domainOf(child)}' of '${inner.at('name').text}' in it`;
    const fix = `write a domain as broad or broader; from broad to narrow: ${levels.join(', ')}`;
    return [
      ...(narrower(requiredDomain) ? [parent.finding(message(requiredDomain), fix)] : []),
      ...(narrower(preferredDomain) ? [parent.at('pack', 'preferred').finding(message(preferredDomain), fix)] : []),
    ];
  });
}
