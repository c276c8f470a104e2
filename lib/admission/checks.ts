import type { CelCheck, SchemaCheck } from './admit';

/** The structural validation and the CEL rules that every front end judges with. */
export interface Checks {
  readonly schema?: SchemaCheck;
  readonly cel?: CelCheck;
}

/** What `admit` judges objects with before the rules run: empty as long as `schema/` and `cel/` are not there. */
export function builtInChecks(): Checks {
  return {};
}
