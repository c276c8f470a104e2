import type { Schema } from '../schemas/schema';

/** What the API server's Go code demands of a type of Kubernetes itself beyond the published definition. */
export interface ShapeOverlay {
  /** Limits of properties: enums, bounds, formats (also ours: see lib/admission/schema/formats.ts). */
  readonly properties?: { readonly [key: string]: Schema };
  /** Keys that must be present and not empty though the definition does not say so. */
  readonly required?: readonly string[];
  /** Keys that the definition requires and the server does not (it has a default or does not look). */
  readonly optional?: readonly string[];
  /** Go structs without a pointer: where they are absent the server has them empty. */
  readonly structs?: readonly string[];
  /** Keys below which the server looks at no more than types. */
  readonly unlimited?: readonly string[];
  /** Required strings that may be empty. */
  readonly mayBeEmpty?: readonly string[];
  /** Keys of which exactly one must be present. */
  readonly exactlyOne?: readonly string[];
  /** Keys of which at most one may be present. */
  readonly atMostOne?: readonly string[];
}
