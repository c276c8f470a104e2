import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';

/** An object of a manifest, of which the types are not known to be right. */
export type Values = { readonly [key: string]: unknown };

/** A value as an object; anything else counts as empty. */
export function objectOf(value: unknown): Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Values : {};
}

/** The items of a list as objects, at their places; anything else is no list. */
export function objectsOf(value: unknown): Values[] {
  return Array.isArray(value) ? value.map(objectOf) : [];
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Whether a value of a Go string is there. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** A problem of a missing field. */
export function required(path: JsonPath, why: string): Problem {
  return { rule: 'SCHEMA-REQUIRED', path, message: why, fix: `write ${String(path[path.length - 1])}` };
}

/** A problem of a value that does not go with another. */
export function mismatch(path: JsonPath, message: string, fix: string): Problem {
  return { rule: 'SCHEMA-MISMATCH', path, message, fix };
}

/** Problems of items of which a key repeats. */
export function duplicates(items: readonly Values[], key: string, path: JsonPath): Problem[] {
  const seen = new Set<unknown>();
  const problems: Problem[] = [];
  items.forEach((item, i) => {
    const value = item[key];
    if (!isText(value)) return;
    if (seen.has(value)) problems.push({ rule: 'SCHEMA-DUPLICATE-KEY', path: [...path, i, key], message: `the ${key} ${JSON.stringify(value.slice(0, 63))} stands twice`, fix: 'rename or remove one of the two' });
    seen.add(value);
  });
  return problems;
}
