import type { Expander } from '../expander';

/** By `group/Kind`: what the Grove operator (v0.1.0-alpha.12-rc1) creates. */
export const GROVE_EXPANDERS: { readonly [kind: string]: Expander } = {};
