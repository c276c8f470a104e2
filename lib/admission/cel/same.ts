import { isJsonObject } from '../../core/merge';
/** Whether two values of manifests are equal. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isJsonObject(a)) return a === b;
  if (!isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** The element of a list-map that has the same keys; undefined where there is none. */
export function sameElement(item: unknown, list: unknown, keys: readonly string[]): unknown {
  if (!isJsonObject(item) || !Array.isArray(list)) return undefined;
  return list.find((other) => isJsonObject(other) && keys.every((key) => isSame(item[key], other[key])));
}
