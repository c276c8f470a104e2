import { Budget } from './budget';
import { areEqual, compare, haveSameKeys } from './equality';
import { CelFailure, noSuchOverload } from './failure';
import { CelFunction } from './functions/function';
import { functionNamed, methodNamed } from './functions/library';
import { MACROS } from './macros';
import { unescaped } from './names';
import { add, divide, multiply, negate, remainder, subtract } from './operators';
import { BinaryOperator, CelSyntaxError, Expr } from './syntax';
import { Entries, List, Optional, TypeName, Uint, Value, isMapping, typeOf } from './value';

/** The variables of one evaluation, by slot. */
export interface Frame {
  readonly slots: Value[];
  readonly budget: Budget;
}

/** An expression ready to run. It throws CelFailure, OverBudget or UnlikeSchema. */
export type Run = (frame: Frame) => Value;

const TYPES = new Map([
  'bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'null_type', 'type', 'optional_type',
].map((name) => [name, new TypeName(name)]));

/** Compiles expressions: names become slots, macros loops, functions are looked up once. */
export class Compiler {
  private readonly names: string[];

  /** @param variables in the order of their slots */
  constructor(variables: readonly string[]) {
    this.names = [...variables];
  }

  /** @throws CelSyntaxError for what is no CEL: unknown functions, names and macros */
  compile(expr: Expr): Run {
    const run = this.node(expr);
    return (frame) => {
      frame.budget.spend(1);
      return run(frame);
    };
  }

  /** Compiles the body of a macro, in which more names are known. */
  within(names: readonly string[], expr: Expr): Run {
    this.names.push(...names);
    const run = this.compile(expr);
    this.names.length -= names.length;
    return run;
  }

  /** The slot that the next name gets. */
  get nextSlot(): number {
    return this.names.length;
  }

  private node(expr: Expr): Run {
    switch (expr.op) {
      case 'const': return constant(expr.unsigned ? new Uint(expr.value as bigint) : expr.value);
      case 'name': return this.name(expr.name);
      case 'select': return this.select(expr);
      case 'index': return this.index(expr);
      case 'list': return this.list(expr);
      case 'map': return this.map(expr);
      case 'and': return this.logical(expr.args, false);
      case 'or': return this.logical(expr.args, true);
      case 'choice': return this.choice(expr);
      case 'binary': return this.binary(expr.operator, this.compile(expr.left), this.compile(expr.right));
      case 'not': return this.not(this.compile(expr.of));
      case 'minus': {
        const of = this.compile(expr.of);
        return (frame) => negate(of(frame));
      }
      case 'call': return this.call(expr);
    }
  }

  private name(name: string): Run {
    const slot = this.names.lastIndexOf(name);
    if (slot >= 0) return ({ slots }) => slots[slot];
    const type = TYPES.get(name);
    if (!type) throw new CelSyntaxError(`undeclared reference to '${name}'`);
    return constant(type);
  }

  private select({ of, field, optional }: Extract<Expr, { op: 'select' }>): Run {
    // google.protobuf.Duration and Timestamp are names of types.
    if (field === 'Duration' || field === 'Timestamp') {
      if (qualifiedName(of) === 'google.protobuf' && !this.names.includes('google')) return constant(new TypeName(`google.protobuf.${field}`));
    }
    const target = this.compile(of);
    const plain = unescaped(field);
    const found = (value: Value): Value | undefined => {
      if (value === null || !isMapping(value)) throw noSuchOverload(`select ${field}`);
      return value.field(field, plain);
    };
    return (frame) => {
      const value = target(frame);
      if (value instanceof Optional) return value.value === undefined ? value : Optional.of(found(value.value));
      const result = found(value);
      if (optional) return Optional.of(result);
      if (result === undefined) throw new CelFailure(`no such key: ${plain}`);
      return result;
    };
  }

