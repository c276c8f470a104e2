import type { JsonPath } from '../manifests/manifest';

/** One thing that is wrong with one object: what schema, CEL and rules return, before the report says whose object it is. */
export interface Problem {
  /** Id, for example `SCHEMA-UNKNOWN-FIELD`, `CEL-dynamo-3`, `DGD-22`. */
  readonly rule: string;
  /** Where in the object. */
  readonly path: JsonPath;
  /** What is wrong, as a clause without a full stop. A credential is never repeated. */
  readonly message: string;
  /** What to write instead, as an imperative without a full stop. */
  readonly fix: string;
  /** Too long a text, too many items or keys: the API server evaluates no CEL rule of such an object. */
  readonly isTooLarge?: boolean;
}
