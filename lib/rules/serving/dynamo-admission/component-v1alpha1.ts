import { DynamoComponentView } from './dynamo-component-view';
import { Place } from '../../deployment/place';

/** A service of v1alpha1 in v1beta1's terms. Source: dynamo.md 2.4. */
export function componentV1alpha1(name: string, place: Place): DynamoComponentView {
  const pod = place.at('extraPodSpec');
  const main = pod.at('mainContainer');
  const subtype = place.at('subComponentType').text;
  const type = place.at('componentType').text;
  const enabled = (service: Place) => service.at('enabled').isTrue ? service : service.as(undefined);
  return {
    name,
    place,
    type: type === 'worker' && (subtype === 'prefill' || subtype === 'decode') ? subtype : type,
    typePlace: place.at('componentType'),
    replicas: place.at('replicas'),
    minAvailable: place.at('minAvailable'),
    multinode: place.at('multinode'),
    sharedMemorySize: place.at('sharedMemory', 'size'),
    frontendSidecar: place.at('frontendSidecar').as(undefined),
    eppConfig: place.at('eppConfig'),
    scalingAdapter: enabled(place.at('scalingAdapter')),
    topologyConstraint: place.at('topologyConstraint'),
    gpuMemoryService: enabled(place.at('gpuMemoryService')),
    failover: enabled(place.at('failover')),
    checkpoint: place.at('checkpoint'),
    runtimeVersionOverride: place.at('runtimeVersionOverride'),
    containers: pod.at('containers').items,
    image: main.at('image'),
    resources: ['limits', 'requests'].map((key) => [...convertedResources(place.at('resources', key)), ...main.at('resources', key).entries]),
    mounts: place.at('volumeMounts').items
      .filter((mount) => !mount.at('useAsCompilationCache').isTrue)
      .map((mount) => ({ place: mount, path: mount.at('mountPoint') })),
  };
}

/** `gpu` with its `gpuType`, and what stands under `custom`; cpu and memory are no matter of a rule. */
function convertedResources(resources: Place): [string, Place][] {
  const gpu = resources.at('gpu');
  return [
    ...(gpu.present && gpu.value !== '' ? [[resources.at('gpuType').text || 'nvidia.com/gpu', gpu] as [string, Place]] : []),
    ...resources.at('custom').entries,
  ];
}
