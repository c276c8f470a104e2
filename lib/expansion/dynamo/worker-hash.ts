import { createHash } from 'crypto';
import { isEngine } from './component';
import type { Graph } from './graph';
import { stableJson } from '../../core/stable-json';
import { ANNOTATION_KEYS } from '../../facts/label-keys';

/**
 * The generation of a graph's workers, part of their names off Grove: what the operator noted on the graph, where that is known.
 *
 * Else 8 hexadecimal digits of our own: they change with the workers as the operator's do, but are not the same. The operator hashes the
 * bytes of its own data types, which a manifest does not show (dynamo.md 3.2).
 */
export function workerHash(graph: Graph): string {
  const noted = graph.annotations[ANNOTATION_KEYS.currentWorkerHash];
  if (noted !== undefined) return noted;
  const workers = graph.components.filter(({ type }) => isEngine(type)).map(({ data: { replicas: _, minAvailable: __, scalingAdapter: ___, ...rest } }) => rest);
  return createHash('sha256').update(stableJson([graph.namespace, graph.name, graph.env, graph.backendFramework, workers])).digest('hex').slice(0, 8);
}
