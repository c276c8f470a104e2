import { isIP } from 'net';
import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue, isServiceName } from '../../core/names';

/** What a string of a format must be, for messages, and the test. Formats that are not here are not checked. */
export interface Format {
  readonly says: string;
  readonly test: (value: string) => boolean;
}

const DATE_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/**
 * Formats of CRDs that the API server checks, and those of ours that the overlays use (from `dns-label` on).
 *
 * Sources: k8s.io/apiextensions-apiserver pkg/apiserver/validation/formats.go, k8s.io/kube-openapi pkg/validation/strfmt;
 * k8s.io/apimachinery pkg/util/validation.
 */
export const FORMATS: { readonly [name: string]: Format } = {
  'date-time': { says: 'a date and time such as 2026-01-31T08:00:00Z', test: (value) => DATE_TIME.test(value) },
  'date': { says: 'a date such as 2026-01-31', test: (value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) },
  'ipv4': { says: 'an IPv4 address', test: (value) => ipVersion(value) === 4 },
  'ipv6': { says: 'an IPv6 address', test: (value) => ipVersion(value) === 6 },
  'ip': { says: 'an IP address', test: (value) => ipVersion(value) !== 0 },
  'cidr': { says: 'an address range such as 10.0.0.0/8', test: isCidr },
  'mac': { says: 'a MAC address', test: (value) => /^([\da-fA-F]{2}([:-][\da-fA-F]{2}){5}([:-][\da-fA-F]{2}){0,2})$/.test(value) },
  'uuid': { says: 'a UUID', test: (value) => /^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i.test(value) },
  'byte': { says: 'base64', test: isBase64 },
  'dns-label': { says: 'a DNS label: lower-case letters, digits and inner hyphens, at most 63', test: isDnsLabel },
  'dns-subdomain': { says: 'a DNS subdomain: lower-case letters, digits, inner hyphens and dots, at most 253', test: isDnsSubdomain },
  'service-name': { says: 'a DNS label that begins with a letter', test: isServiceName },
  'port-name': { says: 'a port name: at most 15 lower-case letters, digits and single inner hyphens, with a letter', test: isPortName },
  'label-key': { says: 'a qualified name such as app or example.com/app', test: isLabelKey },
  'any-case-label-key': { says: 'a qualified name such as example.com/app', test: (value) => isLabelKey(value.toLowerCase()) },
  'label-value': { says: 'at most 63 letters, digits and inner -, _ or .', test: isLabelValue },
  'env-name': { says: 'printable ASCII without =', test: (value) => /^[ -<>-~]+$/.test(value) },
  'config-key': { says: 'at most 253 letters, digits, -, _ or .', test: isConfigKey },
  'path-segment': { says: 'a name without / and %, not . or ..', test: isPathSegment },
  'driver-name': { says: 'a DNS subdomain of at most 63 characters', test: (value) => value.length <= 63 && isDnsSubdomain(value.toLowerCase()) },
  'relative-path': { says: 'a relative path without ..', test: (value) => !value.startsWith('/') && !hasBackStep(value) },
  'no-back-steps': { says: 'a path without ..', test: (value) => !hasBackStep(value) },
  'no-colon': { says: "a path without ':'", test: (value) => !value.includes(':') },
  'attribute-name': { says: 'the name of an attribute such as gpu.nvidia.com/uuid', test: (value) => /^[^/]+\/[A-Za-z_]\w{0,31}$/.test(value) && isDnsSubdomain(value.slice(0, value.indexOf('/'))) },
  'request-name': { says: 'the name of a request', test: (value) => value.split('/').length <= 2 && value.split('/').every(isDnsLabel) },
};

/** 4 or 6 of an IP address, else 0. Names of hosts stand where addresses may, and Node's expression for those takes milliseconds to compile. */
export function ipVersion(value: string): number {
  return /^[\d.]+$|:/.test(value) ? isIP(value) : 0;
}

/** A port name. Source: k8s.io/apimachinery pkg/util/validation IsValidPortName. */
export function isPortName(value: string): boolean {
  return value.length <= 15 && /^[a-z0-9-]+$/.test(value) && /[a-z]/.test(value) && !value.includes('--') && !/^-|-$/.test(value);
}

/** A key of a ConfigMap or Secret. Source: k8s.io/apimachinery pkg/util/validation IsConfigMapKey. */
export function isConfigKey(value: string): boolean {
  return value.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(value) && value !== '.' && !value.startsWith('..');
}

/** A name that can be a segment of a path. Source: k8s.io/apimachinery pkg/api/validation/path IsValidPathSegmentName. */
export function isPathSegment(value: string): boolean {
  return value !== '.' && value !== '..' && !/[/%]/.test(value);
}

/** Whether a text is base64 as Go's standard encoding reads it (line breaks are skipped). */
export function isBase64(value: string): boolean {
  const text = value.replace(/[\r\n]/g, '');
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** An address range. Source: Go net.ParseCIDR. */
export function isCidr(value: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(value);
  if (!match || (match[2].length > 1 && match[2].startsWith('0'))) return false;
  const version = ipVersion(match[1]);
  return version !== 0 && !match[1].includes('%') && Number(match[2]) <= (version === 4 ? 32 : 128);
}

function hasBackStep(path: string): boolean {
  return path.split('/').includes('..');
}
