import { stableJson } from '../../core/stable-json';

/** Whether two values of a manifest are the same; absent and null are. */
export function sameJson(a: unknown, b: unknown): boolean {
  return stableJson(a ?? null) === stableJson(b ?? null);
}
