import { Component, componentOf } from './component';
import { remainderOf } from './component-deployment';
import { convertComponent } from './from-v1alpha1';
import { TOPOLOGY_KEYS } from './graph-defaults';
import { JsonObject, isJsonObject } from '../../core/merge';
import { baseModelHash, dynamoNamespace } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import type { Manifest } from '../../manifests/manifest';
import { strings, text } from '../../manifests/manifest-object';
import { namespaceText } from '../values';

/** Labels or annotations. */
export type Strings = { [key: string]: string };

/** Labels of the object that a template cannot override. Source: dynamo.md 8.3. */
const OWN_LABELS = [
  LABEL_KEYS.dynamoComponent, LABEL_KEYS.dynamoNamespace, LABEL_KEYS.dynamoGraph, LABEL_KEYS.dynamoWorkerHash, LABEL_KEYS.dynamoComponentClass,
];

/** A DynamoComponentDeployment as the operator reads it. */
export interface DeployedComponent {
  readonly name: string;
  readonly writtenNamespace?: string;
  readonly namespace: string;
  readonly component: Component;
  /** Name of the component, which labels and older versions may say instead. */
  readonly componentName: string;
  readonly labels: Strings;
  readonly annotations: Strings;
  /** Graph that it belongs to, else its own name. */
  readonly graph: string;
  readonly runtimeNamespace: string;
  readonly backendFramework?: string;
  readonly release?: Release;
}

/**
 * What the operator hashes of an engine's component deployment: its labels, its annotations, and its spec without what may change in place.
 * Source: dynamo.md 3.2.
 */
export function hashedParts(manifest: Manifest): JsonObject {
  const deployed = deployedOf(manifest, undefined);
  const annotations = objectAnnotations(deployed);
  const { replicas: _, minAvailable: __, scalingAdapter: ___, runtimeVersionOverride: ____, ...spec } = manifest.spec as JsonObject;
  return { labels: objectLabels(deployed), ...Object.keys(annotations).length > 0 && { annotations }, spec };
}

/** Reads a DynamoComponentDeployment of either version. */
export function deployedOf(manifest: Manifest, release: Release | undefined): DeployedComponent {
  const alpha = manifest.apiVersion.endsWith('/v1alpha1');
  const raw = isJsonObject(manifest.spec) ? manifest.spec : {};
  const name = text(manifest.metadata?.name) ?? '';
  const labels = strings(manifest.metadata?.labels);
  const annotations = strings(manifest.metadata?.annotations);
  const converted = alpha ? convertComponent(raw, text(raw.serviceName) ?? name) : undefined;
  const kept = converted?.alpha ?? { labels: {}, annotations: {}, ...remainderOf(annotations) };
  const component = componentOf(converted?.data ?? raw, kept);
  const writtenNamespace = text(manifest.metadata?.namespace);
  const namespace = namespaceText(writtenNamespace);
  const graph = labels[LABEL_KEYS.dynamoGraph] ?? name;
  return {
    name,
    writtenNamespace,
    namespace,
    component,
    componentName: component.name || labels[LABEL_KEYS.dynamoComponent] || name,
    labels,
    annotations,
    graph,
    runtimeNamespace: kept.dynamoNamespace ?? labels[LABEL_KEYS.dynamoNamespace]
      ?? dynamoNamespace(namespace, graph, component.globalDynamoNamespace),
    backendFramework: text(raw.backendFramework),
    release,
  };
}

/** Type that labels, variables and selectors say: workers of an older version stay `worker`. Source: dynamo.md 3.3. */
export function workloadType({ component: { type }, labels }: DeployedComponent): string {
  const subtype = labels[LABEL_KEYS.dynamoSubComponentType];
  const older = labels[LABEL_KEYS.dynamoComponentType] === 'worker' && (type === 'prefill' || type === 'decode') && (!subtype || subtype === type);
  return older ? 'worker' : type;
}

/** Labels of everything that is made of it. Source: dynamo.md 8.3. */
export function objectLabels({ component, componentName, labels, runtimeNamespace }: DeployedComponent): Strings {
  return {
    ...labels,
    ...component.alpha.labels,
    ...component.template.labels,
    ...component.baseModel !== undefined && { [LABEL_KEYS.dynamoBaseModelHash]: baseModelHash(component.baseModel) },
    ...component.alpha.subComponentType !== undefined && { [LABEL_KEYS.dynamoSubComponentType]: component.alpha.subComponentType },
    [LABEL_KEYS.dynamoComponent]: componentName,
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace,
    ...Object.fromEntries(OWN_LABELS.filter((key) => labels[key]).map((key) => [key, labels[key]])),
  };
}

/** Annotations of everything that is made of it. Source: dynamo.md 8.3. */
export function objectAnnotations({ component, annotations }: DeployedComponent): Strings {
  const all: Strings = {
    ...component.alpha.annotations,
    ...component.template.annotations,
    ...component.baseModel !== undefined && { [ANNOTATION_KEYS.dynamoBaseModel]: component.baseModel },
  };
  for (const key of [ANNOTATION_KEYS.operatorOriginVersion, ...TOPOLOGY_KEYS]) delete all[key];
  return { ...all, ...Object.fromEntries(TOPOLOGY_KEYS.filter((key) => annotations[key]).map((key) => [key, annotations[key]])) };
}

