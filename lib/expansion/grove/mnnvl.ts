import { componentLabels, made } from './made';
import type { Clique, Group, SetView } from './set-view';
import type { JsonObject } from '../../core/merge';
import { Quantity } from '../../core/quantity';
import { GROVE_FINALIZERS, MNNVL_OPT_OUT, mnnvlComputeDomainName } from '../../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';
import { COMPUTE_DOMAIN_NUM_NODES, GROVE_MNNVL_CLAIM } from '../../facts/nvlink';
import type { Manifest } from '../../manifests/manifest';
import { list, record } from '../../manifests/manifest-object';
import type { ExpansionContext } from '../expander';
import { editContainers, withClaims, withPodClaims } from '../pod-spec';

const KEY = ANNOTATION_KEYS.mnnvlGroup;

/** Whether Grove makes ComputeDomains by itself. Where that is not known it does: the webhook takes no group name while it does not (scheduling.md 2.2). */
export function autoMnnvl({ cluster }: ExpansionContext): boolean {
  return cluster.operators.autoMnnvl !== false;
}

/** The group of automatic Multi-Node NVLink that a clique's pods are in: the clique's own word, else its scaling group's, else the set's. scheduling.md 3.7 */
export function mnnvlGroupOf(set: SetView, clique: Clique, group: Group | undefined = clique.group): string | undefined {
  const value = clique.annotations[KEY] ?? group?.annotations[KEY] ?? set.annotations[KEY];
  return value === MNNVL_OPT_OUT ? undefined : value;
}

/** A pod spec whose GPU containers use a channel of the group's ComputeDomain; unchanged without a GPU or with a claim of that name. scheduling.md 3.7 */
export function withMnnvlClaim(podSpec: JsonObject, computeDomain: string): JsonObject {
  if (!usesGpu(podSpec) || list(podSpec.resourceClaims).some((claim) => record(claim)?.name === GROVE_MNNVL_CLAIM)) return podSpec;
  const edited = editContainers(podSpec, (container) => hasGpu(container) ? withClaims(container, [GROVE_MNNVL_CLAIM]) : container);
  return withPodClaims(edited, [{ name: GROVE_MNNVL_CLAIM, resourceClaimTemplateName: computeDomain }]);
}

/** The ComputeDomains of a replica of a set: one for each group that a clique with GPUs is in, by name. scheduling.md 3.7, 9.1 */
export function computeDomainsOf(set: SetView, replica: number): Manifest[] {
  const groups = new Set(set.cliques.filter(({ podSpec }) => usesGpu(podSpec)).flatMap((clique) => mnnvlGroupOf(set, clique) ?? []));
  return [...groups].sort().map((group) => {
    const name = mnnvlComputeDomainName(set.name, group, replica);
    return made(set, {
      apiVersion: 'resource.nvidia.com/v1beta1',
      kind: 'ComputeDomain',
      name,
      labels: { ...componentLabels(set, 'computeDomain', name), [KEY]: group, [LABEL_KEYS.groveSetReplica]: String(replica) },
      finalizers: [GROVE_FINALIZERS.computeDomain],
    }, {
      spec: { channel: { allocationMode: 'Single', resourceClaimTemplate: { name } }, numNodes: COMPUTE_DOMAIN_NUM_NODES },
    });
  });
}

function usesGpu(podSpec: JsonObject): boolean {
  return [...list(podSpec.containers), ...list(podSpec.initContainers)].some((container) => hasGpu(record(container) ?? {}));
}

/** GPUs that come from claims alone are not seen. scheduling.md 3.7 */
function hasGpu(container: JsonObject): boolean {
  const resources = record(container.resources);
  return ['limits', 'requests'].some((key) => isSome(record(resources?.[key])?.[RESOURCE_NAMES.gpu]));
}

function isSome(amount: unknown): boolean {
  return (Quantity.tryParse(amount)?.nanos ?? 0n) !== 0n;
}
