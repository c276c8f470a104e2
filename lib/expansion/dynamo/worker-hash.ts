import { createHash } from 'crypto';
import { componentDeployments } from './component-deployment';
import { hashedParts } from './deployed-component';
import { goJson } from './go-json';
import type { Graph } from './graph';
import { JsonObject, isJsonObject } from '../../core/merge';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import { list } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';

/** Stands for the hash while it is computed. Source: dynamo.md 3.2. */
const PLACEHOLDER = 'worker-hash-placeholder';

/**
 * The generation of a graph's workers, part of their names off Grove: 8 hexadecimal digits over all component deployments of engines.
 * It hangs on the namespace and on the operator's version; what the operator noted on the graph counts first.
 * Operators from 1.5 on hash more (dynamo-1.5-1.6.md 3.2): their digits are others.
 *
 * @throws OperatorFailure where the operator makes no component deployments
 */
export function workerHash(graph: Graph, manifests: ManifestSet): string {
  return graph.annotations[ANNOTATION_KEYS.currentWorkerHash] ?? createHash('sha256').update(hashedText(graph, manifests)).digest('hex').slice(0, 8);
}

/** The text that is hashed. */
export function hashedText(graph: Graph, manifests: ManifestSet): string {
  const engines = componentDeployments(graph, PLACEHOLDER, manifests)
    .filter(({ metadata }) => (metadata?.labels as { readonly [key: string]: string })[LABEL_KEYS.dynamoWorkerHash] === PLACEHOLDER)
    .map((manifest) => [(manifest.spec as JsonObject).name, { ...hashedParts(manifest) }] as [string, JsonObject])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${engines.map(([name, parts]) => `${JSON.stringify(name)}:${goJson({ ...parts, spec: withValueStructs(parts.spec) })}`).join(',')}}`;
}

/** Structures that Go writes though they are empty. */
function withValueStructs(spec: unknown): unknown {
  const { podTemplate, ...rest } = spec as JsonObject;
  const template = isJsonObject(podTemplate) ? podTemplate : {};
  const pod = isJsonObject(template.spec) ? template.spec : {};
  const containers = (value: unknown) => list(value).map((container) => ({ resources: {}, ...container as JsonObject }));
  return {
    ...rest,
    podTemplate: {
      metadata: {},
      ...template,
      spec: {
        ...pod,
        containers: containers(pod.containers),
        ...pod.initContainers !== undefined && { initContainers: containers(pod.initContainers) },
      },
    },
  };
}
