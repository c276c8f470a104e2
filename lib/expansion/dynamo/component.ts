import { ContainerDraft, PodTemplateDraft, canonical, named, podSpecOf } from './pod-draft';
import { JsonObject, isJsonObject } from '../../core/merge';
import { ENGINE_TYPES, MAIN_CONTAINER } from '../../facts/dynamo-components';
import { componentInNames } from '../../facts/dynamo-names';
import { strings, text } from '../../manifests/manifest-object';

/** What a v1alpha1 component says that v1beta1 has no field for: the operator reads it back from the stored original. */
export interface AlphaRemainder {
  readonly labels: { readonly [key: string]: string };
  readonly annotations: { readonly [key: string]: string };
  /** As written, also where it is no role of an engine. */
  readonly subComponentType?: string;
  /** Counts off Grove only (dynamo.md R92). */
  readonly dynamoNamespace?: string;
}

/** A component of a graph in v1beta1's terms, with the webhook's defaults. */
export interface Component {
  readonly name: string;
  /** Empty where it has none. */
  readonly type: string;
  readonly replicas: number;
  readonly minAvailable: number;
  /** Nodes of one replica; 1 = single node. */
  readonly nodes: number;
  readonly template: PodTemplateDraft;
  /** A canonical quantity. */
  readonly sharedMemorySize?: string;
  readonly baseModel?: string;
  readonly scalingAdapter: boolean;
  readonly eppConfig?: JsonObject;
  readonly frontendSidecar?: string;
  readonly compilationCache?: { readonly claim: string; readonly mountPath?: string };
  readonly packDomain?: string;
  readonly globalDynamoNamespace: boolean;
  readonly gpuMemory?: GpuMemory;
  readonly failover?: { readonly betweenPods: boolean; readonly shadows: number };
  readonly alpha: AlphaRemainder;
  /** The component as the API server holds it. */
  readonly data: JsonObject;
}

/** The GPU memory service of a component. */
export interface GpuMemory {
  /** Weight servers in pods of their own, not beside each engine. */
  readonly betweenPods: boolean;
  readonly deviceClass: string;
  readonly extraClientContainers: readonly string[];
}

/** DeviceClass of the GPU memory service where none is given. Source: dynamo.md 2.3. */
const GPU_MEMORY_DEVICE_CLASS = 'gpu.nvidia.com';

/** Mode of the GPU memory service and of failover where none is given. Source: dynamo.md 2.3. */
const INTRA_POD = 'IntraPod';

const NO_REMAINDER: AlphaRemainder = { labels: {}, annotations: {} };

/** Reads a component of v1beta1. */
export function componentOf(raw: unknown, alpha?: AlphaRemainder): Component {
  const data = withDefaults((canonical(raw) ?? {}) as JsonObject);
  const template = object(data.podTemplate);
  const metadata = object(template.metadata);
  const experimental = object(data.experimental);
  const type = text(data.type) ?? '';
  return {
    name: text(data.name) ?? '',
    type,
    replicas: integer(data.replicas) ?? 1,
    minAvailable: integer(data.minAvailable) ?? 1,
    nodes: isJsonObject(data.multinode) ? integer(data.multinode.nodeCount) ?? 2 : 1,
    template: { labels: strings(metadata.labels), annotations: strings(metadata.annotations), spec: podSpecOf(template.spec) },
    sharedMemorySize: text(data.sharedMemorySize),
    baseModel: text(object(data.modelRef).name),
    scalingAdapter: data.scalingAdapter !== undefined,
    eppConfig: isJsonObject(data.eppConfig) ? data.eppConfig : undefined,
    frontendSidecar: text(data.frontendSidecar),
    compilationCache: compilationCache(data.compilationCache),
    packDomain: text(object(data.topologyConstraint).packDomain),
    globalDynamoNamespace: data.globalDynamoNamespace === true,
    gpuMemory: gpuMemory(experimental.gpuMemoryService),
    failover: failover(experimental.failover),
    // Prefill and decode read as v1alpha1 are workers with a subtype.
    alpha: { ...NO_REMAINDER, ...alpha, subComponentType: alpha?.subComponentType ?? (type === 'prefill' || type === 'decode' ? type : undefined) },
    data,
  };
}

/** The container that is the component, as written. */
export function mainOf(component: Component): ContainerDraft | undefined {
  return named(component.template.spec.containers, MAIN_CONTAINER);
}

/** Whether the component becomes a scaling group on Grove. */
export function isGroup(component: Component): boolean {
  return component.nodes > 1 || component.gpuMemory?.betweenPods === true;
}

/** Name of the component in names of objects. */
export function lowerName(component: Component): string {
  return componentInNames(component.name);
}

/** Whether a type runs an engine. */
export function isEngine(type: string): boolean {
  return ENGINE_TYPES.includes(type);
}

/** What schema and operator write into the fields of features. Source: dynamo.md 8.1, 8.8. */
function withDefaults(data: JsonObject): JsonObject {
  const { experimental, eppConfig } = data;
  const { gpuMemoryService, failover: shadow, ...others } = object(experimental);
  return {
    ...data,
    ...isJsonObject(experimental) && {
      experimental: {
        ...others,
        ...isJsonObject(gpuMemoryService) && { gpuMemoryService: { mode: INTRA_POD, deviceClassName: GPU_MEMORY_DEVICE_CLASS, ...gpuMemoryService } },
        ...isJsonObject(shadow) && { failover: { mode: INTRA_POD, numShadows: 1, ...shadow } },
      },
    },
    ...isJsonObject(eppConfig) && isJsonObject(eppConfig.config) && { eppConfig: { ...eppConfig, config: pickerConfig(eppConfig.config) } },
  };
}

function pickerConfig(config: JsonObject): JsonObject {
  const plugins = Array.isArray(config.plugins) ? config.plugins.filter(isJsonObject).map((plugin) => ({ name: '', ...plugin })) : undefined;
  return { apiVersion: 'inference.networking.x-k8s.io/v1alpha1', kind: 'EndpointPickerConfig', ...config, ...plugins && { plugins } };
}

function compilationCache(value: unknown): Component['compilationCache'] {
  const claim = text(object(value).pvcName);
  return claim === undefined ? undefined : { claim, mountPath: text(object(value).mountPath) };
}

function gpuMemory(value: unknown): GpuMemory | undefined {
  if (!isJsonObject(value)) return undefined;
  return {
    betweenPods: value.mode === 'InterPod',
    deviceClass: text(value.deviceClassName) ?? GPU_MEMORY_DEVICE_CLASS,
    extraClientContainers: Array.isArray(value.extraClientContainers) ? value.extraClientContainers.map(String) : [],
  };
}

function failover(value: unknown): Component['failover'] {
  if (!isJsonObject(value)) return undefined;
  return { betweenPods: value.mode === 'InterPod', shadows: Math.max(integer(value.numShadows) ?? 1, 1) };
}

function integer(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
}

function object(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
