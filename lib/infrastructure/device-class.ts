import { Construct, IConstruct } from 'constructs';
import { GpuDeviceType } from './device-type';
import { GpuAttribute } from './gpu-attribute';
import { GpuSelector } from './gpu-selector';
import { GpuSharing } from './gpu-sharing';
import { opaqueConfig } from './private/driver-config';
import { requireFitting } from './private/request-parts';
import { objectName } from '../cluster/private/object-name';
import { invalid } from '../core/errors';
import { isLabelKey, requireDnsSubdomain } from '../core/names';
import { DeviceClassSpec, KubeDeviceClass, KubeDeviceClassV1Beta1, KubeDeviceClassV1Beta2 } from '../crds/kubernetes';
import { GPU_DRIVER } from '../facts/dra-devices';
import { resourceApiVersion } from '../workload/private/claim-resource';

/** A class of devices that claims name. */
export interface IDeviceClass extends IConstruct {
  /** `metadata.name`; classes are cluster-scoped. */
  readonly deviceClassName: string;

  /** What it selects; undefined where not known. */
  readonly deviceType?: GpuDeviceType;
}

/** What is known of a class that somebody else created. */
export interface DeviceClassAttributes {
  /**
   * What it selects.
   *
   * @default - not known; requests of it cannot be configured
   */
  readonly deviceType?: GpuDeviceType;
}

/** Options of a device class. */
export interface DeviceClassProps {
  /** What it selects. */
  readonly deviceType: GpuDeviceType;

  /**
   * `metadata.name`. KAI counts GPUs of classes with `gpu` in the name only (rule KAI-02).
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Which devices of the type.
   *
   * @default - all
   */
  readonly where?: GpuSelector;

  /**
   * How containers share devices of the class; a claim's own wins.
   *
   * @default - the driver configures nothing
   */
  readonly sharing?: GpuSharing;

  /**
   * Extended resource by which containers get devices of the class without a claim, for example `nvidia.com/mig-1g.12gb`. Unique in the cluster;
   * the gate `DRAExtendedResource` is on from Kubernetes 1.36.
   *
   * @default - only the implicit `deviceclass.resource.kubernetes.io/<name>`
   */
  readonly extendedResourceName?: string;
}

class ImportedDeviceClass extends Construct implements IDeviceClass {
  constructor(scope: Construct, id: string, public readonly deviceClassName: string, public readonly deviceType?: GpuDeviceType) {
    super(scope, id);
    requireDnsSubdomain(this.node.path, 'name', deviceClassName);
  }
}

/** A class of GPUs, MIG slices or VFIO devices: a selection with a name, which claims and quotas use. */
export class DeviceClass extends Construct implements IDeviceClass {
  /**
   * A class that somebody else created.
   *
   * @param name `metadata.name` of that class
   * @throws when no class can have that name
   */
  public static fromDeviceClassName(scope: Construct, id: string, name: string, options: DeviceClassAttributes = {}): IDeviceClass {
    return new ImportedDeviceClass(scope, id, name, options.deviceType);
  }

  /** `metadata.name`. */
  public readonly deviceClassName: string;
  /** What it selects. */
  public readonly deviceType?: GpuDeviceType;

  /** @throws when a name cannot be, the selector reads what such devices never have, or the sharing has no effect on them */
  constructor(scope: Construct, id: string, props: DeviceClassProps) {
    super(scope, id);
    const { deviceType, where, sharing, extendedResourceName } = props;
    const path = this.node.path;
    this.deviceClassName = requireDnsSubdomain(path, 'name', props.name ?? objectName(this));
    this.deviceType = deviceType;
    if (where) requireFitting(path, where._condition, deviceType._type);
    if (extendedResourceName !== undefined) requireExtendedResource(path, extendedResourceName);
    const selector = GpuSelector.allOf(
      GpuSelector.cel(`device.driver == '${GPU_DRIVER}'`), GpuAttribute.TYPE.equalTo(deviceType.name), ...where ? [where] : [],
    );
    this.add(this.deviceClassName, {
      selectors: [{ cel: { expression: selector._condition.render(deviceType._type) } }],
      config: sharing && [{ opaque: opaqueConfig(deviceType._type, { sharing: sharing._render(path, deviceType._type) }) }],
      extendedResourceName,
    });
  }

  private add(name: string, spec: DeviceClassSpec): void {
    const props = { metadata: { name }, spec };
    switch (resourceApiVersion(this)) {
      case 'v1beta1': new KubeDeviceClassV1Beta1(this, 'Resource', props); break;
      case 'v1beta2': new KubeDeviceClassV1Beta2(this, 'Resource', props); break;
      default: new KubeDeviceClass(this, 'Resource', props);
    }
  }
}

function requireExtendedResource(path: string, name: string): void {
  const domain = name.split('/')[0];
  if (isLabelKey(name) && name.includes('/') && !domain.endsWith('kubernetes.io') && !name.startsWith('requests.')) return;
  throw invalid({
    path, value: `extendedResourceName: '${name}'`, reason: 'not a name with a domain outside of kubernetes.io (DRA-25)', fix: "write it like 'nvidia.com/mig-1g.10gb'",
  });
}
