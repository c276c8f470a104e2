import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { modeOf } from './dynamo-component-view';
import type { DynamoGraphView } from './dynamo-graph-view';
import { CONVERTED_SIDECAR } from '../../../facts/dynamo-components';
import type { Place } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Rules about fields that only v1alpha1 has. */
export const V1ALPHA1_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-121',
    title: 'a v1alpha1 claim has a name',
    check: (graph) => graph.version === 'v1beta1' ? [] : graph.spec.at('pvcs').items.map((claim) => claim.at('name'))
      .filter(({ text }) => text === '')
      .map((name) => name.finding('the claim has no name', 'write the name of the PersistentVolumeClaim')),
  },
  {
    ...BASE,
    id: 'DGD-122',
    title: 'a v1alpha1 eppConfig has exactly one of its two forms',
    check: (graph) => services(graph).map((service) => service.at('eppConfig'))
      .filter((config) => config.present && config.at('configMapRef').present === config.at('config').present)
      .map((config) => config.finding('exactly one of configMapRef and config may be written', config.at('config').present ? 'remove one' : 'write one')),
  },
  {
    ...BASE,
    id: 'DGD-123',
    title: 'a v1alpha1 ingress that is on has a host',
    check: (graph) => services(graph).map((service) => service.at('ingress'))
      .filter((ingress) => ingress.at('enabled').isTrue && ingress.at('host').text === '')
      .map((ingress) => ingress.at('host').finding('the ingress has no host', 'write host, or author an Ingress or HTTPRoute: v1beta1 has no ingress')),
  },
  {
    ...BASE,
    id: 'DGD-124',
    title: 'v1alpha1 failover within pods has one shadow',
    check: (graph) => services(graph).map((service) => service.at('failover'))
      .filter((failover) => failover.at('enabled').isTrue && modeOf(failover) === 'IntraPod' && (failover.at('numShadows').number ?? 0) > 1)
      .map((failover) => failover.at('numShadows').finding(`${failover.at('numShadows').number} shadows; within a pod there is one`, 'write 1, or remove it')),
  },
  {
    ...BASE,
    id: 'DGD-125',
    title: `no container of the author's is called ${CONVERTED_SIDECAR} beside a v1alpha1 frontendSidecar`,
    check: (graph) => services(graph)
      .filter((service) => service.at('frontendSidecar').present && service.at('extraPodSpec', 'containers').named(CONVERTED_SIDECAR))
      .map((service) => service.at('frontendSidecar').finding(
        `the sidecar would be called '${CONVERTED_SIDECAR}', as a container of extraPodSpec is`, 'rename that container',
      )),
  },
  {
    ...BASE,
    id: 'DGD-126',
    severity: 'warning',
    enforcedBy: 'runtime',
    title: 'dynamoNamespace and autoscaling of v1alpha1 are ignored',
    check: (graph) => services(graph).flatMap((service) => [
      ...(service.at('dynamoNamespace').text === '' ? [] : [service.at('dynamoNamespace').finding('dynamoNamespace is ignored', 'remove it')]),
      ...(service.at('autoscaling').present ? [service.at('autoscaling').finding('autoscaling is ignored', 'remove it; write scalingAdapter and scale that by HPA, KEDA or planner')] : []),
    ]),
  },
];

function services(graph: DynamoGraphView): Place[] {
  return graph.version === 'v1beta1' ? [] : graph.components.map(({ place }) => place);
}
