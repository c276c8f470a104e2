/** A Kubernetes object as plain data, as read from YAML or rendered by a construct. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/** Where something stands in a manifest: keys and indices from the root. */
export type JsonPath = readonly (string | number)[];

/** A path as the API server writes it: `spec.containers[0].name`, `metadata.annotations[example.com/a]`. */
export function pathText(path: JsonPath): string {
  return path.map((step, i) => {
    if (typeof step === 'number') return `[${step}]`;
    if (!/^[A-Za-z_$][\w$-]*$/.test(step)) return `[${step}]`;
    return i === 0 ? step : `.${step}`;
  }).join('');
}
