import { wholeNumber } from '../core/ranges';

/** What may be switched on beside whole GPUs. */
export interface SharedGpusOptions {
  /**
   * Whether claims may say how long a time slice is (`TimeSlicingSettings`).
   *
   * @default false
   */
  readonly timeSlicing?: boolean;

  /**
   * Whether claims may share a device by MPS (`MPSSupport`).
   *
   * @default false
   */
  readonly mps?: boolean;

  /**
   * Whether devices with errors are tainted (`NVMLDeviceHealthCheck`); Kubernetes needs the gate `DRADeviceTaints`, on from 1.36.
   *
   * @default false
   */
  readonly healthCheck?: boolean;
}

/** What may be switched on beside consumable shares: MPS is not supported with them. */
export interface ConsumableGpusOptions {
  /**
   * Whether claims may say how long a time slice is.
   *
   * @default false
   */
  readonly timeSlicing?: boolean;

  /**
   * Whether devices with errors are tainted.
   *
   * @default false
   */
  readonly healthCheck?: boolean;
}

/** What may be switched on beside MIG slices on demand: neither MPS nor health checks nor passthrough. */
export interface DynamicMigOptions {
  /**
   * Whether claims may say how long a time slice is.
   *
   * @default false
   */
  readonly timeSlicing?: boolean;
}

/** What may be switched on beside passthrough: neither MIG on demand nor health checks. */
export interface PassthroughGpusOptions {
  /**
   * Whether claims may say how long a time slice is.
   *
   * @default false
   */
  readonly timeSlicing?: boolean;

  /**
   * Whether claims may share a device by MPS.
   *
   * @default false
   */
  readonly mps?: boolean;

  /**
   * Whether claims may ask for the IOMMU's API device (`DeviceMetadata`).
   *
   * @default false
   */
  readonly deviceMetadata?: boolean;
}

/** How GPUs are divided among claims that take a part of one; DRA driver 0.5. */
export class ConsumableShares {
  /** By memory: a claim says how much, and gets the whole GPU if it does not. */
  public static memory(): ConsumableShares {
    return new ConsumableShares('memory');
  }

  /** Without a bound: as many claims as come. */
  public static unlimited(): ConsumableShares {
    return new ConsumableShares('unlimited');
  }

  /**
   * By number: a claim takes one share if it does not say.
   *
   * @param shares of each GPU, at least 1
   * @throws when it is no such whole number
   */
  public static ofEach(shares: number): ConsumableShares {
    return new ConsumableShares(`${wholeNumber('ConsumableShares', 'shares', shares)}`);
  }

  private constructor(
    /** Value of the chart's `consumableShares`. */
    public readonly value: string,
  ) {}
}

/**
 * What the DRA driver does with GPUs. Gates that exclude each other, with which its plugin would refuse to start, are in different choices (infrastructure.md 2.9).
 */
export class DraGpus {
  /** Nothing: the device plugin hands GPUs out. */
  public static none(): DraGpus {
    return new DraGpus(false, {});
  }

  /** Whole GPUs, and MIG slices that exist. */
  public static whole(options: SharedGpusOptions = {}): DraGpus {
    return new DraGpus(true, { TimeSlicingSettings: options.timeSlicing, MPSSupport: options.mps, NVMLDeviceHealthCheck: options.healthCheck });
  }

  /** Parts of GPUs that several claims have at a time; DRA driver 0.5. */
  public static consumable(shares: ConsumableShares, options: ConsumableGpusOptions = {}): DraGpus {
    const gates = { TimeSlicingSettings: options.timeSlicing, NVMLDeviceHealthCheck: options.healthCheck, ConsumableShares: true };
    return new DraGpus(true, gates, shares);
  }

  /**
   * Whole GPUs and MIG slices that are made for a claim. The driver destroys slices that it does not know when it starts,
   * and Ampere needs MIG mode switched on beforehand.
   */
  public static dynamicMig(options: DynamicMigOptions = {}): DraGpus {
    return new DraGpus(true, { TimeSlicingSettings: options.timeSlicing, DynamicMIG: true });
  }

  /** Whole GPUs, and GPUs that are passed through to virtual machines. */
  public static passthrough(options: PassthroughGpusOptions = {}): DraGpus {
    return new DraGpus(true, {
      TimeSlicingSettings: options.timeSlicing, MPSSupport: options.mps, PassthroughSupport: true, DeviceMetadata: options.deviceMetadata,
    });
  }

  /** Gates that are switched on. */
  public readonly featureGates: string[];

  private constructor(
    /** Whether the driver hands GPUs out. */
    public readonly enabled: boolean,
    gates: { readonly [gate: string]: boolean | undefined },
    /** How GPUs are divided. */
    public readonly consumableShares?: ConsumableShares,
  ) {
    this.featureGates = Object.keys(gates).filter((gate) => gates[gate]).sort();
  }
}

/** Options of NVLink domains whose daemons the driver runs. */
export interface DriverManagedImexOptions {
  /**
   * Most nodes of one IMEX domain.
   *
   * @default - the driver's, 18: an NVL72 rack
   */
  readonly maxNodesPerImexDomain?: number;

  /**
   * Whether the driver labels nodes with `nvidia.com/gpu.clique`, where GPU Feature Discovery does not; DRA driver 0.5.
   *
   * @default false
   */
  readonly labelCliques?: boolean;
}

/** What the DRA driver does about ComputeDomains. */
export class DraComputeDomains {
  /** Nothing. */
  public static none(): DraComputeDomains {
    return new DraComputeDomains(false, 'none');
  }

  /** It runs IMEX daemons for each domain. `nvidia-imex.service` must be masked on the hosts. */
  public static driverManaged(options: DriverManagedImexOptions = {}): DraComputeDomains {
    if (options.maxNodesPerImexDomain !== undefined) wholeNumber('DraComputeDomains', 'maxNodesPerImexDomain', options.maxNodesPerImexDomain);
    return new DraComputeDomains(true, 'driverManaged', options);
  }

  /**
   * The administrator runs `nvidia-imex.service` on the hosts, with its command socket; DRA driver 0.5, alpha. Domains are not isolated from each other.
   *
   * @param socketPath where the service listens, `/etc/nvidia-imex/imex_ctrl.sock` if left out
   */
  public static hostManaged(socketPath?: string): DraComputeDomains {
    return new DraComputeDomains(true, 'hostManaged', {}, socketPath);
  }

  private constructor(
    /** Whether the driver knows ComputeDomains. */
    public readonly enabled: boolean,
    /** `none`, `driverManaged` or `hostManaged`. */
    public readonly mode: string,
    /** Options of the mode `driverManaged`. */
    public readonly options: DriverManagedImexOptions = {},
    /** Where the hosts' service listens. */
    public readonly socketPath?: string,
  ) {}
}
