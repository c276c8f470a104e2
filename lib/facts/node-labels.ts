import type { CpuArchitecture, GpuSystem } from './gpu-system';
import { LABEL_KEYS } from './label-keys';

/**
 * Labels that nodes of a system carry, whoever describes them: the kubelet's architecture, and what the GPU Operator and GPU Feature Discovery write.
 * Source: operators.md A3.
 */
export function usualNodeLabels(architecture: CpuArchitecture, system: GpuSystem | undefined): { [key: string]: string } {
  return {
    [LABEL_KEYS.architecture]: architecture.name,
    ...system && { [LABEL_KEYS.gpuPresent]: 'true', [LABEL_KEYS.gpuCount]: String(system.gpusPerNode), ...system.nodeLabels },
  };
}
