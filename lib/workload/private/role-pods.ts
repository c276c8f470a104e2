import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster, NodePool } from '../../cluster';
import { tolerationsOn } from '../../cluster/private/pool-pods';
import type { SynthFinding } from '../../cluster/private/synth-checks';
import { invalid } from '../../core/errors';
import { wholeNumber } from '../../core/ranges';
import type { PodSpec, PodTemplateSpec } from '../../crds/kubernetes';
import { RESOURCE_NAMES } from '../../facts/label-keys';
import { avoidsMultiNodeNvlink } from '../../facts/nvlink';
import { gpusOf } from '../../manifests/gpu-resources';
import { PodFragmentProps, PodSelection } from '../pod-fragment';
import { applyFragments, gpusWith } from './apply-fragments';
import { gpuFragment } from './gpu-fragment';
import { withHubCacheVariable } from './hub-cache-variable';
import { channelTemplates, checkNvlink, mnnvlGroup } from './nvlink-checks';
import { Placement, placeGpuPods } from './pool-choice';
import { checkFabric, onFabric } from './pool-fabric';
import { sharedMemoryFragment } from './shared-memory';

/** What the pods of one role are: `PodOptions` of the deployment layer. */
export interface RolePodsProps {
  readonly podSpec: PodSpec;
  readonly labels?: { [key: string]: string };
  readonly annotations?: { [key: string]: string };
  readonly gpus?: number;
  readonly sharedMemory?: Size;
  readonly container?: string;
  readonly pool?: NodePool;
}

/** The pods of one role: what the user gave, the pool, the GPUs, and what relations write. */
export class RolePods {
  private readonly placement: Placement;
  private readonly given: readonly PodFragmentProps[];

  /**
   * @param role what the pods are of
   * @param relations what relations write into them
   */
  constructor(
    private readonly role: Construct, private readonly props: RolePodsProps, private readonly relations: () => readonly PodFragmentProps[],
  ) {
    const { podSpec, gpus, pool } = props;
    const path = role.node.path;
    if (gpus === undefined) {
      this.placement = { pool, nodes: 1, gpusPerPod: 0, findings: [] };
    } else {
      wholeNumber(path, 'gpus', gpus);
      if (ownGpus(podSpec) > 0) {
        throw invalid({ path, value: `gpus: ${gpus} beside ${RESOURCE_NAMES.gpu} in the pod spec`, reason: 'the pods would ask for GPUs twice', fix: 'remove one of the two' });
      }
      this.placement = placeGpuPods(Cluster.of(role).pools, gpus, pool, 'give the role pool');
    }
    this.given = [
      ...this.pool ? [{ id: 'pool', nodeSelector: this.pool.nodeLabels, tolerations: tolerationsOn(this.pool) }] : [],
      ...gpus === undefined ? [] : [gpuFragment(role, this.pool, gpus)],
      ...props.sharedMemory ? [sharedMemoryFragment(path, podSpec, props.sharedMemory)] : [],
    ];
  }

  public get pool(): NodePool | undefined {
    return this.placement.pool;
  }

  /** GPUs of each pod, of its spec, of the role, of claims. */
  public gpus(podSpec: PodSpec = this.props.podSpec): number {
    return gpusWith(this.fragments.filter(({ pods }) => pods !== PodSelection.GPU), ownGpus(podSpec));
  }

  /** The pods, or those of another spec to which the same is given. */
  public render(podSpec: PodSpec = this.props.podSpec): PodTemplateSpec {
    const { labels, annotations, container = podSpec.containers[0]?.name ?? '' } = this.props;
    const metadata = labels || annotations ? { labels, annotations } : undefined;
    return applyFragments({ metadata, spec: podSpec }, this.fragments, {
      path: this.role.node.path, container, gpus: ownGpus(podSpec),
    });
  }

  /** @param spansNodes whether the pods with others are one engine */
  public check(spansNodes: boolean): SynthFinding[] {
    if (this.placement.findings.length > 0) return this.placement.findings;
    const fabric = this.gpus() > 0 ? checkFabric(this.fragments, this.pool) : [];
    return [...this.checkAllocation(), ...checkNvlink(this.fragments), ...this.checkDomain(spansNodes), ...fabric];
  }

  private get fragments(): PodFragmentProps[] {
    const all = [...this.given, ...this.relations()].map((fragment) => onFabric(withHubCacheVariable(fragment), this.pool));
    return all.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private checkAllocation(): SynthFinding[] {
    const { pool } = this;
    if (!pool || pool.gpuAllocation.resourceName !== undefined || ownGpus(this.props.podSpec) === 0) return [];
    return [{
      rule: 'DRA-20',
      value: `GPUs among the resources of a container on pool '${pool.name}'`,
      reason: 'the pool hands its GPUs out as claims, and the device plugin would not see them',
      fix: 'remove them, and give gpus, or attach a GpuClaimTemplate',
    }];
  }

  private checkDomain(spansNodes: boolean): SynthFinding[] {
    const { pool, fragments } = this;
    if (!pool || this.gpus() === 0) return [];
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
      fix: 'attach a ComputeDomain (domain.attach()), or set NCCL_MNNVL_ENABLE to \'0\'',
    }];
  }

  private switchedOff(): boolean {
    return this.props.podSpec.containers.some(({ env = [] }) => avoidsMultiNodeNvlink((name) => env.find((each) => each.name === name)?.value));
  }
}

/** GPUs that a pod asks for as extended resources. */
export function ownGpus({ containers }: PodSpec): number {
  return containers.reduce((sum, container) => sum + gpusOf({ ...container }), 0);
}
