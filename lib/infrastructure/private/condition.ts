import { DEVICE_ATTRIBUTES, DEVICE_CAPACITIES, DeviceFact, DeviceType, domainOf, GPU_DRIVER, KUBERNETES_DEVICE_ATTRIBUTES, KUBERNETES_DEVICE_DOMAIN } from '../../facts/dra-devices';

/** An attribute or capacity of devices. */
export interface DeviceField {
  readonly kind: 'attributes' | 'capacity';
  readonly domain: string;
  readonly name: string;
}

/** Longest CEL expression of a selector, in bytes. Source: infrastructure.md 2.4 (k8s.io/api resource/v1). */
export const MAX_EXPRESSION = 10 * 1024;

/** Types of device that pods claim. */
export const CLAIMED_TYPES: readonly DeviceType[] = ['gpu', 'mig', 'vfio'];

/** A condition on devices, rendered for the type of device that it is asked of (undefined: not known). */
export interface Condition {
  readonly fields: readonly DeviceField[];
  /** Whether it needs parentheses beside others. */
  readonly compound: boolean;
  readonly render: (type: DeviceType | undefined) => string;
}

/** What is published of a field by type of device; undefined where that type has none. */
export function factOf({ kind, domain, name }: DeviceField, type: DeviceType): DeviceFact | undefined {
  if (domain === KUBERNETES_DEVICE_DOMAIN) return KUBERNETES_DEVICE_ATTRIBUTES[name];
  const facts = (kind === 'attributes' ? DEVICE_ATTRIBUTES : DEVICE_CAPACITIES)[type];
  return domain === domainOf(type) ? facts[name] : undefined;
}

/** The field in CEL: `device.attributes['gpu.nvidia.com'].productName`. */
export function celOf(field: DeviceField): string {
  return `${mapOf(field)}.${field.name}`;
}

/** That a device has the field. */
export function isThere(field: DeviceField): Condition {
  return { fields: [field], compound: false, render: () => `${celString(field.name)} in ${mapOf(field)}` };
}

/** A comparison of a field, after a guard where devices of the type may lack it. */
export function comparison(field: DeviceField, text: string): Condition {
  return {
    fields: [field],
    compound: true,
    render: (type) => mayLack(field, type) ? `${isThere(field).render(type)} && ${text}` : text,
  };
}

export function rawCondition(expression: string): Condition {
  return { fields: [], compound: true, render: () => expression };
}

export function allTrue(conditions: readonly Condition[]): Condition {
  return combined(conditions, ' && ');
}

export function anyTrue(conditions: readonly Condition[]): Condition {
  return combined(conditions, ' || ');
}

export function noneTrue(conditions: readonly Condition[]): Condition {
  const any = anyTrue(conditions);
  return { fields: any.fields, compound: false, render: (type) => `!(${any.render(type)})` };
}

/** A string in CEL. Backslashes and control characters are escaped as in JSON. */
export function celString(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`;
}

function mapOf({ kind, domain }: DeviceField): string {
  return `device.${kind}['${domain}']`;
}

function mayLack(field: DeviceField, type: DeviceType | undefined): boolean {
  const types = type === undefined ? CLAIMED_TYPES : [type];
  return types.map((each) => factOf(field, each)).some((fact) => fact === undefined || fact.optional === true);
}

function combined(conditions: readonly Condition[], operator: string): Condition {
  if (conditions.length === 1) return conditions[0];
  return {
    fields: conditions.flatMap(({ fields }) => fields),
    compound: true,
    render: (type) => conditions.map((each) => {
      const text = each.render(type);
      // Comparisons bind tighter than && and ||, and && binds tighter than ||.
      const loose = operator === ' && ' ? /\|\||\?/ : /&&|\|\||\?/;
      return each.compound && loose.test(text) ? `(${text})` : text;
    }).join(operator),
  };
}

/** A field of the GPU driver. */
export function gpuField(kind: DeviceField['kind'], name: string): DeviceField {
  return { kind, domain: GPU_DRIVER, name };
}
