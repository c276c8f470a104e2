import { Construct } from 'constructs';
import { addResourceClaimTemplate } from './claim-resource';
import { NodePool } from '../../cluster';
import { suffixedName } from '../../cluster/private/object-name';
import { DEVICE_CLASSES, RESOURCE_NAMES } from '../../facts/label-keys';
import type { PodFragmentProps } from '../pod-fragment';

/** Name of the pod claim for the GPUs of a container, and of the request in it. */
const GPUS = 'gpus';

/**
 * What gives pods on a pool their GPUs: an extended resource among the limits, or a claim whose template is made below the scope,
 * as the pool hands them out.
 */
export function gpuFragment(scope: Construct, pool: NodePool | undefined, gpus: number): PodFragmentProps {
  const id = 'gpus';
  const resourceName = pool ? pool.gpuAllocation.resourceName : RESOURCE_NAMES.gpu;
  if (resourceName !== undefined) return { id, gpus, limits: { [resourceName]: gpus } };
  const name = suffixedName(scope, '-gpus');
  addResourceClaimTemplate(scope, 'GpuClaimTemplate', { name }, {
    requests: [{ name: GPUS, exactly: { deviceClassName: DEVICE_CLASSES.gpu, count: gpus } }],
  });
  return { id, gpus, resourceClaims: [{ name: GPUS, resourceClaimTemplateName: name }] };
}
