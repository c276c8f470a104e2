import { stableJson } from '../../core/stable-json';

/** A list without repetitions, or undefined where it is empty. */
export function joined<T>(items: readonly T[]): T[] | undefined {
  const once = new Map(items.map((item) => [stableJson(item), item]));
  return once.size > 0 ? [...once.values()] : undefined;
}

/** Without keys whose value is undefined; with `orNone` undefined where none is left. */
export function defined<T extends object>(value: T): T;
export function defined<T extends object>(value: T, orNone: true): T | undefined;
export function defined<T extends object>(value: T, orNone?: true): T | undefined {
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return orNone && entries.length === 0 ? undefined : Object.fromEntries(entries) as T;
}
