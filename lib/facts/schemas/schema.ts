/** A node of a compact schema: an OpenAPI v3 schema without prose, with the `x-kubernetes-` keywords under short names. */
export interface Schema {
  /** The id of a shape of the same file; then no other key is present. */
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

  /** The keys of an object; without `preserveUnknownFields` no others are allowed. */
  readonly properties?: { readonly [key: string]: Schema };
  /** Of `properties`: camelCase name (as json2jsii makes it) to the name in JSON, for the keys where the two differ. */
  readonly names?: { readonly [camelCase: string]: string };
  readonly required?: readonly string[];
  /** The values of a map, whose keys are free. */
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;

  readonly nullable?: boolean;
  /** `x-kubernetes-preserve-unknown-fields`; also on objects of Kubernetes itself that are open (RawExtension). */
  readonly preserveUnknownFields?: boolean;
  /** `x-kubernetes-embedded-resource`: apiVersion, kind and metadata are allowed, and the first two required. */
  readonly embeddedResource?: boolean;
  /** `x-kubernetes-int-or-string`: no `type`; with format `quantity` any number. */
  readonly intOrString?: boolean;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];

  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  /** As upstream: int32, int64, double, date-time, ipv4 …; `quantity` only in the definitions of Kubernetes. */
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;

  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly not?: Schema;

  /** `x-kubernetes-validations`. */
  readonly cel?: readonly CelRule[];

  /** Only said by derived sources: the upstream documentation calls it deprecated. */
  readonly deprecated?: boolean;
  /** Only said by derived sources: the operator's webhook, not the schema, refuses a change. */
  readonly immutableByWebhook?: boolean;
  /** This node, or a change to it, is not from a CRD but derived from other sources. */
  readonly derived?: readonly Derivation[];
}

/** One rule of `x-kubernetes-validations`. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
  readonly derived?: readonly Derivation[];
}

/** What of a schema was derived, for lack of the CRD, from Go types, reference pages and release notes. */
export interface Derivation {
  /** The release that brought it, for example `1.5`. */
  readonly release: string;
  readonly change: 'added' | 'changed';
  readonly confidence: 'high' | 'medium';
}

/** One version of a kind as a component ships it. */
export interface KindSchema {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly subresources?: Subresources;
  /**
   * Absent for a version that is not served. Its properties are without apiVersion, kind and, unless the CRD checks something there,
   * metadata; those of Kubernetes itself have all three.
   */
  readonly schema?: Schema;
  readonly derived?: readonly Derivation[];
}

export interface Subresources {
  readonly status?: object;
  readonly scale?: {
    readonly specReplicasPath: string;
    readonly statusReplicasPath: string;
    readonly labelSelectorPath?: string;
  };
}

/** The file of one component version. */
export interface ComponentSchema {
  readonly component: string;
  readonly version: string;
  readonly kinds: readonly KindSchema[];
  /** By id: a hash of the content, or in Kubernetes itself the name of the definition. */
  readonly shapes: { readonly [id: string]: Schema };
}
