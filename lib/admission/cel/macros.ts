import type { Compiler, Frame, Run } from './compile';
import { CelFailure, noSuchOverload } from './failure';
import { CelSyntaxError, Expr } from './syntax';
import { Entries, List, Optional, Value, isMapping } from './value';

/** Compiles a call that is no function: its arguments are evaluated for each element. */
type Macro = (compiler: Compiler, target: Expr | undefined, args: readonly Expr[]) => Run;

/** One turn of a loop; false ends it. */
type Turn = (frame: Frame, first: Value, second: Value) => boolean;

function nameOf(expr: Expr): string {
  if (expr.op !== 'name') throw new CelSyntaxError('argument must be a simple name');
  return expr.name;
}

/** The elements of a list (first: the element, or with two names the index) or of a map (first: the key). */
function each(value: Value, names: number, frame: Frame, turn: Turn): void {
  if (value instanceof List) {
    for (let i = 0; i < value.length; i++) {
      frame.budget.spend(1);
      const item = value.at(i);
      if (!turn(frame, names === 1 ? item : BigInt(i), item)) return;
    }
    return;
  }
  if (value === null || !isMapping(value)) throw noSuchOverload('comprehension');
  for (const key of value.keys()) {
    frame.budget.spend(1);
    if (!turn(frame, key, names === 1 ? null : value.get(key)!)) return;
  }
}

/** A macro over a range: `names` loop variables, then expressions. */
function loop(names: 1 | 2, body: (frame: Frame, range: Value, turn: (of: Turn) => void, runs: readonly Run[]) => Value): Macro {
  return (compiler, target, args) => {
    const range = compiler.compile(target!);
    const variables = args.slice(0, names).map(nameOf);
    const slot = compiler.nextSlot;
    const runs = args.slice(names).map((arg) => compiler.within(variables, arg));
    return (frame) => {
      const value = range(frame);
      return body(frame, value, (turn) => each(value, names, frame, (same, first, second) => {
        frame.slots[slot] = first;
        if (names === 2) frame.slots[slot + 1] = second;
        return turn(same, first, second);
      }), runs);
    };
  };
}

function truth(value: Value, name: string): boolean {
  if (typeof value !== 'boolean') throw noSuchOverload(name);
  return value;
}

/** `all` and `exists`: an error counts only where no element decides. */
const quantifier = (names: 1 | 2, decisive: boolean): Macro => loop(names, (_frame, _range, turn, [test]) => {
  let failure: CelFailure | undefined;
  let decided = false;
  turn((frame) => {
    try {
      decided = truth(test(frame), '_&&_') === decisive;
    } catch (error) {
      if (!(error instanceof CelFailure)) throw error;
      failure ??= error;
    }
    return !decided;
  });
  if (decided) return decisive;
  if (failure) throw failure;
  return !decisive;
});

const existsOne = (names: 1 | 2): Macro => loop(names, (_frame, _range, turn, [test]) => {
  let count = 0;
  turn((frame) => {
    if (truth(test(frame), '_?_:_')) count++;
    return true;
  });
  return count === 1;
});

const filter: Macro = loop(1, (_frame, _range, turn, [test]) => {
  const kept: Value[] = [];
  turn((frame, item) => {
    if (truth(test(frame), '_?_:_')) kept.push(item);
    return true;
  });
  return List.of(kept);
});

/** With two expressions the first one filters. */
const toList = (names: 1 | 2): Macro => loop(names, (_frame, _range, turn, runs) => {
  const items: Value[] = [];
  const result = runs[runs.length - 1];
  turn((frame) => {
    if (runs.length === 1 || truth(runs[0](frame), '_?_:_')) items.push(result(frame));
    return true;
  });
  return List.of(items);
});

const toMap = (ofEntries: boolean): Macro => loop(2, (_frame, _range, turn, runs) => {
  const map = new Entries();
  const result = runs[runs.length - 1];
  const add = (key: Value, value: Value): void => {
    if (!map.add(key, value)) throw new CelFailure(`insert failed: key ${String(key)} already exists`);
  };
  turn((frame, key) => {
    if (runs.length === 2 && !truth(runs[0](frame), '_?_:_')) return true;
    const value = result(frame);
    if (!ofEntries) add(key, value);
    else if (value === null || !isMapping(value)) throw noSuchOverload('transformMapEntry');
    else for (const name of value.keys()) add(name, value.get(name)!);
    return true;
  });
  return map;
});

const optionalMap = (isFlat: boolean): Macro => (compiler, target, [name, expr]) => {
  const range = compiler.compile(target!);
  const slot = compiler.nextSlot;
  const body = compiler.within([nameOf(name)], expr);
  return (frame) => {
    const optional = range(frame);
    if (!(optional instanceof Optional)) throw noSuchOverload(isFlat ? 'optFlatMap' : 'optMap');
    if (optional.value === undefined) return optional;
    frame.slots[slot] = optional.value;
    const value = body(frame);
    if (!isFlat) return Optional.of(value);
    if (!(value instanceof Optional)) throw noSuchOverload('optFlatMap');
    return value;
  };
};

/** `cel.bind(name, value, body)`, in selectors of devices. */
const bind: Macro = (compiler, target, [name, value, body]) => {
  if (target?.op !== 'name' || target.name !== 'cel') throw new CelSyntaxError("undeclared reference to 'bind'");
  const init = compiler.compile(value);
  const slot = compiler.nextSlot;
  const run = compiler.within([nameOf(name)], body);
  return (frame) => {
    frame.slots[slot] = init(frame);
    return run(frame);
  };
};

/** By name and number of arguments; methods begin with a dot. */
export const MACROS: ReadonlyMap<string, Macro> = new Map<string, Macro>([
  ['has/1', (compiler, _target, [expr]) => compiler.presence(expr)],
  ['.all/2', quantifier(1, false)],
  ['.all/3', quantifier(2, false)],
  ['.exists/2', quantifier(1, true)],
  ['.exists/3', quantifier(2, true)],
  ...['.exists_one', '.existsOne'].flatMap((name): [string, Macro][] => [[`${name}/2`, existsOne(1)], [`${name}/3`, existsOne(2)]]),
  ['.filter/2', filter],
  ['.map/2', toList(1)],
  ['.map/3', toList(1)],
  ['.transformList/3', toList(2)],
  ['.transformList/4', toList(2)],
  ['.transformMap/3', toMap(false)],
  ['.transformMap/4', toMap(false)],
  ['.transformMapEntry/3', toMap(true)],
  ['.transformMapEntry/4', toMap(true)],
  ['.bind/3', bind],
  ['.optMap/2', optionalMap(false)],
  ['.optFlatMap/2', optionalMap(true)],
]);
