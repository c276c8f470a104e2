import { expand } from '../../../lib/expansion/expand';
import type { ClusterFacts, OperatorFacts } from '../../../lib/facts/cluster-facts';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

/** A manifest of a test, read without types. */
export type Data = any; // eslint-disable-line @typescript-eslint/no-explicit-any

/** A component of v1beta1; `main` and `spec` go into its pod template. */
export function component(name: string, type: string | undefined, { main = {}, spec = {}, metadata, ...rest }: Data = {}): Data {
  const template = { ...metadata && { metadata }, spec: { ...spec, containers: [{ name: 'main', image: 'nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.0', ...main }] } };
  return { name, ...type !== undefined && { type }, ...rest, podTemplate: template };
}

/** A graph of v1beta1 in the namespace `ns`. */
export function graph(components: Data[], { annotations, name = 'llm', ...spec }: Data = {}): Data {
  return {
    apiVersion: 'nvidia.com/v1beta1',
    kind: 'DynamoGraphDeployment',
    metadata: { name, namespace: 'ns', ...annotations && { annotations } },
    spec: { ...spec, components },
  };
}

/** A worker of vLLM over several nodes. */
export function multinode(args: string[], rest: Data = {}): Data {
  const main = { command: ['python3', '-m', 'dynamo.vllm'], args, resources: { limits: { 'nvidia.com/gpu': '8' } } };
  return component('decode', 'decode', { multinode: { nodeCount: 2 }, main, ...rest });
}

/** Everything that the Dynamo operator makes of manifests, by `Kind/name`. */
export function made(manifests: Data | Data[], operators: OperatorFacts = {}, rest: Partial<ClusterFacts> = {}): { readonly [id: string]: Data } {
  const objects = expand(ManifestSet.of([manifests].flat()), { operators, pools: [], ...rest });
  // What other operators make of them is not Dynamo's.
  const own = objects.filter(({ owner }) => (owner.manifest as Data).apiVersion.startsWith('nvidia.com/'));
  return Object.fromEntries(own.map(({ manifest }) => [`${manifest.kind}/${manifest.metadata?.name}`, manifest]));
}

/** Cliques of the one PodCliqueSet, by name. */
export function cliques(objects: { readonly [id: string]: Data }): { readonly [name: string]: Data } {
  const set = Object.values(objects).find(({ kind }) => kind === 'PodCliqueSet');
  return Object.fromEntries(set.spec.template.cliques.map((clique: Data) => [clique.name, clique]));
}

/** The container `main` of a clique. */
export function mainOf(clique: Data): Data {
  return clique.spec.podSpec.containers.find(({ name }: Data) => name === 'main');
}

/** Value of a variable. */
export function variable(container: Data, name: string): string | undefined {
  return container.env.find((each: Data) => each.name === name)?.value;
}
