import { Enum, Property, Struct } from './types';

/** The contents of one file of lib/crds. */
export interface Binding {
  readonly component: string;
  readonly classes: readonly KindClass[];
  readonly types: readonly NamedType[];
}

/** One version of a kind. */
export interface KindClass {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** What a reader should know beside the GVK, a sentence each. */
  readonly facts: readonly string[];
  readonly deprecated: boolean;
  readonly properties: readonly Property[];
}

export interface NamedType {
  readonly name: string;
  /** Where it stands; first the place that it is named after. */
  readonly about: string;
  readonly type: Struct | Enum;
}
