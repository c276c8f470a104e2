import { GpuShare, migShare } from './gpu-shares';
import { Amounts, CHANNEL, CLAIMED_GPUS, GPUS, sumOf } from './resources';
import { DEVICE_CLASSES } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, text, valueAt } from '../../manifests/manifest-object';

/** Devices that claims reserve. */
export interface Devices {
  /** Shares of GPUs among them, by what they take at least. */
  readonly amounts: Amounts;
  readonly shares: readonly GpuShare[];
}

/** What the claims of one pod reserve. */
export interface PodClaims {
  /** Of claims that are the pod's own. */
  readonly own: Devices;
  /** Claims that other pods may share, by name: their devices count once, and hold all their pods on one node. */
  readonly shared: ReadonlyMap<string, Devices>;
  /** What could not be counted, in words. */
  readonly unknown: readonly string[];
}

/** Claims, their templates and ComputeDomains of a set of objects, applied or created. */
export class DeviceClaims {
  private readonly specs = new Map<string, unknown>();
  private readonly channels = new Set<string>();

  constructor(objects: Iterable<Manifest>) {
    for (const object of objects) {
      const namespace = text(object.metadata?.namespace) ?? '';
      if (object.kind === 'ResourceClaim') this.specs.set(`claim ${namespace}/${object.metadata?.name}`, object.spec);
      if (object.kind === 'ResourceClaimTemplate') this.specs.set(`template ${namespace}/${object.metadata?.name}`, record(object.spec)?.spec);
      if (object.kind === 'ComputeDomain') {
        this.channels.add(`${namespace}/${String(valueAt(object, ['spec', 'channel', 'resourceClaimTemplate', 'name']))}`);
      }
    }
  }

  /** What the claims of a pod reserve. */
  public ofPod(spec: { readonly [key: string]: unknown }, namespace: string): PodClaims {
    const own: Devices[] = [];
    const shared = new Map<string, Devices>();
    const unknown: string[] = [];
    for (const claim of list(spec.resourceClaims).map(record)) {
      const template = text(claim?.resourceClaimTemplateName);
      const name = text(claim?.resourceClaimName);
      if (template !== undefined && this.channels.has(`${namespace}/${template}`)) {
        own.push({ amounts: { [CHANNEL]: 1 }, shares: [] });
        continue;
      }
      const key = template === undefined ? `claim ${namespace}/${name}` : `template ${namespace}/${template}`;
      if (!this.specs.has(key)) {
        unknown.push(`the claim${template === undefined ? '' : ' template'} ${template ?? name} is not among the manifests, so its devices are not counted`);
        continue;
      }
      const { devices, notCounted } = devicesOf(this.specs.get(key));
      unknown.push(...notCounted);
      if (template === undefined) shared.set(key, devices);
      else own.push(devices);
    }
    return { own: allDevices(own), shared, unknown };
  }
}

/** Devices together. */
export function allDevices(devices: readonly Devices[]): Devices {
  return { amounts: sumOf(devices.map(({ amounts }) => amounts)), shares: devices.flatMap(({ shares }) => shares) };
}

function devicesOf(claim: unknown): { readonly devices: Devices; readonly notCounted: readonly string[] } {
  const devices: Devices[] = [];
  const notCounted: string[] = [];
  for (const request of list(valueAt(claim, ['devices', 'requests'])).map(record)) {
    // resource.k8s.io/v1 keeps it below `exactly`, v1beta1 in the request; of alternatives the first is wanted most.
    const wanted = record(request?.exactly) ?? record(list(request?.firstAvailable)[0]) ?? request;
    if (wanted?.adminAccess === true) continue;
    const count = typeof wanted?.count === 'number' && wanted.count > 0 ? wanted.count : 1;
    const deviceClass = text(wanted?.deviceClassName) ?? '';
    if (deviceClass === DEVICE_CLASSES.gpu) {
      devices.push({ amounts: gpusByClaim(count), shares: [] });
    } else if (deviceClass === DEVICE_CLASSES.mig) {
      const share = sliceOf(wanted);
      devices.push({ amounts: gpusByClaim(count * (share ?? SMALLEST).least), shares: new Array<GpuShare>(count).fill(share ?? SMALLEST) });
      if (!share) notCounted.push('a slice whose selector names no profile is counted as a seventh of a GPU');
    } else if (deviceClass === DEVICE_CLASSES.computeDomainChannel) {
      devices.push({ amounts: { [CHANNEL]: 1 }, shares: [] });
    } else {
      notCounted.push(`devices of the class ${deviceClass} are not counted`);
    }
    if (wanted?.allocationMode === 'All') notCounted.push(`all devices of the class ${deviceClass} are counted as ${count}`);
  }
  return { devices: allDevices(devices), notCounted };
}

function gpusByClaim(gpus: number): Amounts {
  return { [GPUS]: gpus, [CLAIMED_GPUS]: gpus };
}

const SMALLEST = migShare(1, undefined);

/** The slice of the MIG profile that the selectors name (`3g.40gb`); undefined where they name none. infrastructure.md 2.6 */
function sliceOf(request: { readonly [key: string]: unknown } | undefined): GpuShare | undefined {
  const expressions = list(request?.selectors).map((selector) => text(valueAt(selector, ['cel', 'expression'])) ?? '');
  const profile = expressions.map((expression) => /['"](\d)g\.(\d+)gb/.exec(expression)).find((found) => found !== null);
  return profile ? migShare(Number(profile[1]), Number(profile[2])) : undefined;
}
