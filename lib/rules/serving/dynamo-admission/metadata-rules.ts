import { DYNAMO_SOURCE, DYNAMO_WEBHOOK, DynamoAdmissionFacts } from './dynamo-admission-facts';
import { modeOf } from './dynamo-component-view';
import { annotation, DynamoGraphView } from './dynamo-graph-view';
import { ANNOTATION_KEYS } from '../../../facts/label-keys';
import type { Place } from '../../deployment/place';
import type { WebhookRule } from '../../deployment/webhook-rule';

type Rule = WebhookRule<DynamoGraphView, DynamoAdmissionFacts>;

const BASE = { severity: 'error', enforcedBy: DYNAMO_WEBHOOK, evidence: DYNAMO_SOURCE } as const;

/** Versions that the operator reads: minor and patch may lack. Source: Masterminds/semver, NewVersion. */
const LOOSE_VERSION = /^v?\d+(\.\d+)?(\.\d+)?(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/** Rules about the annotations of a graph. */
export const METADATA_RULES: readonly Rule[] = [
  {
    ...BASE,
    id: 'DGD-102',
    title: "the operator's origin version is a version",
    check: (graph) => annotated(graph, ANNOTATION_KEYS.operatorOriginVersion)
      .filter(({ text }) => !LOOSE_VERSION.test(text))
      .map((place) => place.finding(`'${place.text}' is no version`, 'remove the annotation: the operator writes it')),
  },
  {
    ...BASE,
    id: 'DGD-103',
    title: "vLLM's distributed executor is mp or ray",
    check: (graph) => [
      ...annotated(graph, ANNOTATION_KEYS.vllmDistributedExecutor),
      ...(graph.version === 'v1alpha1' ? graph.components.map(({ place }) => place.at('annotations', ANNOTATION_KEYS.vllmDistributedExecutor)).filter(isText) : []),
    ].filter(({ text }) => !['mp', 'ray'].includes(text.toLowerCase()))
      .map((place) => place.finding(`'${place.text}' is no executor that the operator knows`, "write 'mp' or 'ray'")),
  },
  {
    ...BASE,
    id: 'DGD-104',
    title: "Grove's update strategy is RollingRecreate or OnDelete",
    check: (graph) => annotated(graph, ANNOTATION_KEYS.groveUpdateStrategy)
      .filter(({ text }) => text !== 'RollingRecreate' && text !== 'OnDelete')
      .map((place) => place.finding(`'${place.text}' is no update strategy`, "write 'RollingRecreate' or 'OnDelete', in this case")),
  },
  {
    ...BASE,
    id: 'DGD-105',
    title: 'discovery mode is pod or container',
    check: (graph) => annotated(graph, ANNOTATION_KEYS.kubeDiscoveryMode)
      .filter(({ text }) => text !== 'pod' && text !== 'container')
      .map((place) => place.finding(`'${place.text}' is no discovery mode`, "write 'pod' or 'container'")),
  },
  {
    ...BASE,
    id: 'DGD-83',
    title: 'intra-pod failover needs discovery by container',
    check: (graph) => {
      const failing = graph.components.find(({ failover }) => failover.present && modeOf(failover) === 'IntraPod');
      const mode = annotation(graph, ANNOTATION_KEYS.kubeDiscoveryMode);
      if (graph.kind !== 'DynamoGraphDeployment' || !failing || mode.text === 'container') return [];
      return [mode.finding(`component '${failing.name}' has intra-pod failover, which needs discovery by container`, `annotate the graph with ${ANNOTATION_KEYS.kubeDiscoveryMode}: container`)];
    },
  },
];

function isText({ value }: Place): boolean {
  return typeof value === 'string';
}

function annotated(graph: DynamoGraphView, key: string): Place[] {
  return graph.kind === 'DynamoGraphDeployment' ? [annotation(graph, key)].filter(isText) : [];
}
