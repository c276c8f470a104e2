import { Budget } from '../../../lib/admission/cel/budget';
import { Compiler } from '../../../lib/admission/cel/compile';
import { CelFailure } from '../../../lib/admission/cel/failure';
import { parseCel } from '../../../lib/admission/cel/parse';
import { List, Uint, Value, isMapping } from '../../../lib/admission/cel/value';

/** The value of an expression without variables: bigint for int, arrays for lists, objects for maps, `{ error }` for a failure. */
export function evaluate(text: string, variables: { readonly [name: string]: Value } = {}): unknown {
  const run = new Compiler(Object.keys(variables)).compile(parseCel(text));
  try {
    return plain(run({ slots: Object.values(variables), budget: new Budget() }));
  } catch (error) {
    if (error instanceof CelFailure) return { error: error.message };
    throw error;
  }
}

function plain(value: Value): unknown {
  if (value instanceof List) return [...value].map(plain);
  if (value instanceof Uint) return { uint: value.value };
  if (value !== null && isMapping(value)) return Object.fromEntries(value.keys().map((key) => [String(key), plain(value.get(key)!)]));
  return value;
}
