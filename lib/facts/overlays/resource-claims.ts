import type { ShapeOverlay } from './shape-overlay';

const LABEL = { format: 'dns-label' } as const;
/** Names of requests, or of a request and a subrequest. */
const NAMES = { maxItems: 32, items: { type: 'string', format: 'request-name' } } as const;
const REQUESTS = { maxItems: 32 } as const;
const MODES = { enum: ['All', 'ExactCount'] } as const;

const REQUEST_FIELDS = { deviceClassName: { format: 'dns-subdomain' }, allocationMode: MODES, count: { minimum: 0 }, selectors: { maxItems: 32 }, tolerations: { maxItems: 16 } } as const;

/** The types of one version of resource.k8s.io. */
function version(name: string, isFlat: boolean): { [shape: string]: ShapeOverlay } {
  const of = (shape: string) => `resource.${name}.${shape}`;
  return {
    [of('ResourceClaim')]: { structs: ['spec'] },
    [of('ResourceClaimTemplate')]: { structs: ['spec'] },
    [of('ResourceClaimTemplateSpec')]: { structs: ['spec'] },
    [of('DeviceClass')]: { structs: ['spec'] },
    [of('DeviceClaim')]: { properties: { requests: REQUESTS, constraints: REQUESTS, config: REQUESTS } },
    [of('DeviceRequest')]: isFlat
      ? { properties: { name: LABEL, ...REQUEST_FIELDS }, exactlyOne: ['deviceClassName', 'firstAvailable'] }
      : { properties: { name: LABEL, firstAvailable: { maxItems: 8 } }, exactlyOne: ['exactly', 'firstAvailable'] },
    [of('ExactDeviceRequest')]: { properties: REQUEST_FIELDS },
    [of('DeviceSubRequest')]: { properties: { name: LABEL, ...REQUEST_FIELDS } },
    [of('DeviceSelector')]: { required: ['cel'] },
    [of('CELDeviceSelector')]: { properties: { expression: { maxLength: 10240 } } },
    [of('DeviceToleration')]: {
      properties: { key: { format: 'label-key' }, operator: { enum: ['Exists', 'Equal'] }, effect: { enum: ['NoExecute', 'NoSchedule', 'None'] }, value: { format: 'label-value' } },
    },
    [of('DeviceConstraint')]: {
      properties: { requests: NAMES, matchAttribute: { format: 'attribute-name', minLength: 1 } },
    },
    [of('DeviceClaimConfiguration')]: { required: ['opaque'], properties: { requests: NAMES } },
    [of('DeviceClassConfiguration')]: { required: ['opaque'] },
    [of('OpaqueDeviceConfiguration')]: { properties: { driver: { format: 'driver-name' } } },
  };
}

/** Claims on devices. Source: kubernetes v1.36.3 pkg/apis/resource/validation/validation.go. */
export const RESOURCE_CLAIM_OVERLAY: { readonly [shape: string]: ShapeOverlay } = {
  ...version('v1', false),
  ...version('v1beta2', false),
  ...version('v1beta1', true),
};
