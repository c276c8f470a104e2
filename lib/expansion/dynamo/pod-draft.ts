import { JsonObject, isJsonObject } from '../../core/merge';
import { canonicalQuantity } from '../quantities';

/** A variable of a container. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** A port of a container. */
export interface ContainerPort {
  readonly name?: string;
  readonly containerPort?: unknown;
  readonly protocol?: string;
  readonly [key: string]: unknown;
}

/** A volume's place in a container. */
export interface VolumeMount {
  readonly name: string;
  readonly mountPath?: string;
  readonly readOnly?: boolean;
  readonly [key: string]: unknown;
}

/** Resources of a container by name, in the canonical form of quantities. */
export interface ResourceDraft {
  limits?: { [resource: string]: string };
  requests?: { [resource: string]: string };
  claims?: JsonObject[];
}

/** A container while a pod is put together. */
export interface ContainerDraft {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  ports?: ContainerPort[];
  volumeMounts?: VolumeMount[];
  resources: ResourceDraft;
  livenessProbe?: JsonObject;
  readinessProbe?: JsonObject;
  startupProbe?: JsonObject;
  [key: string]: unknown;
}

/** A volume of a pod. */
export interface Volume {
  readonly name: string;
  readonly [source: string]: unknown;
}

/** A pod's spec while it is put together. */
export interface PodSpecDraft {
  containers: ContainerDraft[];
  initContainers?: ContainerDraft[];
  volumes?: Volume[];
  tolerations?: JsonObject[];
  resourceClaims?: JsonObject[];
  serviceAccountName?: string;
  schedulerName?: string;
  restartPolicy?: string;
  [key: string]: unknown;
}

/** A pod template as an author wrote it, in the form in which the operator reads it. */
export interface PodTemplateDraft {
  labels: { [key: string]: string };
  annotations: { [key: string]: string };
  spec: PodSpecDraft;
}

/** Maps of an author's own keys: nothing in them means "not set". */
const STRING_MAPS = new Set(['labels', 'annotations', 'nodeSelector', 'matchLabels']);

/** Maps of quantities. */
const QUANTITY_MAPS = new Set(['limits', 'requests', 'overhead']);

/** Quantities on their own. */
const QUANTITIES = new Set(['sizeLimit', 'divisor', 'sharedMemorySize']);

/** Numbers and booleans whose zero is the same as not written; all others tell the two apart. Source: kubernetes/api core/v1/types.go. */
const ZERO_IS_ABSENT = new Set([
  'initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold', 'hostPort',
  'readOnly', 'hostNetwork', 'hostPID', 'hostIPC', 'stdin', 'stdinOnce', 'tty', 'globalDynamoNamespace',
]);

/** Strings that are kept though they are empty. */
const EMPTY_COUNTS = new Set(['name', 'storageClassName', 'volumeName']);

/**
 * Data as it looks after the operator's types read and wrote it: without nulls, empty lists and zeros that mean nothing, and with canonical
 * quantities. Recorded on every object of ../shared/truth/operators (dynamo.md 2.6, "zero filling").
 */
export function canonical(value: unknown, key: string = ''): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => canonical(item) ?? (typeof item === 'string' ? '' : {}));
  if (isJsonObject(value)) return canonicalObject(value, key);
  if (QUANTITIES.has(key)) return canonicalQuantity(value);
  if (value === '') return EMPTY_COUNTS.has(key) ? value : undefined;
  if ((value === 0 || value === false) && ZERO_IS_ABSENT.has(key)) return undefined;
  return value;
}

function canonicalObject(value: JsonObject, key: string): JsonObject | undefined {
  const map = STRING_MAPS.has(key);
  const quantities = QUANTITY_MAPS.has(key);
  // A structure that Go always writes.
  const found: { [name: string]: unknown } = key === 'resourceFieldRef' ? { divisor: '0' } : {};
  let empty = true;
  for (const name of Object.keys(value)) {
    const each = map ? value[name] : quantities ? canonicalQuantity(value[name]) : canonical(value[name], name);
    if (each === undefined || each === null) continue;
    found[name] = each;
    empty = false;
  }
  return empty && (map || quantities) ? undefined : found;
}

/** A container of canonical data; what is no string or object where one belongs is left out. */
export function containerOf(data: unknown): ContainerDraft {
  const container = isJsonObject(data) ? data : {};
  const draft: ContainerDraft = { ...container, name: stringOr(container.name, ''), resources: resourcesOf(container.resources) };
  // Lists are copied, since flags are appended to them.
  set(draft, 'image', typeof container.image === 'string' ? container.image : undefined);
  set(draft, 'command', stringsOf(container.command));
  set(draft, 'args', stringsOf(container.args));
  set(draft, 'env', objectsOf(container.env)?.map((each) => ({ ...each, name: stringOr(each.name, '') })));
  set(draft, 'ports', objectsOf(container.ports)?.map((port) => ({ protocol: 'TCP', ...port })));
  set(draft, 'volumeMounts', objectsOf(container.volumeMounts)?.map((mount) => ({ ...mount, name: stringOr(mount.name, '') })));
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe'] as const) set(draft, probe, isJsonObject(draft[probe]) ? draft[probe] : undefined);
  return draft;
}

/** A pod spec of canonical data. */
export function podSpecOf(data: unknown): PodSpecDraft {
  const spec = isJsonObject(data) ? data : {};
  const draft: PodSpecDraft = { ...spec, containers: (objectsOf(spec.containers) ?? []).map(containerOf) };
  set(draft, 'initContainers', objectsOf(spec.initContainers)?.map(containerOf));
  set(draft, 'volumes', objectsOf(spec.volumes)?.map((volume) => ({ ...volume, name: stringOr(volume.name, '') })));
  set(draft, 'tolerations', objectsOf(spec.tolerations));
  set(draft, 'resourceClaims', objectsOf(spec.resourceClaims));
  for (const key of ['serviceAccountName', 'schedulerName', 'restartPolicy'] as const) set(draft, key, typeof spec[key] === 'string' ? spec[key] : undefined);
  return draft;
}

/** Sets a field, or takes it away where there is nothing to set. */
export function set<T extends { [key: string]: unknown }, K extends keyof T>(target: T, key: K, value: T[K] | undefined): void {
  if (value === undefined) delete target[key];
  else target[key] = value;
}

/** The entry of a list with a name. */
export function named<T extends { readonly name: string }>(items: readonly T[] | undefined, name: string): T | undefined {
  return items?.find((item) => item.name === name);
}

/** Variables by name, later ones over earlier ones, sorted by name as the operator sorts them. */
export function mergedEnv(...lists: (readonly EnvVar[] | undefined)[]): EnvVar[] {
  const byName = new Map<string, EnvVar>();
  for (const variable of lists.flatMap((each) => each ?? [])) byName.set(variable.name, variable);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function resourcesOf(data: unknown): ResourceDraft {
  if (!isJsonObject(data)) return {};
  const resources: ResourceDraft = { ...data };
  for (const key of ['limits', 'requests'] as const) {
    const quantities = data[key];
    if (isJsonObject(quantities)) resources[key] = Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, String(quantity)]));
    else delete resources[key];
  }
  const claims = objectsOf(data.claims);
  if (claims) resources.claims = claims;
  else delete resources.claims;
  return resources;
}

function stringOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function stringsOf(value: unknown): string[] | undefined {
  const found = Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
  return found.length > 0 ? found : undefined;
}

function objectsOf(value: unknown): JsonObject[] | undefined {
  const found = Array.isArray(value) ? value.filter(isJsonObject) : [];
  return found.length > 0 ? found : undefined;
}
