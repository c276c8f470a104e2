import { CelSyntaxError, Expr } from './syntax';

/**
 * What is known of a value before anything runs; `any` where nothing is. `device` is the variable of selectors, `attributes` and `capacities` its maps,
 * by domain.
 */
export type StaticType =
  | 'any' | 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'null_type' | 'list' | 'map' | 'kubernetes.Quantity' | 'kubernetes.Semver'
  | 'device' | 'attributes' | 'attributes of a domain' | 'capacities' | 'capacities of a domain';

/** Fields of the variable `device`. Source: infrastructure.md 2.4. */
const DEVICE: { readonly [field: string]: StaticType } = { driver: 'string', attributes: 'attributes', capacity: 'capacities', allowMultipleAllocations: 'bool' };

/** What is below a map. */
const BELOW: { readonly [type in StaticType]?: StaticType } = {
  'attributes': 'attributes of a domain', 'attributes of a domain': 'any', 'capacities': 'capacities of a domain', 'capacities of a domain': 'kubernetes.Quantity',
};

/** Results of functions of one type. Sources: the CEL specification; kubernetes/apiserver pkg/cel/library. */
const FUNCTIONS: { readonly [name: string]: StaticType } = {
  quantity: 'kubernetes.Quantity', isQuantity: 'bool', semver: 'kubernetes.Semver', isSemver: 'bool', string: 'string', int: 'int', double: 'double', bool: 'bool', size: 'int', has: 'bool',
};

/** Results of methods that give the same whatever they are called on. */
const METHODS: { readonly [name: string]: StaticType } = {
  matches: 'bool', startsWith: 'bool', endsWith: 'bool', contains: 'bool', isGreaterThan: 'bool', isLessThan: 'bool', compareTo: 'int', lowerAscii: 'string', upperAscii: 'string', trim: 'string', replace: 'string', substring: 'string', size: 'int', all: 'bool', exists: 'bool', exists_one: 'bool', isInteger: 'bool', asInteger: 'int', sign: 'int', major: 'int', minor: 'int', patch: 'int',
};

/** Methods of one type only. */
const METHODS_OF: { readonly [name: string]: readonly StaticType[] } = {
  lowerAscii: ['string'], upperAscii: ['string'], matches: ['string'], startsWith: ['string'], endsWith: ['string'], isGreaterThan: ['kubernetes.Quantity', 'kubernetes.Semver'], isLessThan: ['kubernetes.Quantity', 'kubernetes.Semver'], compareTo: ['kubernetes.Quantity', 'kubernetes.Semver'],
};

const NUMBERS: readonly StaticType[] = ['int', 'uint', 'double'];

/**
 * The type of an expression, as far as it can be told; types that are not known are never refused.
 *
 * @throws CelSyntaxError where operands, fields or results cannot fit
 */
export function staticType(expr: Expr, scope: ReadonlyMap<string, StaticType>): StaticType {
  const of = (inner: Expr) => staticType(inner, scope);
  switch (expr.op) {
    case 'const': return ofConstant(expr);
    case 'name': return scope.get(expr.name) ?? 'any';
    case 'select': return selected(of(expr.of), expr.field, expr.optional);
    case 'index': {
      const below = BELOW[of(expr.of)] ?? 'any';
      const at = of(expr.at);
      if (BELOW[of(expr.of)] && at !== 'string' && at !== 'any') throw noOverload('_[_]', [of(expr.of), at]);
      return expr.optional ? 'any' : below;
    }
    case 'list': return 'list';
    case 'map': return 'map';
    case 'and': case 'or':
      for (const arg of expr.args) mustBeBool(of(arg), expr.op === 'and' ? '_&&_' : '_||_');
      return 'bool';
    case 'not':
      mustBeBool(of(expr.of), '!_');
      return 'bool';
    case 'minus': return of(expr.of);
    case 'choice': {
      mustBeBool(of(expr.test), '_?_:_');
      const [yes, no] = [of(expr.then), of(expr.otherwise)];
      return yes === no ? yes : 'any';
    }
    case 'binary': return ofBinary(expr.operator, of(expr.left), of(expr.right));
    case 'call': return ofCall(expr, scope);
  }
}

function ofConstant({ value, unsigned }: Extract<Expr, { op: 'const' }>): StaticType {
  if (value === null) return 'null_type';
  if (unsigned) return 'uint';
  switch (typeof value) {
    case 'boolean': return 'bool';
    case 'bigint': return 'int';
    case 'number': return 'double';
    case 'string': return 'string';
    default: return 'bytes';
  }
}

function selected(type: StaticType, field: string, optional: boolean): StaticType {
  if (type === 'device') {
    if (!Object.hasOwn(DEVICE, field)) throw new CelSyntaxError(`undefined field '${field}' of device; it has ${Object.keys(DEVICE).join(', ')}`);
    return optional ? 'any' : DEVICE[field];
  }
  const below = BELOW[type];
  if (below) return optional ? 'any' : below;
  if (type === 'any' || type === 'map') return 'any';
  throw new CelSyntaxError(`type '${type}' does not support field selection`);
}

function ofBinary(operator: Extract<Expr, { op: 'binary' }>['operator'], left: StaticType, right: StaticType): StaticType {
  const isOpen = left === 'any' || right === 'any';
  switch (operator) {
    case '==': case '!=':
      if (!isOpen && left !== right && left !== 'null_type' && right !== 'null_type') throw noOverload(`_${operator}_`, [left, right]);
      return 'bool';
    case '<': case '<=': case '>': case '>=':
      // Numbers of different types are compared; quantities and versions have methods for it.
      for (const type of [left, right]) if (!['any', 'bool', 'string', 'bytes', ...NUMBERS].includes(type)) throw noOverload(`_${operator}_`, [left, right]);
      if (!isOpen && left !== right && !(NUMBERS.includes(left) && NUMBERS.includes(right))) throw noOverload(`_${operator}_`, [left, right]);
      return 'bool';
    case 'in': return 'bool';
    default:
      if (!isOpen && left !== right) throw noOverload(`_${operator}_`, [left, right]);
      return isOpen ? 'any' : left;
  }
}

function ofCall({ name, target, args }: Extract<Expr, { op: 'call' }>, scope: ReadonlyMap<string, StaticType>): StaticType {
  if (target?.op === 'name' && target.name === 'cel' && name === 'bind' && args[0].op === 'name') {
    return staticType(args[2], new Map([...scope, [args[0].name, staticType(args[1], scope)]]));
  }
  if (!target) return FUNCTIONS[name] ?? 'any';
  const type = target.op === 'name' && !scope.has(target.name) ? 'any' : staticType(target, scope);
  const owners = METHODS_OF[name];
  if (owners && type !== 'any' && !owners.includes(type)) throw noOverload(name, [type]);
  return METHODS[name] ?? 'any';
}

function mustBeBool(type: StaticType, operator: string): void {
  if (type !== 'bool' && type !== 'any') throw noOverload(operator, [type]);
}

function noOverload(name: string, types: readonly StaticType[]): CelSyntaxError {
  return new CelSyntaxError(`found no matching overload for '${name}' applied to '(${types.join(', ')})'`);
}
