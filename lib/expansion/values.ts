import { invalid } from '../core/errors';
import type { JsonObject } from '../core/merge';
import type { Manifest } from '../manifests/manifest';

/** Most objects of one kind that are made of one manifest: beyond, a number in it is a slip of the pen. */
const MOST = 100_000;

/**
 * A number of replicas: whole, at least 0.
 *
 * @param owner the object that holds it, for the message
 * @param fallback what counts where it is missing or no number
 * @throws when it is beyond all reason
 */
export function count(value: unknown, fallback: number, owner: Manifest, field: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return checkCount(Math.max(0, Math.trunc(value)), owner, field);
}

/**
 * A number of objects that is not beyond all reason, for products of numbers.
 *
 * @throws when it is
 */
export function checkCount(value: number, { kind, metadata }: Manifest, field: string): number {
  if (value <= MOST) return value;
  throw invalid({
    path: `${kind} ${metadata?.name ?? ''}`, value: `${field}: ${value}`, reason: `more than ${MOST} are not expanded`, fix: 'write the number that you mean',
  });
}

/** The numbers from 0 up to one that is left out. */
export function indices(length: number): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < length; i++) numbers.push(i);
  return numbers;
}

/** An object without the members that are undefined. */
export function defined(object: JsonObject): JsonObject {
  const kept: { [key: string]: unknown } = {};
  for (const key in object) if (object[key] !== undefined) kept[key] = object[key];
  return kept;
}

/** A map, or undefined where it holds nothing: as the API server leaves empty labels out. */
export function filled<T extends object>(map: T): T | undefined {
  for (const key in map) if (Object.hasOwn(map, key)) return map;
  return undefined;
}

/** Stands for the namespace of objects that do not name theirs: they go where whoever applies them says. */
export const UNKNOWN_NAMESPACE = 'NAMESPACE';

/** A namespace as text, for places that need one; where the manifest leaves it open, it reads `NAMESPACE`. */
export function namespaceText(namespace: string | undefined): string {
  return namespace ?? UNKNOWN_NAMESPACE;
}
