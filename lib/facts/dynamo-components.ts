/** Container of a pod template that is the component. Source: dynamo.md 2.3. */
export const MAIN_CONTAINER = 'main';

/** Container that the conversion makes of a v1alpha1 frontend sidecar. Source: dynamo.md 2.4. */
export const CONVERTED_SIDECAR = 'sidecar-frontend';

/** Types of components that run an engine. Source: dynamo.md 2.3. */
export const ENGINE_TYPES: readonly string[] = ['worker', 'prefill', 'decode'];

/** Whether a resource is a GPU to the GPU memory service, which puts it into a claim. Source: dynamo.md 2.6 (internal/dra). */
export function isClaimableGpu(resource: string): boolean {
  const name = resource.toLowerCase();
  return name === 'gpu' || name.endsWith('/gpu') || name.includes('/mig-') || name.startsWith('gpu.');
}

/** Label of a pod with its place in a domain of a topology, copied from its node. Source: dynamo.md 3.8. */
export function topologyLabelKey(domain: string): string {
  return `nvidia.com/dynamo-topology.${domain}`;
}
