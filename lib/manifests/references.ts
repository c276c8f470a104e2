import type { JsonPath } from './manifest';
import { ManifestObject, record, text, valueAt } from './manifest-object';
import { PodTemplate, podTemplatesOf } from './pod-templates';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../facts/label-keys';

/** One object names another. */
export interface Reference {
  /** The object that names. */
  readonly source: ManifestObject;
  /** Where it does. */
  readonly path: Array<string | number>;
  /** API group of what it names; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Namespace of what it names, as written; undefined for cluster-scoped kinds, and where the source leaves it open. */
  readonly namespace?: string;
  /** Whether it works without. */
  readonly optional: boolean;
  /** What it names, where the set holds it. Undefined says *unresolved*: it may exist in the cluster. */
  readonly target?: ManifestObject;
  /** Where the set does not hold it, the object of which a controller makes it: an ExternalSecret, a SealedSecret, a Certificate. */
  readonly maker?: ManifestObject;
}

/** What a path refers to: `group/Kind`. */
interface Row {
  /** Path to the name; `*` is every entry of a list or map. */
  readonly path: JsonPath;
  readonly to: string;
  readonly clusterScoped?: boolean;
}

const [SECRET, CONFIG_MAP, CLAIM, SERVICE_ACCOUNT] = ['/Secret', '/ConfigMap', '/PersistentVolumeClaim', '/ServiceAccount'];
const DEVICE_CLASS = 'resource.k8s.io/DeviceClass';
const RESOURCE_CLAIM = 'resource.k8s.io/ResourceClaim';
const CLAIM_TEMPLATE = 'resource.k8s.io/ResourceClaimTemplate';
const PRIORITY_CLASS = 'scheduling.k8s.io/PriorityClass';
const STORAGE_CLASS = 'storage.k8s.io/StorageClass';
const QUEUE = 'scheduling.run.ai/Queue';
const GRAPH = 'nvidia.com/DynamoGraphDeployment';
const BINDING = 'grove.io/ClusterTopologyBinding';
const KAI_TOPOLOGY = 'kai.scheduler/Topology';

