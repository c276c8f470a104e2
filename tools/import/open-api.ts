/** A schema as it stands in a CRD or in the definitions of Kubernetes. */
export interface OpenApi {
  $ref?: string;
  type?: string;
  properties?: { [key: string]: OpenApi };
  required?: string[];
  additionalProperties?: OpenApi | boolean;
  items?: OpenApi;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  allOf?: OpenApi[];
  anyOf?: OpenApi[];
  oneOf?: OpenApi[];
  not?: OpenApi;
  'x-kubernetes-validations'?: OpenApiRule[];
  'x-kubernetes-preserve-unknown-fields'?: boolean;
  [keyword: string]: unknown;
}

export interface OpenApiRule {
  rule: string;
  message?: string;
  [keyword: string]: unknown;
}

/** One version of one CRD. */
export interface CrdVersion {
  group: string;
  version: string;
  kind: string;
  plural: string;
  shortNames?: string[];
  scope: 'Namespaced' | 'Cluster';
  served: boolean;
  storage: boolean;
  deprecated?: boolean;
  subresources?: object;
  schema?: OpenApi;
  derived?: object[];
}
