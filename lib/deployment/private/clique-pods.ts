import { Cluster, NodePool } from '../../cluster';
import { tolerationsOn } from '../../cluster/private/pool-pods';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { invalid } from '../../core/errors';
import { wholeNumber } from '../../core/ranges';
import type { Container, PodSpec, PodTemplateSpec } from '../../crds/kubernetes';
import { RESOURCE_NAMES } from '../../facts/label-keys';
import { gpusOf } from '../../manifests/gpu-resources';
import { PodFragmentProps, PodSelection } from '../../workload';
import { applyFragments, gpusWith } from '../../workload/private/apply-fragments';
import { gpuFragment } from '../../workload/private/gpu-fragment';
import { channelTemplates, checkNvlink, mnnvlGroup } from '../../workload/private/nvlink-checks';
import { Placement, placeGpuPods } from '../../workload/private/pool-choice';
import type { CliqueRole, GangPodOptions } from '../clique-role';

/** Fields of a pod that Grove refuses or overwrites. Source: scheduling.md 2.2 rule 11, 2.3 */
const REFUSED: ReadonlyArray<readonly [keyof PodSpec, string]> = [
  ['topologySpreadConstraints', 'Grove refuses it (GRV-10)'],
  ['nodeName', 'Grove refuses it (GRV-10)'],
  ['hostname', 'Grove writes it itself (GRV-10)'],
  ['subdomain', 'Grove writes it itself (GRV-10)'],
  ['schedulingGates', 'Grove writes it itself (GRV-10)'],
];

/** NCCL's switch for NVLink across nodes. infrastructure.md 3.3 */
const NCCL_MNNVL = 'NCCL_MNNVL_ENABLE';

/** The pods of one role: what the user gave, the pool, the GPUs, and what relations write. */
export class CliquePods {
  private readonly placement: Placement;
  private readonly ownGpus: number;
  private readonly given: readonly PodFragmentProps[];
  private readonly container: string;

  constructor(private readonly role: CliqueRole, private readonly props: GangPodOptions) {
    const { podSpec, gpus, pool } = props;
    this.refuseFields();
    const path = role.node.path;
    this.container = props.container ?? podSpec.containers[0]?.name ?? '';
    this.ownGpus = podSpec.containers.reduce((sum, container) => sum + gpusOf(recordOf(container)), 0);
    if (gpus !== undefined) {
      wholeNumber(path, 'gpus', gpus);
      if (this.ownGpus > 0) {
        throw invalid({ path, value: `gpus: ${gpus} beside ${RESOURCE_NAMES.gpu} in the pod spec`, reason: 'the pods would ask for GPUs twice', fix: 'remove one of the two' });
      }
      this.placement = placeGpuPods(Cluster.of(role).pools, gpus, pool, 'give the role pool');
    } else {
      this.placement = { pool, nodes: 1, gpusPerPod: 0, findings: [] };
    }
    this.given = [
      { id: 'scheduler', schedulerName: role._gang.scheduler.schedulerName },
      ...this.pool ? [{ id: 'pool', nodeSelector: this.pool.nodeLabels, tolerations: tolerationsOn(this.pool) }] : [],
      ...gpus === undefined ? [] : [gpuFragment(role, this.pool, gpus)],
    ];
  }

  public get pool(): NodePool | undefined {
    return this.placement.pool;
  }

  /** GPUs of each pod, of the pod spec, of the role, of claims. */
  public get gpus(): number {
    return gpusWith(this.fragments.filter(({ pods }) => pods !== PodSelection.GPU), this.ownGpus);
  }

  public render(): PodTemplateSpec {
    const { podSpec, labels, annotations } = this.props;
    return applyFragments({ metadata: { labels, annotations }, spec: podSpec }, this.fragments, {
      path: this.role.node.path, container: this.container, gpus: this.ownGpus,
    });
  }

  /** @param spansNodes whether the pods with others are one engine */
  public check(spansNodes: boolean): SynthFinding[] {
    if (this.placement.findings.length > 0) return this.placement.findings;
    return [...this.checkAllocation(), ...checkNvlink(this.fragments), ...this.checkDomain(spansNodes)];
  }

  private get fragments(): PodFragmentProps[] {
    const { _fragments, _gang, group } = this.role;
    return [...this.given, ..._fragments.with(_gang.set.shared, ...group ? [group._fragments] : [])];
  }

  private refuseFields(): void {
    const found = REFUSED.find(([field]) => this.props.podSpec[field] !== undefined);
    if (!found) return;
    throw invalid({
      path: this.role.node.path,
      value: `podSpec.${found[0]}`,
      reason: found[1],
      fix: found[0] === 'topologySpreadConstraints' || found[0] === 'nodeName' ? 'leave it out; use placement, pool or affinity' : 'leave it out; hostname() says what it will be',
    });
  }

  private checkAllocation(): SynthFinding[] {
    const { pool } = this;
    if (!pool || pool.gpuAllocation.resourceName !== undefined || this.ownGpus === 0) return [];
    return [{
      rule: 'DRA-20',
      value: `GPUs among the resources of a container on pool '${pool.name}'`,
      reason: 'the pool hands its GPUs out as claims, and the device plugin would not see them',
      fix: 'remove them, and give the role gpus, or attach a GpuClaimTemplate',
    }];
  }

  private checkDomain(spansNodes: boolean): SynthFinding[] {
    const { pool, fragments } = this;
    if (!pool || this.gpus === 0) return [];
    const joined = channelTemplates(fragments).length > 0 || mnnvlGroup(fragments) !== undefined;
    if (joined && !pool.multiNodeNvlink) {
      return [{
        rule: 'CD-08',
        value: `an NVLink domain on pool '${pool.name}'`,
        reason: `NVLink of ${pool.system?.name ?? 'its nodes'} ends at the node, so the domain gives its pods no channel`,
        fix: 'do not attach it',
      }];
    }
    if (joined || !spansNodes || !pool.multiNodeNvlink || this.switchedOff()) return [];
    return [{
      rule: 'CD-07',
      value: `an engine over several nodes of pool '${pool.name}' without an NVLink domain`,
      reason: 'NCCL finds the NVLink hardware, no channel to it, and aborts',
      fix: `attach a ComputeDomain (domain.attach(role)), or set ${NCCL_MNNVL} to '0'`,
    }];
  }

  private switchedOff(): boolean {
    return this.props.podSpec.containers.some(({ env = [] }) => env.some(({ name, value }) => name === NCCL_MNNVL && value === '0'));
  }
}

function recordOf(container: Container): { readonly [key: string]: unknown } {
  return { ...container };
}
