import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';
import { shown } from '../problems';
import { selects } from './selectors';
import { isText, mismatch, objectOf, required, Values } from './values';

/** Deployments, StatefulSets, DaemonSets. Source: kubernetes pkg/apis/apps/validation/validation.go. */
export function selectingWorkload(spec: Values, path: JsonPath): Problem[] {
  const { selector, template } = spec;
  const { metadata, spec: pod } = objectOf(template);
  const problems: Problem[] = [];
  const { matchLabels, matchExpressions } = objectOf(selector);
  const isEmpty = Object.keys(objectOf(matchLabels)).length === 0 && !(Array.isArray(matchExpressions) && matchExpressions.length > 0);
  if (typeof selector === 'object' && selector !== null && isEmpty) {
    problems.push(required([...path, 'selector'], 'the selector is empty'));
  } else if (!selects(objectOf(selector), objectOf(objectOf(metadata).labels))) {
    problems.push(mismatch([...path, 'template', 'metadata', 'labels'], 'the selector does not match the labels of the template', 'repeat the labels of selector.matchLabels'));
  }
  const { restartPolicy, activeDeadlineSeconds } = objectOf(pod);
  // Policies that no pod has are found at the pod.
  if (restartPolicy === 'OnFailure' || restartPolicy === 'Never') {
    problems.push({ rule: 'SCHEMA-ENUM', path: [...path, 'template', 'spec', 'restartPolicy'], message: `${restartPolicy} where only Always may stand`, fix: 'write Always' });
  }
  if (activeDeadlineSeconds !== undefined) problems.push(mismatch([...path, 'template', 'spec', 'activeDeadlineSeconds'], 'pods of this kind run for ever', 'remove activeDeadlineSeconds'));
  return problems;
}

/** Source: kubernetes pkg/apis/apps/validation/validation.go (ValidateDeploymentStrategy, ValidateDaemonSetUpdateStrategy). */
export function updateStrategy({ type, rollingUpdate }: Values, path: JsonPath): Problem[] {
  if (type === 'Recreate' && rollingUpdate !== undefined) return [mismatch([...path, 'rollingUpdate'], 'the type Recreate has no rollingUpdate', 'remove rollingUpdate, or write type: RollingUpdate')];
  const { maxSurge, maxUnavailable } = objectOf(rollingUpdate);
  return [...share(maxSurge, [...path, 'rollingUpdate', 'maxSurge']), ...share(maxUnavailable, [...path, 'rollingUpdate', 'maxUnavailable'])];
}

/** A number or percentage of pods. */
function share(value: unknown, path: JsonPath): Problem[] {
  const isWrong = typeof value === 'string' ? !/^\d+%$/.test(value) : typeof value === 'number' && value < 0;
  return isWrong ? [{ rule: 'SCHEMA-FORMAT', path, message: `${shown(value)} is neither a number from 0 nor a percentage`, fix: "write a number such as 1 or a percentage such as '25%'" }] : [];
}

/** Source: kubernetes pkg/apis/batch/validation/validation.go (validateJobSpec). */
export function job({ template }: Values, path: JsonPath): Problem[] {
  const { restartPolicy } = objectOf(objectOf(template).spec);
  const problems: Problem[] = [];
  const at = [...path, 'template', 'spec', 'restartPolicy'];
  const fix = 'write OnFailure or Never';
  if (!isText(restartPolicy)) problems.push({ rule: 'SCHEMA-REQUIRED', path: at, message: 'a Job needs a restartPolicy', fix });
  else if (restartPolicy === 'Always') problems.push({ rule: 'SCHEMA-ENUM', path: at, message: 'Always is not for Jobs', fix });
  return problems;
}

/** Source: kubernetes pkg/apis/batch/validation/validation.go (ValidateJob): the name becomes the label job-name. */
export function jobObject({ metadata }: Values, path: JsonPath): Problem[] {
  const { name } = objectOf(metadata);
  if (!isText(name) || name.length <= 63) return [];
  return [{ rule: 'SCHEMA-NAME', path: [...path, 'metadata', 'name'], message: `${name.length} characters, and the name becomes a label of its pods`, fix: 'write at most 63 characters' }];
}

/** Source: kubernetes pkg/apis/autoscaling/validation/validation.go (validateMetricSpec). */
export function metric(value: Values, path: JsonPath): Problem[] {
  const { type } = value;
  if (!isText(type)) return [];
  const source = type.charAt(0).toLowerCase() + type.slice(1);
  if (METRIC_SOURCES.includes(source) && value[source] === undefined) return [required([...path, source], `a metric of the type ${type} is described under ${source}`)];
  return METRIC_SOURCES.filter((key) => key !== source && value[key] !== undefined)
    .map((key) => mismatch([...path, key], `a metric of the type ${type} has no ${key}`, `remove ${key}, or write another type`));
}

const METRIC_SOURCES = ['object', 'pods', 'resource', 'containerResource', 'external'];

/** Source: kubernetes pkg/apis/autoscaling/validation/validation.go (validateMetricTarget). */
export function metricTarget({ value, averageValue, averageUtilization }: Values, path: JsonPath): Problem[] {
  const isAbsent = value === undefined && averageValue === undefined && averageUtilization === undefined;
  return isAbsent ? [required([...path, 'averageValue'], 'a target needs a value, averageValue or averageUtilization')] : [];
}

/** Source: kubernetes pkg/apis/autoscaling/validation/validation.go. */
export function autoscaler({ minReplicas, maxReplicas, scaleTargetRef }: Values, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  if (typeof minReplicas === 'number' && typeof maxReplicas === 'number' && maxReplicas < minReplicas) problems.push(mismatch([...path, 'maxReplicas'], `${maxReplicas} is less than minReplicas, ${minReplicas}`, `write at least ${minReplicas}`));
  const { apiVersion, kind } = objectOf(scaleTargetRef);
  if (kind !== 'ReplicationController' && (apiVersion === undefined || apiVersion === '' || (typeof apiVersion === 'string' && !apiVersion.includes('/')))) {
    problems.push({ rule: 'SCHEMA-REQUIRED', path: [...path, 'scaleTargetRef', 'apiVersion'], message: 'the target names no API group', fix: 'write its apiVersion, for example apps/v1' });
  }
  return problems;
}
