import type { Size } from 'cdk8s';
import { GpuSelector } from './gpu-selector';
import { celOf, celString, comparison, DeviceField, isThere } from './private/condition';
import { requireQualified } from './private/qualified-name';
import { invalid } from '../core/errors';
import { GPU_DRIVER, KUBERNETES_DEVICE_DOMAIN } from '../facts/dra-devices';

/** Something that a driver publishes of devices. */
export abstract class DeviceAttribute {
  /** Domain and name, as constraints write it: `gpu.nvidia.com/productName`. */
  public readonly qualifiedName: string;

  /** @internal */
  protected readonly _field: DeviceField;

  /**
   * @param domain the driver that publishes it, or the domain that it takes the name from
   * @param name a C identifier
   * @param kind `attributes` or `capacity`
   * @throws when the API server would refuse the name
   */
  constructor(domain: string, name: string, kind: string = 'attributes') {
    this.qualifiedName = requireQualified(domain, name);
    this._field = { kind: kind === 'capacity' ? kind : 'attributes', domain, name };
  }

  /** Devices that publish it at all. */
  public exists(): GpuSelector {
    return GpuSelector._of(isThere(this._field));
  }

  /** @internal */
  protected _test(after: string): GpuSelector {
    return GpuSelector._of(comparison(this._field, `${celOf(this._field)}${after}`));
  }
}

/** An attribute that is a text. */
export class TextAttribute extends DeviceAttribute {
  /** Has this value, letter by letter. */
  public equalTo(value: string): GpuSelector {
    return this._test(` == ${celString(value)}`);
  }

  /**
   * Has one of these values.
   *
   * @throws when there are none
   */
  public oneOf(...values: string[]): GpuSelector {
    if (values.length === 0) throw invalid({ path: this.qualifiedName, value: 'oneOf()', reason: 'no values', fix: 'give at least one' });
    return this._test(` in [${values.map(celString).join(', ')}]`);
  }

  /** Begins with this text. */
  public startsWith(text: string): GpuSelector {
    return this._test(`.startsWith(${celString(text)})`);
  }

  /** Holds this text. */
  public contains(text: string): GpuSelector {
    return this._test(`.contains(${celString(text)})`);
  }

  /**
   * A regular expression finds something in it.
   *
   * @param expression in the syntax of RE2, without anchors unless written
   */
  public matches(expression: string): GpuSelector {
    return this._test(`.matches(${celString(expression)})`);
  }
}

/** An attribute that is a version: compared number by number, not letter by letter. */
export class VersionAttribute extends DeviceAttribute {
  /**
   * This version or a later one.
   *
   * @param version up to three numbers, for example `570.86.05` or `9.0`
   * @throws when it is not written so
   */
  public atLeast(version: string): GpuSelector {
    return this.compare('>=', version);
  }

  /** Before this version. */
  public below(version: string): GpuSelector {
    return this.compare('<', version);
  }

  /** This version. */
  public equalTo(version: string): GpuSelector {
    return this.compare('==', version);
  }

  private compare(operator: string, version: string): GpuSelector {
    return this._test(`.compareTo(semver("${this.semver(version)}")) ${operator} 0`);
  }

  /** `semver()` wants three numbers without leading zeros, where NVIDIA writes 570.86.05 (infrastructure.md 2.6). */
  private semver(version: string): string {
    const numbers = /^\d+(\.\d+){0,2}$/.test(version) ? version.split('.').map(Number) : [];
    if (numbers.length === 0) {
      throw invalid({ path: this.qualifiedName, value: `'${version}'`, reason: 'not a version of up to three numbers', fix: "write it like '570.86.05'" });
    }
    return [...numbers, 0, 0].slice(0, 3).join('.');
  }
}

/** An attribute that is a whole number. */
export class NumberAttribute extends DeviceAttribute {
  /** Is this number. */
  public equalTo(value: number): GpuSelector {
    return this._test(` == ${whole(this.qualifiedName, value)}`);
  }

