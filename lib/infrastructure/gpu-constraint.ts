import { DeviceAttribute, GpuAttribute } from './gpu-attribute';
import type { DeviceConstraint } from '../crds/kubernetes';

/** What holds between the devices of a claim. Devices without the attribute do not fit. */
export class GpuConstraint {
  /**
   * Slices of one GPU.
   *
   * @param requests names of the requests that it is about, `request/alternative` for an alternative; none for all
   */
  public static sameGpu(...requests: string[]): GpuConstraint {
    return GpuConstraint.same(GpuAttribute.PARENT_UUID, ...requests);
  }

  /** Devices below one PCIe root, as a GPU and the network card near it. */
  public static samePcieRoot(...requests: string[]): GpuConstraint {
    return GpuConstraint.same(GpuAttribute.PCIE_ROOT, ...requests);
  }

  /** Devices with the same value of an attribute; of another driver's too: `new TextAttribute('dra.net', 'ifName')`. */
  public static same(attribute: DeviceAttribute, ...requests: string[]): GpuConstraint {
    return new GpuConstraint({ matchAttribute: attribute.qualifiedName }, requests);
  }

  /** Devices with different values of an attribute; the gate `DRAConsumableCapacity` is on from Kubernetes 1.36. */
  public static distinct(attribute: DeviceAttribute, ...requests: string[]): GpuConstraint {
    return new GpuConstraint({ distinctAttribute: attribute.qualifiedName }, requests);
  }

  private constructor(
    private readonly constraint: DeviceConstraint,
    /** Requests that it is about; none for all. */
    public readonly requests: string[],
  ) {}

  /** @internal */
  public _render(): DeviceConstraint {
    return this.requests.length > 0 ? { ...this.constraint, requests: [...this.requests] } : this.constraint;
  }
}
