import { Component, componentOf, isEngine } from './component';
import { convertGraphSpec } from './from-v1alpha1';
import { EnvVar, canonical } from './pod-draft';
import { JsonObject, isJsonObject } from '../../core/merge';
import { dynamoNamespace } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import type { Manifest } from '../../manifests/manifest';
import { list, strings, text, valueAt } from '../../manifests/manifest-object';
import { namespaceText } from '../values';

/** Version that the webhook writes on graphs when they are created, where the release is not known: that of the record. */
const OPERATOR_VERSION = '1.4.0';

/** Where components share KV caches: labels of nodes that workers read. Source: dynamo.md 3.8. */
export interface KvTransferPolicy {
  readonly labelKey?: string;
  readonly clusterTopologyName?: string;
  readonly domain: string;
  readonly enforcement: string;
  readonly preferredWeight?: number;
}

/** A graph in v1beta1's terms, with the webhook's defaults. */
export interface Graph {
  readonly name: string;
  readonly namespace: string;
  /** What the author wrote as namespace; absent where nothing. */
  readonly writtenNamespace?: string;
  /** Of the object itself, with the operator's version. */
  readonly annotations: { readonly [key: string]: string };
  /** `spec.labels` and `spec.annotations`: for every child. */
  readonly childLabels: { readonly [key: string]: string };
  readonly childAnnotations: { readonly [key: string]: string };
  readonly backendFramework?: string;
  readonly env: readonly EnvVar[];
  readonly priorityClassName?: string;
  readonly topology?: { readonly name: string; readonly packDomain?: string };
  readonly kvTransfer?: KvTransferPolicy;
  readonly components: readonly Component[];
  /** Claims that v1alpha1 asks the operator to create. */
  readonly claims: readonly JsonObject[];
}

/** Reads a DynamoGraphDeployment of either version. */
export function graphOf(manifest: Manifest, release?: Release): Graph {
  const alpha = manifest.apiVersion.endsWith('/v1alpha1');
  const raw = isJsonObject(manifest.spec) ? manifest.spec : {};
  const converted = alpha ? convertGraphSpec(raw) : undefined;
  // Components are read one by one.
  const { components: written, ...own } = converted?.spec ?? raw;
  const spec = (canonical(own) ?? {}) as JsonObject;
  const components = converted
    ? converted.components.map((component) => componentOf(component.data, component.alpha))
    : list(written).filter(isJsonObject).map((component) => componentOf(component));
  const operatorVersion = release?.platformVersion ?? OPERATOR_VERSION;
  const namespace = text(manifest.metadata?.namespace);
  const topologyName = text(valueAt(spec, ['topologyConstraint', 'clusterTopologyName']));
  return {
    name: text(manifest.metadata?.name) ?? '',
    namespace: namespaceText(namespace),
    writtenNamespace: namespace,
    annotations: { [ANNOTATION_KEYS.operatorOriginVersion]: operatorVersion, ...strings(manifest.metadata?.annotations) },
    childLabels: strings(spec.labels),
    childAnnotations: strings(spec.annotations),
    backendFramework: text(spec.backendFramework),
    env: list(spec.env).filter(isJsonObject).map((variable) => ({ ...variable, name: text(variable.name) ?? '' })),
    priorityClassName: text(spec.priorityClassName),
    topology: topologyName === undefined ? undefined : { name: topologyName, packDomain: text(valueAt(spec, ['topologyConstraint', 'packDomain'])) },
    kvTransfer: kvTransfer(valueAt(spec, ['experimental', 'kvTransferPolicy'])),
    components,
    claims: alpha ? list(raw.pvcs).filter(isJsonObject) : [],
  };
}

/** Logical namespace of a component's endpoints. */
export function runtimeNamespace(graph: Graph, component: Component): string {
  return dynamoNamespace(graph.namespace, graph.name, component.globalDynamoNamespace);
}

/** The graph's endpoint picker. */
export function endpointPicker(graph: Graph): Component | undefined {
  return graph.components.find((component) => component.type === 'epp');
}

/** Whether a component's pods are in the graph's InferencePool. */
export function isPooled(graph: Graph, component: Component): boolean {
  return isEngine(component.type) && endpointPicker(graph) !== undefined;
}

/** The policy by which a component's workers share KV caches. */
export function kvTransferOf(graph: Graph, component: Component): KvTransferPolicy | undefined {
  return isEngine(component.type) ? graph.kvTransfer : undefined;
}

/** Backend of discovery; the operator's default is Kubernetes. */
export function discoveryBackend(annotations: { readonly [key: string]: string }): string {
  return annotations[ANNOTATION_KEYS.discoveryBackend] ?? 'kubernetes';
}

/** Whether pods find each other through Kubernetes. */
export function findsByKubernetes(annotations: { readonly [key: string]: string }): boolean {
  return discoveryBackend(annotations) === 'kubernetes';
}

/** `metadata` of an object that the operator creates for a graph. */
export function childMetadata(graph: Pick<Graph, 'writtenNamespace'>, name: string, labels: JsonObject = {}, annotations: JsonObject = {}): Manifest['metadata'] {
  return {
    name,
    ...graph.writtenNamespace !== undefined && { namespace: graph.writtenNamespace },
    ...Object.keys(labels).length > 0 && { labels },
    ...Object.keys(annotations).length > 0 && { annotations },
  };
}

function kvTransfer(value: unknown): KvTransferPolicy | undefined {
  if (!isJsonObject(value)) return undefined;
  const labelKey = text(value.labelKey);
  const clusterTopologyName = text(value.clusterTopologyName);
  if (labelKey === undefined && clusterTopologyName === undefined) return undefined;
  return {
    labelKey,
    clusterTopologyName,
    domain: text(value.domain) ?? '',
    enforcement: text(value.enforcement) ?? 'required',
    preferredWeight: typeof value.preferredWeight === 'number' ? value.preferredWeight : undefined,
  };
}
