import { ClaimSpec, claimSpecsOf } from './claim-spec';
import type { RuleContext } from '../../admission/rule-context';
import { GROVE_MNNVL_CLAIM } from '../../facts/nvlink';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { ManifestSet } from '../../manifests/manifest-set';
import type { PodTemplate } from '../../manifests/pod-templates';
import { Place } from '../deployment/place';

/** Name of the pod claim that the Dynamo operator adds for its GPU Memory Service. Source: infrastructure.md 3.4. */
const DYNAMO_SHARED_GPU_CLAIM = 'intrapod-shared-gpu';

/** Claims that an operator adds to the pods of its kinds. */
const INJECTED: { readonly [group: string]: readonly string[] } = {
  'grove.io': [GROVE_MNNVL_CLAIM],
  'nvidia.com': [GROVE_MNNVL_CLAIM, DYNAMO_SHARED_GPU_CLAIM],
};

const NONE: readonly string[] = [];
const NO_CLAIMS: readonly PodClaim[] = [];

/** One entry of a pod's `resourceClaims`. */
export interface PodClaim {
  readonly name: string;
  readonly place: Place;
  /** `ResourceClaim`, or `ResourceClaimTemplate`. */
  readonly kind: string;
  /** Name of the claim or template; empty where none is written. */
  readonly target: string;
  /** The ComputeDomain that makes the template. */
  readonly domain?: ManifestObject;
  /** What it asks for, where the set holds it. */
  readonly spec?: ClaimSpec;
}

/** One entry of a container's `resources.claims`. */
export interface UsedClaim {
  readonly name: string;
  readonly place: Place;
}

/** A pod template and its claims. */
export interface ClaimingPod {
  readonly template: PodTemplate;
  readonly object: ManifestObject;
  readonly spec: Place;
  readonly claims: readonly PodClaim[];
  readonly used: readonly UsedClaim[];
  /** Names of claims that an operator adds by itself. */
  readonly injected: readonly string[];
}

const read = new WeakMap<ManifestSet, readonly ClaimingPod[]>();

/** Every pod template of a set, with its claims. */
export function claimingPodsIn(manifests: ManifestSet): readonly ClaimingPod[] {
  let pods = read.get(manifests);
  if (!pods) read.set(manifests, pods = manifests.podTemplates.map((template) => claimingPod(template, manifests)));
  return pods;
}

/** The pods of a context that claim something, or whose containers do. */
export function podsWithClaims({ manifests }: RuleContext): readonly ClaimingPod[] {
  let pods = withClaims.get(manifests);
  if (!pods) withClaims.set(manifests, pods = claimingPodsIn(manifests).filter(({ claims, used }) => claims.length > 0 || used.length > 0));
  return pods;
}

const withClaims = new WeakMap<ManifestSet, readonly ClaimingPod[]>();

function claimingPod(template: PodTemplate, manifests: ManifestSet): ClaimingPod {
  const { object } = template;
  const spec = new Place(template.spec, template.specPath);
  const claims = template.spec.resourceClaims === undefined ? NO_CLAIMS : spec.at('resourceClaims').items.map((place) => podClaim(place, object, manifests));
  const used: UsedClaim[] = [];
  for (const { container, path } of template.containers) {
    if (container.resources !== undefined) addUsed(new Place(container, path).at('resources', 'claims'), used);
  }
  for (const list of claimsOfService(template)) addUsed(list, used);
  return { template, object, spec, claims, used, injected: INJECTED[object.group] ?? NONE };
}

function podClaim(place: Place, object: ManifestObject, manifests: ManifestSet): PodClaim {
  const source = place.at('source');
  const legacy = source.present ? source : place;
  const [claim, byTemplate] = [legacy.at('resourceClaimName').text, legacy.at('resourceClaimTemplateName').text];
  const kind = claim !== '' ? 'ResourceClaim' : 'ResourceClaimTemplate';
  const target = claim || byTemplate;
  const found = target === '' ? undefined : manifests.find('resource.k8s.io', kind, target, object.namespace);
  const domain = kind === 'ResourceClaimTemplate' ? domainOfTemplate(manifests, target, object.namespace) : undefined;
  return { name: place.at('name').text, place, kind, target, domain, spec: found && claimSpecsOf(found)[0] };
}

function addUsed(list: Place, into: UsedClaim[]): void {
  for (const place of list.items) into.push({ name: place.at('name').text, place });
}

/** Dynamo v1alpha1 keeps a service's claims beside its GPUs. dynamo.md 2.2 */
function claimsOfService({ object, specPath }: PodTemplate): Place[] {
  if (specPath[specPath.length - 1] !== 'extraPodSpec') return [];
  return [new Place(object.manifest).at(...specPath.slice(0, -1), 'resources', 'claims')];
}

/** The ComputeDomain that makes a claim template of this name. */
export function domainOfTemplate(manifests: ManifestSet, template: string, namespace: string | undefined): ManifestObject | undefined {
  if (template === '') return undefined;
  let byTemplate = makers.get(manifests);
  if (!byTemplate) {
    byTemplate = new Map([...domainsIn(manifests)].reverse().map((domain) => [`${domain.namespace ?? ''}/${templateOfDomain(domain).text}`, domain]));
    makers.set(manifests, byTemplate);
  }
  return byTemplate.get(`${namespace ?? ''}/${template}`);
}

/** By namespace and name of the template; of several, the first. */
const makers = new WeakMap<ManifestSet, ReadonlyMap<string, ManifestObject>>();

/** The ComputeDomains of a set. */
export function domainsIn(manifests: ManifestSet): readonly ManifestObject[] {
  return manifests.ofKind('resource.nvidia.com', 'ComputeDomain');
}

/** Where a ComputeDomain names the template that its controller makes. */
export function templateOfDomain({ manifest }: ManifestObject): Place {
  return new Place(manifest).at('spec', 'channel', 'resourceClaimTemplate', 'name');
}
