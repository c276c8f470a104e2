import { Fabric } from './fabric';
import { invalid } from '../core/errors';
import { isDnsLabel } from '../core/names';
import { Quantity } from '../core/quantity';
import { wholeNumber } from '../core/ranges';
import type { NodeTaint, PoolFacts } from '../facts/cluster-facts';
import { GpuAllocation } from '../facts/gpu-allocation';
import { CpuArchitecture, GpuSystem } from '../facts/gpu-system';
import { LABEL_KEYS } from '../facts/label-keys';
import { usualNodeLabels } from '../facts/node-labels';

/** Source: kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration. */
const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** What every pool of nodes may be given. */
export interface NodePoolOptions {
  /**
   * Node labels that select exactly the nodes of this pool.
   *
   * @default - the labels that GPU Feature Discovery and Kubernetes put on nodes of the pool's system
   */
  readonly nodeLabels?: { [key: string]: string };

  /**
   * Network between the nodes beside NVLink.
   *
   * @default - none is declared; relations that need one report it
   */
  readonly fabric?: Fabric;

  /**
   * How the nodes hand out their GPUs.
   *
   * @default GpuAllocation.DEVICE_PLUGIN
   */
  readonly gpuAllocation?: GpuAllocation;

  /**
   * Taints of every node. Roles on the pool tolerate them, beside `nvidia.com/gpu` on GPU nodes and `kubernetes.io/arch` on Arm nodes, which they always do.
   *
   * @default - none are known
   */
  readonly taints?: NodeTaint[];

  /**
   * What one node can give to pods, as Kubernetes quantities by resource name: `{ cpu: '144', memory: '900Gi' }`.
   *
   * @default - its GPUs, under the extended resource of `gpuAllocation` where there is one, and one device of the fabric for each GPU; CPU and memory are not known
   */
  readonly allocatable?: { [resource: string]: string };
}

/** A pool of NVL72 racks. */
export interface RackPoolOptions extends NodePoolOptions {
  /** Number of racks; each is one NVLink domain. At least 1. */
  readonly racks: number;

  /**
   * Nodes of each rack that take part in its NVLink domain.
   *
   * @default - all of them, see `GpuSystem.nodesPerNvlinkDomain`
   */
  readonly nodesPerRack?: number;
}

/** A pool of single nodes. */
export interface HostPoolOptions extends NodePoolOptions {
  /** Number of nodes. At least 1. */
  readonly nodes: number;
}

/** A pool of CPU nodes. */
export interface CpuPoolOptions extends HostPoolOptions {
  /**
   * Architecture of the nodes.
   *
   * @default CpuArchitecture.AMD64
   */
  readonly architecture?: CpuArchitecture;
}

/** A pool of nodes of a GPU system that has no factory of its own. */
export interface GenericPoolOptions extends HostPoolOptions {
  /** The system of every node in the pool. */
  readonly system: GpuSystem;
}

/**
 * Nodes of one kind: what a role may run on, and what follows from it (selector, tolerations, GPUs per node, fabric).
 */
export class NodePool {
  /** Racks of GB200 NVL72: 18 nodes of 4 GPUs each in one NVLink domain. */
  public static gb200Nvl72(name: string, options: RackPoolOptions): NodePool {
    return NodePool.racks(name, GpuSystem.GB200_NVL72, options);
  }

  /** Racks of GB300 NVL72: 18 nodes of 4 GPUs each in one NVLink domain. */
  public static gb300Nvl72(name: string, options: RackPoolOptions): NodePool {
    return NodePool.racks(name, GpuSystem.GB300_NVL72, options);
  }

  /** HGX or DGX B200: 8 GPUs per node, NVLink within the node. */
  public static hgxB200(name: string, options: HostPoolOptions): NodePool {
    return new NodePool(name, options.nodes, GpuSystem.HGX_B200, GpuSystem.HGX_B200.architecture, options);
  }

  /** HGX or DGX H200: 8 GPUs per node, NVLink within the node. */
  public static hgxH200(name: string, options: HostPoolOptions): NodePool {
    return new NodePool(name, options.nodes, GpuSystem.HGX_H200, GpuSystem.HGX_H200.architecture, options);
  }

  /** HGX or DGX H100: 8 GPUs per node, NVLink within the node. */
  public static hgxH100(name: string, options: HostPoolOptions): NodePool {
    return new NodePool(name, options.nodes, GpuSystem.HGX_H100, GpuSystem.HGX_H100.architecture, options);
  }

  /** Nodes without GPUs: frontends, routers, planners, jobs. */
  public static cpu(name: string, options: CpuPoolOptions): NodePool {
    return new NodePool(name, options.nodes, undefined, options.architecture ?? CpuArchitecture.AMD64, options);
  }

  /** Nodes of any other system; describe it with `GpuSystem.generic()`. */
  public static generic(name: string, options: GenericPoolOptions): NodePool {
    return new NodePool(name, options.nodes, options.system, options.system.architecture, options);
  }

