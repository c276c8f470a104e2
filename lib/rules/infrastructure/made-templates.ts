import { mnnvlGroupOf } from './domain-pods';
import { ClaimingPod, claimingPodsIn, PodClaim } from './pod-claims';
import { componentInNames } from '../../facts/dynamo-names';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Place } from '../deployment/place';

/** Whether Grove or the Dynamo operator makes the template that a claim names, from an object of the set. */
export function isMadeByOperator({ kind, target }: PodClaim, namespace: string | undefined, manifests: ManifestSet): boolean {
  if (kind !== 'ResourceClaimTemplate') return false;
  const names = madeTemplates(manifests);
  const isMade = (name: string) => names.has(key(namespace, name));
  // Any number in the name may be the replica's.
  return isMade(target) || [...target.matchAll(/-\d+(?=-)/g)].some(({ 0: number, index }) => (
    isMade(`${target.slice(0, index)}-${REPLICA}${target.slice(index + number.length)}`)));
}

/** Whether the Dynamo operator replaces the GPUs of a component by claims of its own. infrastructure.md 3.4 */
export function sharesByOperator({ object, template: { specPath } }: ClaimingPod): boolean {
  if (object.group !== 'nvidia.com') return false;
  const component = new Place(object.manifest).at(...specPath.slice(0, specPath[specPath.length - 1] === 'extraPodSpec' ? -1 : -2));
  return [component, component.at('experimental')].some((holder) => holder.at('gpuMemoryService').present || holder.at('failover').present);
}

/** What stands for the number of a replica; no name of Kubernetes has it. */
const REPLICA = '#';

const read = new WeakMap<ManifestSet, ReadonlySet<string>>();

/** The names of templates, with their namespaces: `<set>-<replica>-<NVLink group>` of Grove, `<graph>-<component>-gpu` of Dynamo. infrastructure.md 3.4 */
function madeTemplates(manifests: ManifestSet): ReadonlySet<string> {
  let names = read.get(manifests);
  if (!names) {
    names = new Set(claimingPodsIn(manifests).flatMap((pod) => {
      const name = nameOfTemplate(pod);
      return name === undefined ? [] : [key(pod.object.namespace, name)];
    }));
    read.set(manifests, names);
  }
  return names;
}

function nameOfTemplate(pod: ClaimingPod): string | undefined {
  const { group, kind, name } = pod.object;
  if (group === 'grove.io' && kind === 'PodCliqueSet') {
    const nvlinkGroup = mnnvlGroupOf(pod)?.text;
    return nvlinkGroup === undefined ? undefined : `${name}-${REPLICA}-${nvlinkGroup}`;
  }
  return kind === 'DynamoGraphDeployment' && sharesByOperator(pod) ? `${name}-${componentInNames(pod.template.role)}-gpu` : undefined;
}

function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
