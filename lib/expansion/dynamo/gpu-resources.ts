import type { ResourceDraft } from './pod-draft';
import { Quantity } from '../../core/quantity';
import { isClaimableGpu } from '../../facts/dynamo-components';
import { RESOURCE_NAMES } from '../../facts/label-keys';

/** Whether a resource counts as GPUs of a node. Wider than what can be claimed. Source: dynamo.md 3.5. */
function isGpu(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'gpu' || lower.endsWith('/gpu') || lower.includes('.com/gpu') || lower.startsWith('mig-') || lower.includes('/mig-');
}

/** GPUs of a pod as multinode engines count them: requests first, then limits; 0 where there are none. */
export function gpusPerNode({ requests = {}, limits = {} }: ResourceDraft): number {
  for (const resources of [requests, limits]) {
    const name = resources[RESOURCE_NAMES.gpu] !== undefined ? RESOURCE_NAMES.gpu : Object.keys(resources).find(isGpu);
    if (name !== undefined) return whole(resources[name]);
  }
  return 0;
}

/** GPUs that the claims of the GPU memory service ask for: limits first, then requests; 0 where there are none. */
export function claimableGpus({ requests = {}, limits = {} }: ResourceDraft): number {
  for (const resources of [limits, requests]) {
    const name = Object.keys(resources).filter(isClaimableGpu).sort()[0];
    if (name !== undefined) return whole(resources[name]);
  }
  return 0;
}

/** Takes away GPUs that a claim stands for. */
export function removeGpus(resources: ResourceDraft): void {
  for (const key of ['limits', 'requests'] as const) {
    const kept = Object.entries(resources[key] ?? {}).filter(([name]) => !isClaimableGpu(name));
    if (kept.length > 0) resources[key] = Object.fromEntries(kept);
    else delete resources[key];
  }
}

function whole(quantity: string): number {
  const nanos = Quantity.tryParse(quantity)?.nanos ?? 0n;
  return Number((nanos + 999_999_999n) / 1_000_000_000n);
}
