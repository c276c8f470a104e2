import type { Size } from 'cdk8s';
import { IDeviceClass } from './device-class';
import { GpuDeviceType } from './device-type';
import { GpuSelector } from './gpu-selector';
import { GpuSharing } from './gpu-sharing';
import { MigProfile } from './mig-profile';
import { opaqueConfig, vfioParameters } from './private/driver-config';
import { GpuRequestParts, renderExactly, renderSubRequest, requireFitting } from './private/request-parts';
import { invalid } from '../core/errors';
import { isDnsLabel } from '../core/names';
import { wholeNumber } from '../core/ranges';
import type { DeviceClaimConfiguration, DeviceRequest, DeviceToleration } from '../crds/kubernetes';

/** Most alternatives of a request. Source: infrastructure.md 2.4 (k8s.io/api resource/v1). */
const MAX_ALTERNATIVES = 8;

/** What every request may say. */
export interface DeviceRequestOptions {
  /**
   * Name within the claim, a DNS label; containers and constraints refer to it.
   *
   * @default - the type of device: `gpu`, `mig`, `vfio`
   */
  readonly name?: string;

  /**
   * Number of devices, at least 1.
   *
   * @default 1
   */
  readonly count?: number;

  /**
   * Which devices fit.
   *
   * @default - all of the class
   */
  readonly where?: GpuSelector;

  /**
   * Taints of devices that are tolerated; the gate `DRADeviceTaints` is on from Kubernetes 1.36.
   *
   * @default - none
   */
  readonly tolerations?: DeviceToleration[];

  /**
   * Access to devices that are in use, to look after them; only in namespaces with the label `resource.kubernetes.io/admin-access: "true"`.
   *
   * @default false
   */
  readonly adminAccess?: boolean;
}

/** A request for whole GPUs. */
export interface GpuRequestOptions extends DeviceRequestOptions {
  /**
   * How the containers of the claim share them.
   *
   * @default - the driver configures nothing
   */
  readonly sharing?: GpuSharing;

  /**
   * Memory of a GPU that other claims share; DRA driver 0.5 with consumable shares of memory, and the gate `DRAConsumableCapacity` (on from Kubernetes 1.36).
   *
   * @default - the whole GPU
   */
  readonly memoryShare?: Size;

  /**
   * Shares of a GPU that other claims share; DRA driver 0.5 with a number of consumable shares.
   *
   * @default - one, where GPUs have shares
   */
  readonly shares?: number;
}

/** A request for MIG slices. */
export interface MigRequestOptions extends DeviceRequestOptions {
  /**
   * How the containers of the claim share them: MPS only.
   *
   * @default - the driver configures nothing
   */
  readonly sharing?: GpuSharing;
}

/** How a virtual machine reaches a device. */
export class IommuBackend {
  /** The legacy VFIO container; the driver's default. */
  public static readonly LEGACY_ONLY = new IommuBackend('LegacyOnly');
  /** IOMMUFD where the device has it. */
  public static readonly PREFER_IOMMU_FD = new IommuBackend('PreferIommuFD');

  private constructor(
    /** Value of `iommu.backendPolicy`. */
    public readonly name: string,
  ) {}
}

/** A request for GPUs that are passed through to virtual machines. Keep it in a claim of its own (rule DRA-26). */
export interface VfioRequestOptions extends DeviceRequestOptions {
  /**
   * How the virtual machine reaches them.
   *
   * @default - the driver's
   */
  readonly iommu?: IommuBackend;

  /**
   * Whether the container gets the IOMMU's API device; needs the driver's gate `DeviceMetadata`.
   *
   * @default - the driver's, false
   */
  readonly iommuApiDevice?: boolean;
}

/** One request of a claim: which devices, and how many. */
export class GpuRequest {
  /**
   * Whole GPUs.
   *
   * @throws when the selector reads what GPUs never have, or a number is no whole number of at least 1
   */
  public static gpu(options: GpuRequestOptions = {}): GpuRequest {
    return GpuRequest.of(GpuDeviceType.GPU.deviceClassName, GpuDeviceType.GPU, options);
  }

  /**
   * MIG slices of one profile.
   *
   * @throws as `gpu()`, and for time slicing, which has no effect on slices
   */
  public static mig(profile: MigProfile, options: MigRequestOptions = {}): GpuRequest {
    return GpuRequest.of(GpuDeviceType.MIG.deviceClassName, GpuDeviceType.MIG, options, { profile: profile.name });
  }

  /**
   * MIG slices of any profile; say how large by `where`.
   *
   * @throws as `mig()`
   */
  public static anyMig(options: MigRequestOptions = {}): GpuRequest {
    return GpuRequest.of(GpuDeviceType.MIG.deviceClassName, GpuDeviceType.MIG, options);
  }

  /**
   * GPUs that are passed through to virtual machines.
   *
   * @throws as `gpu()`
   */
  public static vfio(options: VfioRequestOptions = {}): GpuRequest {
    return GpuRequest.of(GpuDeviceType.VFIO.deviceClassName, GpuDeviceType.VFIO, options, {
      parameters: vfioParameters(options.iommu?.name, options.iommuApiDevice),
    });
  }

  /**
   * Devices of another class.
   *
   * @throws as `gpu()`, and for sharing where it is not known what the class selects
   */
  public static ofClass(deviceClass: IDeviceClass, options: GpuRequestOptions = {}): GpuRequest {
    return GpuRequest.of(deviceClass.deviceClassName, deviceClass.deviceType, options);
  }

