import { BinaryOperator, CelSyntaxError, Expr } from './syntax';
import { Token, tokensOf } from './tokens';

/** As in cel-go: no rule that people write comes near, and the stack stays whole. */
const MAX_DEPTH = 250;

/** As the API server: the longest expression that is read, in characters. */
const MAX_LENGTH = 100_000;

const RELATIONS = new Set<string>(['==', '!=', '<', '<=', '>', '>=', 'in']);
const SUMS = new Set<string>(['+', '-']);
const PRODUCTS = new Set<string>(['*', '/', '%']);

/** Words that are no names of variables and functions. */
const RESERVED = new Set([
  'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return', 'var',
  'void', 'while', 'in',
]);

/**
 * An expression of CEL (the grammar of cel-spec, with optionals: `a.?b`, `a[?b]`, `[?a]`, `{?a: b}`).
 *
 * @throws CelSyntaxError
 */
export function parseCel(text: string): Expr {
  if (text.length > MAX_LENGTH) throw new CelSyntaxError(`longer than ${MAX_LENGTH} characters`);
  return new Parser(tokensOf(text)).whole();
}

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Expr {
    const expr = this.expression();
    if (this.next.sort !== 'end') throw this.unexpected();
    return expr;
  }

  private get next(): Token {
    return this.tokens[this.at];
  }

  private is(...marks: string[]): boolean {
    const { sort, text } = this.next;
    return sort === 'mark' && marks.includes(text);
  }

  private accept(mark: string): boolean {
    const found = this.is(mark);
    if (found) this.at++;
    return found;
  }

  private expect(mark: string): void {
    if (!this.accept(mark)) throw this.unexpected(`'${mark}'`);
  }

  private unexpected(wanted?: string): CelSyntaxError {
    return new CelSyntaxError(`unexpected '${this.next.text}'${wanted ? `, ${wanted} is missing` : ''}`);
  }

  private deeper<T>(body: () => T): T {
    if (++this.depth > MAX_DEPTH) throw new CelSyntaxError(`nested deeper than ${MAX_DEPTH}`);
    const result = body();
    this.depth--;
    return result;
  }

  private expression(): Expr {
    return this.deeper(() => {
      const test = this.logical('or', '||', () => this.logical('and', '&&', () => this.chain(RELATIONS, () => this.sum())));
      if (!this.accept('?')) return test;
      const then = this.logical('or', '||', () => this.logical('and', '&&', () => this.chain(RELATIONS, () => this.sum())));
      this.expect(':');
      return { op: 'choice', test, then, otherwise: this.expression() };
    });
  }

  private logical(op: 'and' | 'or', mark: string, operand: () => Expr): Expr {
    const args = [operand()];
    while (this.accept(mark)) args.push(operand());
    return args.length === 1 ? args[0] : { op, args };
  }

  private sum(): Expr {
    return this.chain(SUMS, () => this.chain(PRODUCTS, () => this.unary()));
  }

  private chain(operators: ReadonlySet<string>, operand: () => Expr): Expr {
    let left = operand();
    while ((this.next.sort === 'mark' || this.next.text === 'in') && this.next.sort !== 'string' && operators.has(this.next.text)) {
      const operator = this.next.text as BinaryOperator;
      this.at++;
      left = { op: 'binary', operator, left, right: operand() };
    }
    return left;
  }

  /** Pairs of `!` and of `-` cancel each other before anything is evaluated, as in cel-go. */
  private unary(): Expr {
    const marks = this.count('!');
    if (marks) return marks % 2 ? { op: 'not', of: this.member() } : this.member();
    const minuses = this.count('-');
    const { next } = this;
    if (!(minuses % 2)) return this.member();
    if (next.sort !== 'int' && next.sort !== 'double') return { op: 'minus', of: this.member() };
    this.at++;
    return this.members({ op: 'const', value: next.sort === 'int' ? inRange(-next.value) : -next.value });
  }

  private count(mark: string): number {
    let count = 0;
    while (this.accept(mark)) count++;
    return count;
  }

  private member(): Expr {
    return this.members(this.primary());
  }

  private members(start: Expr): Expr {
    let expr = start;
    for (;;) {
      if (this.accept('.')) {
        const optional = this.accept('?');
        const field = this.next;
        if (field.sort !== 'name' && field.sort !== 'quotedName') throw this.unexpected('a name');
        this.at++;
        if (!optional && field.sort === 'name' && this.accept('(')) expr = { op: 'call', name: field.text, target: expr, args: this.list(')') };
        else expr = { op: 'select', of: expr, field: field.text, optional };
      } else if (this.accept('[')) {
        const optional = this.accept('?');
        expr = { op: 'index', of: expr, at: this.expression(), optional };
        this.expect(']');
      } else {
        return expr;
      }
    }
  }

  private primary(): Expr {
    const token = this.next;
    this.at++;
    switch (token.sort) {
      case 'int': return { op: 'const', value: inRange(token.value) };
      case 'uint': return { op: 'const', value: inRange(token.value, 0n, 2n ** 64n - 1n), unsigned: true };
      case 'double': case 'string': case 'bytes': return { op: 'const', value: token.value };
      case 'name': return this.named(token.text);
      case 'mark':
        if (token.text === '(') {
          const inner = this.expression();
          this.expect(')');
          return inner;
        }
        if (token.text === '[') return { op: 'list', items: this.items() };
        if (token.text === '{') return { op: 'map', entries: this.entries() };
        if (token.text === '.' && this.next.sort === 'name') return this.primary();
    }
    this.at--;
    throw this.unexpected();
  }

  private named(name: string): Expr {
    if (name === 'true' || name === 'false') return { op: 'const', value: name === 'true' };
    if (name === 'null') return { op: 'const', value: null };
    if (RESERVED.has(name)) throw new CelSyntaxError(`'${name}' is a reserved word`);
    if (this.accept('(')) return { op: 'call', name, args: this.list(')') };
    return { op: 'name', name };
  }

  private list(end: string): Expr[] {
    const args: Expr[] = [];
    while (!this.accept(end)) {
      args.push(this.expression());
      if (!this.is(end)) this.expect(',');
    }
    return args;
  }

  private items(): { value: Expr; optional: boolean }[] {
    const items: { value: Expr; optional: boolean }[] = [];
    while (!this.accept(']')) {
      const optional = this.accept('?');
      items.push({ value: this.expression(), optional });
      if (!this.is(']')) this.expect(',');
    }
    return items;
  }

  private entries(): { key: Expr; value: Expr; optional: boolean }[] {
    const entries: { key: Expr; value: Expr; optional: boolean }[] = [];
    while (!this.accept('}')) {
      const optional = this.accept('?');
      const key = this.expression();
      this.expect(':');
      entries.push({ key, value: this.expression(), optional });
      if (!this.is('}')) this.expect(',');
    }
    return entries;
  }
}

function inRange(value: bigint, least: bigint = -(2n ** 63n), most: bigint = 2n ** 63n - 1n): bigint {
  if (value < least || value > most) throw new CelSyntaxError(`${value} is out of range`);
  return value;
}
