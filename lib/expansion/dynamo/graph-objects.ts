import { Component, mainOf } from './component';
import { EPP_CONFIG_KEY } from './defaults';
import { claimedGpus, gpuClaimSpec } from './gpu-memory';
import { Graph, childMetadata, endpointPicker, runtimeNamespace } from './graph';
import { WAIT_SCRIPT } from './vllm-engine';
import { JsonObject, isJsonObject } from '../../core/merge';
import { yaml } from '../../core/yaml';
import {
  componentServiceName, eppConfigMapName, gmsClaimTemplateName, inferencePoolName, scalingAdapterName, waitLeaderConfigMapName,
} from '../../facts/dynamo-names';
import { LABEL_KEYS } from '../../facts/label-keys';
import { PORTS } from '../../facts/ports';
import type { Manifest } from '../../manifests/manifest';
import { list, text } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import { canonicalQuantity } from '../quantities';

/** Claims of v1alpha1's `pvcs` that the operator creates; those that are there already it takes as they are. Source: dynamo.md 2.4. */
export function claimsOf(graph: Graph, manifests: ManifestSet): Manifest[] {
  const wanted = graph.claims.filter(({ create, name }) => (
    create === true && text(name) !== undefined && !manifests.find('', 'PersistentVolumeClaim', text(name)!, graph.writtenNamespace)
  ));
  return wanted.map((claim) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: childMetadata(graph, text(claim.name)!),
    spec: {
      accessModes: [claim.volumeAccessMode],
      resources: { requests: { storage: canonicalQuantity(claim.size ?? undefined) } },
      storageClassName: claim.storageClass ?? '',
    },
  }));
}

/** The claim template of a component with the GPU memory service, in either mode. Source: dynamo.md 8.1. */
export function gpuClaimTemplate(graph: Graph, component: Component): Manifest[] {
  const gpus = claimedGpus(mainOf(component));
  if (!component.gpuMemory || gpus <= 0) return [];
  return [{
    apiVersion: 'resource.k8s.io/v1',
    kind: 'ResourceClaimTemplate',
    metadata: childMetadata(graph, gmsClaimTemplateName(graph.name, component.name)),
    spec: { metadata: {}, spec: gpuClaimSpec('gpus', gpus, component.gpuMemory.deviceClass) },
  }];
}

/** Configuration and pool of a graph's endpoint picker. Source: dynamo.md 8.1. */
export function endpointPickerObjects(graph: Graph): Manifest[] {
  const picker = endpointPicker(graph);
  if (!picker) return [];
  const labels = { [LABEL_KEYS.dynamoGraph]: graph.name, [LABEL_KEYS.dynamoComponent]: picker.name, [LABEL_KEYS.dynamoComponentType]: picker.type };
  const config = picker.eppConfig?.config;
  return [
    ...isJsonObject(config) ? [{
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: childMetadata(graph, eppConfigMapName(graph.name), labels),
      data: { [EPP_CONFIG_KEY]: pickerConfig(config) },
    }] : [],
    {
      apiVersion: 'inference.networking.k8s.io/v1',
      kind: 'InferencePool',
      metadata: childMetadata(graph, inferencePoolName(graph.name), labels),
      spec: {
        appProtocol: 'http',
        endpointPickerRef: {
          failureMode: 'FailClose', group: '', kind: 'Service', name: componentServiceName(graph.name, picker.name), port: { number: PORTS.eppGrpc.port },
        },
        selector: { matchLabels: { [LABEL_KEYS.dynamoComponentClass]: 'worker', [LABEL_KEYS.dynamoNamespace]: runtimeNamespace(graph, picker) } },
        targetPorts: [{ number: PORTS.frontendHttp.port }],
      },
    },
  ];
}

/** Plugins always say their parameters. */
function pickerConfig(config: JsonObject): string {
  const plugins = list(config.plugins).filter(isJsonObject).map((plugin) => ({ parameters: null, ...plugin }));
  return yaml().stringify({ ...config, plugins }, { sortMapEntries: true, indentSeq: false, lineWidth: 0 });
}

/** The ConfigMap of the script that waits for a leader; the script is the operator's, and not repeated here. Source: dynamo.md 3.2. */
export function waitLeaderConfigMap(graph: Graph): Manifest[] {
  if (!graph.components.some(({ nodes }) => nodes > 1)) return [];
  return [{
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: childMetadata(graph, waitLeaderConfigMapName(graph.name), { [LABEL_KEYS.dynamoGraph]: graph.name }),
    data: { [WAIT_SCRIPT]: '# written by the Dynamo operator\n' },
  }];
}

/** What scales a component: an HPA or a planner targets it. Source: dynamo.md 2.8, 8.1. */
export function scalingAdapter(graph: Graph, component: Component): Manifest[] {
  if (!component.scalingAdapter) return [];
  return [{
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeploymentScalingAdapter',
    metadata: childMetadata(graph, scalingAdapterName(graph.name, component.name), {
      [LABEL_KEYS.dynamoGraph]: graph.name, [LABEL_KEYS.dynamoComponent]: component.name,
    }),
    spec: { dgdRef: { name: graph.name, componentName: component.name }, replicas: component.replicas },
  }];
}
