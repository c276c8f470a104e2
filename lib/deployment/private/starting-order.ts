/** Something that waits for others. */
interface Waiting<T> {
  readonly name: string;
  readonly _dependencies: readonly T[];
}

/** Each after those that it waits for, else by name; there are no circles. */
export function startingOrder<T extends Waiting<T>>(all: readonly T[]): T[] {
  const left = [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
  const ordered: T[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ _dependencies }) => _dependencies.every((each) => ordered.includes(each)));
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}
