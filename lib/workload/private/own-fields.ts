import { invalid } from '../../core/errors';
import type { PodSpec } from '../../crds/kubernetes';

/** A field of a pod that is not its own to say, and what says it. */
export interface OwnField {
  readonly field: keyof PodSpec;
  readonly reason: string;
  readonly fix: string;
}

/** @throws when a pod says what its controller says */
export function refuseFieldsOf(path: string, prop: string, podSpec: PodSpec, fields: readonly OwnField[]): void {
  const found = fields.find(({ field }) => podSpec[field] !== undefined);
  if (found) throw invalid({ path, value: `${prop}.${found.field}`, reason: found.reason, fix: found.fix });
}
