import type { Document, Node, Pair } from 'yaml';
import { yaml } from '../../core/yaml';

/** What the aliases of a document come to. */
export interface AliasSize {
  /** Whether they unfold beyond what kubectl's reader and the API server take. */
  readonly isUnreasonable: boolean;
  /** Where an alias stands whose anchor does not stand before it: characters from the start. */
  readonly unresolved?: number;
}

/** Nodes, and characters of scalars, that a part of a document unfolds to. */
interface Size {
  readonly nodes: number;
  readonly aliased: number;
  readonly chars: number;
}

/**
 * Characters beyond which no API server takes an object: it reads 3 MiB of a request (k8s.io/apiserver, MaxRequestBodyBytes), and this leaves
 * room for what the JSON of a request leaves out.
 */
const MAX_CHARS = 20_000_000;

/**
 * How much of a document may come from aliases: the share and the bounds of kubectl's YAML reader (sigs.k8s.io/yaml/goyaml.v2, decode.go,
 * `allowedAliasRatio`).
 */
const [FEW, MANY] = [400_000, 4_000_000];
const [SHARE_OF_FEW, SHARE_OF_MANY] = [0.99, 0.1];

/** Counts without unfolding: each node is visited once. */
export function aliasSize(document: Document.Parsed): AliasSize {
  const { isAlias, isMap, isSeq, isPair, isScalar } = yaml();
  const anchors = new Map<string, Size>();
  let unresolved: number | undefined;
  const { nodes, aliased, chars } = sizeOf(document.contents);
  const between = Math.min(Math.max((nodes - FEW) / (MANY - FEW), 0), 1);
  const share = SHARE_OF_FEW - (SHARE_OF_FEW - SHARE_OF_MANY) * between;
  // An object that contains itself is endless: the share is no number then.
  return { isUnreasonable: !(chars <= MAX_CHARS) || (aliased > 100 && nodes > 1000 && !(aliased / nodes <= share)), unresolved };

  function sizeOf(node: Node | Pair | null | undefined): Size {
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (!target) unresolved ??= node.range?.[0] ?? 0;
      return target ? { nodes: target.nodes + 1, aliased: target.nodes, chars: target.chars } : { nodes: 1, aliased: 0, chars: 0 };
    }
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    // What names itself inside has no end.
    if (anchor !== undefined) anchors.set(anchor, { nodes: Infinity, aliased: Infinity, chars: Infinity });
    const parts = isPair(node) ? [node.key, node.value] : isMap(node) || isSeq(node) ? node.items : [];
    let [count, fromAliases, length] = [isPair(node) ? 0 : 1, 0, isScalar(node) && typeof node.value === 'string' ? node.value.length : 1];
    for (const part of parts as Array<Node | Pair | null>) {
      const size = sizeOf(part);
      count += size.nodes;
      fromAliases += size.aliased;
      length += size.chars;
    }
    const size = { nodes: count, aliased: fromAliases, chars: length };
    if (anchor !== undefined) anchors.set(anchor, size);
    return size;
  }
}