  private static racks(name: string, system: GpuSystem, options: RackPoolOptions): NodePool {
    atLeastOne(name, 'racks', options.racks);
    const nodesPerRack = options.nodesPerRack ?? system.nodesPerNvlinkDomain;
    atLeastOne(name, 'nodesPerRack', nodesPerRack);
    if (nodesPerRack > system.nodesPerNvlinkDomain) {
      throw invalid({
        path: `NodePool '${name}'`,
        value: `nodesPerRack: ${nodesPerRack}`,
        reason: `an NVLink domain of ${system.name} has at most ${system.nodesPerNvlinkDomain} nodes`,
        fix: 'count racks, not nodes: give `racks` the number of racks',
      });
    }
    return new NodePool(name, options.racks * nodesPerRack, system, system.architecture, options, nodesPerRack);
  }

  /** Node labels that select the nodes of this pool. */
  public readonly nodeLabels: { [key: string]: string };

  /** Network between the nodes beside NVLink. */
  public readonly fabric?: Fabric;

  /** How the nodes hand out their GPUs. */
  public readonly gpuAllocation: GpuAllocation;

  /** Taints of every node, as far as they are known. */
  public readonly taints: NodeTaint[];

  /** Nodes that share one NVLink domain; 1 where NVLink ends at the node, 0 without GPUs. */
  public readonly nodesPerNvlinkDomain: number;

  private readonly allocatable: { [resource: string]: string };

  private constructor(
    /** Name by which roles and messages refer to the pool. */
    public readonly name: string,
    /** Number of nodes. */
    public readonly nodes: number,
    /** The GPU system of every node; undefined in a CPU pool. */
    public readonly system: GpuSystem | undefined,
    /** CPU architecture of every node. */
    public readonly architecture: CpuArchitecture,
    options: NodePoolOptions,
    nodesPerNvlinkDomain?: number,
  ) {
    if (!isDnsLabel(name)) {
      throw invalid({
        path: 'NodePool', value: `name '${name}'`, reason: 'not a DNS label (lower-case letters, digits, hyphens, at most 63)', fix: 'rename the pool',
      });
    }
    atLeastOne(name, 'nodes', nodes);
    this.nodeLabels = options.nodeLabels ?? { [LABEL_KEYS.architecture]: architecture.name, ...system?.nodeLabels };
    this.fabric = options.fabric;
    this.gpuAllocation = options.gpuAllocation ?? GpuAllocation.DEVICE_PLUGIN;
    this.taints = [...options.taints ?? []];
    for (const { key, effect } of this.taints) {
      if (TAINT_EFFECTS.includes(effect)) continue;
      throw invalid({
        path: `NodePool '${name}'`, value: `taint '${key}' with effect '${effect}'`, reason: `nodes know ${TAINT_EFFECTS.join(', ')}`, fix: "write effect: 'NoSchedule'",
      });
    }
    this.allocatable = allocatableOf(name, this.gpusPerNode, this.gpuAllocation, options);
    this.nodesPerNvlinkDomain = nodesPerNvlinkDomain ?? system?.nodesPerNvlinkDomain ?? 0;
  }

  /** GPUs of each node; 0 in a CPU pool. */
  public get gpusPerNode(): number {
    return this.system?.gpusPerNode ?? 0;
  }

  /** Whether NVLink crosses nodes here, so that a ComputeDomain gives pods of several nodes one NVLink domain. */
  public get multiNodeNvlink(): boolean {
    return this.system?.multiNodeNvlink ?? false;
  }

  /**
   * Nodes of each NVLink domain, the last one perhaps in part; where NVLink ends at the node, all nodes are one group.
   *
   * @internal
   */
  public get _domains(): number[] {
    if (!this.multiNodeNvlink) return [this.nodes];
    const whole = Math.floor(this.nodes / this.nodesPerNvlinkDomain);
    const rest = this.nodes % this.nodesPerNvlinkDomain;
    return [...Array<number>(whole).fill(this.nodesPerNvlinkDomain), ...rest > 0 ? [rest] : []];
  }

  /**
   * What rules, expansion and ledger read: a group for each NVLink domain.
   *
   * @internal
   */
  public _facts(): PoolFacts {
    const alike = {
      labels: { ...usualNodeLabels(this.architecture, this.system), ...this.nodeLabels },
      taints: this.taints,
      allocatable: this.allocatable,
    };
    return {
      name: this.name,
      system: this.system,
      architecture: this.architecture,
      gpuAllocation: this.gpuAllocation,
      nodeLabels: this.nodeLabels,
      ...this.fabric && { fabric: { name: this.fabric.name, resourceName: this.fabric.resourceName, environment: this.fabric.environment } },
      groups: this._domains.map((count, i) => ({ ...alike, count, ...this.multiNodeNvlink && { nvlinkDomain: `${this.name}-${i}` } })),
    };
  }
}

function allocatableOf(
  pool: string, gpus: number, { resourceName }: GpuAllocation, { fabric, allocatable = {} }: NodePoolOptions,
): { [resource: string]: string } {
  for (const [resource, quantity] of Object.entries(allocatable)) Quantity.parse(quantity, `NodePool '${pool}': allocatable.${resource}`);
  if (gpus === 0) return allocatable;
  return { ...resourceName !== undefined && { [resourceName]: `${gpus}` }, ...fabric && { [fabric.resourceName]: `${gpus}` }, ...allocatable };
}

function atLeastOne(pool: string, prop: string, value: number): void {
  wholeNumber(`NodePool '${pool}'`, prop, value, 1, `give the number of ${prop} in the cluster`);
}
