import type { EnforcedBy } from './enforced-by';
import type { Severity } from './severity';
import type { ManifestObject } from '../manifests/manifest-object';

/** One thing that is wrong with one object. */
export interface Finding {
  /** Id of the rule: `DGD-22`, `SCHEMA-UNKNOWN-FIELD`, `CEL-dynamo-3`. */
  readonly rule: string;
  /** How much it matters. */
  readonly severity: Severity;
  /** Who refuses it. */
  readonly enforcedBy: EnforcedBy;
  /** What is wrong, as a clause without a full stop. Credentials are redacted. */
  readonly message: string;
  /** What to write instead, as an imperative without a full stop. Credentials are redacted. */
  readonly fix: string;
  /** The object; undefined for what concerns a file or the run. */
  readonly object?: ManifestObject;
  /** Where in the object, as the API server writes it: `spec.containers[0].image`; empty for the whole object. */
  readonly path: string;
  /** File that the object was read from. */
  readonly file?: string;
  /** Line in the file: of the document's start, or of the fault where the file could not be read. */
  readonly line?: number;
  /** Path of the construct that rendered the object. */
  readonly construct?: string;
}

/** An object of a kind for which there is no schema: only rules looked at it. */
export interface NotChecked {
  /** The object. */
  readonly object: ManifestObject;
  /** Why, as a clause without a full stop. */
  readonly reason: string;
}

/** A rule that could not be judged. */
export interface NotEvaluated {
  /** Id of the rule. */
  readonly rule: string;
  /** What is missing, as a clause without a full stop. */
  readonly reason: string;
  /** The object that it was about; undefined where the rule was not judged at all. */
  readonly object?: ManifestObject;
}
