import { isDnsSubdomain } from '../../../core/names';
import { Quantity } from '../../../core/quantity';
import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';
import { ipVersion, isConfigKey } from '../formats';
import { labelProblems } from '../metadata';
import { shown } from '../problems';
import { duplicates, isText, mismatch, objectOf, objectsOf, required, textsOf, Values } from './values';

const RBAC = 'rbac.authorization.k8s.io';

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateService). */
export function serviceSpec(spec: Values, path: JsonPath): Problem[] {
  const ports = objectsOf(spec.ports);
  const problems = [...labelProblems(spec.selector, [...path, 'selector']), ...duplicates(ports, 'name', [...path, 'ports'])];
  if (ports.length === 0 && spec.type !== 'ExternalName' && spec.clusterIP !== 'None') problems.push(required([...path, 'ports'], 'a Service that is not headless needs ports'));
  if (ports.length > 1) ports.forEach(({ name }, i) => { if (!isText(name)) problems.push(required([...path, 'ports', i, 'name'], 'ports of a Service with several need names')); });
  [spec.clusterIP, ...textsOf(spec.clusterIPs)].forEach((ip, i) => {
    if (isText(ip) && ip !== 'None' && ipVersion(ip) === 0) problems.push({ rule: 'SCHEMA-FORMAT', path: [...path, 'clusterIPs', Math.max(0, i - 1)], message: `${shown(ip)} is no IP address`, fix: 'write None or remove it' });
  });
  const isClusterIp = spec.type === undefined || spec.type === 'ClusterIP';
  ports.forEach(({ nodePort }, i) => {
    if (isClusterIp && typeof nodePort === 'number' && nodePort !== 0) problems.push(mismatch([...path, 'ports', i, 'nodePort'], 'the type ClusterIP has no node ports', 'remove nodePort, or write type: NodePort'));
  });
  if (spec.type !== 'LoadBalancer') {
    for (const key of ['allocateLoadBalancerNodePorts', 'loadBalancerClass', 'healthCheckNodePort']) {
      if (spec[key] !== undefined && spec[key] !== 0) problems.push(mismatch([...path, key], `${key} is for the type LoadBalancer`, `remove ${key}, or write type: LoadBalancer`));
    }
  }
  if (spec.type === 'ExternalName' && !isText(spec.externalName)) problems.push(required([...path, 'externalName'], 'the type ExternalName needs a name'));
  return problems;
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateConfigMap). */
export function configMap({ data, binaryData }: Values, path: JsonPath): Problem[] {
  const keys = new Set(Object.keys(objectOf(data)));
  const twice = Object.keys(objectOf(binaryData)).filter((key) => keys.has(key));
  return [
    ...wrongKeys(data, [...path, 'data']), ...wrongKeys(binaryData, [...path, 'binaryData']),
    ...twice.map((key) => mismatch([...path, 'data', key], `${shown(key)} is a key of data and of binaryData`, 'remove one of the two')),
  ];
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateSecret). */
export function secret({ data, stringData }: Values, path: JsonPath): Problem[] {
  return [...wrongKeys(data, [...path, 'data']), ...wrongKeys(stringData, [...path, 'stringData'])];
}

function wrongKeys(values: unknown, path: JsonPath): Problem[] {
  return Object.keys(objectOf(values)).filter((key) => !isConfigKey(key))
    .map((key) => ({ rule: 'SCHEMA-NAME', path: [...path, key], message: `${shown(key)} can be no key`, fix: 'write at most 253 letters, digits, -, _ or .' }));
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidatePersistentVolumeClaimSpec). */
export function claimSpec({ resources }: Values, path: JsonPath): Problem[] {
  const { storage } = objectOf(objectOf(resources).requests);
  if (storage !== undefined) return notPositive(storage, [...path, 'resources', 'requests', 'storage']);
  return [required([...path, 'resources', 'requests', 'storage'], 'a claim says how much it needs')];
}

