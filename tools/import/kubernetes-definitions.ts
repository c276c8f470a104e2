import { ComponentSchema, KindSchema, Schema } from '../../lib/facts/schemas/schema';
import { compact } from './compact';
import { compare } from './component-schemas';
import { OpenApi } from './open-api';

/** The definitions do not say which kinds are cluster-scoped. */
const CLUSTER_SCOPED = new Set([
  'Namespace', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass', 'StorageClass', 'DeviceClass', 'ResourceSlice', 'DeviceTaintRule',
]);
/** Nor their short names. */
const SHORT_NAMES: { readonly [kind: string]: string[] } = {
  ConfigMap: ['cm'], CronJob: ['cj'], DaemonSet: ['ds'], Deployment: ['deploy'], HorizontalPodAutoscaler: ['hpa'], Ingress: ['ing'], Namespace: ['ns'],
  NetworkPolicy: ['netpol'], PersistentVolume: ['pv'], PersistentVolumeClaim: ['pvc'], Pod: ['po'], PodDisruptionBudget: ['pdb'], PriorityClass: ['pc'],
  Service: ['svc'], ServiceAccount: ['sa'], StatefulSet: ['sts'], StorageClass: ['sc'],
};
const WITHOUT_STATUS = new Set([
  'ClusterRole', 'ClusterRoleBinding', 'ConfigMap', 'DeviceClass', 'PodTemplate', 'PriorityClass', 'ResourceClaimTemplate', 'ResourceSlice', 'Role', 'RoleBinding',
  'Secret', 'ServiceAccount', 'StorageClass', 'NetworkPolicy',
]);

interface Definitions {
  readonly definitions: { readonly [name: string]: OpenApi };
}

/** Kinds and definitions of Kubernetes itself; the shapes have the names of the definitions. Lists are no kinds here. */
export function kubernetesSchemas(version: string, text: string): ComponentSchema {
  const { definitions } = JSON.parse(text) as Definitions;
  const reference = (ref: string): Schema => scalar(ref) ?? { $ref: shapeId(ref.replace('#/definitions/', '')) };
  const shapes: { [id: string]: Schema } = {};
  const kinds: KindSchema[] = [];
  for (const [name, definition] of Object.entries(definitions)) {
    if (scalar(name)) continue;
    const gvk = (definition['x-kubernetes-group-version-kind'] as { group: string; version: string; kind: string }[] | undefined)?.[0];
    if (gvk && gvk.kind.endsWith('List') || /\.(DeleteOptions|Status|StatusCause|StatusDetails)$/.test(name)) continue;
    shapes[shapeId(name)] = compact(withoutKindEnum(definition), reference);
    if (!gvk) continue;
    kinds.push({
      ...gvk,
      plural: pluralOf(gvk.kind),
      shortNames: SHORT_NAMES[gvk.kind],
      scope: CLUSTER_SCOPED.has(gvk.kind) ? 'Cluster' : 'Namespaced',
      served: true,
      storage: gvk.version.replace(/^v\d+$/, '') === '',
      subresources: WITHOUT_STATUS.has(gvk.kind) || !definition.properties?.status ? undefined : { status: {} },
      schema: { $ref: shapeId(name) },
    });
  }
  kinds.sort((a, b) => compare(`${a.group}/${a.kind}/${a.version}`, `${b.group}/${b.kind}/${b.version}`));
  return { component: 'kubernetes', version, kinds, shapes: Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => compare(a, b))) };
}

/** `io.k8s.api.core.v1.PodSpec` → `core.v1.PodSpec`. */
function shapeId(name: string): string {
  return name.replace(/^io\.k8s\.(api\.|apimachinery\.pkg\.(apis\.)?)/, '');
}

/** Definitions that are no objects, by what they are. */
function scalar(name: string): Schema | undefined {
  switch (name.split('.').pop()) {
    case 'Quantity': return { format: 'quantity' };
    case 'IntOrString': return { intOrString: true };
    case 'Time':
    case 'MicroTime': return { type: 'string', format: 'date-time' };
    case 'RawExtension':
    case 'FieldsV1': return { type: 'object', preserveUnknownFields: true };
    default: return undefined;
  }
}

/** The only enum of these files stands on `kind` and repeats the name. */
function withoutKindEnum(definition: OpenApi): OpenApi {
  const { kind, ...properties } = definition.properties ?? {};
  if (!kind?.enum) return definition;
  return { ...definition, properties: { ...properties, kind: { type: 'string' } } };
}

function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (lower.endsWith('s')) return `${lower}es`;
  return lower.endsWith('y') ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
