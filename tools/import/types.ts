/** The type of a property in the bindings. */
export type Type =
  | { readonly is: 'plain'; readonly name: 'string' | 'number' | 'boolean' | 'any' }
  | { readonly is: 'union'; readonly name: 'IntOrString' | 'Quantity' }
  | { readonly is: 'array' | 'map'; readonly of: Type }
  | { readonly is: 'own'; readonly type: Struct | Enum }
  | { readonly is: 'kubernetes'; readonly definition: string };

/** A struct of a component, used at one or several places. */
export interface Struct {
  readonly properties: readonly Property[];
  /** Other keys are allowed. */
  readonly open: boolean;
  readonly places: Place[];
}

/** Strings of a closed list. */
export interface Enum {
  readonly members: readonly Member[];
  readonly places: Place[];
}

export interface Property {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  /** Type facts, a sentence each. */
  readonly facts: readonly string[];
  readonly default?: string;
  readonly deprecated: boolean;
}

export interface Member {
  readonly name: string;
  readonly value: string;
  readonly facts: readonly string[];
}

/** Where a shape stands: `DynamoGraphDeployment v1beta1`, `spec.components[].podTemplate`. */
export interface Place {
  readonly className: string;
  readonly kind: string;
  readonly version: string;
  readonly preferred: boolean;
  /** JSON names, with `[]` for items and `{}` for map values. */
  readonly path: readonly string[];
}

export function placeText(place: Place): string {
  return `${place.kind}/${place.version}${place.path.map((step) => (step === '[]' || step === '{}' ? step : `.${step}`)).join('')}`;
}

/** Equal types have equal keys. */
export function typeKey(type: Type, keyOf: (own: Struct | Enum) => string): string {
  switch (type.is) {
    case 'array': return `${typeKey(type.of, keyOf)}[]`;
    case 'map': return `${typeKey(type.of, keyOf)}{}`;
    case 'own': return keyOf(type.type);
    case 'kubernetes': return `kubernetes:${type.definition}`;
    default: return type.name;
  }
}
