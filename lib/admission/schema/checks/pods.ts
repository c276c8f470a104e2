import { isDnsLabel, isDnsSubdomain } from '../../../core/names';
import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';
import { FORMATS } from '../formats';
import { labelProblems, objectMetaProblems } from '../metadata';
import { shown } from '../problems';
import { duplicates, isText, mismatch, objectOf, objectsOf, required, Values } from './values';

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidatePodTemplateSpec). */
export function podTemplate({ metadata }: Values, path: JsonPath): Problem[] {
  return objectMetaProblems(objectOf(metadata), [...path, 'metadata']);
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidatePodSpec). */
export function podSpec(pod: Values, path: JsonPath, root?: unknown): Problem[] {
  const { kind, spec } = objectOf(root);
  const isStateful = kind === 'StatefulSet';
  const volumes = objectsOf(pod.volumes);
  const claims = objectsOf(pod.resourceClaims);
  const problems = [
    ...duplicates(volumes, 'name', [...path, 'volumes']),
    ...duplicates(claims, 'name', [...path, 'resourceClaims']),
    ...duplicates(objectsOf(pod.schedulingGates), 'name', [...path, 'schedulingGates']),
    ...duplicateContainers(pod, path),
  ];
  const { serviceAccount, serviceAccountName } = pod;
  if (isText(serviceAccount) && !isText(serviceAccountName) && !isDnsSubdomain(serviceAccount)) problems.push({ rule: 'SCHEMA-NAME', path: [...path, 'serviceAccount'], message: `${shown(serviceAccount)} is no name of a ServiceAccount`, fix: 'write serviceAccountName' });
  problems.push(...labelProblems(pod.nodeSelector, [...path, 'nodeSelector']));
  // The controller of StatefulSets writes hostname and subdomain itself, and adds a volume for each of its claims.
  if (!isStateful) problems.push(...wrongHostNames(pod, path));
  const claimed = isStateful ? objectsOf(objectOf(spec).volumeClaimTemplates).map(({ metadata }) => objectOf(metadata).name) : [];
  const inPod = {
    volumes: new Set([...volumes.map((volume) => volume.name), ...claimed]),
    claims: new Set(claims.map((claim) => claim.name)),
  };
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    objectsOf(pod[list]).forEach((container, i) => problems.push(...containerInPod(container, inPod, [...path, list, i])));
  }
  return problems;
}

function wrongHostNames({ hostname, subdomain }: Values, path: JsonPath): Problem[] {
  return Object.entries({ hostname, subdomain }).filter(([, value]) => isText(value) && !isDnsLabel(value)).map(([key, value]) => ({
    rule: 'SCHEMA-NAME', path: [...path, key], message: `${shown(value)} is not ${FORMATS['dns-label'].says}`, fix: `write ${FORMATS['dns-label'].says}`,
  }));
}

interface PodParts {
  readonly volumes: ReadonlySet<unknown>;
  readonly claims: ReadonlySet<unknown>;
}

function containerInPod(container: Values, { volumes, claims }: PodParts, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  objectsOf(container.volumeMounts).forEach(({ name }, i) => {
    if (isText(name) && !volumes.has(name)) problems.push(notFound([...path, 'volumeMounts', i, 'name'], 'volume', name, [...volumes]));
  });
  objectsOf(container.volumeDevices).forEach(({ name }, i) => {
    if (isText(name) && !volumes.has(name)) problems.push(notFound([...path, 'volumeDevices', i, 'name'], 'volume', name, [...volumes]));
  });
  objectsOf(objectOf(container.resources).claims).forEach(({ name }, i) => {
    if (isText(name) && !claims.has(name)) problems.push(notFound([...path, 'resources', 'claims', i], 'resource claim', name, [...claims]));
  });
  return problems;
}

function notFound(path: JsonPath, what: string, name: string, known: readonly unknown[]): Problem {
  const names = known.filter(isText).join(', ');
  return mismatch(path, `the pod has no ${what} ${shown(name)}`, names ? `write one of ${names}, or add it to the pod` : `add the ${what} to the pod`);
}

