import { invalid } from './errors';

/** Longest DNS-1123 label, and so the longest Service name, hostname, label value. Source: kubernetes/apimachinery, pkg/util/validation. */
export const MAX_DNS_LABEL = 63;

/** Longest DNS-1123 subdomain: names of most objects. Source: kubernetes/apimachinery, pkg/util/validation. */
export const MAX_DNS_SUBDOMAIN = 253;

/**
 * Characters that Grove leaves to the names of a PodCliqueSet, a scaling group and a clique together.
 * Source: scheduling.md 2.2 rule 3 (ai-dynamo/grove operator/internal/webhook, v0.1.0-alpha.12-rc1).
 */
export const GROVE_NAME_BUDGET = 45;

const HASH_LENGTH = 8;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Whether a string is a DNS-1123 label: lower-case letters, digits, inner hyphens, 1 to 63 characters. */
export function isDnsLabel(value: string): boolean {
  return value.length <= MAX_DNS_LABEL && DNS_LABEL.test(value);
}

/** Whether a string is a DNS-1035 label, which Service names must be: a DNS-1123 label that begins with a letter. */
export function isServiceName(value: string): boolean {
  return isDnsLabel(value) && /^[a-z]/.test(value);
}

/** Whether a string is a DNS-1123 subdomain: DNS labels of any length joined by dots, 1 to 253 characters. */
export function isDnsSubdomain(value: string): boolean {
  return value.length <= MAX_DNS_SUBDOMAIN && DNS_SUBDOMAIN.test(value);
}

/**
 * A name that a user gave to an object: lower-case letters, digits, inner hyphens and dots.
 *
 * @param path construct path, for the message
 * @param prop name of the property
 * @throws when the API server would refuse it
 */
export function requireDnsSubdomain(path: string, prop: string, value: string): string {
  if (isDnsSubdomain(value)) return value;
  throw invalid({
    path, value: `${prop}: '${value}'`, reason: `not a DNS subdomain of at most ${MAX_DNS_SUBDOMAIN} characters`, fix: 'use lower-case letters, digits, inner hyphens and dots',
  });
}

/** Whether a string may be the value of a label: empty, or 1 to 63 letters, digits, and inner `-`, `_`, `.`. */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= MAX_DNS_LABEL && QUALIFIED_NAME.test(value));
}

/**
 * What a user gave for the value of a label, where an empty one says nothing.
 *
 * @param path construct path, for the message
 * @param prop name of the property
 * @throws when the API server would refuse it, or it is empty
 */
export function requireLabelValue(path: string, prop: string, value: string): string {
  if (value !== '' && isLabelValue(value)) return value;
  throw invalid({
    path, value: `${prop}: '${value}'`, reason: `not the value of a label, of 1 to ${MAX_DNS_LABEL} characters`, fix: 'use letters, digits and inner hyphens, dots and underscores',
  });
}

/** Whether a string may be the key of a label or annotation: `name` or `dns.subdomain/name`, the name as a label value but not empty. */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const prefixFits = slash === -1 || isDnsSubdomain(key.slice(0, slash));
  return prefixFits && name.length <= MAX_DNS_LABEL && QUALIFIED_NAME.test(name);
}

/**
 * Joins the ids of a path into an explicit, stable DNS label: `['rack', 'Decode']` gives `rack-decode`.
 *
 * Characters that no DNS label may hold are left out, as in `cdk8s.Names.toDnsLabel`; a part that repeats the one before it
 * and the ids `Default` and `Resource` count for nothing, as there. Unlike there no hash is added,
 * because operators build names from names, unless the result does not fit: then its end is replaced by a hyphen and 8 hexadecimal digits of the whole path.
 *
 * @param parts ids from the outermost to the innermost
 * @param maxLength longest name that fits, 10 to 63 characters
 * @throws when nothing of the path can be part of a name
 */
export function dnsLabel(parts: readonly string[], maxLength: number = MAX_DNS_LABEL): string {
  const words = parts
    .map((part) => part.toLowerCase().replace(/[^-0-9a-z]/g, '').replace(/^-+|-+$/g, ''))
    .filter((part) => part !== '' && part !== 'default' && part !== 'resource')
    .filter((part, i, all) => part !== all[i - 1]);
  const name = words.join('-');
  const path = parts.join('/');
  if (name === '') {
    throw invalid({
      path, value: `ids '${path}'`, reason: 'none of the ids holds a letter or digit that a DNS label may have', fix: 'use ids of lower-case letters, digits and hyphens, or give the name yourself',
    });
  }
  if (name.length <= maxLength) return name;
  return `${name.slice(0, maxLength - HASH_LENGTH - 1).replace(/-+$/, '')}-${shortHash(path)}`;
}

/** 32-bit FNV-1a hash, as Go's `hash/fnv`: of the UTF-8 bytes of a string. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text, 'utf8')) {
    // eslint-disable-next-line no-bitwise -- the definition of the hash
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/**
 * Characters left of Grove's budget of 45 for the names of a PodCliqueSet, the scaling group (if the clique is in one) and a clique.
 * Negative: Grove's webhook refuses the set. Hyphens and indices are not counted.
 */
export function groveBudgetLeft(podCliqueSet: string, clique: string, scalingGroup: string = ''): number {
  return GROVE_NAME_BUDGET - podCliqueSet.length - scalingGroup.length - clique.length;
}

/** Tells paths apart whose names are cut alike; 8 hexadecimal digits. */
function shortHash(text: string): string {
  return fnv1a32(text).toString(16).padStart(HASH_LENGTH, '0');
}
