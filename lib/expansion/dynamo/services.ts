import { Component } from './component';
import { Graph, childMetadata, findsByKubernetes, runtimeNamespace } from './graph';
import { JsonObject } from '../../core/merge';
import { baseModelHash, componentServiceName, modelServiceName } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { PORTS } from '../../facts/ports';
import type { Manifest } from '../../manifests/manifest';

/** What the Service of a component selects, and where it stands. */
export interface ComponentServiceInput {
  readonly metadata: Manifest['metadata'];
  readonly type: string;
  readonly component: string;
  readonly runtimeNamespace: string;
  /** Off Grove, over several nodes: only leaders. */
  readonly leaders?: boolean;
}

/** Labels of whatever Kubernetes discovery looks at. Source: dynamo.md 8.3. */
export const DISCOVERY_LABELS: { readonly [key: string]: string } = { [LABEL_KEYS.dynamoDiscoveryBackend]: 'kubernetes', [LABEL_KEYS.dynamoDiscoveryEnabled]: 'true' };

/** The Service of a component on Grove, or nothing where discovery needs none. Source: dynamo.md 3.2, 8.1, 8.3. */
export function groveService(graph: Graph, component: Component): Manifest[] {
  const discovery = findsByKubernetes(graph.annotations);
  if (!discovery && component.type !== 'frontend') return [];
  const labels = { ...graph.childLabels, ...component.alpha.labels, ...component.template.labels, ...discovery && DISCOVERY_LABELS };
  const annotations = { ...graph.childAnnotations, ...component.alpha.annotations, ...component.template.annotations };
  return [componentService({
    metadata: childMetadata(graph, componentServiceName(graph.name, component.name).toLowerCase(), labels, annotations),
    type: component.type,
    component: component.name,
    runtimeNamespace: runtimeNamespace(graph, component),
  })];
}

/** The Service of a component as the API server keeps it, without what it allocates. */
export function componentService({ metadata, type, component, runtimeNamespace: namespace, leaders }: ComponentServiceInput): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      ...SERVICE_DEFAULTS,
      ports: [portOf(type)],
      selector: {
        [LABEL_KEYS.dynamoComponentType]: type,
        [LABEL_KEYS.dynamoNamespace]: namespace,
        [LABEL_KEYS.dynamoComponent]: component,
        ...leaders && { role: 'leader' },
      },
    },
  };
}

/** The headless Service of a base model, one for all components that serve it. Source: dynamo.md 3.2, 8.1. */
export function modelService(graph: Pick<Graph, 'writtenNamespace' | 'childAnnotations'>, baseModel: string): Manifest {
  const hash = baseModelHash(baseModel);
  const labels = { [LABEL_KEYS.dynamoBaseModelHash]: hash, [LABEL_KEYS.dynamoManagedBy]: 'dynamo-operator' };
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: childMetadata(graph, modelServiceName(baseModel), labels, { ...graph.childAnnotations, [ANNOTATION_KEYS.dynamoBaseModel]: baseModel }),
    spec: {
      ...SERVICE_DEFAULTS,
      clusterIP: 'None',
      ports: [{ name: PORTS.system.portName, port: PORTS.system.port, protocol: 'TCP', targetPort: PORTS.system.port }],
      selector: { [LABEL_KEYS.dynamoBaseModelHash]: hash },
    },
  };
}

/** What the API server writes into every Service. Source: kubernetes, pkg/apis/core/v1/defaults.go. */
const SERVICE_DEFAULTS: JsonObject = { internalTrafficPolicy: 'Cluster', sessionAffinity: 'None', type: 'ClusterIP' };

function portOf(type: string): JsonObject {
  if (type === 'epp') return { name: PORTS.eppGrpc.portName, port: PORTS.eppGrpc.port, protocol: 'TCP', targetPort: PORTS.eppGrpc.port, appProtocol: 'http2' };
  const { portName, port } = type === 'frontend' ? PORTS.frontendHttp : PORTS.system;
  return { name: portName, port, protocol: 'TCP', targetPort: portName };
}