/** What a pod spec names. Source: k8s.io/api core/v1 PodSpec. */
const POD_SPEC: readonly Row[] = [
  { path: ['serviceAccountName'], to: SERVICE_ACCOUNT },
  { path: ['imagePullSecrets', '*', 'name'], to: SECRET },
  { path: ['priorityClassName'], to: PRIORITY_CLASS, clusterScoped: true },
  { path: ['runtimeClassName'], to: 'node.k8s.io/RuntimeClass', clusterScoped: true },
  { path: ['resourceClaims', '*', 'resourceClaimName'], to: RESOURCE_CLAIM },
  { path: ['resourceClaims', '*', 'resourceClaimTemplateName'], to: CLAIM_TEMPLATE },
  { path: ['volumes', '*', 'secret', 'secretName'], to: SECRET },
  { path: ['volumes', '*', 'configMap', 'name'], to: CONFIG_MAP },
  { path: ['volumes', '*', 'persistentVolumeClaim', 'claimName'], to: CLAIM },
  { path: ['volumes', '*', 'projected', 'sources', '*', 'secret', 'name'], to: SECRET },
  { path: ['volumes', '*', 'projected', 'sources', '*', 'configMap', 'name'], to: CONFIG_MAP },
  { path: ['volumes', '*', 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'], to: STORAGE_CLASS, clusterScoped: true },
];

const CONTAINER: readonly Row[] = [
  { path: ['env', '*', 'valueFrom', 'secretKeyRef', 'name'], to: SECRET },
  { path: ['env', '*', 'valueFrom', 'configMapKeyRef', 'name'], to: CONFIG_MAP },
  { path: ['envFrom', '*', 'secretRef', 'name'], to: SECRET },
  { path: ['envFrom', '*', 'configMapRef', 'name'], to: CONFIG_MAP },
];

const DEVICE_REQUESTS: readonly Row[] = [['deviceClassName'], ['exactly', 'deviceClassName'], ['firstAvailable', '*', 'deviceClassName']]
  .map((path) => ({ path: ['devices', 'requests', '*', ...path], to: DEVICE_CLASS, clusterScoped: true }));

/** What the metadata of a workload or of its pods tells KAI. scheduling.md 1.3 */
const KAI_METADATA: readonly Row[] = [
  { path: ['labels', LABEL_KEYS.kaiQueue], to: QUEUE, clusterScoped: true },
  { path: ['annotations', ANNOTATION_KEYS.kaiTopology], to: KAI_TOPOLOGY, clusterScoped: true },
];

/** What variables of a list name, beside those of a container. */
const ENV: readonly Row[] = [
  { path: ['valueFrom', 'secretKeyRef', 'name'], to: SECRET },
  { path: ['valueFrom', 'configMapKeyRef', 'name'], to: CONFIG_MAP },
];

/** What a component of a graph names beside its pod template. Sources: crds/dynamo, v1alpha1 `services` and v1beta1 `components`; a kind has the fields of one. */
const COMPONENT: readonly Row[] = [
  { path: ['envFromSecret'], to: SECRET },
  ...ENV.map((row) => ({ ...row, path: ['envs', '*', ...row.path] })),
  { path: ['frontendSidecar', 'envFromSecret'], to: SECRET },
  ...ENV.map((row) => ({ ...row, path: ['frontendSidecar', 'envs', '*', ...row.path] })),
  { path: ['eppConfig', 'configMapRef', 'name'], to: CONFIG_MAP },
  { path: ['ingress', 'tls', 'secretName'], to: SECRET },
  { path: ['compilationCache', 'pvcName'], to: CLAIM },
  ...[[], ['experimental']].flatMap((at) => [
    { path: [...at, 'checkpoint', 'checkpointRef'], to: 'nvidia.com/DynamoCheckpoint' },
    { path: [...at, 'gpuMemoryService', 'deviceClassName'], to: DEVICE_CLASS, clusterScoped: true },
  ]),
];

const FLUX_SOURCE = 'source.toolkit.fluxcd.io';
const KUBE_CONFIG: readonly Row[] = [
  { path: ['spec', 'kubeConfig', 'secretRef', 'name'], to: SECRET },
  { path: ['spec', 'kubeConfig', 'configMapRef', 'name'], to: CONFIG_MAP },
];

/** Secrets with which Prometheus asks for metrics. */
const MONITORED: readonly JsonPath[] = [
  ['bearerTokenSecret'], ['authorization', 'credentials'], ['basicAuth', 'username'], ['basicAuth', 'password'],
  ['tlsConfig', 'ca', 'secret'], ['tlsConfig', 'cert', 'secret'], ['tlsConfig', 'keySecret'], ['oauth2', 'clientSecret'],
];

/** What other fields of a kind name. */
const KINDS: { readonly [kind: string]: readonly Row[] } = {
  [CLAIM]: [
    { path: ['spec', 'storageClassName'], to: STORAGE_CLASS, clusterScoped: true },
    { path: ['spec', 'volumeName'], to: '/PersistentVolume', clusterScoped: true },
  ],
  [SERVICE_ACCOUNT]: [{ path: ['imagePullSecrets', '*', 'name'], to: SECRET }, { path: ['secrets', '*', 'name'], to: SECRET }],
  '/PersistentVolume': [{ path: ['spec', 'storageClassName'], to: STORAGE_CLASS, clusterScoped: true }],
  [RESOURCE_CLAIM]: DEVICE_REQUESTS.map((row) => ({ ...row, path: ['spec', ...row.path] })),
  [CLAIM_TEMPLATE]: DEVICE_REQUESTS.map((row) => ({ ...row, path: ['spec', 'spec', ...row.path] })),
  [QUEUE]: [{ path: ['spec', 'parentQueue'], to: QUEUE, clusterScoped: true }],
  'networking.k8s.io/Ingress': [
    { path: ['spec', 'ingressClassName'], to: 'networking.k8s.io/IngressClass', clusterScoped: true },
    { path: ['spec', 'defaultBackend', 'service', 'name'], to: '/Service' },
    { path: ['spec', 'rules', '*', 'http', 'paths', '*', 'backend', 'service', 'name'], to: '/Service' },
    { path: ['spec', 'tls', '*', 'secretName'], to: SECRET },
  ],
  [GRAPH]: [
    { path: ['metadata', 'annotations', ANNOTATION_KEYS.dynamoKaiQueue], to: QUEUE, clusterScoped: true },
    { path: ['spec', 'priorityClassName'], to: PRIORITY_CLASS, clusterScoped: true },
    // Names of v1alpha1, then of v1beta1.
    { path: ['spec', 'topologyConstraint', 'topologyProfile'], to: BINDING, clusterScoped: true },
    { path: ['spec', 'topologyConstraint', 'clusterTopologyName'], to: BINDING, clusterScoped: true },
    { path: ['spec', 'experimental', 'kvTransferPolicy', 'clusterTopologyName'], to: BINDING, clusterScoped: true },
    { path: ['spec', 'pvcs', '*', 'name'], to: CLAIM },
    { path: ['spec', 'pvcs', '*', 'storageClass'], to: STORAGE_CLASS, clusterScoped: true },
    ...['envs', 'env'].flatMap((key) => ENV.map((row) => ({ ...row, path: ['spec', key, '*', ...row.path] }))),
    ...['services', 'components'].flatMap((key) => COMPONENT.map((row) => ({ ...row, path: ['spec', key, '*', ...row.path] }))),
  ],
  'nvidia.com/DynamoComponentDeployment': COMPONENT.map((row) => ({ ...row, path: ['spec', ...row.path] })),
  'nvidia.com/DynamoCheckpoint': [{ path: ['spec', 'gpuMemoryService', 'deviceClassName'], to: DEVICE_CLASS, clusterScoped: true }],
  'nvidia.com/DynamoGraphDeploymentRequest': [
    { path: ['spec', 'modelCache', 'pvcName'], to: CLAIM },
    { path: ['spec', 'profilingConfig', 'configMapRef', 'name'], to: CONFIG_MAP },
    { path: ['spec', 'profilingConfig', 'outputPVC'], to: CLAIM },
  ],
  'nvidia.com/DynamoGraphDeploymentScalingAdapter': [{ path: ['spec', 'dgdRef', 'name'], to: GRAPH }],
  'grove.io/PodCliqueSet': [
    { path: ['spec', 'template', 'priorityClassName'], to: PRIORITY_CLASS, clusterScoped: true },
    ...[[], ['cliques', '*'], ['podCliqueScalingGroups', '*']]
      .map((at) => ({ path: ['spec', 'template', ...at, 'topologyConstraint', 'topologyName'], to: BINDING, clusterScoped: true })),
  ],
  'scheduling.run.ai/PodGroup': [
    { path: ['spec', 'queue'], to: QUEUE, clusterScoped: true },
    { path: ['spec', 'priorityClassName'], to: PRIORITY_CLASS, clusterScoped: true },
    ...[[], ['subGroups', '*']].map((at) => ({ path: ['spec', ...at, 'topologyConstraint', 'topology'], to: KAI_TOPOLOGY, clusterScoped: true })),
  ],
  'apps/StatefulSet': [
    { path: ['spec', 'serviceName'], to: '/Service' },
    { path: ['spec', 'volumeClaimTemplates', '*', 'spec', 'storageClassName'], to: STORAGE_CLASS, clusterScoped: true },
  ],
  // crds/external-secrets, crds/flux, crds/prometheus-operator; cert-manager.io/docs/reference/api-docs.
  'external-secrets.io/ExternalSecret': ['configMap', 'secret'].map((key) => (
    { path: ['spec', 'target', 'template', 'templateFrom', '*', key, 'name'], to: key === 'secret' ? SECRET : CONFIG_MAP })),
  'helm.toolkit.fluxcd.io/HelmRelease': KUBE_CONFIG,
  'kustomize.toolkit.fluxcd.io/Kustomization': [...KUBE_CONFIG, { path: ['spec', 'decryption', 'secretRef', 'name'], to: SECRET }],
  ...Object.fromEntries(['HelmRepository', 'OCIRepository', 'GitRepository'].map((kind) => (
    [`${FLUX_SOURCE}/${kind}`, ['secretRef', 'certSecretRef', 'proxySecretRef'].map((key) => ({ path: ['spec', key, 'name'], to: SECRET }))]))),
  'monitoring.coreos.com/ServiceMonitor': MONITORED.map((path) => ({ path: ['spec', 'endpoints', '*', ...path, 'name'], to: SECRET })),
  'monitoring.coreos.com/PodMonitor': MONITORED.map((path) => ({ path: ['spec', 'podMetricsEndpoints', '*', ...path, 'name'], to: SECRET })),
  'gateway.networking.k8s.io/Gateway': [{ path: ['spec', 'gatewayClassName'], to: 'gateway.networking.k8s.io/GatewayClass', clusterScoped: true }],
};

/** Fields that say group, kind and namespace themselves. */
interface Typed {
  /** Path to the object with the name. */
  readonly path: JsonPath;
  /** Where the field leaves out group or kind. */
  readonly group: string;
  readonly kind: string;
}

const [GATEWAY, POOL] = ['gateway.networking.k8s.io', 'inference.networking.k8s.io'];
const ROUTE: readonly Typed[] = [
  { path: ['spec', 'parentRefs', '*'], group: GATEWAY, kind: 'Gateway' },
  { path: ['spec', 'rules', '*', 'backendRefs', '*'], group: '', kind: 'Service' },
];
const CERTIFICATES: Typed = { path: ['spec', 'listeners', '*', 'tls', 'certificateRefs', '*'], group: '', kind: 'Secret' };
const POOL_REF: readonly Typed[] = [{ path: ['spec', 'poolRef'], group: POOL, kind: 'InferencePool' }];

const [SECRETS, CERTS] = ['external-secrets.io', 'cert-manager.io'];
const STORES: readonly Typed[] = [['secretStoreRef'], ['data', '*', 'sourceRef', 'storeRef'], ['dataFrom', '*', 'sourceRef', 'storeRef']]
  .map((path) => ({ path: ['spec', ...path], group: SECRETS, kind: 'SecretStore' }));

const TYPED: { readonly [kind: string]: readonly Typed[] } = {
  '/PersistentVolume': [{ path: ['spec', 'claimRef'], group: '', kind: 'PersistentVolumeClaim' }],
  [`${SECRETS}/ExternalSecret`]: STORES,
  [`${CERTS}/Certificate`]: [{ path: ['spec', 'issuerRef'], group: CERTS, kind: 'Issuer' }],
  'helm.toolkit.fluxcd.io/HelmRelease': [
    { path: ['spec', 'chart', 'spec', 'sourceRef'], group: FLUX_SOURCE, kind: 'HelmRepository' },
    { path: ['spec', 'chartRef'], group: FLUX_SOURCE, kind: '' },
    { path: ['spec', 'valuesFrom', '*'], group: '', kind: '' },
  ],
  'kustomize.toolkit.fluxcd.io/Kustomization': [{ path: ['spec', 'sourceRef'], group: FLUX_SOURCE, kind: '' }],
  'autoscaling/HorizontalPodAutoscaler': [{ path: ['spec', 'scaleTargetRef'], group: '', kind: '' }],
  'keda.sh/ScaledObject': [
    { path: ['spec', 'scaleTargetRef'], group: 'apps', kind: 'Deployment' },
    { path: ['spec', 'triggers', '*', 'authenticationRef'], group: 'keda.sh', kind: 'TriggerAuthentication' },
  ],
  'rbac.authorization.k8s.io/RoleBinding': [{ path: ['roleRef'], group: '', kind: '' }, { path: ['subjects', '*'], group: '', kind: '' }],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [{ path: ['roleRef'], group: '', kind: '' }, { path: ['subjects', '*'], group: '', kind: '' }],
  [`${GATEWAY}/Gateway`]: [CERTIFICATES],
  [`${GATEWAY}/ListenerSet`]: [CERTIFICATES, { path: ['spec', 'parentRef'], group: GATEWAY, kind: 'Gateway' }],
  [`${GATEWAY}/HTTPRoute`]: [...ROUTE, { path: ['spec', 'rules', '*', 'filters', '*', 'requestMirror', 'backendRef'], group: '', kind: 'Service' }],
  ...Object.fromEntries(['GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => [`${GATEWAY}/${kind}`, ROUTE])),
  [`${POOL}/InferencePool`]: [{ path: ['spec', 'endpointPickerRef'], group: '', kind: 'Service' }],
  ...Object.fromEntries(['llm-d.ai', 'inference.networking.x-k8s.io'].flatMap((group) => ['InferenceObjective', 'InferenceModelRewrite'].map((kind) => [`${group}/${kind}`, POOL_REF]))),
};

/** Kinds that stand in no namespace and that typed references name. */
const CLUSTER_SCOPED = new Set([
  'rbac.authorization.k8s.io/ClusterRole', `${SECRETS}/ClusterSecretStore`, `${CERTS}/ClusterIssuer`, 'keda.sh/ClusterTriggerAuthentication',
]);

/** Looks objects up; `ManifestSet.find` is one. */
export type Find = (group: string, kind: string, name: string, namespace?: string) => ManifestObject | undefined;

/** Everything that an object names, in pod templates and elsewhere. */
export function referencesOf(source: ManifestObject, find: Find, makerOf: Find): Reference[] {
  const references: Reference[] = [];
  const add = (path: JsonPath, to: string, name: string, namespace: string | undefined, optional = false) => {
    const slash = to.indexOf('/');
    const [group, kind] = [to.slice(0, slash), to.slice(slash + 1)];
    const target = find(group, kind, name, namespace);
    const maker = target ? undefined : makerOf(group, kind, name, namespace);
    references.push({ source, path: [...path], group, kind, name, namespace, optional, target, maker });
  };
  const rows = (root: JsonPath, table: readonly Row[]) => {
    for (const { path, to, clusterScoped } of table) {
      for (const [at, value] of matches(source.manifest, [...root, ...path])) {
        const name = text(value);
        if (name === undefined) continue;
        const holder = record(valueAt(source.manifest, at.slice(0, -1)));
        add(at, to, name, clusterScoped ? undefined : source.namespace, holder?.optional === true);
      }
    }
  };
  const scheduling = (metadata: JsonPath) => rows(metadata, KAI_METADATA);

  const key = `${source.group}/${source.kind}`;
  scheduling(['metadata']);
  rows([], KINDS[key] ?? []);
  for (const { path, group, kind } of TYPED[key] ?? []) {
    for (const [at, value] of matches(source.manifest, path)) {
      const reference = record(value);
      const name = text(reference?.name);
      const named = text(reference?.kind) ?? kind;
      if (!reference || name === undefined || named === '') continue;
      const to = `${groupOf(reference) ?? group}/${named}`;
      // A group or user exists nowhere as an object.
      if (to === 'rbac.authorization.k8s.io/User' || to === 'rbac.authorization.k8s.io/Group') continue;
      const namespace = CLUSTER_SCOPED.has(to) ? undefined : text(reference.namespace) ?? source.namespace;
      add([...at, 'name'], to, name, namespace, reference.optional === true);
    }
  }
  for (const template of podTemplatesOf(source)) ofTemplate(template);
  return references;

  function ofTemplate(template: PodTemplate): void {
    const { specPath, metadataPath } = template;
    rows(specPath, POD_SPEC);
    for (const { path } of template.containers) rows(path, CONTAINER);
    if (metadataPath && metadataPath.length > 1) scheduling(metadataPath);
  }
}

function groupOf(reference: { readonly [key: string]: unknown }): string | undefined {
  for (const key of ['apiGroup', 'group']) if (typeof reference[key] === 'string') return reference[key];
  const apiVersion = text(reference.apiVersion);
  return apiVersion === undefined ? undefined : apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
}

/** The values at a path in which `*` is every entry of a list or map. */
function matches(data: unknown, path: JsonPath, at: JsonPath = []): Array<[JsonPath, unknown]> {
  const star = path.indexOf('*');
  if (star < 0) {
    const value = valueAt(data, path);
    return value === undefined ? [] : [[[...at, ...path], value]];
  }
  const before = path.slice(0, star);
  const holder = valueAt(data, before);
  const entries: Array<[string | number, unknown]> = Array.isArray(holder) ? [...holder.entries()] : Object.entries(record(holder) ?? {});
  return entries.flatMap(([key, entry]) => matches(entry, path.slice(star + 1), [...at, ...before, key]));
}
