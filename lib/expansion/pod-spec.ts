import { canonicalQuantity } from './quantities';
import type { JsonObject } from '../core/merge';
import { list, record, text } from '../manifests/manifest-object';

/** What is done to each container of a pod. */
export type EditContainer = (container: JsonObject) => JsonObject;

/** A pod spec whose containers and init containers went through an edit. Lists that are missing stay so. */
export function editContainers(spec: JsonObject, edit: EditContainer): { [key: string]: unknown } {
  const edited: { [key: string]: unknown } = { ...spec };
  for (const key of ['initContainers', 'containers']) {
    if (Array.isArray(spec[key])) edited[key] = list(spec[key]).map((item) => edit(record(item) ?? {}));
  }
  return edited;
}

/** A container with more variables at the end. */
export function withEnvironment(container: JsonObject, variables: readonly JsonObject[]): JsonObject {
  return variables.length === 0 ? container : { ...container, env: [...list(container.env), ...variables] };
}

/** A container that uses claims of its pod, beside those that it has. */
export function withClaims(container: JsonObject, claims: readonly string[]): JsonObject {
  if (claims.length === 0) return container;
  const resources = record(container.resources) ?? {};
  return { ...container, resources: { ...resources, claims: [...list(resources.claims), ...claims.map((name) => ({ name }))] } };
}

/** A pod spec with more claims at the end. */
export function withPodClaims(spec: JsonObject, claims: readonly JsonObject[]): JsonObject {
  return claims.length === 0 ? spec : { ...spec, resourceClaims: [...list(spec.resourceClaims), ...claims] };
}

/**
 * What the API server completes in a Pod and somebody looks at: the scheduler, requests (a limit alone is the request too), quantities in their
 * canonical form, the version of fields that variables refer to. Everything else stays as written.
 *
 * @param edit what is done to each container before
 */
export function asStored(spec: JsonObject, edit: EditContainer = (container) => container): JsonObject {
  const stored: { [key: string]: unknown } = editContainers(spec, (container) => completeEnvironment(completeRequests(edit(container))));
  stored.schedulerName = text(spec.schedulerName) ?? 'default-scheduler';
  return stored;
}

function completeEnvironment(container: JsonObject): JsonObject {
  if (!Array.isArray(container.env)) return container;
  return { ...container, env: container.env.map(completeVariable) };
}

function completeVariable(variable: unknown): unknown {
  const valueFrom = record(record(variable)?.valueFrom);
  const fieldRef = record(valueFrom?.fieldRef);
  if (!fieldRef || fieldRef.apiVersion !== undefined) return variable;
  return { ...record(variable), valueFrom: { ...valueFrom, fieldRef: { apiVersion: 'v1', ...fieldRef } } };
}

function completeRequests(container: JsonObject): JsonObject {
  const resources = record(container.resources);
  if (!resources) return container;
  const limits = canonicalAmounts(resources.limits);
  const requests = canonicalAmounts(resources.requests);
  if (!limits && !requests) return container;
  return { ...container, resources: { ...resources, ...limits ? { limits } : {}, requests: { ...limits, ...requests } } };
}

/** Amounts by resource in their canonical form; undefined where there are none. */
export function canonicalAmounts(map: unknown): JsonObject | undefined {
  const amounts = record(map);
  if (!amounts) return undefined;
  const canonical: { [key: string]: unknown } = {};
  for (const name of Object.keys(amounts)) canonical[name] = canonicalQuantity(amounts[name]);
  return canonical;
}
