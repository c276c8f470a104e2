import { record } from './manifest-object';

/**
 * Whether an extended resource is GPUs or slices of GPUs: `nvidia.com/gpu`, `nvidia.com/mig-1g.10gb`, a device class's implicit name.
 * Source: infrastructure.md 2.4, 2.5.
 */
export function isGpuResource(name: string): boolean {
  return name === 'nvidia.com/gpu' || name.startsWith('nvidia.com/mig-') || /^deviceclass\.resource\.kubernetes\.io\/.*gpu/.test(name);
}

/** GPUs, whole ones and slices, that a container asks for as extended resources; Kubernetes takes a limit for the request. */
export function gpusOf(container: { readonly [key: string]: unknown }): number {
  const resources = record(container.resources);
  const asked = { ...record(resources?.requests), ...record(resources?.limits) };
  return Object.entries(asked).filter(([name]) => isGpuResource(name)).reduce((sum, [, count]) => sum + (Number(count) || 0), 0);
}
