/** Words of CEL that are properties in some schemas; rules write them as `__namespace__`. */
const RESERVED = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package',
  'namespace', 'return', 'var', 'void', 'while',
]);

const ESCAPES: { readonly [escape: string]: string } = { __underscores__: '__', __dot__: '.', __dash__: '-', __slash__: '/' };

/**
 * The property that a name in a rule stands for: `__namespace__` for `namespace`, `a__dash__b` for `a-b`.
 * Source: kubernetes/apiserver, pkg/cel/escaping.go.
 */
export function unescaped(name: string): string {
  if (!name.includes('__')) return name;
  const word = /^__([a-z]+)__$/.exec(name)?.[1];
  if (word && RESERVED.has(word)) return word;
  return name.replace(/__(?:underscores|dot|dash|slash)__/g, (escape) => ESCAPES[escape]);
}
