import type { OpaqueDeviceConfiguration } from '../../crds/kubernetes';
import { CONFIG_OF_DEVICE, DeviceType, DRIVER_CONFIG_API, GPU_DRIVER } from '../../facts/dra-devices';

/** Configuration of the driver for a type of device. */
export function opaqueConfig(type: DeviceType, parameters: object): OpaqueDeviceConfiguration {
  return { driver: GPU_DRIVER, parameters: { apiVersion: DRIVER_CONFIG_API, kind: CONFIG_OF_DEVICE[type], ...parameters } };
}

/** What a VFIO device is configured with; undefined where nothing is said. Source: infrastructure.md 2.7. */
export function vfioParameters(backendPolicy: string | undefined, enableAPIDevice: boolean | undefined): object | undefined {
  if (backendPolicy === undefined && enableAPIDevice === undefined) return undefined;
  return { iommu: { ...backendPolicy === undefined ? {} : { backendPolicy }, ...enableAPIDevice === undefined ? {} : { enableAPIDevice } } };
}
