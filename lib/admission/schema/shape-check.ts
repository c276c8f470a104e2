import type { JsonPath } from '../../manifests/manifest';
import type { Problem } from '../problem';

/**
 * What judges objects of a shape beyond their single fields. The path is only valid during the call: copy it.
 * `root` is the whole object: some parts are judged by the kind that holds them.
 */
export type ShapeCheck = (value: { readonly [key: string]: unknown }, path: JsonPath, root: unknown) => Problem[];
