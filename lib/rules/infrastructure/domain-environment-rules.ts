import { channelClaims, channelPodsIn, claimsUnknown, gpuPodsIn, mnnvlGroupOf, RankPod } from './domain-pods';
import { Severity } from '../../admission/severity';
import { groupBy } from '../../core/groups';
import { avoidsMultiNodeNvlink } from '../../facts/nvlink';
import type { ManifestSet } from '../../manifests/manifest-set';
import { Place } from '../deployment/place';
import { environmentOf, runsWith } from '../pod-environment';
import { gpuPoolsOf, hasPools, isMultiNodeNvlink } from '../pool-match';
import { podsOfGroup, RankGroup } from '../rank-groups';
import { NO_POOLS } from '../reasons';
import { Found, found, RuleRow } from '../rule-row';

const SOURCE = 'infrastructure.md 3.3 (NVIDIA/nccl, NVSHMEM, UCX)';

/** Transports of UCX that move memory of GPUs only. Source: infrastructure.md CD-20. */
const CUDA_TRANSPORTS = ['cuda', 'cuda_copy', 'cuda_ipc', 'gdr_copy'];

/** Systems whose racks are NVLink domains, as node selectors and variables name them. Source: infrastructure.md 3.1. */
const RACK_SYSTEMS = /GB[23]00/i;

/** Rules about the environment of ranks that NVLink joins. */
export const DOMAIN_ENVIRONMENT_RULES: readonly RuleRow[] = [
  {
    id: 'CD-07',
    title: 'Ranks on several nodes of an NVLink rack have a channel, or MNNVL is off',
    evidence: `infrastructure.md 5 CD-07; ${SOURCE}, nccl #1925: NCCL aborts without a channel`,
    * check({ manifests, cluster }) {
      for (const pod of firstOfGroups(manifests)) {
        if (podsOfGroup(pod.group) < 2 || hasChannel(pod)) continue;
        const environment = environmentOf(pod.template);
        if (avoidsMultiNodeNvlink((name) => environment.get(name)?.text)) continue;
        const fix = 'write a ComputeDomain and claim its template in every rank, or set NCCL_MNNVL_ENABLE=0';
        const named = selectorsOf(pod).find(({ text }) => RACK_SYSTEMS.test(text));
        const [place, what] = [pod.spec.at('resourceClaims'), `the ${podsOfGroup(pod.group)} pods of '${pod.group.name}' compute as one`];
        const pools = hasPools(cluster) ? gpuPoolsOf(pod.template, cluster) : [];
        if (pools.length > 0) {
          if (pools.every(isMultiNodeNvlink)) yield found(pod.object, place, `${what} on pool '${pools[0].name}' without a channel: NCCL aborts`, fix);
        } else if (named) {
          yield found(pod.object, place, `${what} on ${named.text} without a channel: NCCL aborts`, fix, { severity: Severity.WARNING });
        } else if (!hasPools(cluster)) {
          yield { object: pod.object, unknown: NO_POOLS };
        }
      }
    },
  },
  {
    id: 'CD-18',
    title: 'Prefill and decode that exchange KV over NVLink share one ComputeDomain',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-18, 3.4 (ai-dynamo/dynamo recipes deepseek-v4, kimi-k3); ${SOURCE}`,
    * check({ manifests }) {
      const byGraph = groupBy(channelPodsIn(manifests).filter(({ object }) => object.kind === 'DynamoGraphDeployment'), ({ object }) => object);
      for (const pods of byGraph.values()) {
        const [prefill, decode] = ['prefill', 'decode'].map((role) => pods.find((pod) => roleOf(pod) === role));
        const [one, other] = [prefill, decode].map((pod) => pod && channelClaims(pod)[0]);
        if (!prefill || !decode || !one || !other || one.domain === other.domain) continue;
        for (const pod of [prefill, decode]) {
          const transports = environmentOf(pod.template).get('UCX_TLS');
          const isOn = ['y', '1', 'yes'].includes(environmentOf(pod.template).get('UCX_CUDA_IPC_ENABLE_MNNVL')?.text ?? '');
          if (transports && transports.text !== '' ? !allowsCudaIpc(transports.text) : !isOn) continue;
          const [claim] = channelClaims(pod);
          yield found(pod.object, claim.place, `prefill is in ComputeDomain '${one.domain!.name}', decode in '${other.domain!.name}', and UCX may use NVLink between them`, 'claim the template of one domain in both, or set UCX_TLS=^cuda_ipc to move KV by RDMA');
          break;
        }
      }
    },
  },
  {
    id: 'CD-19',
    title: 'The environment says what the claims say about NVLink between nodes',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-19; ${SOURCE}`,
    * check({ manifests }) {
      for (const pod of gpuPodsIn(manifests)) {
        if (channelClaims(pod).length > 0) yield* switchedOff(pod);
        else if (podsOfGroup(pod.group) > 1 && !hasChannel(pod)) yield* switchedOn(pod);
      }
    },
  },
  {
    id: 'CD-20',
    title: 'UCX has a transport for messages beside those for GPU memory',
    evidence: 'infrastructure.md 5 CD-20, 3.3: NIXL fails with "no active messages transport" (ai-dynamo/dynamo recipes)',
    * check({ manifests }) {
      for (const pod of gpuPodsIn(manifests)) {
        const transports = environmentOf(pod.template).get('UCX_TLS');
        if (!transports || transports.text === '' || transports.text.startsWith('^') || !usesNixl(pod)) continue;
        const names = transports.text.split(',').map((name) => name.trim());
        if (names.every((name) => CUDA_TRANSPORTS.includes(name))) yield found(pod.object, transports, `UCX_TLS=${transports.text} leaves no transport for NIXL's messages`, 'add tcp, or rc where there is RDMA: cuda_copy,cuda_ipc,tcp');
      }
    },
  },
];

