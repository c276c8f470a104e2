import { invalid } from '../../core/errors';
import type { PodSpec } from '../../crds/kubernetes';

/** Fields of a pod that Grove refuses or overwrites. Source: scheduling.md 2.2 rule 11, 2.3 */
const REFUSED: ReadonlyArray<readonly [keyof PodSpec, string]> = [
  ['topologySpreadConstraints', 'Grove refuses it (GRV-10)'],
  ['nodeName', 'Grove refuses it (GRV-10)'],
  ['hostname', 'Grove writes it itself (GRV-10)'],
  ['subdomain', 'Grove writes it itself (GRV-10)'],
  ['schedulingGates', 'Grove writes it itself (GRV-10)'],
];

/** @throws when a pod of a clique says what is not its own to say */
export function refuseFields(path: string, podSpec: PodSpec): void {
  const [found] = REFUSED.filter(([field]) => podSpec[field] !== undefined);
  if (!found) return;
  const [field, reason] = found;
  throw invalid({ path, value: `podSpec.${field}`, reason, fix: reason.includes('refuses') ? 'leave it out; use placement, pool or affinity' : 'leave it out; hostname() says what it will be' });
}
