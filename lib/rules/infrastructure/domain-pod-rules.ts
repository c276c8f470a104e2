import { cliqueBoundOf } from './clique-bounds';
import {
  annotationPlaces, channelClaims, channelPodsIn, claimsUnknown, hasScalarGpus, isPlaced, mnnvlGroupOf, podsOfDomain,
  RankPod, rankPodsIn,
} from './domain-pods';
import { placementAnnotations } from './placement-annotations';
import { gpuClaims } from './pod-claim-rules';
import { ClaimingPod, claimingPodsIn, domainsIn } from './pod-claims';
import type { RuleContext } from '../../admission/rule-context';
import { Severity } from '../../admission/severity';
import { groupBy } from '../../core/groups';
import { isDnsLabel } from '../../core/names';
import { ANNOTATION_KEYS, LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';
import { GROVE_MNNVL_CLAIM, MAX_NODES_PER_IMEX_DOMAIN, NO_MNNVL_GROUP } from '../../facts/nvlink';
import { pluginGpusOf } from '../../manifests/gpu-resources';
import type { ManifestObject } from '../../manifests/manifest-object';
import { Place } from '../deployment/place';
import { workloadsByKai } from '../deployment/scheduling/kai-workloads';
import { environmentOf } from '../pod-environment';
import { gpuPoolsOf, gpusPerNode, hasPools, isMultiNodeNvlink, nvlinkDomainsOf } from '../pool-match';
import { podsOfGroup, RankGroup } from '../rank-groups';
import { NO_POOLS, noOperatorFact } from '../reasons';
import { Found, found, RuleRow, Unjudged } from '../rule-row';
import { either, GRAPHS, POD_CLIQUE_SETS, PODS } from '../subjects';

const SOURCE = '2.8 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1)';

/** NCCL's switch for NVLink across nodes. Source: infrastructure.md 3.3. */
const NCCL_MNNVL = 'NCCL_MNNVL_ENABLE';

/** Annotation of early Grove, which v0.1.0-alpha.9 and later ignore. Source: infrastructure.md 3.4. */
const LEGACY_MNNVL = 'grove.io/auto-mnnvl';

/** Rules about the pods of ComputeDomains: which of them hold a channel, and on which nodes they land. */
export const DOMAIN_POD_RULES: readonly RuleRow[] = [
  {
    id: 'CD-06',
    title: 'Every GPU container of a group of ranks holds the channel',
    evidence: `infrastructure.md 5 CD-06, ${SOURCE}; NVIDIA/nccl #1925: NCCL aborts on a rank without a channel`,
    * check({ manifests }) {
      if (channelPodsIn(manifests).length === 0) return;
      for (const [group, pods] of groupsOf(manifests)) {
        const ranks = pods.filter(hasScalarGpus);
        const holding = ranks.filter((pod) => channelClaims(pod).length > 0);
        if (holding.length === 0) continue;
        const name = channelClaims(holding[0])[0].target;
        for (const pod of ranks) {
          if (holding.includes(pod) || claimsUnknown(pod)) continue;
          yield found(pod.object, pod.spec.at('resourceClaims'), `'${pod.template.role}' computes with others of '${group.name}' that hold a channel, and holds none`, `claim template '${name}' here too, in resourceClaims and in the container`);
        }
        for (const pod of holding) {
          const claims = channelClaims(pod).map((claim) => claim.name);
          const containers = pod.template.containers.filter(({ container }) => new Place(container).at('resources', 'limits', RESOURCE_NAMES.gpu).present);
          const uses = containers.map(({ container }) => new Place(container).at('resources', 'claims').items.some((claim) => claims.includes(claim.at('name').text)));
          if (!uses.includes(true)) continue; // DRA-02
          for (const [i, { name: container, path }] of containers.entries()) {
            if (!uses[i]) yield found(pod.object, new Place(undefined, [...path, 'resources', 'claims']), `container '${container}' has GPUs and not the channel that its siblings hold`, `add { name: ${claims[0]} }`);
          }
        }
      }
    },
  },
  {
    id: 'CD-08',
    title: 'ComputeDomains are for nodes that NVLink joins',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-08, ${SOURCE}: on other nodes the claim succeeds and no channel is injected`,
    * check({ manifests, cluster }) {
      for (const domain of domainsIn(manifests)) {
        if (!hasPools(cluster)) {
          yield { object: domain, unknown: NO_POOLS };
          continue;
        }
        const pods = podsOfDomain(manifests, domain);
        const ofPods = pods.flatMap(({ template }) => gpuPoolsOf(template, cluster));
        const pools = pods.length > 0 ? ofPods : cluster.pools.filter((pool) => gpusPerNode(pool) > 0);
        if (pools.length > 0 && !pools.some(isMultiNodeNvlink)) yield found(domain, new Place(domain.manifest).at('spec'), `NVLink ends at the node on pool '${pools[0].name}', so no channel is injected`, 'remove the domain and its claims, or run the workload on nodes of an NVL72 system');
      }
    },
  },
  {
    id: 'CD-09',
    title: 'Pods of a ComputeDomain take whole nodes, or stay apart',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-09, ${SOURCE}: one channel a node`,
    * check({ manifests, cluster }) {
      const pods = channelPodsIn(manifests).filter((pod) => pluginGpusOf(pod.template) > 0 && !staysApart(pod));
      for (const [i, pod] of pods.entries()) {
        const neighbours = (pod.pods ?? 2) > 1 ? [pod] : pods.slice(i + 1).filter(({ object }) => object.namespace === pod.object.namespace);
        if (neighbours.length === 0) continue;
        if (!hasPools(cluster)) {
          yield { object: pod.object, unknown: NO_POOLS };
          continue;
        }
        const pools = gpuPoolsOf(pod.template, cluster);
        // Nodes that NVLink does not join are CD-12's.
        const joined = pools.filter(isMultiNodeNvlink);
        for (const other of neighbours) {
          const [gpus, more] = [pod, other].map(({ template }) => pluginGpusOf(template));
          const both = gpuPoolsOf(other.template, cluster).filter((pool) => (joined.length > 0 ? joined : pools).includes(pool));
          const most = Math.max(0, ...both.map(gpusPerNode));
          if (gpus + more > most) continue;
          const what = other === pod ? `two pods of ${gpus} GPUs` : `a pod of ${gpus} GPUs and one of ${more} of '${other.group.name}'`;
          yield found(pod.object, channelClaims(pod)[0].place, `${what} fit on a node of ${most}, which has one channel: the second stays Pending`, `ask for all ${most} GPUs of a node, or require anti-affinity by ${LABEL_KEYS.hostname}`);
          break;
        }
      }
    },
  },
  {
    id: 'CD-10',
    title: 'Pods that are bound to one NVLink clique fit into it',
    evidence: `infrastructure.md 5 CD-10, ${SOURCE}: MAX_NODES_PER_IMEX_DOMAIN, per clique`,
    * check(context) {
      const { manifests, cluster } = context;
      const pods = channelPodsIn(manifests);
      const byKai = new Set(pods.length > 0 ? workloadsByKai(context) : []);
      const largest = Math.max(0, ...(hasPools(cluster) ? nvlinkDomainsOf(cluster.pools) : new Map()).values());
      const most = Math.min(MAX_NODES_PER_IMEX_DOMAIN, largest || MAX_NODES_PER_IMEX_DOMAIN);
      const seen = new Set<RankGroup | string>();
      for (const pod of pods) {
        const bound = cliqueBoundOf(pod, manifests, byKai);
        const key = bound ? `${pod.object} ${bound.name}` : pod.group;
        if (seen.has(key)) continue;
        seen.add(key);
        if (bound && bound.nodes > most) yield found(pod.object, bound.place, `'${bound.name}' needs ${bound.nodes} nodes of one clique, which has at most ${most}`, `spread the ranks over at most ${most} nodes, or let the pods span cliques`);
        const wanted = environmentOf(pod.template).get(NCCL_MNNVL);
        const nodes = podsOfGroup(pod.group);
        // Who switches it on means all ranks.
        if (!bound && wanted?.text === '1' && nodes > most) yield found(pod.object, wanted, `'${pod.group.name}' has ${nodes} ranks on a node each, a clique at most ${most} nodes, and no NVLink joins cliques`, `spread the ranks over at most ${most} nodes, or remove ${NCCL_MNNVL}`, { severity: Severity.WARNING });
      }
    },
  },
  {
    id: 'CD-11',
    title: 'The pods of a ComputeDomain are kept in one NVLink clique',
    severity: Severity.INFO,
    evidence: `infrastructure.md 5 CD-11, ${SOURCE}; #804: pods spread over racks`,
    * check(context) {
      const { manifests, cluster } = context;
      const cliques = hasPools(cluster) ? nvlinkDomainsOf(cluster.pools).size : 0;
      const domains = domainsIn(manifests);
      const byKai = new Set(domains.length > 0 ? workloadsByKai(context) : []);
      for (const domain of domains) {
        const pods = podsOfDomain(manifests, domain);
        const nodes = pods.reduce((sum, pod) => sum + (pod.pods ?? 2), 0);
        const free = pods.filter((pod) => !isPlaced(pod))
          .map(({ object, spec }) => ({ object, spec, annotations: placementAnnotations(object, byKai) }))
          .find(({ annotations }) => annotations.every(({ unread }) => unread));
        if (nodes < 2 || !free || cliques === 1) continue;
        const { place, unread } = free.annotations.at(0) ?? { place: free.spec.at('affinity') };
        const affinity = `add a pod affinity with topologyKey ${LABEL_KEYS.gpuClique} (in a program, CliquePlacement.together())`;
        yield found(free.object, place, `nothing keeps the ${nodes} pods of ComputeDomain '${domain.name}' in one rack${unread ? `: ${unread.why}` : ''}`, unread ? [unread.fix, affinity].filter((fix) => fix).join(', or ') : `${affinity}, or a topology constraint`, {
          severity: cliques > 1 || unread ? Severity.WARNING : Severity.INFO,
        });
      }
    },
  },
  {
    id: 'CD-12',
    title: 'Pods of a ComputeDomain land on nodes that NVLink joins only',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-12, ${SOURCE}: elsewhere a pod silently runs without`,
    * check({ manifests, cluster }) {
      for (const pod of channelPodsIn(manifests)) {
        const [claim] = channelClaims(pod);
        if (!claim) continue;
        if (!hasPools(cluster)) {
          yield { object: pod.object, unknown: NO_POOLS };
          continue;
        }
        const pools = gpuPoolsOf(pod.template, cluster);
        const other = pools.find((pool) => !isMultiNodeNvlink(pool));
        if (other && pools.some(isMultiNodeNvlink)) yield found(pod.object, pod.spec.at('affinity'), `the pod may land on pool '${other.name}', where no channel is injected`, `add a node affinity: ${LABEL_KEYS.gpuClique} Exists`);
      }
    },
  },
  {
    id: 'CD-15',
    title: "A clique has Grove's automatic NVLink domain or a claim of its own, not both",
    evidence: 'infrastructure.md 5 CD-15, 3.4; scheduling.md 3.7: the second channel of a node is never allocated',
    * check({ manifests }) {
      for (const pod of channelPodsIn(manifests)) {
        const group = mnnvlGroupOf(pod);
        if (!group || !hasScalarGpus(pod) || pod.claims.some(({ name }) => name === GROVE_MNNVL_CLAIM)) continue;
        for (const claim of channelClaims(pod)) yield found(pod.object, claim.place, `Grove adds a channel of group '${group.text}' beside claim '${claim.name}'`, 'remove the claim and its ComputeDomain, or write the annotation grove.io/mnnvl-group: none on the clique');
      }
    },
  },
  {
    id: 'CD-16',
    about: either(GRAPHS, POD_CLIQUE_SETS),
    title: "Grove's automatic NVLink is asked for with grove.io/mnnvl-group",
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 CD-16, 3.4: grove.io/auto-mnnvl is ignored from v0.1.0-alpha.9 on; value and feature are judged by GRV-13 on a set, here on a graph, of which a set is made',
    * check({ manifests, cluster }) {
      for (const object of [...manifests.ofKind('grove.io', 'PodCliqueSet'), ...manifests.ofKind('nvidia.com', 'DynamoGraphDeployment')]) {
        const templates = manifests.podTemplatesOf(object);
        const annotated = [new Place(object.manifest).at('metadata', 'annotations'), ...templates.flatMap((template) => annotationPlaces(object, template))];
        const places = new Map(annotated.filter(({ present }) => present).map((place) => [place.path.join('.'), place]));
        for (const annotations of places.values()) {
          const legacy = annotations.at(LEGACY_MNNVL);
          if (legacy.present) yield found(object, legacy, `Grove ignores ${LEGACY_MNNVL}`, 'write grove.io/mnnvl-group with the name of a group');
          const group = annotations.at(ANNOTATION_KEYS.mnnvlGroup);
          if (object.kind === 'PodCliqueSet' || annotations.path[0] === 'metadata' || !group.present || group.text === NO_MNNVL_GROUP) continue;
          yield* refusedGroup(object, group, cluster?.operators.autoMnnvl);
        }
      }
    },
  },
  {
    id: 'CD-17',
    about: PODS,
    title: "Cliques of Grove's automatic NVLink get their GPUs from the device plugin",
    evidence: 'infrastructure.md 5 CD-17, 3.4: Grove looks for nvidia.com/gpu only',
    * check({ manifests }) {
      for (const pod of claimingPodsIn(manifests)) {
        const group = mnnvlGroupOf(pod);
        if (!group || hasScalarGpus(pod)) continue;
        if (gpuClaims(pod, manifests).length > 0) yield found(pod.object, group, `'${pod.template.role}' has its GPUs from a claim, which Grove does not see: it adds no channel`, 'ask for nvidia.com/gpu, or write a ComputeDomain and claim its template');
        else if (isOwn(pod, group) && pod.object.kind === 'PodCliqueSet' && !claimsUnknown(pod)) yield found(pod.object, group, `'${pod.template.role}' has no GPUs, so Grove adds no channel`, 'remove the annotation from the clique', { severity: Severity.WARNING });
      }
    },
  },
  {
    id: 'CD-22',
    title: 'A rollout needs no free node beside those of the domain',
    severity: Severity.WARNING,
    evidence: 'infrastructure.md 5 CD-22: one channel a node',
    * check({ manifests }) {
      for (const pod of channelPodsIn(manifests)) {
        const strategy = new Place(pod.object.manifest).at('spec', pod.object.kind === 'DaemonSet' ? 'updateStrategy' : 'strategy');
        if (!['Deployment', 'DaemonSet'].includes(pod.object.kind) || channelClaims(pod).length === 0 || strategy.at('type').text === 'Recreate') continue;
        const surge = strategy.at('rollingUpdate', 'maxSurge');
        // Without one a Deployment surges by a quarter, a DaemonSet not at all.
        const surges = surge.present ? !/^0%?$/.test(String(surge.value)) : pod.object.kind === 'Deployment';
        if (surges) yield found(pod.object, surge, 'a new pod starts beside the old ones, and needs a node whose channel is free', 'write strategy: { type: Recreate }, or maxSurge: 0 with maxUnavailable: 1');
      }
    },
  },
  {
    id: 'CD-23',
    title: 'Channels are claimed by pods with GPUs',
    severity: Severity.WARNING,
    evidence: `infrastructure.md 5 CD-23, ${SOURCE}: one channel a node`,
    * check(context) {
      for (const pod of channelPodsIn(context.manifests)) {
        if (hasScalarGpus(pod) || gpuClaims(pod, context.manifests).length > 0 || claimsUnknown(pod)) continue;
        for (const claim of channelClaims(pod)) yield found(pod.object, claim.place, 'a pod without GPUs takes the only channel of its node', 'remove the claim, or ask for the GPUs that the pod uses');
      }
    },
  },
];

/** What Grove will say of a graph's NVLink group, once the Dynamo operator makes a PodCliqueSet with it. On a set itself that is GRV-13. */
function* refusedGroup(object: ManifestObject, group: Place, isOn: boolean | undefined): Iterable<Found | Unjudged> {
  const refused = 'Grove refuses the PodCliqueSet of the graph';
  if (!isDnsLabel(group.text)) yield found(object, group, `'${group.text}' is no name of an NVLink group: ${refused}`, "write a DNS label, or 'none'", { severity: Severity.ERROR });
  else if (isOn === undefined) yield { object, unknown: noOperatorFact('config.network.autoMNNVLEnabled of Grove', 'autoMnnvl') };
  else if (!isOn) yield found(object, group, `automatic MNNVL is off in Grove: ${refused}`, 'set config.network.autoMNNVLEnabled of Grove and declare it (autoMnnvl of the cluster), or remove the annotation', { severity: Severity.ERROR });
}

/** The groups of a set with their pods. */
function groupsOf(manifests: RuleContext['manifests']): Map<RankGroup, RankPod[]> {
  return groupBy(rankPodsIn(manifests), ({ group }) => group);
}

/** Whether the pod requires that others are on other nodes. */
function staysApart({ spec }: RankPod): boolean {
  return spec.at('affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution').items.some((term) => term.at('topologyKey').text === LABEL_KEYS.hostname);
}

/** Whether an annotation stands on the pod's own clique. */
function isOwn({ template: { metadataPath } }: ClaimingPod, annotation: Place): boolean {
  return metadataPath !== undefined && annotation.path.slice(0, metadataPath.length).join('.') === metadataPath.join('.');
}
