import { JsonPath, pathText } from '../../lib/manifests/manifest';

/** The places at which two JSON values differ: a key or item that is new or gone is one place, at its parent's list or under its key. */
export function differences(a: any, b: any, path: JsonPath = []): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  const lists = Array.isArray(a) && Array.isArray(b);
  const maps = isMap(a) && isMap(b);
  if (lists && a.length === b.length) return a.flatMap((item, i) => differences(item, b[i], [...path, i]));
  if (!maps) return [pathText(path)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) => differences(a[key], b[key], [...path, key]));
}

/** A copy with another value at one path; `undefined` takes the key away. Steps that are missing are made. */
export function withValue<T>(document: T, path: JsonPath, value: unknown): T {
  const copy = structuredClone(document);
  const owner = path.slice(0, -1).reduce((node: any, step, i) => (node[step] ??= typeof path[i + 1] === 'number' ? [] : {}), copy);
  if (value === undefined) delete owner[path[path.length - 1]];
  else owner[path[path.length - 1]] = value;
  return copy;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
