import { expandedGroupsOf, isExpanded } from './expand';
import { registryEntries } from '../facts/schemas/registry';
import type { Manifest } from '../manifests/manifest';
import type { ManifestObject } from '../manifests/manifest-object';
import { list, record, text, valueAt } from '../manifests/manifest-object';
import type { ManifestSet } from '../manifests/manifest-set';

/** Something that will be made of an applied object, and that expansion does not tell. */
export interface NotExpanded {
  readonly object: ManifestObject;
  /** What is made, as far as it is known, and by what. */
  readonly what: string;
  /** Whether there are pods among it, so that sums of pods lack them. */
  readonly hasPods: boolean;
}

const NODE_SOFTWARE = 'the DaemonSets of node software that its operator makes';
const CHART = 'what its source holds: render it, and give the manifests';

type Values = { readonly [key: string]: unknown };

/** By `group/Kind`: what is made and not told, and whether pods come of it. */
const KINDS: { readonly [kind: string]: readonly [what: string, hasPods: boolean] } = {
  // dynamo.md 1: the Job writes the graph.
  'nvidia.com/DynamoGraphDeploymentRequest': ['the profiling Job, and the graph that it writes: nobody knows it before', true],
  'nvidia.com/DynamoCheckpoint': ['what takes the checkpoint: no reference says which objects', true],
  'nvidia.com/LPXGraphDeployment': ['its workloads: no reference says which objects', true],
  'apps/DaemonSet': ['its pods, one for each node that it selects on the day', true],
  // infrastructure.md 2.8
  'resource.nvidia.com/ComputeDomain': ['the claim template and the daemons that the DRA driver makes', false],
  'nvidia.com/ClusterPolicy': [NODE_SOFTWARE, true],
  'nvidia.com/GPUCluster': [NODE_SOFTWARE, true],
  'nvidia.com/NVIDIADriver': [NODE_SOFTWARE, true],
  'mellanox.com/NicClusterPolicy': [NODE_SOFTWARE, true],
  'helm.toolkit.fluxcd.io/HelmRelease': [CHART, true],
  'kustomize.toolkit.fluxcd.io/Kustomization': [CHART, true],
  'argoproj.io/Application': [CHART, true],
  'aiperf.nvidia.com/AIPerfJob': ['the Jobs of the measurement', true],
  'aiperf.nvidia.com/AIPerfSweep': ['the Jobs of the measurements', true],
  'keda.sh/ScaledObject': ['the HorizontalPodAutoscaler that KEDA makes', false],
  'external-secrets.io/ExternalSecret': ['the Secret', false],
};

/** API groups of Kubernetes itself: what of theirs is neither expanded nor listed makes nothing. */
const OF_KUBERNETES = /^[^.]*$|\.k8s\.io$/;

/** What is made of a set of manifests beside what `expand` tells, in the order of the set. */
export function notExpanded(manifests: ManifestSet): NotExpanded[] {
  return manifests.objects.flatMap((object) => [...ofKind(object), ...ofGraph(object)].map(([what, hasPods]) => ({ object, what, hasPods })));
}

function ofKind({ apiVersion, group, kind, manifest }: ManifestObject): Array<readonly [string, boolean]> {
  const known = KINDS[`${group}/${kind}`];
  if (known) return [known];
  if (OF_KUBERNETES.test(group) && !isExpanded(manifest as Manifest) && expandedGroupsOf(kind).length > 0) {
    return [[`nothing: Kubernetes has no ${kind} in ${apiVersion}, only in ${expandedGroupsOf(kind).join(', ')}`, true]];
  }
  if (isExpanded(manifest as Manifest) || OF_KUBERNETES.test(group) || isOfStack(group, kind)) return [];
  return [[`what the controller of ${group} makes: the library does not know it`, true]];
}

/** Whether a component of the stack serves a kind, in any version: then it would be listed if it made anything. */
function isOfStack(group: string, kind: string): boolean {
  return registryEntries().some(({ gvks }) => gvks.some((gvk) => gvk.startsWith(`${group}/`) && gvk.endsWith(`/${kind}`)));
}

/** Parts of a Dynamo graph of which no record and no reference says what the operator makes. dynamo.md 2.4, 5 */
function ofGraph({ group, kind, version, manifest }: ManifestObject): Array<readonly [string, boolean]> {
  if (group !== 'nvidia.com' || kind !== 'DynamoGraphDeployment') return [];
  const components = version === 'v1alpha1'
    ? Object.values(record(valueAt(manifest, ['spec', 'services'])) ?? {}).map(record)
    : list(valueAt(manifest, ['spec', 'components'])).map(record);
  const any = (holds: (component: Values) => boolean) => components.some((component) => component !== undefined && holds(component));
  const found: Array<readonly [string, boolean]> = [];
  if (version === 'v1alpha1' && any((component) => record(component.ingress)?.enabled === true)) {
    found.push(['the Ingress or VirtualService of its field ingress, where the platform chart says so (dynamo-operator.dynamo.ingress)', false]);
  }
  const checkpointOf = ({ checkpoint, experimental }: Values) => record(checkpoint) ?? record(record(experimental)?.checkpoint);
  if (any((component) => checkpointOf(component)?.enabled === true)) found.push(['what takes its checkpoints: no reference says which objects', true]);
  if (any((component) => text(component.componentType) === 'epp' || text(component.type) === 'epp')) {
    found.push(['the DestinationRule of its endpoint picker, where the platform chart has a service mesh (dynamo-operator.dynamo.serviceMesh)', false]);
  }
  return found;
}