  /**
   * Every device that fits, of one pool: of a node. Not met while one of them is in use.
   *
   * @param request a request without a count
   * @throws when it has one, or alternatives
   */
  public static every(request: GpuRequest): GpuRequest {
    if (request.alternatives || request.parts.count !== undefined) {
      throw invalid({
        path: `GpuRequest '${request.name}'`,
        value: request.alternatives ? 'every() of alternatives' : `every() of count: ${request.parts.count}`,
        reason: 'all devices or a number of them (DRA-09)',
        fix: 'leave the count out',
      });
    }
    return new GpuRequest({ ...request.parts, every: true });
  }

  /**
   * The first of several alternatives that can be met, in this order. The gate `DRAPrioritizedList` is on from Kubernetes 1.34.
   *
   * @param name name of the request within the claim
   * @param alternatives at most 8, each with a name of its own
   * @throws when there are none or more, two of one name, or one with alternatives or `adminAccess`
   */
  public static firstAvailable(name: string, alternatives: GpuRequest[]): GpuRequest {
    const path = `GpuRequest '${name}'`;
    if (alternatives.length === 0 || alternatives.length > MAX_ALTERNATIVES) {
      throw invalid({ path, value: `${alternatives.length} alternatives`, reason: `a request has 1 to ${MAX_ALTERNATIVES}`, fix: 'give as many' });
    }
    const names = alternatives.map((alternative) => alternative.name);
    const twice = names.find((each, i) => names.indexOf(each) !== i);
    if (twice !== undefined) {
      throw invalid({ path, value: `two alternatives '${twice}'`, reason: 'each has a name of its own (DRA-09)', fix: "name them: GpuRequest.gpu({ name: 'large' })" });
    }
    const wrong = alternatives.find((alternative) => alternative.alternatives ?? alternative.parts.adminAccess);
    if (wrong) {
      throw invalid({
        path, value: `alternative '${wrong.name}'`, reason: 'alternatives have no alternatives and no adminAccess (DRA-13)', fix: 'make it a request of its own',
      });
    }
    return new GpuRequest({ name, deviceClassName: '' }, alternatives);
  }

  private static of(
    deviceClassName: string, type: GpuDeviceType | undefined, options: GpuRequestOptions, more: Partial<GpuRequestParts> = {},
  ): GpuRequest {
    const { name = type?.name ?? 'gpu', count, where, tolerations, adminAccess, sharing, memoryShare, shares } = options;
    const path = `GpuRequest '${name}'`;
    if (count !== undefined) wholeNumber(path, 'count', count);
    if (shares !== undefined) wholeNumber(path, 'shares', shares);
    if (where) requireFitting(path, where._condition, type?._type);
    if (sharing && !type) {
      throw invalid({ path, value: 'sharing', reason: 'what the class selects is not known, and each type of device has a configuration of its own', fix: 'say it: DeviceClass.fromDeviceClassName(scope, id, name, { deviceType })' });
    }
    return new GpuRequest({
      name,
      deviceClassName,
      type: type?._type,
      count,
      where: where?._condition,
      tolerations,
      adminAccess,
      capacity: { ...memoryShare ? { memory: memoryShare.asString() } : {}, ...shares === undefined ? {} : { shares: `${shares}` } },
      parameters: sharing && type ? { sharing: sharing._render(path, type._type) } : undefined,
      ...more,
    });
  }

  /** Name within the claim. */
  public readonly name: string;

  private constructor(private readonly parts: GpuRequestParts, private readonly alternatives?: readonly GpuRequest[]) {
    this.name = parts.name;
    if (!isDnsLabel(this.name)) {
      throw invalid({ path: 'GpuRequest', value: `name '${this.name}'`, reason: 'not a DNS label (DRA-09)', fix: 'use lower-case letters, digits and inner hyphens' });
    }
  }

  /** Names by which constraints refer to it: its own, and those of its alternatives. @internal */
  public get _names(): string[] {
    return [this.name, ...(this.alternatives ?? []).map((alternative) => `${this.name}/${alternative.name}`)];
  }

  /** Devices that it takes at least; those of `every()` count as one. @internal */
  public get _devices(): number {
    return this.alternatives ? Math.min(...this.alternatives.map((each) => each._devices)) : this.parts.count ?? 1;
  }

  /** Devices that it takes, where that is one number: not of `every()`, nor of alternatives with different numbers. @internal */
  public get _fixedDevices(): number | undefined {
    if (!this.alternatives) return this.parts.every ? undefined : this.parts.count ?? 1;
    const [first, ...others] = this.alternatives.map((each) => each._fixedDevices);
    return others.every((other) => other === first) ? first : undefined;
  }

  /** What it is made of, each alternative by itself. @internal */
  public get _bodies(): readonly GpuRequestParts[] {
    return this.alternatives ? this.alternatives.map(({ parts }) => parts) : [this.parts];
  }

  /** @internal */
  public _render(): DeviceRequest {
    if (!this.alternatives) return { name: this.name, exactly: renderExactly(this.parts) };
    return { name: this.name, firstAvailable: this.alternatives.map(({ parts }) => renderSubRequest(parts)) };
  }

  /** What the driver is told about its devices: by alternative, since it compares names letter by letter (DRA-12). @internal */
  public _config(): DeviceClaimConfiguration[] {
    return this._bodies.flatMap(({ name, type, parameters }) => (
      parameters && type ? [{ requests: [this.alternatives ? `${this.name}/${name}` : name], opaque: opaqueConfig(type, parameters) }] : []
    ));
  }
}
