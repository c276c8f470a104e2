import { KindSchema } from '../../lib/facts/schemas/schema';
import { pascalCase } from './camel-case';
import { compare } from './component-schemas';

/** The newest stable version is preferred; without a stable one the newest: v2 > v1 > v1beta2 > v1beta1 > v1alpha1. */
export function preferredVersion(versions: readonly string[]): string {
  return [...versions].sort((a, b) => compare(rank(b), rank(a)))[0];
}

/** `Kind` for the preferred version, `KindV1Beta1` for others, spelled as cdk8s imports spell it (`HttpRoute`). */
export function className(prefix: string, kind: string, version: string, preferred: boolean): string {
  const suffix = preferred ? '' : version.replace(/(^|\d)([a-z])/g, (_, digit: string, letter: string) => digit + letter.toUpperCase());
  return pascalCase([`${prefix}${kind}`]) + suffix;
}

export function apiVersionOf(kind: Pick<KindSchema, 'group' | 'version'>): string {
  return kind.group ? `${kind.group}/${kind.version}` : kind.version;
}

function rank(version: string): string {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
  if (!match) throw new Error(`no API version: ${version}`);
  const [, major, level, minor] = match;
  const stability = level === undefined ? 2 : level === 'beta' ? 1 : 0;
  return [stability, Number(major), Number(minor ?? 0)].map((part) => String(part).padStart(4, '0')).join('.');
}
