import type { IConstruct } from 'constructs';
import { Cluster } from '../../cluster';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import { CHANNEL_CLAIM, NO_MNNVL_GROUP } from '../../facts/nvlink';
import type { PodFragmentProps } from '../pod-fragment';

/** Claim templates of NVLink domains that GPU pods with these fragments claim. */
export function channelTemplates(fragments: readonly PodFragmentProps[]): string[] {
  const claims = fragments.flatMap((fragment) => fragment.resourceClaims ?? []).filter(({ name }) => name === CHANNEL_CLAIM);
  return claims.map(({ resourceClaimTemplateName }) => resourceClaimTemplateName ?? '');
}

/** The group of Grove's automatic Multi-Node NVLink, where there is one. */
export function mnnvlGroup(fragments: readonly PodFragmentProps[]): string | undefined {
  const [group] = fragments.flatMap(({ annotations }) => annotations?.[ANNOTATION_KEYS.mnnvlGroup] ?? []);
  return group === NO_MNNVL_GROUP ? undefined : group;
}

/** A pod reaches one NVLink domain, in one of two ways. */
export function checkNvlink(fragments: readonly PodFragmentProps[]): SynthFinding[] {
  const templates = channelTemplates(fragments);
  const group = mnnvlGroup(fragments);
  if (templates.length > 1) {
    return [{
      rule: 'CD-14',
      value: `claims of ${templates.join(' and ')}`,
      reason: 'a node has one channel, so a pod joins one NVLink domain',
      fix: 'attach one domain; a Dynamo graph takes it as kvTransfer: KvTransfer.nvlink(domain)',
    }];
  }
  if (group === undefined) return [];
  if (templates.length > 0) {
    return [{
      rule: 'CD-15',
      value: `claim of ${templates[0]} and Grove's NVLink group '${group}'`,
      reason: 'Grove adds a second claim of a channel, and a node has one',
      fix: 'attach the domain or the group',
    }];
  }
  const claimed = fragments.some(({ gpus = 0, resourceClaims }) => gpus > 0 && resourceClaims !== undefined);
  if (!claimed) return [];
  return [{
    rule: 'CD-17',
    value: `Grove's NVLink group '${group}' on GPUs from claims`,
    reason: 'Grove looks for nvidia.com/gpu only, and gives these pods no channel',
    fix: 'attach a ComputeDomain, or use a pool with GpuAllocation.DEVICE_PLUGIN',
  }];
}

/** The set that Dynamo's operator makes of a graph is refused where Grove does not make domains; of a PodCliqueSet rule GRV-13 says so. */
export function checkAutomaticNvlink(construct: IConstruct, fragments: readonly PodFragmentProps[]): SynthFinding[] {
  const group = mnnvlGroup(fragments);
  if (group === undefined || Cluster.ofOrUndefined(construct)?._facts().operators.autoMnnvl !== false) return [];
  return [{
    rule: 'CD-16',
    value: `Grove's NVLink group '${group}' on a cluster without autoMnnvl`,
    reason: 'Grove refuses the PodCliqueSet of the graph unless config.network.autoMNNVLEnabled is on',
    fix: 'turn it on in the values of its chart and give the Cluster autoMnnvl: true, or use a ComputeDomain',
  }];
}
