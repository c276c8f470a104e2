import { isLabelValue } from '../../../core/names';
import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';
import { labelProblems } from '../metadata';
import { shown } from '../problems';
import { isText, mismatch, required, textsOf, Values } from './values';

/** Source: k8s.io/apimachinery pkg/apis/meta/v1/validation (ValidateLabelSelector). */
export function labelSelector(selector: Values, path: JsonPath): Problem[] {
  return labelProblems(selector.matchLabels, [...path, 'matchLabels']);
}

/** Source: k8s.io/apimachinery pkg/apis/meta/v1/validation (ValidateLabelSelectorRequirement). */
export function labelSelectorRequirement({ operator, values }: Values, path: JsonPath): Problem[] {
  const given = textsOf(values);
  if (operator === 'In' || operator === 'NotIn') {
    if (given.length === 0) return [required([...path, 'values'], `the operator ${operator} needs values`)];
    return wrongLabelValues(given, [...path, 'values']);
  }
  if ((operator === 'Exists' || operator === 'DoesNotExist') && given.length > 0) {
    return [mismatch([...path, 'values'], `the operator ${operator} takes no values`, 'remove values, or write the operator In')];
  }
  return [];
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateNodeSelectorRequirement). */
export function nodeSelectorRequirement({ operator, values }: Values, path: JsonPath): Problem[] {
  const given = textsOf(values);
  if ((operator === 'Gt' || operator === 'Lt') && given.length !== 1) return [required([...path, 'values'], `the operator ${operator} needs one value`)];
  return labelSelectorRequirement({ operator, values }, path);
}

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateTolerations). */
export function toleration({ key, operator, value, effect, tolerationSeconds }: Values, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  if (!isText(key) && operator !== 'Exists') problems.push(mismatch([...path, 'operator'], 'a toleration without key tolerates everything, which only the operator Exists may say', 'write operator: Exists, or a key'));
  if (operator === 'Exists' && isText(value)) problems.push(mismatch([...path, 'operator'], 'the operator Exists takes no value', 'remove value, or write operator: Equal'));
  if (tolerationSeconds !== undefined && effect !== 'NoExecute') problems.push(mismatch([...path, 'effect'], 'tolerationSeconds goes with the effect NoExecute only', 'write effect: NoExecute, or remove tolerationSeconds'));
  return problems;
}

/** Whether labels fit a selector. */
export function selects(selector: Values, labels: Values): boolean {
  const { matchLabels, matchExpressions } = selector;
  if (typeof matchLabels === 'object' && matchLabels !== null) {
    for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
  }
  return !Array.isArray(matchExpressions) || (matchExpressions as Values[]).every((requirement) => meets(requirement ?? {}, labels));
}

function meets({ key, operator, values }: Values, labels: Values): boolean {
  const value = typeof key === 'string' && Object.hasOwn(labels, key) ? labels[key] : undefined;
  const isIn = value !== undefined && textsOf(values).includes(value as string);
  switch (operator) {
    case 'In': return isIn;
    case 'NotIn': return !isIn;
    case 'Exists': return value !== undefined;
    case 'DoesNotExist': return value === undefined;
    default: return true;
  }
}

function wrongLabelValues(values: readonly string[], path: JsonPath): Problem[] {
  return values.flatMap((value, i) => isLabelValue(value) ? [] : [{
    rule: 'SCHEMA-LABEL', path: [...path, i], message: `${shown(value)} can be no value of a label`, fix: 'write at most 63 letters, digits and inner -, _ or .',
  }]);
}
