/** Fields of the NVIDIA DRA driver's opaque configurations, which it decodes strictly. Source: infrastructure.md 2.7 (DRA v0.4.1 api/nvidia.com/resource/v1beta1). */

/** What may stand in a field. */
export interface ConfigField {
  /** Fields below. */
  readonly fields?: ConfigFields;
  /** Values that it takes. */
  readonly values?: readonly string[];
  /** A map whose keys are free. */
  readonly map?: boolean;
  /** First driver version that knows it. */
  readonly since?: string;
}

/** Fields by name. */
export interface ConfigFields {
  readonly [name: string]: ConfigField;
}

const STRATEGY: ConfigField = { values: ['TimeSlicing', 'MPS'] };

/** Intervals of time slicing. */
const INTERVAL: ConfigField = { values: ['Default', 'Short', 'Medium', 'Long'] };

const MPS: ConfigField = {
  fields: {
    defaultActiveThreadPercentage: {},
    defaultPinnedDeviceMemoryLimit: {},
    defaultPerDevicePinnedMemoryLimit: { map: true },
    multiUser: { since: '0.5.0' },
  },
};

/** The configurations that users write, by kind. */
export const DRIVER_CONFIGS: { readonly [kind: string]: ConfigFields } = {
  GpuConfig: { sharing: { fields: { strategy: STRATEGY, timeSlicingConfig: { fields: { interval: INTERVAL } }, mpsConfig: MPS } } },
  MigDeviceConfig: { sharing: { fields: { strategy: STRATEGY, mpsConfig: MPS } } },
  VfioDeviceConfig: { iommu: { fields: { backendPolicy: { values: ['LegacyOnly', 'PreferIommuFD'] }, enableAPIDevice: {} } } },
};