function notPositive(value: unknown, path: JsonPath): Problem[] {
  const quantity = Quantity.tryParse(value);
  return quantity && quantity.nanos <= 0n ? [{ rule: 'SCHEMA-RANGE', path, message: `${quantity} is not more than 0`, fix: 'write a size such as 100Gi' }] : [];
}

const VOLUME_SOURCES = [
  'hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'nfs', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc', 'flexVolume', 'azureFile',
  'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi',
];

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidatePersistentVolumeSpec). */
export function persistentVolumeSpec(spec: Values, path: JsonPath): Problem[] {
  const present = VOLUME_SOURCES.filter((key) => spec[key] !== undefined);
  const problems = present.slice(1).map((key) => mismatch([...path, key], `${present.join(' and ')} exclude each other`, `keep one of ${present.join(', ')}`));
  if (present.length === 0) problems.push({ rule: 'SCHEMA-REQUIRED', path: [...path], message: 'a volume needs a source', fix: 'write one, for example csi' });
  problems.push(...notPositive(objectOf(spec.capacity).storage, [...path, 'capacity', 'storage']));
  if (spec.capacity !== undefined && objectOf(spec.capacity).storage === undefined) problems.push(required([...path, 'capacity', 'storage'], 'a volume says how much it holds'));
  return problems;
}

/** Source: kubernetes pkg/apis/rbac/validation/validation.go (ValidatePolicyRule). */
export function policyRule({ apiGroups, resources, nonResourceURLs }: Values, path: JsonPath): Problem[] {
  if (textsOf(nonResourceURLs).length > 0) {
    if (textsOf(apiGroups).length + textsOf(resources).length === 0) return [];
    return [mismatch([...path, 'nonResourceURLs'], 'one rule cannot be about URLs and resources', 'write two rules')];
  }
  const missing = ['apiGroups', 'resources'].filter((key) => textsOf(key === 'apiGroups' ? apiGroups : resources).length === 0);
  return missing.map((key) => required([...path, key], `a rule about resources needs ${key}`));
}

/** Source: kubernetes pkg/apis/rbac/validation/validation.go (ValidateRoleBinding). */
export function roleBinding({ roleRef }: Values, path: JsonPath): Problem[] {
  return wrongRole(roleRef, ['Role', 'ClusterRole'], path);
}

/** Source: kubernetes pkg/apis/rbac/validation/validation.go (ValidateClusterRoleBinding). */
export function clusterRoleBinding({ roleRef, subjects }: Values, path: JsonPath): Problem[] {
  const problems = wrongRole(roleRef, ['ClusterRole'], path);
  objectsOf(subjects).forEach(({ kind, namespace }, i) => {
    if (kind === 'ServiceAccount' && !isText(namespace)) problems.push(required([...path, 'subjects', i, 'namespace'], 'nothing else says the namespace of the ServiceAccount'));
  });
  return problems;
}

function wrongRole(roleRef: unknown, allowed: readonly string[], path: JsonPath): Problem[] {
  const { kind } = objectOf(roleRef);
  return isText(kind) && !allowed.includes(kind) ? [{ rule: 'SCHEMA-ENUM', path: [...path, 'roleRef', 'kind'], message: `${shown(kind)} cannot be bound here`, fix: `write ${allowed.join(' or ')}` }] : [];
}

/** Source: kubernetes pkg/apis/rbac/validation/validation.go (ValidateRoleBindingSubject). */
export function subject({ kind, name, apiGroup }: Values, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  const isAccount = kind === 'ServiceAccount';
  if (isAccount && isText(name) && !isDnsSubdomain(name)) problems.push({ rule: 'SCHEMA-NAME', path: [...path, 'name'], message: `${shown(name)} is no name of a ServiceAccount`, fix: 'write a DNS subdomain' });
  const group = isAccount ? '' : RBAC;
  if ((isAccount || kind === 'User' || kind === 'Group') && isText(apiGroup) && apiGroup !== group) {
    problems.push({ rule: 'SCHEMA-ENUM', path: [...path, 'apiGroup'], message: `${shown(apiGroup)} is not the group of a ${kind}`, fix: isAccount ? 'remove apiGroup' : `write ${RBAC}` });
  }
  return problems;
}
