/** Thrown inside the expansion where the operator gives up on an object: what it made before stays, the rest is never made. */
export class OperatorFailure extends Error {}
