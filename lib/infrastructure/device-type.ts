import { DeviceType } from '../facts/dra-devices';
import { DEVICE_CLASSES } from '../facts/label-keys';

/** What the NVIDIA DRA driver hands out to pods. */
export class GpuDeviceType {
  /** Whole GPUs. */
  public static readonly GPU = new GpuDeviceType('gpu', DEVICE_CLASSES.gpu);
  /** MIG slices. */
  public static readonly MIG = new GpuDeviceType('mig', DEVICE_CLASSES.mig);
  /** GPUs that are passed through to virtual machines; the driver's gate `PassthroughSupport`. */
  public static readonly VFIO = new GpuDeviceType('vfio', DEVICE_CLASSES.vfio);

  private constructor(
    /** Value of the device's attribute `type`. */
    public readonly name: string,
    /** Device class of the driver's chart. */
    public readonly deviceClassName: string,
  ) {}

  /** @internal */
  public get _type(): DeviceType {
    return this.name as DeviceType;
  }
}
