/** An expression of CEL as parsed; macros (`has`, `all` …) are calls until they are compiled. */
export type Expr =
  | { readonly op: 'const'; readonly value: null | boolean | bigint | number | string | Uint8Array; readonly unsigned?: boolean }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'select'; readonly of: Expr; readonly field: string; readonly optional: boolean }
  | { readonly op: 'index'; readonly of: Expr; readonly at: Expr; readonly optional: boolean }
  | { readonly op: 'call'; readonly name: string; readonly target?: Expr; readonly args: readonly Expr[] }
  | { readonly op: 'list'; readonly items: readonly { readonly value: Expr; readonly optional: boolean }[] }
  | { readonly op: 'map'; readonly entries: readonly { readonly key: Expr; readonly value: Expr; readonly optional: boolean }[] }
  | { readonly op: 'and' | 'or'; readonly args: readonly Expr[] }
  | { readonly op: 'choice'; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
  | { readonly op: 'binary'; readonly operator: BinaryOperator; readonly left: Expr; readonly right: Expr }
  | { readonly op: 'not' | 'minus'; readonly of: Expr };

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | '+' | '-' | '*' | '/' | '%';

/** An expression that is no CEL. */
export class CelSyntaxError extends Error {}
