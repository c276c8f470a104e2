import { affinityWith } from './affinity';
import { environmentOf } from './environment';
import { defined, joined } from './sparse';
import { invalid } from '../../core/errors';
import { groupBy } from '../../core/groups';
import type { Container, PodSpec, PodTemplateSpec, ResourceClaim, ResourceRequirements } from '../../crds/kubernetes';
import { PodFragmentProps, PodSelection } from '../pod-fragment';

/** The pod that fragments are written into. */
export interface FragmentTarget {
  /** Construct path, for messages. */
  readonly path: string;
  /** The container that gets what is for a container and for no other by name. */
  readonly container: string;
  /** GPUs that the pod has without the fragments. */
  readonly gpus: number;
}

/** The fragments that are for a pod: those for GPU pods only where it has GPUs, of its own or from another fragment. */
export function fragmentsFor(fragments: readonly PodFragmentProps[], ownGpus: number): PodFragmentProps[] {
  const given = fragments.filter(({ pods }) => pods !== PodSelection.GPU);
  return gpusWith(given, ownGpus) > 0 ? [...fragments] : given;
}

/** GPUs of a pod with what fragments give; a claim that several of its containers have counts once. */
export function gpusWith(fragments: readonly PodFragmentProps[], ownGpus: number): number {
  const given = new Map(fragments.map(({ id, gpus = 0, resourceClaims }) => [resourceClaims ? resourceClaims.map(({ name }) => name).join() : `id ${id}`, gpus]));
  return [...given.values()].reduce((sum, gpus) => sum + gpus, ownGpus);
}

/**
 * A pod template with fragments written into it, in their order. What is there already stays as it is; variables that are there win.
 * Works on typed templates and on their JSON alike.
 *
 * @throws where the pod says something else already, for example another scheduler
 */
export function applyFragments(template: PodTemplateSpec, all: readonly PodFragmentProps[], target: FragmentTarget): PodTemplateSpec {
  const fragments = fragmentsFor(all, target.gpus);
  if (fragments.length === 0) return template;
  const { path } = target;
  const { metadata, spec } = template;
  const gpus = gpusWith(fragments, target.gpus);
  const of = <T>(pick: (fragment: PodFragmentProps) => readonly T[] | undefined): T[] => fragments.flatMap((fragment) => [...pick(fragment) ?? []]);
  const mapOf = (key: 'labels' | 'annotations' | 'nodeSelector', base: { readonly [key: string]: string } | undefined) => (
    mergeMaps(path, [base ?? {}, ...fragments.map((fragment) => fragment[key] ?? {})])
  );
  const labels = mapOf('labels', metadata?.labels);
  const annotations = mapOf('annotations', metadata?.annotations);
  return defined<PodTemplateSpec>({
    metadata: labels || annotations ? defined({ ...metadata, labels, annotations }) : metadata,
    spec: defined<PodSpec>({
      ...spec,
      containers: withContainers(spec?.containers ?? [], fragments, target, gpus),
      nodeSelector: mapOf('nodeSelector', spec?.nodeSelector),
      schedulerName: one(path, 'schedulerName', [spec?.schedulerName, ...fragments.map((fragment) => fragment.schedulerName)]),
      priorityClassName: one(path, 'priorityClassName', [spec?.priorityClassName, ...fragments.map((fragment) => fragment.priorityClassName)]),
      affinity: affinityWith(spec?.affinity, fragments),
      tolerations: joined([...spec?.tolerations ?? [], ...of((fragment) => fragment.tolerations)]),
      // Two of one name that differ stay, for admission to report.
      resourceClaims: joined([...spec?.resourceClaims ?? [], ...of((fragment) => fragment.resourceClaims)]),
      volumes: joined([...spec?.volumes ?? [], ...of((fragment) => fragment.volumes)]),
    }),
  });
}

