import type { NodePool } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { PodFragment, PodFragmentProps, PodSelection } from '../pod-fragment';

/** What gives GPU pods the RDMA devices of the pool that they run on. */
export function poolFabricFragment(): PodFragment {
  return new PodFragment({ id: 'fabric', pods: PodSelection.GPU, poolFabric: true });
}

/** A fragment with what the fabric of a pool is to pods; as it is where it asks for none, or there is none. */
export function onFabric(fragment: PodFragmentProps, pool: NodePool | undefined): PodFragmentProps {
  if (!fragment.poolFabric || !pool?.fabric) return fragment;
  const { resourceName, environment, networks } = pool.fabric;
  return {
    ...fragment,
    resourcesPerGpu: { [resourceName]: 1 },
    // RDMA pins memory beyond the limit that containers have (memory.md 1.5).
    capabilities: ['IPC_LOCK'],
    environment,
    annotations: networks.length > 0 ? { [ANNOTATION_KEYS.podNetworks]: networks.join(',') } : undefined,
  };
}

/** Pods that ask for the fabric of a pool that has none, or is not known. */
export function checkFabric(fragments: readonly PodFragmentProps[], pool: NodePool | undefined): SynthFinding[] {
  if (pool?.fabric || !fragments.some(({ poolFabric }) => poolFabric)) return [];
  return [{
    rule: 'POOL-05',
    value: pool ? `RDMA on pool '${pool.name}' without a fabric` : 'RDMA on a pool that is not known',
    reason: 'the extended resource and the variables are those of the pool\'s network',
    fix: pool ? "declare it, for example fabric: Fabric.infiniband({ resourceName: 'rdma/ib' })" : 'name the pool',
  }];
}