/** One pod of each group that has GPUs. */
function firstOfGroups(manifests: ManifestSet): RankPod[] {
  const first = new Map<RankGroup, RankPod>();
  for (const pod of gpuPodsIn(manifests)) if (!first.has(pod.group)) first.set(pod.group, pod);
  return [...first.values()];
}

/** Whether the pod has a channel, may have one by a claim that is not among the manifests, or gets one from Grove. */
function hasChannel(pod: RankPod): boolean {
  return channelClaims(pod).length > 0 || claimsUnknown(pod) || mnnvlGroupOf(pod) !== undefined;
}

/** Values of the pod's node selector and required node affinity. */
function selectorsOf({ spec }: RankPod): Place[] {
  const terms = spec.at('affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms').items;
  const expressions = terms.flatMap((term) => term.at('matchExpressions').items).filter((expression) => expression.at('operator').text === 'In');
  return [...spec.at('nodeSelector').entries.map(([, value]) => value), ...expressions.flatMap((expression) => expression.at('values').items)];
}

/** `prefill` or `decode` of a Dynamo component. */
function roleOf({ object, template: { specPath } }: RankPod): string {
  const component = new Place(object.manifest).at(...specPath.slice(0, specPath[specPath.length - 1] === 'extraPodSpec' ? -1 : -2));
  return component.at('subComponentType').text || component.at('type').text;
}

function allowsCudaIpc(transports: string): boolean {
  const names = transports.replace(/^\^/, '').split(',').map((name) => name.trim());
  const isNamed = names.some((name) => ['cuda_ipc', 'cuda', 'all'].includes(name));
  return transports.startsWith('^') ? !isNamed : isNamed;
}

function* switchedOff(pod: RankPod): Iterable<Found> {
  const environment = environmentOf(pod.template);
  const off = [['NCCL_MNNVL_ENABLE', /^0$/], ['NCCL_CUMEM_ENABLE', /^0$/], ['NVSHMEM_DISABLE_MNNVL', /^[^0nNfF]/]] as const;
  for (const [name, pattern] of off) {
    const value = environment.get(name);
    if (value && pattern.test(value.text)) yield found(pod.object, value, `the pod holds a channel, and ${name}=${value.text} turns NVLink between nodes off`, `remove ${name}, or the claim`);
  }
}

function* switchedOn(pod: RankPod): Iterable<Found> {
  const environment = environmentOf(pod.template);
  for (const name of ['NCCL_MNNVL_ENABLE', 'UCX_CUDA_IPC_ENABLE_MNNVL']) {
    const value = environment.get(name);
    if (value && /^(1|y|yes)$/.test(value.text)) yield found(pod.object, value, `${name}=${value.text} turns NVLink between nodes on, and the pod holds no channel`, `write a ComputeDomain and claim its template, or remove ${name}`);
  }
}

/** Whether the engine moves KV with NIXL, as far as its command line or its role says. */
function usesNixl(pod: RankPod): boolean {
  return runsWith(pod.template, /nixl/i) || (pod.object.group === 'nvidia.com' && ['prefill', 'decode'].includes(roleOf(pod)));
}