  /** `has(a.b)`. */
  presence(expr: Expr | undefined): Run {
    if (expr?.op !== 'select') throw new CelSyntaxError('invalid argument to has() macro');
    const { field } = expr;
    const target = this.compile(expr.of);
    const plain = unescaped(field);
    return (frame) => {
      const value = target(frame);
      const inner = value instanceof Optional ? value.value : value;
      if (inner === undefined) return false;
      if (inner === null || !isMapping(inner)) throw noSuchOverload(`has ${field}`);
      return inner.field(field, plain) !== undefined;
    };
  }

  private index({ of, at, optional }: Extract<Expr, { op: 'index' }>): Run {
    const [target, index] = [this.compile(of), this.compile(at)];
    return (frame) => {
      const value = target(frame);
      const key = index(frame);
      if (value instanceof Optional) return value.value === undefined ? value : Optional.of(element(value.value, key, true));
      const result = element(value, key, optional);
      return optional ? Optional.of(result) : result!;
    };
  }

  private list({ items }: Extract<Expr, { op: 'list' }>): Run {
    const runs = items.map(({ value, optional }) => ({ run: this.compile(value), optional }));
    return (frame) => {
      const values: Value[] = [];
      for (const { run, optional } of runs) {
        const value = run(frame);
        if (!optional) values.push(value);
        else if (!(value instanceof Optional)) throw noSuchOverload('optional element');
        else if (value.value !== undefined) values.push(value.value);
      }
      return List.of(values);
    };
  }

  private map({ entries }: Extract<Expr, { op: 'map' }>): Run {
    const runs = entries.map(({ key, value, optional }) => ({ key: this.compile(key), run: this.compile(value), optional }));
    return (frame) => {
      const map = new Entries();
      for (const { key, run, optional } of runs) {
        const name = key(frame);
        if (!isKey(name)) throw new CelFailure('unsupported key type');
        const value = run(frame);
        if (optional && !(value instanceof Optional)) throw noSuchOverload('optional entry');
        const entry = optional ? (value as Optional).value : value;
        if (entry !== undefined && !map.add(name, entry)) throw new CelFailure(`insert failed: key ${String(name)} already exists`);
      }
      return map;
    };
  }

  /** `&&` and `||`: an error counts only where no operand decides. */
  private logical(args: readonly Expr[], decisive: boolean): Run {
    const runs = args.map((arg) => this.compile(arg));
    return (frame) => {
      let failure: CelFailure | undefined;
      for (let i = 0; i < runs.length; i++) {
        try {
          const value = runs[i](frame);
          if (value === decisive) return decisive;
          if (typeof value !== 'boolean') failure ??= noSuchOverload(decisive ? '_||_' : '_&&_');
        } catch (error) {
          if (!(error instanceof CelFailure)) throw error;
          failure ??= error;
        }
      }
      if (failure) throw failure;
      return !decisive;
    };
  }

  private choice({ test, then, otherwise }: Extract<Expr, { op: 'choice' }>): Run {
    const [when, yes, no] = [this.compile(test), this.compile(then), this.compile(otherwise)];
    return (frame) => {
      const value = when(frame);
      if (typeof value !== 'boolean') throw noSuchOverload('_?_:_');
      return value ? yes(frame) : no(frame);
    };
  }

  private not(of: Run): Run {
    return (frame) => {
      const value = of(frame);
      if (typeof value !== 'boolean') throw noSuchOverload('!_');
      return !value;
    };
  }

  private binary(operator: BinaryOperator, left: Run, right: Run): Run {
    switch (operator) {
      case '==': return (frame) => areEqual(left(frame), right(frame), frame.budget);
      case '!=': return (frame) => !areEqual(left(frame), right(frame), frame.budget);
      case '<': return (frame) => compare(left(frame), right(frame), '_<_') < 0;
      case '<=': return (frame) => compare(left(frame), right(frame), '_<=_') <= 0;
      case '>': return (frame) => compare(left(frame), right(frame), '_>_') > 0;
      case '>=': return (frame) => compare(left(frame), right(frame), '_>=_') >= 0;
      case 'in': return (frame) => isIn(left(frame), right(frame), frame.budget);
      case '+': return (frame) => sum(left(frame), right(frame), frame.budget);
      case '-': return (frame) => subtract(left(frame), right(frame));
      case '*': return (frame) => multiply(left(frame), right(frame));
      case '/': return (frame) => divide(left(frame), right(frame));
      case '%': return (frame) => remainder(left(frame), right(frame));
    }
  }

