/** The items that stand in a list more than once, each once, in the order of their second appearance. */
export function duplicates(items: readonly string[]): string[] {
  return [...new Set(items.filter((item, i) => items.indexOf(item) !== i))];
}
