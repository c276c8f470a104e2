import { ACCESS_AND_STORAGE_OVERLAY } from './access-and-storage';
import { POD_OVERLAY } from './pods';
import { RESOURCE_CLAIM_OVERLAY } from './resource-claims';
import type { ShapeOverlay } from './shape-overlay';
import { WORKLOAD_OVERLAY } from './workloads';

/** What the definitions of Kubernetes leave to its code, by type. */
export const KUBERNETES_OVERLAY: { readonly [shape: string]: ShapeOverlay } = {
  ...POD_OVERLAY, ...WORKLOAD_OVERLAY, ...ACCESS_AND_STORAGE_OVERLAY, ...RESOURCE_CLAIM_OVERLAY,
};
