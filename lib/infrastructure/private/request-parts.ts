import { celOf, CLAIMED_TYPES, comparison, Condition, DeviceField, factOf, gpuField, MAX_EXPRESSION } from './condition';
import { invalid } from '../../core/errors';
import type { DeviceSelector, DeviceSubRequest, DeviceToleration, ExactDeviceRequest } from '../../crds/kubernetes';
import { DeviceType, GPU_DRIVER, KUBERNETES_DEVICE_DOMAIN, REMOVED_DEVICE_ATTRIBUTES } from '../../facts/dra-devices';

/** What a request, or one alternative of it, is made of. */
export interface GpuRequestParts {
  readonly name: string;
  readonly deviceClassName: string;
  /** Type of the class's devices; undefined where not known. */
  readonly type?: DeviceType;
  readonly count?: number;
  readonly every?: boolean;
  /** MIG profile. */
  readonly profile?: string;
  readonly where?: Condition;
  readonly tolerations?: DeviceToleration[];
  readonly adminAccess?: boolean;
  readonly capacity?: { readonly [name: string]: string };
  /** Configuration of the driver, without its kind. */
  readonly parameters?: object;
}

/** A request that has to be met as it is. */
export function renderExactly(parts: GpuRequestParts): ExactDeviceRequest {
  return { ...renderSubRequestBody(parts), adminAccess: parts.adminAccess };
}

/** One alternative of a request. */
export function renderSubRequest(parts: GpuRequestParts): DeviceSubRequest {
  return { name: parts.name, ...renderSubRequestBody(parts) };
}

/**
 * Refuses a selector that reads what the driver publishes of no such device, in no version, and one that is too long.
 *
 * @param type type of the devices; undefined where not known
 */
export function requireFitting(path: string, condition: Condition, type: DeviceType | undefined): void {
  const types = type === undefined ? CLAIMED_TYPES : [type];
  // What other drivers publish is theirs to know.
  const ours = condition.fields.filter(({ domain }) => domain === GPU_DRIVER || domain === KUBERNETES_DEVICE_DOMAIN);
  const unknown = ours.find((field) => types.every((each) => factOf(field, each) === undefined));
  const bytes = Buffer.byteLength(condition.render(type));
  if (bytes > MAX_EXPRESSION) {
    throw invalid({ path, value: `a selector of ${bytes} bytes`, reason: `the API server takes ${MAX_EXPRESSION} (DRA-17)`, fix: 'use fewer conditions' });
  }
  if (unknown === undefined) return;
  throw invalid({
    path, value: celOf(unknown), reason: `${type === undefined ? 'devices of the driver' : `devices of type ${type}`} do not publish it, and reading it ends the allocation (DRA-15)`, fix: insteadOf(unknown),
  });
}

function insteadOf({ domain, name }: DeviceField): string {
  const successor = domain === GPU_DRIVER && Object.hasOwn(REMOVED_DEVICE_ATTRIBUTES, name) ? REMOVED_DEVICE_ATTRIBUTES[name] : undefined;
  return successor === undefined ? 'select by something that they have' : `older drivers had it; select by ${successor}`;
}

function renderSubRequestBody(parts: GpuRequestParts): Omit<ExactDeviceRequest, 'adminAccess'> {
  const { deviceClassName, every, count, capacity = {}, tolerations } = parts;
  return {
    deviceClassName,
    allocationMode: every ? 'All' : undefined,
    // 1 is the API server's default.
    count: count === 1 ? undefined : count,
    selectors: selectorsOf(parts),
    tolerations,
    capacity: Object.keys(capacity).length > 0 ? { requests: { ...capacity } } : undefined,
  };
}

function selectorsOf({ profile, where, type }: GpuRequestParts): DeviceSelector[] | undefined {
  const field = gpuField('attributes', 'profile');
  const conditions = [...profile === undefined ? [] : [comparison(field, `${celOf(field)} == '${profile}'`)], ...where ? [where] : []];
  return conditions.length === 0 ? undefined : conditions.map((condition) => ({ cel: { expression: condition.render(type) } }));
}
