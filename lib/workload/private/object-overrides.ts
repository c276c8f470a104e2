import type { ApiObject } from 'cdk8s';
import { invalid } from '../../core/errors';
import { isJsonObject, JsonObject } from '../../core/merge';

/**
 * Writes what a user's fragment says of an object's metadata, and hands back what it says of its spec.
 *
 * @param what the object in words, with its article, for the message
 * @throws when the fragment has anything else
 */
export function overrideMetadata(object: ApiObject, path: string, what: string, overrides: JsonObject): JsonObject {
  const { metadata = {}, spec = {}, ...unknown } = overrides;
  const [wrong] = Object.keys(unknown).concat(isJsonObject(metadata) ? [] : ['metadata'], isJsonObject(spec) ? [] : ['spec']);
  if (wrong !== undefined) {
    throw invalid({ path, value: `overrides.${wrong}`, reason: `${what} has the objects metadata and spec`, fix: 'put the fragment into one of them' });
  }
  const { labels = {}, annotations = {}, ...others } = metadata as JsonObject;
  for (const [key, value] of Object.entries(labels as JsonObject)) object.metadata.addLabel(key, String(value));
  for (const [key, value] of Object.entries(annotations as JsonObject)) object.metadata.addAnnotation(key, String(value));
  for (const [key, value] of Object.entries(others)) object.metadata.add(key, value);
  return spec as JsonObject;
}
