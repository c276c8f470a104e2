import type { Size } from 'cdk8s';
import { invalid } from '../core/errors';
import { DeviceType } from '../facts/dra-devices';

/** How long a container runs on a shared GPU before the next one does. */
export class TimeSlice {
  /** The driver's choice. */
  public static readonly DEFAULT = new TimeSlice('Default');
  /** Short. */
  public static readonly SHORT = new TimeSlice('Short');
  /** Medium. */
  public static readonly MEDIUM = new TimeSlice('Medium');
  /** Long. */
  public static readonly LONG = new TimeSlice('Long');

  private constructor(
    /** Value of `timeSlicingConfig.interval`. */
    public readonly name: string,
  ) {}
}

/** Bounds of the clients of NVIDIA's Multi-Process Service. */
export interface MpsOptions {
  /**
   * Threads that a client may use at a time, in percent of the device: 0 to 100.
   *
   * @default - no bound
   */
  readonly activeThreadPercentage?: number;

  /**
   * Device memory that a client may have pinned, at least 1 MiB; whole mebibytes count.
   *
   * @default - no bound
   */
  readonly pinnedMemory?: Size;

  /**
   * The same for single devices of the claim, by index (`'0'`) or UUID.
   *
   * @default - `pinnedMemory` for all
   */
  readonly pinnedMemoryByDevice?: { [device: string]: Size };

  /**
   * Whether clients of several users share the device; DRA driver 0.5.
   *
   * @default - the field is not written
   */
  readonly multiUser?: boolean;
}

/**
 * How the containers that use a claim share its devices: configuration that the driver reads when it prepares them.
 * Time slicing needs the driver's gate `TimeSlicingSettings`, MPS its gate `MPSSupport` (rule CFG-02).
 */
export class GpuSharing {
  /**
   * Containers take turns; whole GPUs only.
   *
   * @param interval how long a turn is
   */
  public static timeSlicing(interval?: TimeSlice): GpuSharing {
    // An interval object without an interval ends the driver's validation with a crash (CFG-03).
    return new GpuSharing('TimeSlicing', interval ? { timeSlicingConfig: { interval: interval.name } } : {});
  }

  /**
   * Containers run at the same time through one MPS server.
   *
   * @throws when a bound is out of its range
   */
  public static mps(options: MpsOptions = {}): GpuSharing {
    const { activeThreadPercentage: threads, pinnedMemory, pinnedMemoryByDevice } = options;
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 0 && threads <= 100)) {
      throw invalid({ path: 'GpuSharing', value: `activeThreadPercentage: ${threads}`, reason: 'not a percentage of 0 to 100 (CFG-06)', fix: 'leave it out for no bound' });
    }
    for (const [device, limit] of Object.entries({ ...pinnedMemory ? { '': pinnedMemory } : {}, ...pinnedMemoryByDevice })) {
      if (limit.toKibibytes() < 1024) {
        throw invalid({ path: 'GpuSharing', value: `pinned memory ${limit.asString()}`, reason: 'less than 1 MiB (CFG-06)', fix: 'give at least Size.mebibytes(1)' });
      }
      if (device !== '' && !/^(\d+|(GPU|MIG)-[0-9a-f-]+)$/.test(device)) {
        throw invalid({ path: 'GpuSharing', value: `pinnedMemoryByDevice '${device}'`, reason: 'neither an index nor a UUID of a device (CFG-06)', fix: "write '0' for the first device of the claim" });
      }
    }
    const byDevice = Object.entries(pinnedMemoryByDevice ?? {}).map(([device, limit]) => [device, limit.asString()]);
    const config = {
      ...threads === undefined ? {} : { defaultActiveThreadPercentage: threads },
      ...pinnedMemory === undefined ? {} : { defaultPinnedDeviceMemoryLimit: pinnedMemory.asString() },
      ...byDevice.length === 0 ? {} : { defaultPerDevicePinnedMemoryLimit: Object.fromEntries(byDevice) as Record<string, string> },
      ...options.multiUser === undefined ? {} : { multiUser: options.multiUser },
    };
    return new GpuSharing('MPS', Object.keys(config).length === 0 ? {} : { mpsConfig: config });
  }

  private constructor(
    /** `TimeSlicing` or `MPS`. */
    public readonly strategy: string,
    private readonly config: object,
  ) {}

  /** @internal */
  public _render(path: string, type: DeviceType): object {
    if (type === 'mig' && this.strategy === 'TimeSlicing') {
      throw invalid({ path, value: 'time slicing of a MIG slice', reason: 'it has no effect (CFG-05)', fix: 'use GpuSharing.mps()' });
    }
    return { strategy: this.strategy, ...this.config };
  }
}
