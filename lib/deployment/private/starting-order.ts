/** Something that waits for others. */
interface Waiting<T> {
  readonly name: string;
  readonly _dependencies: readonly T[];
}

/** Those that wait for none, then those that wait for these only, and so on; by name where that is the same. There are no circles. */
export function startingOrder<T extends Waiting<T>>(all: readonly T[]): T[] {
  const depths = new Map<T, number>();
  const depthOf = (each: T): number => {
    const known = depths.get(each) ?? 1 + Math.max(-1, ...each._dependencies.map(depthOf));
    depths.set(each, known);
    return known;
  };
  return [...all].sort((a, b) => depthOf(a) - depthOf(b) || (a.name < b.name ? -1 : 1));
}
