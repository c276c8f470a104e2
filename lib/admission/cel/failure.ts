/** An evaluation that ended in an error of CEL; no stack is recorded, because `||` and `&&` catch them as a matter of course. */
export class CelFailure {
  constructor(readonly message: string) {}
}

/** The evaluation took more than its budget. Nothing in the rule can catch it. */
export class OverBudget {
  readonly message = 'operation cancelled: actual cost limit exceeded';
}

/** The value is not what its schema says, which the structural check reports; nothing is evaluated on it, as on the server. */
export class UnlikeSchema {}

/** No function takes these arguments. */
export function noSuchOverload(name: string): CelFailure {
  return new CelFailure(`no such overload: ${name}`);
}