  private call({ name, target, args }: Extract<Expr, { op: 'call' }>): Run {
    const macro = MACROS.get(`${target ? '.' : ''}${name}/${args.length}`);
    if (macro) return macro(this, target, args);
    const space = target && qualifiedName(target);
    const spaced = space !== undefined && !this.names.includes(space.split('.')[0]) ? functionNamed(`${space}.${name}`) : undefined;
    if (spaced) return applied(name, spaced, args.map((arg) => this.compile(arg)));
    const body = target ? methodNamed(name) : functionNamed(name);
    if (!body) throw new CelSyntaxError(`undeclared reference to '${name}'`);
    const all = [...target ? [target] : [], ...args];
    const run = applied(name, body, all.map((arg) => this.compile(arg)));
    return all.every((arg) => arg.op === 'const') ? once(run) : run;
  }
}

function applied(name: string, body: CelFunction, args: readonly Run[]): Run {
  return (frame) => {
    const values = args.map((arg) => arg(frame));
    const result = body(values, frame.budget);
    if (result === undefined) throw noSuchOverload(`${name}(${values.map(typeOf).join(', ')})`);
    return result;
  };
}

/** The value of a call of constants, such as `quantity('0')`: functions have no effects. */
function once(run: Run): Run {
  let value: Value | undefined;
  return (frame) => (value ??= run(frame));
}

function constant(value: Value): Run {
  return () => value;
}

function qualifiedName(expr: Expr): string | undefined {
  if (expr.op === 'name') return expr.name;
  if (expr.op !== 'select' || expr.optional) return undefined;
  const of = qualifiedName(expr.of);
  return of === undefined ? undefined : `${of}.${expr.field}`;
}

/** Whether a value may be the key of a map. */
export function isKey(value: Value): boolean {
  return ['string', 'bigint', 'boolean'].includes(typeof value) || value instanceof Uint;
}

function element(value: Value, key: Value, optional: boolean): Value | undefined {
  if (value instanceof List) {
    const index = key instanceof Uint ? key.value : typeof key === 'number' && Number.isInteger(key) ? BigInt(key) : key;
    if (typeof index !== 'bigint') throw noSuchOverload('_[_]');
    if (index >= 0n && index < BigInt(value.length)) return value.at(Number(index));
    if (optional) return undefined;
    throw new CelFailure(`index out of bounds: ${index}`);
  }
  if (value === null || !isMapping(value)) throw noSuchOverload('_[_]');
  const found = value.get(key);
  if (found === undefined && !optional) throw new CelFailure(`no such key: ${String(key)}`);
  return found;
}

function isIn(item: Value, container: Value, budget: Budget): boolean {
  if (container instanceof List) {
    for (let i = 0; i < container.length; i++) if (areEqual(container.at(i), item, budget)) return true;
    return false;
  }
  if (container === null || !isMapping(container)) throw noSuchOverload('@in');
  return container.get(item) !== undefined;
}

/** `a + b`: sets of the schema are united, the maps among its lists merged by their keys, all others appended. */
function sum(a: Value, b: Value, budget: Budget): Value {
  if (typeof a === 'string') budget.traverse(a.length);
  if (!(a instanceof List) || !(b instanceof List)) return add(a, b);
  budget.traverse(a.length + b.length);
  const { mapKeys } = a;
  if (!a.isSet && !mapKeys) return List.of([...a, ...b]);
  const items = [...a];
  for (const item of b) {
    const at = items.findIndex((other) => (mapKeys ? haveSameKeys(other, item, mapKeys, budget) : areEqual(other, item, budget)));
    if (at < 0) items.push(item);
    else items[at] = item;
  }
  return new List(items.length, (i) => items[i], a.isSet, mapKeys);
}
