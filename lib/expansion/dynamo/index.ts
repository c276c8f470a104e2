import type { Expander } from '../expander';

/** By `group/Kind`: what the Dynamo operator (1.4.0) creates. */
export const DYNAMO_EXPANDERS: { readonly [kind: string]: Expander } = {};
