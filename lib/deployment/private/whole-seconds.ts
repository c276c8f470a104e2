import type { Duration } from 'cdk8s';
import { wholeNumber } from '../../core/ranges';

/**
 * A duration for a field in seconds; undefined where none is given.
 *
 * @throws when it is none of whole seconds, or shorter than `least`
 */
export function wholeSeconds(path: string, prop: string, duration: Duration | undefined, least: number = 1): number | undefined {
  return duration && wholeNumber(path, `${prop} in seconds`, duration.toSeconds({ integral: false }), least);
}
