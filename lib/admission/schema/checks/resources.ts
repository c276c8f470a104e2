import { mismatch, objectOf, required, Values } from './values';
import { isLabelKey } from '../../../core/names';
import { Quantity } from '../../../core/quantity';
import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage']);

/** Source: kubernetes pkg/apis/core/validation/validation.go (ValidateResourceRequirements, validateResourceName). */
export function resourceRequirements(resources: Values, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  const limits = amounts(resources.limits);
  const requests = amounts(resources.requests);
  problems.push(...wrongNames(resources.limits, [...path, 'limits']), ...wrongNames(resources.requests, [...path, 'requests']));
  problems.push(...wrongAmounts(limits, [...path, 'limits']), ...wrongAmounts(requests, [...path, 'requests']));
  for (const [name, request] of requests) {
    const limit = limits.get(name);
    const isShared = isOvercommitted(name);
    if (!limit) {
      if (!isShared) problems.push(required([...path, 'limits', name], `${name} is not overcommitted: a request needs the same limit`));
    } else if (isShared ? request.compareTo(limit) > 0 : !request.equals(limit)) {
      const relation = isShared ? 'at most' : 'equal to';
      problems.push(mismatch([...path, 'requests', name], `${request} of ${name} where the limit is ${limit}`, `request ${relation} ${limit}`));
    }
  }
  return problems;
}

function wrongNames(amount: unknown, path: JsonPath): Problem[] {
  return Object.keys(objectOf(amount)).flatMap((name) => {
    if (isLabelKey(name) && (name.includes('/') || STANDARD.has(name) || name.startsWith('hugepages-'))) return [];
    return [{ rule: 'SCHEMA-NAME', path: [...path, name], message: `${JSON.stringify(name.slice(0, 63))} is no resource of a container`, fix: 'write cpu, memory, ephemeral-storage, hugepages-<size> or a name with a domain such as nvidia.com/gpu' }];
  });
}

function wrongAmounts(amount: ReadonlyMap<string, Quantity>, path: JsonPath): Problem[] {
  const problems: Problem[] = [];
  for (const [name, quantity] of amount) {
    if (quantity.nanos < 0n) problems.push({ rule: 'SCHEMA-RANGE', path: [...path, name], message: `${quantity} is negative`, fix: 'write 0 or more' });
    else if (isExtended(name) && quantity.nanos % 1_000_000_000n !== 0n) problems.push({ rule: 'SCHEMA-RANGE', path: [...path, name], message: `${quantity} of ${name}, which is counted in whole numbers`, fix: 'write a whole number' });
  }
  return problems;
}

function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

/** Source: kubernetes pkg/apis/core/v1/helper/helpers.go (IsOvercommitAllowed). */
function isOvercommitted(name: string): boolean {
  return !isExtended(name) && !name.startsWith('hugepages-');
}

/** The quantities that can be read. */
export function amounts(values: unknown): Map<string, Quantity> {
  const result = new Map<string, Quantity>();
  for (const [name, value] of Object.entries(objectOf(values))) {
    const quantity = Quantity.tryParse(value);
    if (quantity) result.set(name, quantity);
  }
  return result;
}
