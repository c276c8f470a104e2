import { record, valueAt } from './manifest-object';
import type { PodTemplate } from './pod-templates';
import { IMPLICIT_RESOURCE_PREFIX, RESOURCE_NAMES } from '../facts/label-keys';

/** Whether an extended resource is GPUs or slices of GPUs that the device plugin serves. Source: infrastructure.md DRA-19. */
function isPluginResource(name: string): boolean {
  return name === RESOURCE_NAMES.gpu || name.startsWith('nvidia.com/mig-');
}

/**
 * Whether an extended resource is GPUs or slices of GPUs: `nvidia.com/gpu`, `nvidia.com/mig-1g.10gb`, a device class's implicit name.
 * Source: infrastructure.md 2.4, 2.5.
 */
export function isGpuResource(name: string): boolean {
  return isPluginResource(name) || (name.startsWith(IMPLICIT_RESOURCE_PREFIX) && name.includes('gpu', IMPLICIT_RESOURCE_PREFIX.length));
}

/** GPUs, whole ones and slices, that pods of a template get from the device plugin. */
export function pluginGpusOf(template: PodTemplate): number {
  // A dozen rules ask it of every template.
  return template._pluginGpus ??= countPluginGpus(template);
}

function countPluginGpus({ containers, object, specPath }: PodTemplate): number {
  const ofContainers = containers.reduce((sum, { container }) => sum + gpusOf(container, isPluginResource), 0);
  if (specPath[specPath.length - 1] !== 'extraPodSpec') return ofContainers;
  // Dynamo v1alpha1 counts a service's GPUs beside its pod spec. dynamo.md 2.2
  const resources = record(valueAt(object.manifest, [...specPath.slice(0, -1), 'resources']));
  return ofContainers + (Number(record(resources?.limits)?.gpu ?? record(resources?.requests)?.gpu) || 0);
}

/** GPUs, whole ones and slices, that a container asks for as extended resources; Kubernetes takes a limit for the request. */
export function gpusOf(container: { readonly [key: string]: unknown }, counts: (name: string) => boolean = isGpuResource): number {
  const resources = record(container.resources);
  const limits = record(resources?.limits);
  const requests = record(resources?.requests);
  let sum = 0;
  for (const name in limits) if (counts(name)) sum += Number(limits[name]) || 0;
  for (const name in requests) if (counts(name) && (!limits || !Object.hasOwn(limits, name))) sum += Number(requests[name]) || 0;
  return sum;
}
