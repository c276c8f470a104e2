import { LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';
import type { NodePool } from '../node-pool';

/** A toleration as pods have it. */
export interface PodToleration {
  readonly key: string;
  readonly operator: string;
  readonly value?: string;
  readonly effect: string;
}

/** GPU nodes carry the taint by convention; neither the device plugin nor the DRA driver adds the toleration (infrastructure.md 3.1). */
export const GPU_TOLERATION: PodToleration = { key: RESOURCE_NAMES.gpu, operator: 'Exists', effect: 'NoSchedule' };

/** What pods tolerate that run on a pool: what such nodes usually have, and what the pool says. */
export function tolerationsOn(pool: NodePool | undefined): PodToleration[] {
  const usual = [
    ...pool && pool.gpusPerNode > 0 ? [GPU_TOLERATION] : [],
    // Arm nodes are often tainted, so that images of the other architecture stay away.
    ...pool?.architecture.name === 'arm64' ? [{ key: LABEL_KEYS.architecture, operator: 'Equal', value: 'arm64', effect: 'NoSchedule' }] : [],
  ];
  const declared = (pool?.taints ?? []).filter(({ key, effect }) => !usual.some((each) => each.key === key && each.effect === effect));
  return [...usual, ...declared.map(({ key, value, effect }) => (value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect }))];
}
