import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import { GpuSystem } from '../facts/gpu-system';
import { LABEL_KEYS } from '../facts/label-keys';
import { CHANNEL_CLAIMS_PER_NODE, MAX_NODES_PER_IMEX_DOMAIN } from '../facts/nvlink';

/** How far NVLink reaches in a GPU system, and what the DRA driver makes of it: figures, no object. */
export class NvlinkDomain {
  /** The domain of a whole rack, or of a node where NVLink ends at it. */
  public static of(system: GpuSystem): NvlinkDomain {
    return new NvlinkDomain(system, system.nodesPerNvlinkDomain);
  }

  /**
   * One of the partitions that a rack is divided into; each has a clique, and so a label value, of its own.
   *
   * @param nodes nodes of the partition
   * @throws when the rack has fewer
   */
  public static partition(system: GpuSystem, nodes: number): NvlinkDomain {
    wholeNumber('NvlinkDomain', 'nodes', nodes);
    if (nodes > system.nodesPerNvlinkDomain) {
      throw invalid({ path: 'NvlinkDomain', value: `nodes: ${nodes}`, reason: `NVLink of ${system.name} connects ${system.nodesPerNvlinkDomain} nodes`, fix: 'give the nodes of one partition' });
    }
    return new NvlinkDomain(system, nodes);
  }

  /** GPUs that reach each other over NVLink. */
  public readonly gpus: number;

  /** Whether NVLink crosses nodes here: without that a ComputeDomain gives pods no channel. */
  public readonly spansNodes: boolean;

  /** Most nodes of one IMEX domain, unless the driver is told otherwise (`MAX_NODES_PER_IMEX_DOMAIN` of its controller). */
  public readonly maxNodesPerImexDomain: number = MAX_NODES_PER_IMEX_DOMAIN;

  /** Pods with a channel claim that a node holds at a time, of any ComputeDomain. */
  public readonly channelClaimsPerNode: number = CHANNEL_CLAIMS_PER_NODE;

  /** Node label with one value for each domain; nodes without it are in none. */
  public readonly nodeLabel: string = LABEL_KEYS.gpuClique;

  private constructor(
    /** The system. */
    public readonly system: GpuSystem,
    /** Nodes whose GPUs reach each other over NVLink. */
    public readonly nodes: number,
  ) {
    this.gpus = nodes * system.gpusPerNode;
    this.spansNodes = nodes > 1;
  }
}
