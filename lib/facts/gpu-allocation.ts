import { RESOURCE_NAMES } from './label-keys';

/**
 * How the nodes of a pool hand out their GPUs: one way for the whole pool, because the device plugin and the DRA driver
 * do not see each other's allocations (infrastructure.md 1, rule DRA-20).
 */
export class GpuAllocation {
  /** The NVIDIA device plugin: containers have `nvidia.com/gpu` among their limits. ComputeDomains work beside it. */
  public static readonly DEVICE_PLUGIN = new GpuAllocation('device-plugin', RESOURCE_NAMES.gpu);

  /** The DRA driver, `resources.gpus.enabled`: pods have claims of device class `gpu.nvidia.com`. */
  public static readonly CLAIMS = new GpuAllocation('claims', undefined);

  /**
   * The DRA driver behind limits: the scheduler makes the claims for an extended resource that a device class carries.
   * The gate `DRAExtendedResource` is on from Kubernetes 1.36.
   *
   * @param resourceName the class's `extendedResourceName`; `nvidia.com/gpu` with the standalone chart, while GPU Operator v26.7.0's own class has none and
   *   answers to `deviceclass.resource.kubernetes.io/gpu.nvidia.com` (infrastructure.md 2.5)
   */
  public static extendedResource(resourceName: string = RESOURCE_NAMES.gpu): GpuAllocation {
    return new GpuAllocation('extended-resource', resourceName);
  }

  private constructor(
    /** `device-plugin`, `claims` or `extended-resource`. */
    public readonly name: string,
    /** Extended resource among the limits of containers; undefined where pods have claims. */
    public readonly resourceName: string | undefined,
  ) {}

  /** Whether the DRA driver gives the GPUs, so that GPU claims can be met. */
  public get dynamic(): boolean {
    return this.name !== 'device-plugin';
  }
}
