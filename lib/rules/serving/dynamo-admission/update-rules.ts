import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { DynamoComponentView, modeOf, nodesOf } from './dynamo-component-view';
import type { DynamoGraphView } from './dynamo-graph-view';
import type { Finding } from '../../deployment/place';
import { sameJson } from '../../deployment/same-json';
import type { WebhookRule } from '../../deployment/webhook-rule';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const RECREATE = 'keep it, or give the graph another name';

/** Rules about changes of a graph. Both states may be of either version. */
export const UPDATE_RULES: readonly Rule[] = [
  {
    id: 'DGD-20',
    title: 'components, framework, topology, nodes and the layout of GPU memory do not change',
    severity: 'error',
    enforcedBy: DYNAMO_WEBHOOK,
    evidence: DYNAMO_SOURCE,
    check: (graph, _facts, previous) => previous === undefined ? [] : [
      ...(graph.kind === 'DynamoGraphDeployment' ? graphChanges(graph, previous) : []),
      ...graph.components.flatMap((component) => {
        const old = graph.kind === 'DynamoComponentDeployment' ? previous.components[0] : previous.components.find(({ name }) => name === component.name);
        return old ? componentChanges(component, old) : [];
      }),
    ],
  },
  {
    id: 'DGD-21',
    title: 'replicas do not change while a scaling adapter owns them',
    severity: 'error',
    enforcedBy: DYNAMO_WEBHOOK,
    evidence: DYNAMO_SOURCE,
    check: (graph, _facts, previous) => graph.components.flatMap((component) => {
      const old = previous?.components.find(({ name }) => name === component.name);
      if (!old || (!component.scalingAdapter.present && !old.scalingAdapter.present)) return [];
      const [now, before] = [component.replicas.number ?? 1, old.replicas.number ?? 1];
      return now === before ? [] : [component.replicas.finding(
        `the scaling adapter owns replicas, which change from ${before} to ${now}`, 'scale the adapter, and leave replicas out of the graph (server-side apply keeps it)',
      )];
    }),
  },
];

function graphChanges(graph: DynamoGraphView, previous: DynamoGraphView): Finding[] {
  const names = (view: DynamoGraphView) => view.components.map(({ name }) => name);
  const added = names(graph).filter((name) => !names(previous).includes(name)).map((name) => `'${name}' is new`);
  const removed = names(previous).filter((name) => !names(graph).includes(name)).map((name) => `'${name}' is gone`);
  const topology = (view: DynamoGraphView) => [view.topologyName.text, view.spec.at('topologyConstraint', 'packDomain').text];
  const framework = graph.spec.at('backendFramework');
  const policy = graph.spec.at('experimental', 'kvTransferPolicy');
  return [
    ...(added.length + removed.length === 0 ? [] : [graph.componentsPlace.finding(`components cannot change after creation: ${[...added, ...removed].join(', ')}`, RECREATE)]),
    ...(framework.text === previous.spec.at('backendFramework').text ? [] : [framework.finding('backendFramework cannot change after creation, nor be written later', RECREATE)]),
    ...(sameJson(topology(graph), topology(previous)) ? [] : [graph.spec.at('topologyConstraint').finding('the topology constraint cannot change after creation', RECREATE)]),
    ...(sameJson(withEnforcement(policy.value), withEnforcement(previous.spec.at('experimental', 'kvTransferPolicy').value))
      ? [] : [policy.finding('the KV transfer policy cannot change after creation', RECREATE)]),
  ];
}

/** `required` is the default. */
function withEnforcement(policy: unknown): unknown {
  return typeof policy === 'object' && policy !== null ? { enforcement: 'required', ...policy } : policy;
}

function componentChanges(component: DynamoComponentView, old: DynamoComponentView): Finding[] {
  const between = (service: 'gpuMemoryService' | 'failover') => (view: DynamoComponentView) => view[service].present && modeOf(view[service]) === 'InterPod';
  const toggled = (['gpuMemoryService', 'failover'] as const).filter((service) => between(service)(component) !== between(service)(old));
  return [
    ...(nodesOf(component) > 1 === nodesOf(old) > 1 ? [] : [component.multinode.finding('a component cannot become or cease to be multinode', RECREATE)]),
    ...(component.topologyConstraint.at('packDomain').text === old.topologyConstraint.at('packDomain').text
      ? [] : [component.topologyConstraint.finding('the topology constraint cannot change after creation', RECREATE)]),
    ...toggled.map((service) => (service === 'gpuMemoryService' ? component[service].at('mode') : component[service])
      .finding(`${service} between pods cannot be switched on or off after creation`, RECREATE)),
  ];
}
