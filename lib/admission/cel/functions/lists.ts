import { areEqual, compare } from '../equality';
import { CelFailure, noSuchOverload } from '../failure';
import { add } from '../operators';
import { Duration, List, Optional, Value, isMapping } from '../value';
import { CelFunction, Library } from './function';

const ofList = (body: (list: List, budget: Parameters<CelFunction>[1]) => Value): CelFunction => (args, budget) => {
  const [list] = args;
  if (!(list instanceof List) || args.length !== 1) return undefined;
  budget.traverse(list.length);
  return body(list, budget);
};

function extreme(list: List, name: string, wins: (order: number) => boolean): Value {
  if (list.length === 0) throw new CelFailure(`${name} called on empty list`);
  return [...list].reduce((best, item) => (wins(compare(item, best, name)) ? item : best));
}

function place(args: readonly Value[], budget: Parameters<CelFunction>[1], last: boolean): Value | undefined {
  const [list, wanted] = args;
  if (!(list instanceof List) || args.length !== 2) return undefined;
  for (let i = 0; i < list.length; i++) {
    const at = last ? list.length - 1 - i : i;
    if (areEqual(list.at(at), wanted, budget)) return BigInt(at);
  }
  return -1n;
}

const size: CelFunction = ([value, ...rest], budget) => {
  if (rest.length) return undefined;
  if (typeof value === 'string') {
    budget.traverse(value.length);
    let length = value.length;
    for (let i = 0; i + 1 < value.length; i++) if (value.codePointAt(i)! > 0xffff) (length--, i++);
    return BigInt(length);
  }
  if (value instanceof List || value instanceof Uint8Array) return BigInt(value.length);
  return value !== undefined && isMapping(value) ? BigInt(value.size) : undefined;
};

function bothLists(args: readonly Value[]): [List, List] | undefined {
  const [a, b] = args;
  return args.length === 2 && a instanceof List && b instanceof List ? [a, b] : undefined;
}

const overSets = (body: (a: Value[], b: Value[], has: (list: Value[], item: Value) => boolean) => boolean): CelFunction => (args, budget) => {
  const lists = bothLists(args);
  return lists && body([...lists[0]], [...lists[1]], (list, item) => list.some((other) => areEqual(other, item, budget)));
};

/** Lists, sets and optionals: Kubernetes' lists library, cel-go's sets and optionals. */
export const lists: Library = {
  functions: {
    size,
    'sets.contains': overSets((a, b, has) => b.every((item) => has(a, item))),
    'sets.equivalent': overSets((a, b, has) => b.every((item) => has(a, item)) && a.every((item) => has(b, item))),
    'sets.intersects': overSets((a, b, has) => a.some((item) => has(b, item))),
    'optional.of': (args) => (args.length === 1 ? Optional.of(args[0]) : undefined),
    'optional.none': (args) => (args.length === 0 ? Optional.NONE : undefined),
    'optional.ofNonZeroValue': (args, budget) => {
      if (args.length !== 1) return undefined;
      return isZero(args[0], budget) ? Optional.NONE : Optional.of(args[0]);
    },
  },
  methods: {
    size,
    isSorted: ofList((list) => {
      for (let i = 1; i < list.length; i++) if (compare(list.at(i - 1), list.at(i), 'isSorted') > 0) return false;
      return true;
    }),
    sum: ofList((list) => {
      if (list.length === 0) return 0n;
      const [first, ...rest] = list;
      const total = rest.reduce((sum, item) => add(sum, item), first);
      if (typeof total === 'string' || total instanceof List) throw noSuchOverload('sum');
      return total;
    }),
    min: ofList((list) => extreme(list, 'min', (order) => order < 0)),
    max: ofList((list) => extreme(list, 'max', (order) => order > 0)),
    indexOf: (args, budget) => place(args, budget, false),
    lastIndexOf: (args, budget) => place(args, budget, true),
    hasValue: ([optional, ...rest]) => (optional instanceof Optional && !rest.length ? optional.value !== undefined : undefined),
    value: ([optional, ...rest]) => {
      if (!(optional instanceof Optional) || rest.length) return undefined;
      if (optional.value === undefined) throw new CelFailure('optional.none() dereference');
      return optional.value;
    },
    or: ([a, b, ...rest]) => (a instanceof Optional && b instanceof Optional && !rest.length ? (a.value === undefined ? b : a) : undefined),
    orValue: ([a, b, ...rest]) => (a instanceof Optional && b !== undefined && !rest.length ? a.value ?? (a.value === null ? null : b) : undefined),
  },
};

function isZero(value: Value, budget: Parameters<CelFunction>[1]): boolean {
  if (value instanceof List || value instanceof Uint8Array) return value.length === 0;
  if (value !== null && isMapping(value)) return value.size === 0;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  return value === null || value === '' || value === false || (typeof value !== 'boolean' && areEqual(value, 0n, budget));
}

