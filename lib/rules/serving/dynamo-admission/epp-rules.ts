import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { nodesOf } from './dynamo-component-view';
import type { DynamoGraphView } from './dynamo-graph-view';
import { runtimeVersionOf } from '../../../facts/runtime-version';
import type { WebhookRule } from '../../deployment/webhook-rule';
import { noOperatorFact } from '../../reasons';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about endpoint pickers. */
export const EPP_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-82',
    title: 'an endpoint picker is one pod with a configuration',
    evidence: `${DYNAMO_SOURCE}. From 1.5 on eppConfig is for old images only`,
    check: (graph, { release }) => graph.components.flatMap((component) => {
      const reference = component.eppConfig.at('configMapRef');
      const nameless = reference.present && reference.at('name').text === ''
        ? [reference.at('name').finding('the ConfigMap has no name', 'write configMapRef.name')]
        : [];
      if (component.type !== 'epp') return nameless;
      const replicas = component.replicas.number ?? 1;
      const version = runtimeVersionOf(component.image.text, component.runtimeVersionOverride.text || undefined);
      const configured = release?.eppConfigRequired(version) ?? true;
      return [
        ...(nodesOf(component) > 1 ? [component.multinode.finding('an endpoint picker has one node', 'remove multinode')] : []),
        ...(replicas === 1 ? [] : [component.replicas.finding(`an endpoint picker has exactly 1 replica, not ${replicas}`, 'write replicas: 1, or remove it')]),
        ...(component.eppConfig.present || !configured ? [] : [component.eppConfig.finding('an endpoint picker of 1.4 needs a configuration', 'write eppConfig with configMapRef or config')]),
        ...(configured || !component.eppConfig.present ? [] : [component.eppConfig.finding(
          'an endpoint picker of 1.5 and later is configured by environment variables', 'remove eppConfig; write DYN_* variables on the main container',
        )]),
        ...nameless,
      ];
    }),
  },
  {
    ...BASE,
    id: 'DGD-118',
    title: 'an endpoint picker needs the InferencePool API',
    unknown: (graph, { inferencePools }) => inferencePools === undefined && pickers(graph).length > 0
      ? noOperatorFact('whether the cluster serves inference.networking.k8s.io', 'inferencePools')
      : undefined,
    check: (graph, { inferencePools }) => inferencePools !== false ? [] : pickers(graph).map(({ typePlace }) => typePlace.finding(
      'the cluster serves no InferencePool (inference.networking.k8s.io)', 'install the Gateway API inference extension first',
    )),
  },
];

/** Component deployments are not asked for the API. */
function pickers(graph: DynamoGraphView) {
  return graph.kind === 'DynamoGraphDeployment' ? graph.components.filter(({ type }) => type === 'epp') : [];
}
