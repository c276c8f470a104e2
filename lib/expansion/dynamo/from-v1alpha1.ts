import type { AlphaRemainder } from './component';
import { JsonObject, isJsonObject, mergeJson } from '../../core/merge';
import { CONVERTED_SIDECAR, MAIN_CONTAINER } from '../../facts/dynamo-components';
import { list, strings, text } from '../../manifests/manifest-object';

/** A component of v1alpha1 as v1beta1 has it, and what v1beta1 has no field for. */
export interface ConvertedComponent {
  readonly data: JsonObject;
  readonly alpha: AlphaRemainder;
}

/** A v1alpha1 component in v1beta1's form, as the conversion webhook makes it. Source: dynamo.md 2.4. */
export function convertComponent(service: JsonObject, name: string): ConvertedComponent {
  const cache = list(service.volumeMounts).filter(isJsonObject).find((mount) => mount.useAsCompilationCache === true);
  const enabled = (value: unknown) => isJsonObject(value) && value.enabled === true ? value : undefined;
  const adapter = enabled(service.scalingAdapter);
  const gpuMemory = enabled(service.gpuMemoryService);
  const failover = enabled(service.failover);
  const experimental = {
    ...gpuMemory && { gpuMemoryService: withoutEnabled(gpuMemory) },
    ...failover && { failover: withoutEnabled(failover) },
    ...isJsonObject(service.checkpoint) && { checkpoint: service.checkpoint },
  };
  const template = podTemplate(service);
  return {
    data: {
      name,
      type: typeOf(service),
      ...copied(service, ['runtimeVersionOverride', 'globalDynamoNamespace', 'replicas', 'minAvailable', 'multinode', 'modelRef', 'topologyConstraint', 'eppConfig']),
      ...sharedMemory(service.sharedMemory),
      ...cache && { compilationCache: { pvcName: cache.name, mountPath: cache.mountPoint } },
      ...adapter && { scalingAdapter: {} },
      ...Object.keys(experimental).length > 0 && { experimental },
      ...template && { podTemplate: template },
      ...template && isJsonObject(service.frontendSidecar) && { frontendSidecar: CONVERTED_SIDECAR },
    },
    alpha: {
      labels: strings(service.labels),
      annotations: strings(service.annotations),
      subComponentType: text(service.subComponentType),
      dynamoNamespace: text(service.dynamoNamespace),
    },
  };
}

/** A v1alpha1 graph's spec in v1beta1's form. */
export function convertGraphSpec(spec: JsonObject): { readonly spec: JsonObject; readonly components: ConvertedComponent[] } {
  const services = isJsonObject(spec.services) ? spec.services : {};
  // Byte order of the names: dynamo.md 2.4.
  const names = Object.keys(services).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const components = names.flatMap((name) => {
    const service = services[name];
    return isJsonObject(service) ? [convertComponent(service, name)] : [];
  });
  const topology = isJsonObject(spec.topologyConstraint) ? spec.topologyConstraint : undefined;
  return {
    spec: {
      ...copied(spec, ['annotations', 'labels', 'priorityClassName', 'backendFramework', 'restart', 'experimental']),
      ...spec.envs !== undefined && { env: spec.envs },
      ...topology && { topologyConstraint: { clusterTopologyName: topology.topologyProfile, packDomain: topology.packDomain } },
    },
    components,
  };
}

function typeOf(service: JsonObject): unknown {
  const promoted = service.componentType === 'worker' && (service.subComponentType === 'prefill' || service.subComponentType === 'decode');
  return promoted ? service.subComponentType : service.componentType;
}

function sharedMemory(value: unknown): JsonObject {
  if (!isJsonObject(value)) return {};
  if (value.disabled === true) return { sharedMemorySize: '0' };
  return value.size === undefined || /^0*$/.test(String(value.size)) ? {} : { sharedMemorySize: value.size };
}

/** `mode` begins in upper case in v1beta1. */
function withoutEnabled({ enabled: _, mode, ...rest }: JsonObject): JsonObject {
  return { ...rest, ...typeof mode === 'string' && mode !== '' && { mode: mode[0].toUpperCase() + mode.slice(1) } };
}

