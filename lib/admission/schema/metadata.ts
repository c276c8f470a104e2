import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, isServiceName, MAX_DNS_LABEL } from '../../core/names';
import type { JsonPath, Manifest } from '../../manifests/manifest';
import type { Problem } from '../problem';
import { FORMATS, isPathSegment } from './formats';
import { shown } from './problems';

type Values = { readonly [key: string]: unknown };

/** All annotations of an object together. Source: k8s.io/apimachinery pkg/api/validation/objectmeta.go. */
const MAX_ANNOTATIONS = 256 * 1024;

interface NameRule {
  readonly test: (name: string) => boolean;
  readonly says: string;
}

const SUBDOMAIN: NameRule = { test: isDnsSubdomain, says: FORMATS['dns-subdomain'].says };
const LABEL: NameRule = { test: isDnsLabel, says: FORMATS['dns-label'].says };
const SERVICE: NameRule = { test: isServiceName, says: FORMATS['service-name'].says };
const SEGMENT: NameRule = { test: isPathSegment, says: FORMATS['path-segment'].says };

/**
 * Kinds whose names are no DNS subdomains. Sources: k8s.io/kubernetes pkg/apis/core/validation (Service, Namespace), pkg/apis/apps/validation (StatefulSet), pkg/apis/rbac/validation.
 */
const NAME_RULES: { readonly [groupKind: string]: NameRule } = {
  '/Namespace': LABEL,
  'apps/StatefulSet': LABEL,
  '/Service': SERVICE,
  'rbac.authorization.k8s.io/Role': SEGMENT,
  'rbac.authorization.k8s.io/ClusterRole': SEGMENT,
  'rbac.authorization.k8s.io/RoleBinding': SEGMENT,
  'rbac.authorization.k8s.io/ClusterRoleBinding': SEGMENT,
};

/** What the API server refuses in the metadata of an object, types and unknown keys apart. */
export function metadataProblems(manifest: Manifest): Problem[] {
  const { metadata, apiVersion, kind } = manifest;
  if (metadata !== undefined && (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))) return [];
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const key = `${group}/${kind}`;
  const rule = Object.hasOwn(NAME_RULES, key) ? NAME_RULES[key] : SUBDOMAIN;
  const given: Values = metadata ?? {};
  const problems = nameProblems(given, rule);
  problems.push(...objectMetaProblems(given, ['metadata']));
  return problems;
}

/** Labels, annotations, finalizers, owners: of objects, and of the templates that objects hold. */
export function objectMetaProblems(metadata: Values, path: JsonPath): Problem[] {
  const problems = labelProblems(metadata.labels, [...path, 'labels']);
  problems.push(...annotationProblems(metadata.annotations, [...path, 'annotations']));
  if (Array.isArray(metadata.finalizers)) {
    (metadata.finalizers as unknown[]).forEach((finalizer, i) => {
      if (typeof finalizer === 'string' && !isLabelKey(finalizer)) problems.push(syntax([...path, 'finalizers', i], finalizer, FORMATS['label-key'].says));
    });
  }
  if (Array.isArray(metadata.ownerReferences)) problems.push(...ownerProblems(metadata.ownerReferences as unknown[], [...path, 'ownerReferences']));
  return problems;
}

/** Keys and values of labels. */
export function labelProblems(labels: unknown, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  if (!isMap(labels)) return problems;
  for (const key in labels) {
    const value = labels[key];
    if (!isLabelKey(key)) {problems.push({ ...syntax([...path, key], key, FORMATS['label-key'].says), rule: 'SCHEMA-LABEL' });} else if (typeof value === 'string' && !isLabelValue(value)) {
      const fix = value.length > MAX_DNS_LABEL ? `write at most ${MAX_DNS_LABEL} characters, or use an annotation` : undefined;
      const problem = syntax([...path, key], value, FORMATS['label-value'].says);
      problems.push({ ...problem, rule: 'SCHEMA-LABEL', fix: fix ?? problem.fix });
    }
  }
  return problems;
}

/** Whether metadata has only what nearly all has, of the right types: then nothing needs to be read to know that they are right. */
export function isPlainMetadata(metadata: unknown): boolean {
  if (!isMap(metadata)) return false;
  for (const key of Object.keys(metadata)) {
    const value = metadata[key];
    if (key === 'name' || key === 'namespace' || key === 'generateName') {
      if (typeof value !== 'string') return false;
    } else if (key === 'labels' || key === 'annotations') {
      if (!isMap(value) || !Object.values(value).every((each) => typeof each === 'string')) return false;
    } else {
      return false;
    }
  }
  return true;
}

function nameProblems(metadata: Values, rule: NameRule): Problem[] {
  const problems: Problem[] = [];
  const { name, generateName, namespace } = metadata;
  const hasPrefix = typeof generateName === 'string' && generateName !== '';
  if ((name === undefined || name === null || name === '') && !hasPrefix) {
    problems.push({ rule: 'SCHEMA-NAME', path: ['metadata', 'name'], message: 'the object has no name', fix: 'write metadata.name (or metadata.generateName)' });
  } else if (typeof name === 'string' && name !== '' && !rule.test(name)) {
    problems.push(syntax(['metadata', 'name'], name, rule.says));
  }
  // A prefix may end in hyphens: something follows.
  if (hasPrefix && !rule.test(`${generateName.replace(/-$/, '')}a`)) problems.push(syntax(['metadata', 'generateName'], generateName, rule.says));
  if (typeof namespace === 'string' && namespace !== '' && !isDnsLabel(namespace)) problems.push(syntax(['metadata', 'namespace'], namespace, LABEL.says));
  return problems;
}

function annotationProblems(annotations: unknown, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  if (!isMap(annotations)) return problems;
  let size = 0;
  for (const key in annotations) {
    const value = annotations[key];
    size += key.length + (typeof value === 'string' ? value.length : 0);
    // Upstream compares in lower case, so that capitals in the prefix pass.
    if (!isLabelKey(key.toLowerCase())) problems.push({ ...syntax([...path, key], key, FORMATS['label-key'].says), rule: 'SCHEMA-ANNOTATION' });
  }
  if (size > MAX_ANNOTATIONS) {
    problems.push({ rule: 'SCHEMA-ANNOTATION', path, message: `${size} bytes of annotations, more than ${MAX_ANNOTATIONS}`, fix: 'move the text to a ConfigMap' });
  }
  return problems;
}

function ownerProblems(owners: readonly unknown[], path: JsonPath): Problem[] {
  return owners.flatMap((owner, i) => isMap(owner)
    ? ['apiVersion', 'kind', 'name', 'uid'].filter((key) => owner[key] === undefined || owner[key] === '')
      .map((key): Problem => ({ rule: 'SCHEMA-REQUIRED', path: [...path, i, key], message: `${key} is required`, fix: `write ${key}, or leave owners to the controller` }))
    : []);
}

function syntax(path: JsonPath, value: string, says: string): Problem {
  return { rule: 'SCHEMA-NAME', path, message: `${shown(value)} is not ${says}`, fix: `write ${says}` };
}

function isMap(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
