import type { Duration } from 'cdk8s';
import { goDuration } from '../../core/go-duration';

/** A duration as KAI and Grove read it; undefined where none is given. */
export function durationText(duration: Duration | undefined): string | undefined {
  return duration && goDuration(duration.toMilliseconds());
}