/** Labels, annotations or selectors on top of each other. @throws where two have different values for a key */
export function mergeMaps(path: string, maps: readonly { readonly [key: string]: string }[]): { [key: string]: string } | undefined {
  const merged: Record<string, string> = {};
  for (const map of maps) {
    for (const [key, value] of Object.entries(map)) merged[key] = one(path, key, [merged[key], value]) ?? value;
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}

function withContainers(containers: readonly Container[], fragments: readonly PodFragmentProps[], target: FragmentTarget, gpus: number): Container[] {
  const byContainer = groupBy(fragments, ({ container }) => container ?? target.container);
  const changed = containers.map((container) => {
    const own = byContainer.get(container.name);
    byContainer.delete(container.name);
    return own ? withFragments(target.path, container, own, gpus) : container;
  });
  const unknown = [...byContainer].filter(([, own]) => own.some(isForContainer)).map(([name]) => name);
  if (unknown.length === 0) return changed;
  throw invalid({
    path: target.path,
    value: `container '${unknown.join("', '")}'`,
    reason: `the pod has ${containers.length === 0 ? 'no containers' : containers.map(({ name }) => `'${name}'`).join(', ')}`,
    fix: 'name one of them',
  });
}

function isForContainer({ resourceClaims, limits, resourcesPerGpu, capabilities, environment, secrets, volumeMounts }: PodFragmentProps): boolean {
  return [resourceClaims, limits, resourcesPerGpu, capabilities, environment, secrets, volumeMounts].some((part) => part !== undefined);
}

function withFragments(path: string, container: Container, fragments: readonly PodFragmentProps[], gpus: number): Container {
  const known = new Set((container.env ?? []).map(({ name }) => name));
  const env = environmentOf(fragments).filter(({ name }) => !known.has(name));
  const capabilities = fragments.flatMap((fragment) => fragment.capabilities ?? []);
  const security = container.securityContext;
  return defined<Container>({
    ...container,
    env: joined([...container.env ?? [], ...env]),
    resources: resourcesWith(path, container.resources, fragments, gpus),
    volumeMounts: joined([...container.volumeMounts ?? [], ...fragments.flatMap((fragment) => fragment.volumeMounts ?? [])]),
    securityContext: capabilities.length === 0 ? security : {
      ...security, capabilities: { ...security?.capabilities, add: [...new Set([...security?.capabilities?.add ?? [], ...capabilities])].sort() },
    },
  });
}

function resourcesWith(
  path: string, resources: ResourceRequirements | undefined, fragments: readonly PodFragmentProps[], gpus: number,
): ResourceRequirements | undefined {
  const limits: Record<string, string> = {};
  for (const fragment of fragments) {
    for (const [name, amount] of Object.entries(fragment.limits ?? {})) {
      limits[name] = `${amount}`;
      if (resources?.limits?.[name] === undefined) continue;
      throw invalid({
        path, value: `a limit of ${name} beside requestGpus(${amount})`, reason: 'the container has one number of GPUs', fix: 'remove the limit, or the call',
      });
    }
    for (const [name, perGpu] of Object.entries(fragment.resourcesPerGpu ?? {})) if (gpus > 0) limits[name] = `${perGpu * gpus}`;
  }
  const claims = fragments.flatMap(({ resourceClaims = [], claimRequest: request }) => (
    resourceClaims.map(({ name }) => defined<ResourceClaim>({ name, request }))
  ));
  if (Object.keys(limits).length === 0 && claims.length === 0) return resources;
  return defined<ResourceRequirements>({
    ...resources,
    limits: Object.keys(limits).length > 0 ? { ...resources?.limits, ...limits } : resources?.limits,
    claims: joined([...resources?.claims ?? [], ...claims]),
  });
}

/** The one value that all who say something agree on. */
function one(path: string, what: string, values: readonly (string | undefined)[]): string | undefined {
  const [first, second] = [...new Set(values.filter((value) => value !== undefined))];
  if (second === undefined) return first;
  throw invalid({ path, value: `${what} '${first}' and '${second}'`, reason: 'a pod has one', fix: 'remove one of them' });
}
