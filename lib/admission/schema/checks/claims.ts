import type { JsonPath } from '../../../manifests/manifest';
import type { Problem } from '../../problem';
import { shown } from '../problems';
import { duplicates, isText, mismatch, objectsOf, required, textsOf, Values } from './values';

/** Source: kubernetes pkg/apis/resource/validation/validation.go (validateDeviceClaim). */
export function deviceClaim(claim: Values, path: JsonPath): Problem[] {
  const requests = objectsOf(claim.requests);
  const problems = duplicates(requests, 'name', [...path, 'requests']);
  const names = new Set<string>();
  for (const { name, firstAvailable } of requests) {
    if (!isText(name)) continue;
    names.add(name);
    for (const { name: subrequest } of objectsOf(firstAvailable)) if (isText(subrequest)) names.add(`${name}/${subrequest}`);
  }
  for (const list of ['constraints', 'config']) {
    objectsOf(claim[list]).forEach((item, i) => textsOf(item.requests).forEach((request, j) => {
      if (!names.has(request)) problems.push(mismatch([...path, list, i, 'requests', j], `the claim has no request ${shown(request)}`, `write one of ${[...names].join(', ')}`));
    }));
  }
  return problems;
}

/** Source: kubernetes pkg/apis/resource/validation/validation.go (validateDeviceConstraint); distinctAttribute needs a feature gate. */
export function deviceConstraint({ matchAttribute, distinctAttribute }: Values, path: JsonPath): Problem[] {
  return matchAttribute === undefined && distinctAttribute === undefined ? [required([...path, 'matchAttribute'], 'a constraint names an attribute')] : [];
}

/** Source: kubernetes pkg/apis/resource/validation/validation.go (validateDeviceAllocationMode). */
export function deviceRequest({ allocationMode, count }: Values, path: JsonPath): Problem[] {
  if (allocationMode === 'All' && typeof count === 'number' && count !== 0) return [mismatch([...path, 'count'], 'the mode All takes no count', 'remove count, or write allocationMode: ExactCount')];
  return [];
}

/** Source: kubernetes pkg/apis/resource/validation/validation.go (validateOpaqueConfiguration). */
export function opaqueConfiguration({ parameters }: Values, path: JsonPath): Problem[] {
  if (parameters === undefined || (typeof parameters === 'object' && parameters !== null && !Array.isArray(parameters))) return [];
  return [{ rule: 'SCHEMA-TYPE', path: [...path, 'parameters'], message: 'parameters must be an object', fix: 'write the apiVersion, kind and fields that the driver reads' }];
}

/** Source: kubernetes pkg/apis/resource/validation/validation.go (validateDeviceClassSpec). */
export function deviceClassSpec({ extendedResourceName }: Values, path: JsonPath): Problem[] {
  if (!isText(extendedResourceName) || /^[^/]+\/[^/]+$/.test(extendedResourceName)) return [];
  return [{ rule: 'SCHEMA-NAME', path: [...path, 'extendedResourceName'], message: `${shown(extendedResourceName)} is no name of an extended resource`, fix: 'write a name with a domain such as example.com/gpu' }];
}
