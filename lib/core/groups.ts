/** Adds to the values of a key, in order. */
export function addTo<K, V>(groups: Map<K, V[]>, key: K, value: V): void {
  const values = groups.get(key);
  if (values) values.push(value);
  else groups.set(key, [value]);
}

/** Items by a key, the keys in the order in which they first come, the items of each in theirs. */
export function groupBy<K, V>(items: Iterable<V>, keyOf: (item: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) addTo(groups, keyOf(item), item);
  return groups;
}
