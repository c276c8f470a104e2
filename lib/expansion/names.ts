import type { Manifest } from '../manifests/manifest';

/** The name of an object; empty where it has none. */
export function nameOf({ metadata }: Manifest): string {
  return metadata?.name ?? '';
}

/** A name to which the API server adds a random suffix, without it. Of an owner whose own suffix is left out it is the same. */
export function generatedName(name: string): string {
  return name.endsWith('-') ? name : `${name}-`;
}
