/** What the NVIDIA DRA driver publishes of devices: classes, attributes, capacities. */

/** Driver of whole GPUs, MIG slices and VFIO devices. Source: infrastructure.md 1. */
export const GPU_DRIVER = 'gpu.nvidia.com';

/** Driver of ComputeDomains. Source: infrastructure.md 1. */
export const COMPUTE_DOMAIN_DRIVER = 'compute-domain.nvidia.com';

/** Domain of attributes that Kubernetes standardizes. Source: infrastructure.md 2.6. */
export const KUBERNETES_DEVICE_DOMAIN = 'resource.kubernetes.io';

/** The types of devices, as their attribute `type` says. */
export type DeviceType = 'gpu' | 'mig' | 'vfio' | 'channel' | 'daemon';

/** Device classes of the driver's chart. Source: infrastructure.md 2.5 (DRA v0.4.1 chart; GPU Operator v26.7.0 renders the same five). */
export const SHIPPED_DEVICE_CLASSES: { readonly [name: string]: DeviceType } = {
  'gpu.nvidia.com': 'gpu',
  'mig.nvidia.com': 'mig',
  'vfio.gpu.nvidia.com': 'vfio',
  'compute-domain-daemon.nvidia.com': 'daemon',
  'compute-domain-default-channel.nvidia.com': 'channel',
};

/** Classes that older releases or demos had, and what to write today. Source: infrastructure.md 2.5. */
export const RETIRED_DEVICE_CLASSES: { readonly [name: string]: string } = {
  'imex.nvidia.com': 'a ComputeDomain',
  'vfio.nvidia.com': 'vfio.gpu.nvidia.com',
  'compute-domain-channel.nvidia.com': 'a ComputeDomain',
};

/** A published attribute or capacity. */
export interface DeviceFact {
  /** Whether devices of the type may lack it. */
  readonly optional?: boolean;
  /** First driver version that publishes it. */
  readonly since?: string;
  /** First driver version that does not any more. */
  readonly until?: string;
}

type Facts = { readonly [name: string]: DeviceFact };

/**
 * With the gate FabricManagerPartitioning, of GPUs and VFIO devices. Source: infrastructure.md 2.6 (DRA main cmd/gpu-kubelet-plugin/deviceinfo.go:
 * addFabricManagerAttributes; CommonAttributesMig has none of them).
 */
const FABRIC_MANAGER_ATTRIBUTES: Facts = Object.fromEntries(
  ['gpuModuleID', 'partition1', 'partition2', 'partition4', 'partition8'].map((name) => [name, { optional: true, since: '0.5.0' }]),
);

const GPU_ATTRIBUTES: Facts = {
  type: {},
  uuid: {},
  productName: {},
  brand: {},
  architecture: {},
  cudaComputeCapability: {},
  driverVersion: {},
  cudaDriverVersion: {},
  addressingMode: { optional: true },
};

/** Attributes in the domain `gpu.nvidia.com`. Source: infrastructure.md 2.6 (DRA v0.4.1; 0.5 from main). */
export const DEVICE_ATTRIBUTES: { readonly [type in DeviceType]: Facts } = {
  gpu: { ...GPU_ATTRIBUTES, ...FABRIC_MANAGER_ATTRIBUTES },
  // The UUID of a dynamic slice is not known before it is made.
  mig: { ...GPU_ATTRIBUTES, uuid: { optional: true }, profile: {}, parentUUID: {} },
  vfio: { type: {}, uuid: {}, deviceID: {}, vendorID: {}, productName: {}, numa: { until: '0.5.0' }, iommuFDEnabled: {}, ...FABRIC_MANAGER_ATTRIBUTES },
  channel: { type: {}, id: {} },
  daemon: { type: {}, id: {} },
};

const ENGINES: readonly string[] = ['multiprocessors', 'copyEngines', 'decoders', 'encoders', 'jpegEngines', 'ofaEngines'];

/** Capacities in the domain `gpu.nvidia.com`. Source: infrastructure.md 2.6, 2.9; static MIG also has `memorySlice<N>`. */
export const DEVICE_CAPACITIES: { readonly [type in DeviceType]: Facts } = {
  gpu: { memory: { optional: true }, shares: { optional: true, since: '0.5.0' }, ...Object.fromEntries(ENGINES.map((name) => [name, { optional: true }])) },
  mig: { memory: {}, ...Object.fromEntries(ENGINES.map((name) => [name, {}])) },
  vfio: { addressableMemory: {} },
  channel: {},
  daemon: {},
};

/** Attributes in the domain `resource.kubernetes.io`; devices may lack each of them. Source: infrastructure.md 2.6. */
export const KUBERNETES_DEVICE_ATTRIBUTES: Facts = {
  pciBusID: { optional: true },
  pcieRoot: { optional: true },
  numaNode: { optional: true, since: '0.5.0' },
};

/** Attributes of releases before 0.4 that are gone, and what there is instead. Source: infrastructure.md 2.6. */
export const REMOVED_DEVICE_ATTRIBUTES: { readonly [name: string]: string } = {
  index: 'uuid',
  minor: 'uuid',
  parentIndex: 'parentUUID',
  pcieBusID: 'resource.kubernetes.io/pciBusID',
};

/** Domain in which the attributes of a type stand. */
export function domainOf(type: DeviceType): string {
  return type === 'channel' || type === 'daemon' ? COMPUTE_DOMAIN_DRIVER : GPU_DRIVER;
}

/** Kind of the driver's configuration that goes with a type of device. Source: infrastructure.md 2.7. */
export const CONFIG_OF_DEVICE: { readonly [type in DeviceType]?: string } = {
  gpu: 'GpuConfig', mig: 'MigDeviceConfig', vfio: 'VfioDeviceConfig',
};

/** API version of the driver's configurations. Source: infrastructure.md 2.7. */
export const DRIVER_CONFIG_API = 'resource.nvidia.com/v1beta1';

/** Configurations that only the driver writes, with the UID of a ComputeDomain. Source: infrastructure.md 2.1, 2.8. */
export const DRIVER_OWNED_CONFIGS: readonly string[] = ['ComputeDomainChannelConfig', 'ComputeDomainDaemonConfig'];

/** Feature gates of the DRA driver that are on by default; all others are off. Source: infrastructure.md 2.9. */
export const DRIVER_GATES_ON: readonly string[] = ['IMEXDaemonsWithDNSNames', 'ComputeDomainCliques', 'CrashOnNVLinkFabricErrors'];

/** Feature gates of which at most one is on: the plugin refuses to start. Source: infrastructure.md 2.9. */
export const EXCLUSIVE_DRIVER_GATES: readonly (readonly [string, string])[] = [
  ['DynamicMIG', 'PassthroughSupport'],
  ['DynamicMIG', 'NVMLDeviceHealthCheck'],
  ['DynamicMIG', 'MPSSupport'],
  ['PassthroughSupport', 'NVMLDeviceHealthCheck'],
];

/** Feature gates that need another. Source: infrastructure.md 2.9. */
export const DRIVER_GATE_NEEDS: readonly (readonly [gate: string, needs: string])[] = [
  ['DeviceMetadata', 'PassthroughSupport'],
  ['ComputeDomainCliques', 'IMEXDaemonsWithDNSNames'],
];

/** Most devices that one claim can be given. Source: infrastructure.md 2.4. */
export const DEVICES_PER_CLAIM = 32;

/** Most pods that one ResourceClaim serves. Source: infrastructure.md 2.4 (status.reservedFor). */
export const PODS_PER_CLAIM = 256;
