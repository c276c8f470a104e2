import type { Document, Node, Scalar } from 'yaml';
import { yaml } from '../../core/yaml';

/** Plain data. */
interface Mapping { [key: string]: unknown }

/** What has no form in JSON, and where: characters from the start. */
export class NoData extends Error {
  constructor(reason: string, readonly offset: number) {
    super(reason);
  }
}

/**
 * The plain data of a document whose aliases are all resolved (lib/manifests/private/alias-size).
 *
 * Each node is visited once, and an alias gives the data of its anchor. The package's `toJS` looks for an alias's anchor among all of the document.
 *
 * @throws NoData
 */
export function yamlData(document: Document.Parsed): unknown {
  const { isAlias, isMap, isSeq, isScalar } = yaml();
  const anchors = new Map<string, unknown>();
  return dataOf(document.contents);

  function dataOf(node: Node | null): unknown {
    if (isAlias(node)) return anchors.get(node.source);
    if (isMap<Node | null, Node | null>(node)) {
      const map: Mapping = {};
      for (const { key, value } of node.items) {
        if (isScalar(key) && isMerge(key)) merge(map, dataOf(value), key);
        else set(map, keyOf(key), dataOf(value));
      }
      return named(node.anchor, map);
    }
    if (isSeq<Node | null>(node)) return named(node.anchor, node.items.map(dataOf));
    return isScalar(node) ? named(node.anchor, node.value) : null;
  }

  function named(anchor: string | undefined, data: unknown): unknown {
    if (anchor !== undefined) anchors.set(anchor, data);
    return data;
  }

  function keyOf(key: Node | null): string {
    const data = dataOf(key);
    if (typeof data === 'object' && data !== null) throw new NoData('a key is a list or a map', key?.range?.[0] ?? 0);
    return data === null ? '' : String(data);
  }

  /** `<<` gives the keys that are not there yet. */
  function merge(map: Mapping, from: unknown, { range }: Scalar): void {
    for (const each of Array.isArray(from) ? from : [from]) {
      if (typeof each !== 'object' || each === null || Array.isArray(each)) throw new NoData('`<<` merges something that is no map', range?.[0] ?? 0);
      for (const [key, value] of Object.entries(each)) if (!Object.hasOwn(map, key)) set(map, key, value);
    }
  }
}

/** The package's form of `<<` without quotes. */
function isMerge(key: Scalar): boolean {
  return typeof key.value === 'symbol';
}

function set(map: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  else map[key] = value;
}
