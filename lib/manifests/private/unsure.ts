/** Said once a text leaves the subset of `plainYaml`; made once, because a stack trace costs more than the line that is read. */
export const UNSURE = new Error('not in the subset');

/** Gives up. */
export function unsure(): never {
  throw UNSURE;
}