  /** Is this number or more. */
  public atLeast(value: number): GpuSelector {
    return this._test(` >= ${whole(this.qualifiedName, value)}`);
  }
}

/** An attribute that is true or false. */
export class FlagAttribute extends DeviceAttribute {
  /** Is true. */
  public isTrue(): GpuSelector {
    return this._test('');
  }
}

/** A capacity in bytes. */
export class SizeCapacity extends DeviceAttribute {
  constructor(domain: string, name: string) {
    super(domain, name, 'capacity');
  }

  /** This much or more. */
  public atLeast(size: Size): GpuSelector {
    return this._test(`.compareTo(quantity("${size.asString()}")) >= 0`);
  }

  /** More than this. */
  public moreThan(size: Size): GpuSelector {
    return this._test(`.isGreaterThan(quantity("${size.asString()}"))`);
  }

  /** Less than this. */
  public lessThan(size: Size): GpuSelector {
    return this._test(`.isLessThan(quantity("${size.asString()}"))`);
  }
}

/** A capacity in pieces. */
export class CountCapacity extends DeviceAttribute {
  constructor(domain: string, name: string) {
    super(domain, name, 'capacity');
  }

  /** This many or more. */
  public atLeast(count: number): GpuSelector {
    return this._test(`.compareTo(quantity("${whole(this.qualifiedName, count)}")) >= 0`);
  }

  /** More than this many. */
  public moreThan(count: number): GpuSelector {
    return this._test(`.isGreaterThan(quantity("${whole(this.qualifiedName, count)}"))`);
  }

  /** Less than this many. */
  public lessThan(count: number): GpuSelector {
    return this._test(`.isLessThan(quantity("${whole(this.qualifiedName, count)}"))`);
  }
}

/**
 * What the NVIDIA DRA driver publishes of GPUs, MIG slices and VFIO devices, each with its type. Which device has which, since which version, is in
 * `lib/facts/dra-devices.ts`; a request refuses what its devices never have.
 */
export class GpuAttribute {
  /** `gpu`, `mig` or `vfio`. */
  public static readonly TYPE = new TextAttribute(GPU_DRIVER, 'type');
  /** Unique id; slices that are made on demand have none. */
  public static readonly UUID = new TextAttribute(GPU_DRIVER, 'uuid');
  /** For example `NVIDIA H100 80GB HBM3`. */
  public static readonly PRODUCT_NAME = new TextAttribute(GPU_DRIVER, 'productName');
  /** For example `Nvidia`, `Tesla`, `GeForce`. */
  public static readonly BRAND = new TextAttribute(GPU_DRIVER, 'brand');
  /** `Ampere`, `Ada Lovelace`, `Hopper`, `Blackwell` and older ones. */
  public static readonly ARCHITECTURE = new TextAttribute(GPU_DRIVER, 'architecture');
  /** For example 9.0. */
  public static readonly CUDA_COMPUTE_CAPABILITY = new VersionAttribute(GPU_DRIVER, 'cudaComputeCapability');
  /** Of the GPU driver on the node. */
  public static readonly DRIVER_VERSION = new VersionAttribute(GPU_DRIVER, 'driverVersion');
  /** Highest CUDA version of the GPU driver. */
  public static readonly CUDA_DRIVER_VERSION = new VersionAttribute(GPU_DRIVER, 'cudaDriverVersion');
  /** `HMM`, `ATS` or `None`; not every device has it. */
  public static readonly ADDRESSING_MODE = new TextAttribute(GPU_DRIVER, 'addressingMode');
  /** Of a MIG slice, for example `1g.10gb`. */
  public static readonly MIG_PROFILE = new TextAttribute(GPU_DRIVER, 'profile');
  /** Of the GPU that a MIG slice is part of. */
  public static readonly PARENT_UUID = new TextAttribute(GPU_DRIVER, 'parentUUID');
  /** Module of a GPU on its baseboard; driver 0.5 with Fabric Manager partitions. */
  public static readonly GPU_MODULE_ID = new NumberAttribute(GPU_DRIVER, 'gpuModuleID');
  /** Fabric Manager partition of one GPU; driver 0.5. */
  public static readonly PARTITION_1 = new NumberAttribute(GPU_DRIVER, 'partition1');
  /** Fabric Manager partition of two GPUs; driver 0.5. */
  public static readonly PARTITION_2 = new NumberAttribute(GPU_DRIVER, 'partition2');
  /** Fabric Manager partition of four GPUs; driver 0.5. */
  public static readonly PARTITION_4 = new NumberAttribute(GPU_DRIVER, 'partition4');
  /** Fabric Manager partition of eight GPUs; driver 0.5. */
  public static readonly PARTITION_8 = new NumberAttribute(GPU_DRIVER, 'partition8');
  /** PCI device id of a VFIO device. */
  public static readonly DEVICE_ID = new TextAttribute(GPU_DRIVER, 'deviceID');
  /** PCI vendor id of a VFIO device. */
  public static readonly VENDOR_ID = new TextAttribute(GPU_DRIVER, 'vendorID');
  /** NUMA node of a VFIO device; until driver 0.4, then `NUMA_NODE`. */
  public static readonly VFIO_NUMA = new NumberAttribute(GPU_DRIVER, 'numa');
  /** Whether a VFIO device may be used through IOMMUFD. */
  public static readonly IOMMU_FD_ENABLED = new FlagAttribute(GPU_DRIVER, 'iommuFDEnabled');

