import { conversions } from './conversions';
import { CelFunction } from './function';
import { kubernetes } from './kubernetes';
import { lists } from './lists';
import { strings } from './strings';

const LIBRARIES = [conversions, strings, lists, kubernetes];

const functions = new Map<string, CelFunction>(LIBRARIES.flatMap((library) => Object.entries(library.functions ?? {})));
const methods = new Map<string, CelFunction>();
for (const library of LIBRARIES) {
  for (const [name, method] of Object.entries(library.methods ?? {})) {
    const other = methods.get(name);
    // `indexOf` is a method of strings and of lists: whichever takes the arguments.
    methods.set(name, other ? (args, budget) => other(args, budget) ?? method(args, budget) : method);
  }
}

/** A function by its name, with its namespace: `quantity`, `sets.contains`. */
export function functionNamed(name: string): CelFunction | undefined {
  return functions.get(name);
}

/** A method by its name. */
export function methodNamed(name: string): CelFunction | undefined {
  return methods.get(name);
}
