import { isClaimableGpu } from '../../../facts/dynamo-components';
import type { Place } from '../../deployment/place';

/**
 * A component as the webhook sees it, in v1beta1's terms, whatever version it was written in. Each place has the path that the author
 * wrote, so that a finding points there.
 */
export interface DynamoComponentView {
  readonly name: string;
  /** The component itself. */
  readonly place: Place;
  /** Worker, prefill and decode apart, also in v1alpha1. */
  readonly type: string;
  readonly typePlace: Place;
  readonly replicas: Place;
  readonly minAvailable: Place;
  /** Absent for a single node. */
  readonly multinode: Place;
  /** A quantity. */
  readonly sharedMemorySize: Place;
  /** Name of a container; v1alpha1 brings its own container and has no name to get wrong. */
  readonly frontendSidecar: Place;
  readonly eppConfig: Place;
  readonly scalingAdapter: Place;
  readonly topologyConstraint: Place;
  /** Present = on. */
  readonly gpuMemoryService: Place;
  /** Present = on. */
  readonly failover: Place;
  readonly checkpoint: Place;
  readonly runtimeVersionOverride: Place;
  /** Containers beside `main` too. */
  readonly containers: readonly Place[];
  /** Image of `main`; where there is no such container, the place that lacks it. */
  readonly image: Place;
  /** Limits of `main`, then its requests: resource names to quantities. */
  readonly resources: readonly (readonly [string, Place])[][];
  /** Mounts of `main`, with the key of their path. */
  readonly mounts: readonly { readonly place: Place; readonly path: Place }[];
}

/** Mode of a GPU memory service or a failover; not written = IntraPod. v1alpha1 begins in lower case. */
export function modeOf(service: Place): string {
  const mode = service.at('mode').text;
  return mode === '' ? 'IntraPod' : `${mode[0].toUpperCase()}${mode.slice(1)}`;
}

/** Nodes of a replica. */
export function nodesOf(component: DynamoComponentView): number {
  if (!component.multinode.present) return 1;
  return component.multinode.at('nodeCount').number || 2;
}

/** Whole GPUs of `main`, from its limits, else its requests; 0 where none can be read. */
export function gpuCount(component: DynamoComponentView): number {
  for (const resources of component.resources) {
    const gpu = resources.find(([name, quantity]) => isClaimableGpu(name) && quantity.present);
    if (gpu) {
      const count = Number(gpu[1].value);
      return Number.isInteger(count) ? count : 0;
    }
  }
  return 0;
}
