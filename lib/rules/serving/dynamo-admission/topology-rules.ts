import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { DynamoGraphView, turnsGroveOff } from './dynamo-graph-view';
import { isDnsSubdomain } from '../../../core/names';
import type { Finding } from '../../deployment/place';
import { topologyLevels } from '../../deployment/topology-levels';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { notHere } from '../../reasons';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about topology constraints and the topology of KV transfers. Bindings are asked for when the graph is created. */
export const TOPOLOGY_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-16',
    title: 'a graph with topology constraints names the topology, and a domain for every component',
    check: (graph) => {
      if (graph.kind !== 'DynamoGraphDeployment') return [];
      const ofGraph = graph.spec.at('topologyConstraint');
      const constrained = graph.components.filter(({ topologyConstraint }) => topologyConstraint.present);
      if (!ofGraph.present) {
        if (constrained.length === 0) return [];
        return [ofGraph.finding(
          `component '${constrained[0].name}' has a topology constraint, the graph none`, `write spec.topologyConstraint.${lastStep(graph)}`,
        )];
      }
      const nameless = graph.topologyName.text === ''
        ? [graph.topologyName.finding('the topology has no name', `write ${lastStep(graph)}, the name of a ClusterTopologyBinding`)]
        : [];
      if (ofGraph.at('packDomain').text !== '') return nameless;
      const without = graph.components.map(({ topologyConstraint }) => topologyConstraint).filter((constraint) => !constraint.present);
      return [...nameless, ...without.map((constraint) => constraint.finding(
        'neither the graph nor the component names a domain', 'write packDomain here, or on spec.topologyConstraint for all',
      ))];
    },
  },
  {
    ...BASE,
    id: 'DGD-119',
    title: "domains are levels of the topology, and a component's is not broader than the graph's",
    unknown: (graph, facts) => {
      const { text: name } = graph.topologyName;
      if (name === '' || offGrove(graph, facts) || topologyLevels(facts, name) !== undefined) return undefined;
      return notHere(`ClusterTopologyBinding '${name}'`);
    },
    check: (graph, facts) => {
      const { text: name } = graph.topologyName;
      const levels = topologyLevels(facts, name);
      if (graph.kind !== 'DynamoGraphDeployment' || name === '' || levels === undefined || offGrove(graph, facts)) return [];
      if (levels === 'absent') return [graph.topologyName.finding(`no ClusterTopologyBinding is named '${name}'`, 'create it before the graph')];
      const outer = graph.spec.at('topologyConstraint', 'packDomain');
      const domains = graph.components.map(({ topologyConstraint }) => topologyConstraint).filter((constraint) => constraint.present).map((constraint) => constraint.at('packDomain'));
      return [
        ...[outer, ...domains].filter(({ text }) => text !== '' && !levels.includes(text)).map((domain): Finding => domain.finding(
          `topology '${name}' has no domain '${domain.text}'`, `write one of ${levels.join(', ')}`,
        )),
        ...domains.filter(({ text }) => levels.includes(text) && levels.indexOf(text) < levels.indexOf(outer.text)).map((domain) => domain.finding(
          `domain '${domain.text}' is broader than '${outer.text}' of the graph`, `write '${outer.text}' or a narrower one; from broad to narrow: ${levels.join(', ')}`,
        )),
      ];
    },
  },
  {
    ...BASE,
    id: 'DGD-120',
    title: 'the KV transfer policy names a topology that exists, and a level of it',
    unknown: (graph, facts) => {
      const { text: name } = graph.spec.at('experimental', 'kvTransferPolicy', 'clusterTopologyName');
      if (name === '' || !isDnsSubdomain(name) || offGrove(graph, facts) || topologyLevels(facts, name) !== undefined) return undefined;
      return notHere(`ClusterTopologyBinding '${name}'`);
    },
    check: (graph, facts) => {
      const policy = graph.spec.at('experimental', 'kvTransferPolicy');
      const name = policy.at('clusterTopologyName');
      if (graph.kind !== 'DynamoGraphDeployment' || name.text === '') return [];
      if (!isDnsSubdomain(name.text)) return [name.finding(`'${name.text}' is no name of an object`, 'use lower-case letters, digits, hyphens and dots')];
      const levels = topologyLevels(facts, name.text);
      if (levels === undefined || offGrove(graph, facts)) return [];
      if (levels === 'absent') return [name.finding(`no ClusterTopologyBinding is named '${name.text}'`, 'create it before the graph')];
      const domain = policy.at('domain');
      return levels.includes(domain.text) ? [] : [domain.finding(`topology '${name.text}' has no domain '${domain.text}'`, `write one of ${levels.join(', ')}`)];
    },
  },
];

/** Off Grove the bindings are not asked for: recorded. */
function offGrove(graph: DynamoGraphView, { grove }: DynamoAdmissionFacts): boolean {
  return grove === false || turnsGroveOff(graph);
}

function lastStep(graph: DynamoGraphView): string {
  return String(graph.topologyName.path[graph.topologyName.path.length - 1]);
}