function podTemplate(service: JsonObject): JsonObject | undefined {
  const extra = isJsonObject(service.extraPodSpec) ? service.extraPodSpec : undefined;
  const metadata = isJsonObject(service.extraPodMetadata) ? service.extraPodMetadata : undefined;
  const mounts = list(service.volumeMounts).filter(isJsonObject);
  const { resources, envs, envFromSecret, livenessProbe, readinessProbe, frontendSidecar: sidecar } = service;
  const present = [resources, list(envs)[0], envFromSecret, livenessProbe, readinessProbe, sidecar]
    .some((value) => value !== undefined && value !== null);
  if (!present && !extra && !metadata && !mounts.some((mount) => mount.useAsCompilationCache !== true)) return undefined;
  const { mainContainer, containers, ...spec } = extra ?? {};
  const sidecars = list(containers).filter((container) => isJsonObject(container) && container.name !== MAIN_CONTAINER);
  return {
    ...metadata && { metadata: copied(metadata, ['annotations', 'labels']) },
    spec: {
      ...spec,
      containers: [
        mainContainerOf(service, isJsonObject(mainContainer) ? mainContainer : {}),
        ...sidecars,
        ...frontendSidecar(service.frontendSidecar, sidecars),
      ],
    },
  };
}

/** The container's own fields win over the service's; variables and mounts of both are kept. */
function mainContainerOf(service: JsonObject, main: JsonObject): JsonObject {
  const dedicated: JsonObject = {
    ...isJsonObject(service.resources) && { resources: nativeResources(service.resources) },
    ...envFrom(service.envFromSecret),
    ...isJsonObject(service.livenessProbe) && { livenessProbe: service.livenessProbe },
    ...isJsonObject(service.readinessProbe) && { readinessProbe: service.readinessProbe },
  };
  const mounts = list(service.volumeMounts).filter(isJsonObject).map((mount) => ({ name: mount.name, mountPath: mount.mountPoint }));
  return {
    ...mergeJson(dedicated, withoutEmpty(main)),
    name: MAIN_CONTAINER,
    env: mergedInOrder(list(service.envs), list(main.env)),
    volumeMounts: [...list(main.volumeMounts), ...mounts],
  };
}

/** Fields that say something: an empty list replaces nothing. */
function withoutEmpty(data: JsonObject): JsonObject {
  const says = (value: unknown) => value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(data).filter(([, value]) => says(value)));
}

/** Variables by name: a later one takes the place of an earlier one, others follow. */
function mergedInOrder(first: readonly unknown[], second: readonly unknown[]): unknown[] {
  const byName = new Map<unknown, unknown>();
  for (const variable of [...first, ...second]) if (isJsonObject(variable)) byName.set(variable.name, variable);
  return [...byName.values()];
}

function nativeResources(resources: JsonObject): JsonObject {
  const native = (value: unknown): JsonObject | undefined => {
    if (!isJsonObject(value)) return undefined;
    const { cpu, memory, gpu, gpuType, custom } = value;
    return {
      ...text(cpu) && { cpu },
      ...text(memory) && { memory },
      ...text(gpu) && { [text(gpuType) ?? 'nvidia.com/gpu']: gpu },
      ...isJsonObject(custom) ? custom : {},
    };
  };
  return {
    ...resources.requests !== undefined && { requests: native(resources.requests) },
    ...resources.limits !== undefined && { limits: native(resources.limits) },
    ...resources.claims !== undefined && { claims: resources.claims },
  };
}

function frontendSidecar(value: unknown, sidecars: readonly unknown[]): JsonObject[] {
  if (!isJsonObject(value) || sidecars.some((container) => isJsonObject(container) && container.name === CONVERTED_SIDECAR)) return [];
  return [{ name: CONVERTED_SIDECAR, image: value.image, args: value.args, env: value.envs, ...envFrom(value.envFromSecret) }];
}

function envFrom(secret: unknown): JsonObject {
  return text(secret) === undefined ? {} : { envFrom: [{ secretRef: { name: secret } }] };
}

function copied(source: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => source[key] !== undefined && source[key] !== null).map((key) => [key, source[key]]));
}