function duplicateContainers(pod: Values, path: JsonPath): Problem[] {
  const seen = new Set<unknown>();
  const problems: Problem[] = [];
  for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
    objectsOf(pod[list]).forEach(({ name }, i) => {
      if (isText(name) && seen.has(name)) {
        problems.push({ rule: 'SCHEMA-DUPLICATE-KEY', path: [...path, list, i, 'name'], message: `another container is called ${shown(name)}`, fix: 'rename one of the two' });
      }
      seen.add(name);
    });
  }
  return problems;
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (validateContainerCommon, ValidateVolumeMounts, validateLivenessProbe). */
export function oneContainer(value: Values, path: JsonPath): Problem[] {
  const problems = [
    ...duplicates(objectsOf(value.ports), 'name', [...path, 'ports']),
    ...duplicates(objectsOf(value.volumeMounts), 'mountPath', [...path, 'volumeMounts']),
    ...duplicates(objectsOf(value.volumeDevices), 'name', [...path, 'volumeDevices']),
    ...duplicates(objectsOf(value.volumeDevices), 'devicePath', [...path, 'volumeDevices']),
    ...duplicates(objectsOf(objectOf(value.resources).claims), 'name', [...path, 'resources', 'claims']).map((problem): Problem => ({ ...problem, path: problem.path.slice(0, -1) })),
  ];
  for (const probe of ['livenessProbe', 'startupProbe']) {
    const { successThreshold } = objectOf(value[probe]);
    if (typeof successThreshold === 'number' && successThreshold > 1) problems.push({ rule: 'SCHEMA-RANGE', path: [...path, probe, 'successThreshold'], message: `${successThreshold} where only 1 may stand`, fix: 'remove it' });
  }
  if (objectOf(value.securityContext).privileged !== true) {
    objectsOf(value.volumeMounts).forEach(({ mountPropagation }, i) => {
      if (mountPropagation === 'Bidirectional') problems.push(mismatch([...path, 'volumeMounts', i, 'mountPropagation'], 'Bidirectional is for privileged containers', 'write HostToContainer, or securityContext.privileged: true'));
    });
  }
  return problems;
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (validateSeccompProfileField). */
export function seccompProfile({ type, localhostProfile }: Values, path: JsonPath): Problem[] {
  if (type === 'Localhost' && !isText(localhostProfile)) return [required([...path, 'localhostProfile'], 'the type Localhost names a profile')];
  if (type === 'Localhost' || localhostProfile === undefined) return [];
  return [mismatch([...path, 'localhostProfile'], 'only the type Localhost names a profile', 'remove localhostProfile, or write type: Localhost')];
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (validateEnvVarValueFrom). */
export function envVar({ value, valueFrom }: Values, path: JsonPath): Problem[] {
  if (valueFrom === undefined || !isText(value)) return [];
  return [mismatch([...path, 'valueFrom'], 'value and valueFrom exclude each other', 'keep one of the two')];
}

const ENV_FIELDS = [
  'metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'spec.host',
  'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs',
];
const FILE_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'metadata.labels', 'metadata.annotations'];

/** Source: kubernetes pkg/apis/core/validation/validation.go (validEnvDownwardAPIFieldPathExpressions). */
export function envVarSource({ fieldRef }: Values, path: JsonPath): Problem[] {
  return wrongField(fieldRef, ENV_FIELDS, [...path, 'fieldRef', 'fieldPath']);
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (validVolumeDownwardAPIFieldPathExpressions). */
export function downwardFile({ fieldRef }: Values, path: JsonPath): Problem[] {
  return wrongField(fieldRef, FILE_FIELDS, [...path, 'fieldRef', 'fieldPath']);
}

function wrongField(fieldRef: unknown, known: readonly string[], path: JsonPath): Problem[] {
  const { fieldPath, apiVersion } = objectOf(fieldRef);
  if (isText(apiVersion) && apiVersion !== 'v1') return [mismatch(path, `${shown(apiVersion)} is no version of Pod`, 'remove fieldRef.apiVersion')];
  if (!isText(fieldPath) || known.includes(fieldPath) || /^metadata\.(labels|annotations)\['.+'\]$/.test(fieldPath)) return [];
  return [{ rule: 'SCHEMA-ENUM', path, message: `${shown(fieldPath)} is no field that a container can be given`, fix: `write one of ${known.join(', ')}, metadata.labels['<key>'], metadata.annotations['<key>']` }];
}
