/** One change of ../shared/truth to a published document. */
export interface RecordedChange {
  readonly path: readonly (string | number)[];
  /** `set`, `add`, `delete`, or `double`: a copy of the first item of the list at the path behind its last. */
  readonly op: string;
  readonly value?: unknown;
}

/** Applies a change to a document, which is the caller's own copy; a change at the root replaces it. */
export function applyChange(document: any, { path, op, value }: RecordedChange): any {
  if (path.length === 0) return value;
  const key = path[path.length - 1];
  const owner = path.slice(0, -1).reduce((node, step) => node[step], document);
  if (op === 'delete') {
    if (Array.isArray(owner)) owner.splice(key as number, 1);
    else delete owner[key];
  } else if (op === 'double') {
    owner[key].push(structuredClone(owner[key][0]));
  } else {
    owner[key] = structuredClone(value);
  }
  return document;
}
