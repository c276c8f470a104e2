import type { Size } from 'cdk8s';
import { invalid } from '../../core/errors';
import type { PodSpec } from '../../crds/kubernetes';
import type { PodFragmentProps } from '../pod-fragment';

const PATH = '/dev/shm';
const VOLUME = 'shared-memory';

/**
 * What makes `/dev/shm` of a container larger than the runtime does. Dynamo's operator does it by itself, others have to say it (memory.md 1.5).
 *
 * @throws when the pod says it already
 */
export function sharedMemoryFragment(path: string, { containers }: PodSpec, size: Size): PodFragmentProps {
  if (containers.some(({ volumeMounts = [] }) => volumeMounts.some(({ mountPath }) => mountPath === PATH))) {
    throw invalid({ path, value: `sharedMemory beside a mount at ${PATH}`, reason: 'a container has one volume at a path', fix: 'remove one of the two' });
  }
  return {
    id: VOLUME,
    volumes: [{ name: VOLUME, emptyDir: { medium: 'Memory', sizeLimit: size.asString() } }],
    volumeMounts: [{ name: VOLUME, mountPath: PATH }],
  };
}