  /** PCI bus id; not every device has it. */
  public static readonly PCI_BUS_ID = new TextAttribute(KUBERNETES_DEVICE_DOMAIN, 'pciBusID');
  /** Root of the PCIe tree, which a network card near the GPU shares; not every device has it. */
  public static readonly PCIE_ROOT = new TextAttribute(KUBERNETES_DEVICE_DOMAIN, 'pcieRoot');
  /** NUMA node; driver 0.5, not every device has it. */
  public static readonly NUMA_NODE = new NumberAttribute(KUBERNETES_DEVICE_DOMAIN, 'numaNode');

  /** Memory of a GPU or slice. */
  public static readonly MEMORY = new SizeCapacity(GPU_DRIVER, 'memory');
  /** Memory that is mapped for a VFIO device. */
  public static readonly ADDRESSABLE_MEMORY = new SizeCapacity(GPU_DRIVER, 'addressableMemory');
  /** Streaming multiprocessors of a slice, and of GPUs that can be sliced on demand. */
  public static readonly MULTIPROCESSORS = new CountCapacity(GPU_DRIVER, 'multiprocessors');
  /** Copy engines, as `MULTIPROCESSORS`. */
  public static readonly COPY_ENGINES = new CountCapacity(GPU_DRIVER, 'copyEngines');
  /** Video decoders, as `MULTIPROCESSORS`. */
  public static readonly DECODERS = new CountCapacity(GPU_DRIVER, 'decoders');
  /** Video encoders, as `MULTIPROCESSORS`. */
  public static readonly ENCODERS = new CountCapacity(GPU_DRIVER, 'encoders');
  /** JPEG engines, as `MULTIPROCESSORS`. */
  public static readonly JPEG_ENGINES = new CountCapacity(GPU_DRIVER, 'jpegEngines');
  /** Optical flow engines, as `MULTIPROCESSORS`. */
  public static readonly OFA_ENGINES = new CountCapacity(GPU_DRIVER, 'ofaEngines');
  /** Shares of a GPU that several claims take; driver 0.5 with consumable shares. */
  public static readonly SHARES = new CountCapacity(GPU_DRIVER, 'shares');

  private constructor() {}
}

function whole(path: string, value: number): number {
  if (Number.isInteger(value)) return value;
  throw invalid({ path, value: `${value}`, reason: 'not a whole number', fix: 'give one' });
}
