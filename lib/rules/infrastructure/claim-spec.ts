import { DeviceType, SHIPPED_DEVICE_CLASSES } from '../../facts/dra-devices';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Place } from '../deployment/place';

/** What one request, or one alternative of it, asks for. */
export interface RequestBody {
  /** As constraints and configurations name it: `main`, or `main/alternative`. */
  readonly name: string;
  /** Where deviceClassName, selectors and the like stand. */
  readonly place: Place;
}

/** One request of a claim. */
export interface DeviceRequest {
  readonly name: string;
  readonly place: Place;
  /** Whether it lists alternatives. */
  readonly alternatives: boolean;
  readonly bodies: readonly RequestBody[];
}

/** The devices that a ResourceClaim, a template or a template inside a PodCliqueSet asks for. */
export interface ClaimSpec {
  readonly object: ManifestObject;
  /** `spec` of a claim, `spec.spec` of a template. */
  readonly place: Place;
  /** Version of resource.k8s.io in which it is written; `v1` inside a PodCliqueSet. */
  readonly version: string;
  /** Whether the API server judges it when it is applied; a template in a PodCliqueSet only fails when Grove creates the claim. */
  readonly judged: boolean;
  readonly requests: readonly DeviceRequest[];
}

const read = new WeakMap<ManifestSet, readonly ClaimSpec[]>();

/** Every claim spec of a set. */
export function claimSpecsIn(manifests: ManifestSet): readonly ClaimSpec[] {
  let specs = read.get(manifests);
  if (!specs) read.set(manifests, specs = manifests.objects.flatMap(claimSpecsOf));
  return specs;
}

/** The claim specs of an object: of a ResourceClaim or a template one. */
export function claimSpecsOf(object: ManifestObject): ClaimSpec[] {
  const root = new Place(object.manifest);
  if (object.group === 'resource.k8s.io') {
    const path = object.kind === 'ResourceClaim' ? ['spec'] : object.kind === 'ResourceClaimTemplate' ? ['spec', 'spec'] : undefined;
    return path ? [claimSpec(object, root.at(...path), object.version, true)] : [];
  }
  if (object.group !== 'grove.io' || object.kind !== 'PodCliqueSet') return [];
  return root.at('spec', 'template', 'resourceClaimTemplates').items.map((template) => claimSpec(object, template.at('templateSpec', 'spec'), 'v1', false));
}

function claimSpec(object: ManifestObject, place: Place, version: string, judged: boolean): ClaimSpec {
  const requests = place.at('devices', 'requests').items.map((request): DeviceRequest => {
    const name = request.at('name').text;
    const alternatives = request.at('firstAvailable').items;
    if (alternatives.length > 0) {
      return { name, place: request, alternatives: true, bodies: alternatives.map((each) => ({ name: `${name}/${each.at('name').text}`, place: each })) };
    }
    const body = request.at('exactly').present ? request.at('exactly') : request;
    return { name, place: request, alternatives: false, bodies: [{ name, place: body }] };
  });
  return { object, place, version, judged, requests };
}

/** How many devices a body asks for; undefined for all that there are. */
export function countOf(body: RequestBody): number | undefined {
  if (body.place.at('allocationMode').text === 'All') return undefined;
  return body.place.at('count').number || 1;
}

/** The fewest devices that a request can be given; undefined for all that there are. */
export function fewestOf(request: DeviceRequest, counts: (body: RequestBody) => boolean = () => true): number | undefined {
  const numbers = request.bodies.map((body) => (counts(body) ? countOf(body) : 0));
  return numbers.some((number) => number === undefined) ? undefined : Math.min(...numbers as number[]);
}

/** The type of device that a class gives, where it is known: of the driver's own classes, and of classes of the set that test for one. */
export function deviceTypeOf(manifests: ManifestSet, className: string): DeviceType | undefined {
  const own = manifests.find('resource.k8s.io', 'DeviceClass', className);
  if (!own) return Object.hasOwn(SHIPPED_DEVICE_CLASSES, className) ? SHIPPED_DEVICE_CLASSES[className] : undefined;
  const text = selectorsOf(own);
  const type = /attributes\[["'](?:gpu|compute-domain)\.nvidia\.com["']\]\.type\s*==\s*["'](gpu|mig|vfio|channel|daemon)["']/.exec(text)?.[1];
  return type as DeviceType | undefined;
}

/** Whether a class gives GPUs or parts of them. */
export function isGpuClass(manifests: ManifestSet, className: string): boolean {
  const own = manifests.find('resource.k8s.io', 'DeviceClass', className);
  if (own) return /device\.driver\s*==\s*["']gpu\.nvidia\.com["']/.test(selectorsOf(own));
  return ['gpu', 'mig', 'vfio'].includes(deviceTypeOf(manifests, className) ?? '');
}

/** Whether a claim asks for GPUs or parts of them. */
export function asksForGpus(manifests: ManifestSet, spec: ClaimSpec): boolean {
  return spec.requests.some(({ bodies }) => bodies.some(({ place }) => isGpuClass(manifests, place.at('deviceClassName').text)));
}

function selectorsOf({ manifest }: ManifestObject): string {
  return new Place(manifest).at('spec', 'selectors').items.map((selector) => selector.at('cel', 'expression').text).join(' && ');
}
