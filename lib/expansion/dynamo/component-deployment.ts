import { backendOfDeployments } from './backend';
import { AlphaRemainder, Component, isEngine, lowerName } from './component';
import { withDeploymentConfig } from './deployment-config';
import { Graph, childMetadata, isPooled, kvTransferOf, runtimeNamespace } from './graph';
import { topologyAnnotations, topologyDomains, withGraphDefaults } from './graph-defaults';
import { PodTemplateDraft } from './pod-draft';
import { JsonObject, isJsonObject } from '../../core/merge';
import { PLANNER_SERVICE_ACCOUNT } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { strings, text } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';

/** Annotation in which the conversion keeps what v1beta1 has no field for. Source: dynamo.md 8.8. */
const REMAINDER = 'nvidia.com/dcd-spec';

/** Types that a component deployment may have: its schema knows no others. Source: dynamo.md R89. */
const TYPES = ['', 'frontend', 'worker', 'prefill', 'decode', 'planner', 'epp'];

/**
 * The component deployments of a graph off Grove; those of another type than v1beta1 knows are refused. Source: dynamo.md 8.7.
 *
 * @throws OperatorFailure where the operator makes none
 */
export function componentDeployments(graph: Graph, hash: string, manifests: ManifestSet): Manifest[] {
  const backend = backendOfDeployments(graph);
  const domains = topologyDomains(graph, manifests);
  const full = graph.components.map((component) => withDeploymentConfig(deployed(component, graph, hash, domains)));
  return full.filter(({ type }) => TYPES.includes(type)).map((component) => componentDeployment(component, graph, backend, hash));
}

/** What component deployments keep of a component of v1alpha1. */
export function remainderOf(annotations: { readonly [key: string]: string }): Partial<AlphaRemainder> {
  let kept: unknown;
  try {
    kept = JSON.parse(annotations[REMAINDER] ?? 'null');
  } catch {
    return {};
  }
  const spec = isJsonObject(kept) && isJsonObject(kept.spec) ? kept.spec : {};
  return {
    labels: strings(spec.labels),
    annotations: strings(spec.annotations),
    subComponentType: text(spec.subComponentType),
    dynamoNamespace: text(spec.dynamoNamespace),
  };
}

/** The component with everything that the graph says of it. */
function deployed(component: Component, graph: Graph, hash: string, domains: readonly string[]): Component {
  const { labels, annotations, spec } = component.template;
  const own: Component = {
    ...component,
    template: {
      labels: { ...labels, ...isEngine(component.type) && { [LABEL_KEYS.dynamoWorkerHash]: hash }, ...pooled(graph, component) },
      annotations: { ...component.type === 'epp' && { [ANNOTATION_KEYS.istioInject]: 'false' }, ...annotations },
      spec: component.type === 'planner' ? { ...spec, serviceAccountName: PLANNER_SERVICE_ACCOUNT } : spec,
    },
  };
  return withGraphDefaults(own, graph, domains);
}

function componentDeployment(component: Component, graph: Graph, backend: string | undefined, hash: string): Manifest {
  const original = graph.components.find(({ name }) => name === component.name)!;
  const engine = isEngine(component.type);
  const labels = {
    ...original.template.labels,
    [LABEL_KEYS.dynamoComponent]: component.name,
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace(graph, component),
    [LABEL_KEYS.dynamoGraph]: graph.name,
    ...engine && { [LABEL_KEYS.dynamoWorkerHash]: hash },
    ...pooled(graph, component),
  };
  const annotations = { ...remainder(original.alpha), ...topologyAnnotations(kvTransferOf(graph, component)) };
  return {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoComponentDeployment',
    metadata: childMetadata(graph, `${graph.name}-${lowerName(component)}${engine ? `-${hash}` : ''}`, labels, annotations),
    spec: {
      ...backend !== undefined && { backendFramework: backend },
      ...component.data,
      replicas: component.replicas,
      podTemplate: templateData(component.template),
    },
  };
}

function pooled(graph: Graph, component: Component): { readonly [key: string]: string } {
  return isPooled(graph, component) ? { [LABEL_KEYS.dynamoComponentClass]: 'worker' } : {};
}

/** What has no field in v1beta1; prefill and decode have one. */
function remainder({ labels, annotations, subComponentType, dynamoNamespace }: AlphaRemainder): { readonly [key: string]: string } {
  const spec = {
    ...Object.keys(labels).length > 0 && { labels },
    ...Object.keys(annotations).length > 0 && { annotations },
    ...subComponentType !== undefined && { subComponentType },
    ...dynamoNamespace !== undefined && { dynamoNamespace },
  };
  return Object.keys(spec).length > 0 ? { [REMAINDER]: JSON.stringify({ version: 1, spec }) } : {};
}

function templateData({ labels, annotations, spec }: PodTemplateDraft): JsonObject {
  const containers = (each: PodTemplateDraft['spec']['containers']) => each.map(({ resources, ...rest }) => ({ ...rest, ...Object.keys(resources).length > 0 && { resources } }));
  return {
    metadata: { ...Object.keys(annotations).length > 0 && { annotations }, ...Object.keys(labels).length > 0 && { labels } },
    spec: { ...spec, containers: containers(spec.containers), ...spec.initContainers && { initContainers: containers(spec.initContainers) } },
  };
}
