import { Budget } from '../budget';
import { Value } from '../value';

/**
 * A function or method of CEL; the target of a method is the first argument.
 *
 * @returns undefined when it takes no such arguments
 */
export type CelFunction = (args: readonly Value[], budget: Budget) => Value | undefined;

/** Functions by name. */
export interface FunctionTable {
  readonly [name: string]: CelFunction;
}

/** A library: what is called as `f(x)` (namespaces are part of the name), and as `x.f()`. */
export interface Library {
  readonly functions?: FunctionTable;
  readonly methods?: FunctionTable;
}

/** A method of strings only: `arity` strings after the target. */
export function ofText(arity: number, body: (text: string, rest: readonly string[], budget: Budget) => Value): CelFunction {
  return (args, budget) => {
    if (args.length !== arity + 1 || !args.every((arg) => typeof arg === 'string')) return undefined;
    const [text, ...rest] = args as readonly string[];
    budget.traverse(text.length);
    return body(text, rest, budget);
  };
}
