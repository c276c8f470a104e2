import type { CliqueRole } from './clique-role';
import { Component, lowerName } from './component';
import { Graph, findsByKubernetes, discoveryBackend, isPooled, kvTransferOf, runtimeNamespace } from './graph';
import { TOPOLOGY_KEYS, topologyAnnotations, withInherited } from './graph-defaults';
import { DISCOVERY_LABELS } from './services';
import { baseModelHash } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';

/** Labels of a clique, and so of its pods: an author cannot override most of them. Source: dynamo.md 3.3, 8.3. */
export function cliqueLabels({ role }: CliqueRole, component: Component, graph: Graph): { [key: string]: string } {
  const { alpha, baseModel, failover, template, type } = component;
  const engine = role !== 'weights';
  return {
    ...baseModel !== undefined && { [LABEL_KEYS.dynamoBaseModelHash]: baseModelHash(baseModel) },
    ...graph.annotations[ANNOTATION_KEYS.enableMetrics] !== 'false' && { [LABEL_KEYS.dynamoMetricsEnabled]: 'true' },
    ...graph.childLabels,
    ...alpha.labels,
    ...template.labels,
    [LABEL_KEYS.dynamoSelector]: `${graph.name}-${lowerName(component)}`,
    [LABEL_KEYS.dynamoGraph]: graph.name,
    [LABEL_KEYS.dynamoComponent]: component.name,
    ...type !== '' && { [LABEL_KEYS.dynamoComponentType]: type },
    ...isPooled(graph, component) && { [LABEL_KEYS.dynamoComponentClass]: 'worker' },
    ...alpha.subComponentType !== undefined && { [LABEL_KEYS.dynamoSubComponentType]: alpha.subComponentType },
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace(graph, component),
    ...engine && findsByKubernetes(graph.annotations) && DISCOVERY_LABELS,
    ...engine && failover?.betweenPods && { [LABEL_KEYS.dynamoFailoverMember]: 'true' },
  };
}

/** Annotations of a clique, and so of its pods. Source: dynamo.md 8.3. */
export function cliqueAnnotations({ role }: CliqueRole, component: Component, graph: Graph): { [key: string]: string } {
  const annotations = { ...graph.childAnnotations, ...component.alpha.annotations, ...templateAnnotations(component, graph) };
  for (const key of TOPOLOGY_KEYS) delete annotations[key];
  return role === 'weights' ? annotations : { ...annotations, ...topologyAnnotations(kvTransferOf(graph, component)) };
}

/** Annotations of a component's template on Grove. */
export function templateAnnotations(component: Component, graph: Graph): { [key: string]: string } {
  return { ...withInherited(component.template.annotations, graph), [ANNOTATION_KEYS.discoveryBackend]: discoveryBackend(graph.annotations) };
}
