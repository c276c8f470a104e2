import { DynamoComponentView } from './dynamo-component-view';
import { MAIN_CONTAINER } from '../../../facts/dynamo-components';
import { Place } from '../../deployment/place';

/** A component of v1beta1: an entry of `components`, or the spec of a component deployment. */
export function componentV1beta1(place: Place): DynamoComponentView {
  const containers = place.at('podTemplate', 'spec', 'containers');
  const main = containers.named(MAIN_CONTAINER);
  const experimental = place.at('experimental');
  return {
    name: place.at('name').text,
    place,
    type: place.at('type').text,
    typePlace: place.at('type'),
    replicas: place.at('replicas'),
    minAvailable: place.at('minAvailable'),
    multinode: place.at('multinode'),
    sharedMemorySize: place.at('sharedMemorySize'),
    frontendSidecar: place.at('frontendSidecar'),
    eppConfig: place.at('eppConfig'),
    scalingAdapter: place.at('scalingAdapter'),
    topologyConstraint: place.at('topologyConstraint'),
    gpuMemoryService: experimental.at('gpuMemoryService'),
    failover: experimental.at('failover'),
    checkpoint: experimental.at('checkpoint'),
    runtimeVersionOverride: place.at('runtimeVersionOverride'),
    containers: containers.items,
    image: main ? main.at('image') : containers.as(undefined),
    resources: ['limits', 'requests'].map((key) => main?.at('resources', key).entries ?? []),
    mounts: (main?.at('volumeMounts').items ?? []).map((mount) => ({ place: mount, path: mount.at('mountPath') })),
  };
}
