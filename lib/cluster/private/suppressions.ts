import type { IConstruct } from 'constructs';

/** A finding that somebody says is right as it is. */
export interface ConstructSuppression {
  readonly rule: string;
  readonly reason: string;
}

const SUPPRESSIONS = Symbol.for('cdk8s-inference.suppressions');

/** What `Admission.of(construct).suppress()` was told of one construct, kept on it: two copies of the library may be loaded. */
export function suppressionsOn(construct: IConstruct): readonly ConstructSuppression[] {
  return (construct as { [SUPPRESSIONS]?: ConstructSuppression[] })[SUPPRESSIONS] ?? [];
}

/** Holds for a construct and everything below it. */
export function addSuppression(construct: IConstruct, suppression: ConstructSuppression): void {
  Object.defineProperty(construct, SUPPRESSIONS, { value: [...suppressionsOn(construct), suppression], configurable: true });
}

/** Whether the construct, or one above it, suppresses a rule. */
export function isSuppressed(construct: IConstruct, rule: string): boolean {
  return construct.node.scopes.some((scope) => suppressionsOn(scope).some((each) => each.rule === rule));
}
