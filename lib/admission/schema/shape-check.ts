import type { JsonPath } from '../../manifests/manifest';
import type { Problem } from '../problem';

/** What judges objects of a shape beyond their single fields. The path is only valid during the call: copy it. */
export type ShapeCheck = (value: { readonly [key: string]: unknown }, path: JsonPath) => Problem[];
