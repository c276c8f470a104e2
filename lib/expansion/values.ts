import { invalid } from '../core/errors';
import type { JsonObject } from '../core/merge';
import type { Manifest } from '../manifests/manifest';

/** Most objects of one kind that are made of one number in a manifest: beyond, the number is a slip of the pen. */
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
  if (value <= MOST) return Math.max(0, Math.trunc(value));
  const { kind, metadata } = owner;
  throw invalid({ path: `${kind} ${metadata?.name ?? ''}`, value: `${field}: ${value}`, reason: `more than ${MOST} are not expanded`, fix: 'write the number that you mean' });
}

/** The numbers from 0 up to one that is left out. */
export function indices(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}

/** An object without the members that are undefined. */
export function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A map, or undefined where it holds nothing: as the API server leaves empty labels out. */
export function filled<T extends object>(map: T): T | undefined {
  return Object.keys(map).length > 0 ? map : undefined;
}

/** A namespace as text, for places that need one: where the manifest leaves it open, `default`, as `kubectl` does without `-n`. */
export function namespaceText(namespace: string | undefined): string {
  return namespace ?? 'default';
}
