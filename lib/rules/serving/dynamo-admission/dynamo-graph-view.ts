import { componentV1alpha1 } from './component-v1alpha1';
import { componentV1beta1 } from './component-v1beta1';
import type { DynamoComponentView } from './dynamo-component-view';
import type { Manifest } from '../../../manifests/manifest';
import type { ManifestObject } from '../../../manifests/manifest-object';
import { Place } from '../../deployment/place';

/** A graph, or a component deployment as a graph of one, as the webhook sees it. */
export interface DynamoGraphView {
  readonly kind: 'DynamoGraphDeployment' | 'DynamoComponentDeployment';
  readonly version: 'v1alpha1' | 'v1beta1';
  /** The root of the manifest. */
  readonly root: Place;
  readonly spec: Place;
  readonly name: string;
  /** The list or map of components. */
  readonly componentsPlace: Place;
  /** In the order of the webhook: v1alpha1's services by name, without those that are null. */
  readonly components: readonly DynamoComponentView[];
  /** Name of the topology of the whole graph. */
  readonly topologyName: Place;
}

const views = new WeakMap<ManifestObject, DynamoGraphView>();

/** The graph that an object is, read once. */
export function graphOf(object: ManifestObject): DynamoGraphView {
  let view = views.get(object);
  if (!view) views.set(object, view = dynamoGraphView(object.manifest as Manifest));
  return view;
}

/** Reads a DynamoGraphDeployment or DynamoComponentDeployment of either version. */
export function dynamoGraphView(manifest: Manifest): DynamoGraphView {
  const root = new Place(manifest);
  const spec = root.at('spec');
  const alpha = manifest.apiVersion.endsWith('/v1alpha1');
  const graph = manifest.kind === 'DynamoGraphDeployment';
  const componentsPlace = graph ? spec.at(alpha ? 'services' : 'components') : spec;
  const name = root.at('metadata', 'name').text;
  return {
    kind: graph ? 'DynamoGraphDeployment' : 'DynamoComponentDeployment',
    version: alpha ? 'v1alpha1' : 'v1beta1',
    root,
    spec,
    name,
    componentsPlace,
    components: !graph ? [alpha ? componentV1alpha1(name, spec) : componentV1beta1(spec)]
      : alpha ? services(componentsPlace) : componentsPlace.items.map(componentV1beta1),
    topologyName: spec.at('topologyConstraint', alpha ? 'topologyProfile' : 'clusterTopologyName'),
  };
}

/** Whether a graph's annotation turns Grove off for it. */
export function turnsGroveOff(graph: DynamoGraphView): boolean {
  return annotation(graph, 'nvidia.com/enable-grove').text.toLowerCase() === 'false';
}

/** An annotation of the graph itself. */
export function annotation(graph: DynamoGraphView, key: string): Place {
  return graph.root.at('metadata', 'annotations', key);
}

function services(map: Place): DynamoComponentView[] {
  return map.entries
    .filter(([, service]) => service.present)
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, service]) => componentV1alpha1(name, service));
}
