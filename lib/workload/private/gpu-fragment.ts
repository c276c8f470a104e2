import { Construct } from 'constructs';
import { addResourceClaimTemplate } from './claim-resource';
import { NodePool } from '../../cluster';
import { suffixedName } from '../../cluster/private/object-name';
import { dnsLabel } from '../../core/names';
import { DEVICE_CLASSES, RESOURCE_NAMES } from '../../facts/label-keys';
import type { PodFragmentProps } from '../pod-fragment';

/** Name of the request for the GPUs of a container, and of the pod claim where the pod has one such container. */
const GPUS = 'gpus';

/**
 * What gives pods on a pool their GPUs: an extended resource among the limits, or a claim whose template is made below the scope,
 * as the pool hands them out.
 *
 * @param container the container by its name, where others of the pod may have GPUs too
 */
export function gpuFragment(scope: Construct, pool: NodePool | undefined, gpus: number, container?: string): PodFragmentProps {
  const id = 'gpus';
  const resourceName = pool ? pool.gpuAllocation.resourceName : RESOURCE_NAMES.gpu;
  if (resourceName !== undefined) return { id, gpus, limits: { [resourceName]: gpus } };
  const name = suffixedName(scope, '-gpus');
  addResourceClaimTemplate(scope, 'GpuClaimTemplate', { name }, {
    requests: [{ name: GPUS, exactly: { deviceClassName: DEVICE_CLASSES.gpu, count: gpus } }],
  });
  const claim = container === undefined ? GPUS : dnsLabel([GPUS, container]);
  return { id, gpus, resourceClaims: [{ name: claim, resourceClaimTemplateName: name }] };
}
