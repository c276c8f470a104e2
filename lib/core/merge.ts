import { invalid } from './errors';

/** A JSON object, as opposed to a list or a scalar. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

/** Whether a value is a JSON object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A fragment on top of an object: objects key by key, lists and scalars as a whole. Neither is changed. */
export function mergeJson(base: JsonObject, fragment: JsonObject): JsonObject {
  const merged: { [key: string]: unknown } = { ...base };
  for (const [key, value] of Object.entries(fragment)) {
    const below = merged[key];
    merged[key] = isJsonObject(value) && isJsonObject(below) ? mergeJson(below, value) : value;
  }
  return merged;
}

/**
 * What a user gave as `overrides`: nothing, or a fragment of JSON.
 *
 * @param path construct path, for the message
 * @throws when it is something else
 */
export function overridesOf(value: unknown, path: string): JsonObject {
  if (value === undefined) return {};
  if (isJsonObject(value)) return value;
  throw invalid({ path, value: `overrides: ${JSON.stringify(value)}`, reason: 'not an object', fix: 'write a fragment with the JSON names: overrides: { key: value }' });
}
