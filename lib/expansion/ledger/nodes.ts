import { NodeRules, refusal, RuledNode } from './node-rules';
import { amountOf, CLAIMED_GPUS, GPUS, ONE_PER_NODE, UNBOUNDED_UNLESS_KNOWN } from './resources';
import type { ClusterFacts, NodeGroup, PoolFacts } from '../../facts/cluster-facts';
import { GpuAllocation } from '../../facts/gpu-allocation';
import { DEVICE_CLASSES, IMPLICIT_RESOURCE_PREFIX, LABEL_KEYS, RESOURCE_NAMES } from '../../facts/label-keys';

/** One node of a cluster. */
export interface LedgerNode extends RuledNode {
  readonly index: number;
  readonly pool: string;
  readonly nvlinkDomain?: string;
  /** Amounts by resource; see `capacityOf` for what is missing. */
  readonly allocatable: ReadonlyMap<string, number>;
  readonly gpus: number;
  /** Memory of each of its GPUs, in MiB; undefined where it is not known. */
  readonly gpuMemory?: number;
}

/** The nodes of a cluster, and what never changes about them. */
export class LedgerNodes {
  public readonly all: readonly LedgerNode[];
  private readonly allowed = new Map<NodeRules, Uint8Array>();
  private readonly domains = new Map<string, readonly (string | undefined)[]>();
  private readonly labels: ReadonlySet<string>;
  /** Whether all labels of all nodes are known: of nodes with names, which were read from a cluster. */
  private readonly areAllRead: boolean;

  constructor(cluster: ClusterFacts) {
    this.all = cluster.pools.flatMap((pool) => pool.groups.flatMap((group, i) => nodesOf(pool, group, i)))
      .map((node, index) => ({ ...node, index }));
    this.labels = new Set(this.all.flatMap(({ labels }) => Object.keys(labels)));
    this.areAllRead = cluster.pools.every(({ groups }) => groups.every(({ names }) => names !== undefined));
  }

  /** Whether nothing is known of a label: no node is said to have it, and nodes that are described by their kind may. Their NVLink domain is part of the description. */
  public isUnknown(label: string): boolean {
    return !this.areAllRead && !this.labels.has(label) && label !== LABEL_KEYS.gpuClique;
  }

  /** Memory of the largest GPU, in MiB; undefined where none is known. */
  public get largestGpuMemory(): number | undefined {
    const largest = this.all.reduce((most, { gpuMemory = 0 }) => Math.max(most, gpuMemory), 0);
    return largest === 0 ? undefined : largest;
  }

  /** For each node whether a pod may be there (1 or 0), whatever is free. Alike pods share their rules. */
  public allows(rules: NodeRules): Uint8Array {
    let found = this.allowed.get(rules);
    if (!found) this.allowed.set(rules, found = Uint8Array.from(this.all, (node) => (refusal(rules, node) === undefined ? 1 : 0)));
    return found;
  }

  /** Those of some nodes on which a pod may be. */
  public allowedOf(nodes: readonly LedgerNode[], rules: NodeRules): LedgerNode[] {
    const allowed = this.allows(rules);
    return nodes.filter(({ index }) => allowed[index] === 1);
  }

  /**
   * The domain of each node: the values of labels, from the broadest level to the one that counts, with slashes, which no value has. Undefined where a node
   * lacks one of them.
   */
  public domainsOf(labels: readonly string[]): readonly (string | undefined)[] {
    const key = labels.join(' ');
    let found = this.domains.get(key);
    if (!found) {
      this.domains.set(key, found = this.all.map((node) => {
        const values = labels.map((label) => node.labels[label]);
        return values.includes(undefined as unknown as string) ? undefined : values.join('/');
      }));
    }
    return found;
  }
}

/** What an empty node has of a resource. */
export function capacityOf(node: LedgerNode, resource: string): number {
  if (resource === GPUS) return node.gpus;
  if (resource.startsWith(ONE_PER_NODE)) return 1;
  return node.allocatable.get(resource) ?? (UNBOUNDED_UNLESS_KNOWN.includes(resource) ? Infinity : 0);
}

/** Extended resources that are whole GPUs: the device plugin's, and those that stand for claims. */
export function gpuResourcesOf(cluster: ClusterFacts | undefined): string[] {
  const ofPools = (cluster?.pools ?? []).flatMap(({ gpuAllocation }) => gpuAllocation?.resourceName ?? []);
  return [...new Set([RESOURCE_NAMES.gpu, `${IMPLICIT_RESOURCE_PREFIX}${DEVICE_CLASSES.gpu}`, ...ofPools])];
}

/** A label that the kubelet gives every node of this stack. */
const OF_EVERY_NODE: { readonly [label: string]: string } = { 'kubernetes.io/os': 'linux' };

/** What is known of the labels of nodes, without their hostnames. */
export function labelsOfGroup({ architecture }: PoolFacts, { nvlinkDomain, labels }: NodeGroup): { readonly [label: string]: string } {
  const clique: { readonly [label: string]: string } = nvlinkDomain === undefined ? {} : { [LABEL_KEYS.gpuClique]: nvlinkDomain };
  return { ...OF_EVERY_NODE, [LABEL_KEYS.architecture]: architecture.name, ...clique, ...labels };
}

function nodesOf(pool: PoolFacts, group: NodeGroup, i: number): Array<Omit<LedgerNode, 'index'>> {
  const allocatable = new Map(Object.entries(group.allocatable).map(([resource, quantity]) => [resource, amountOf(resource, quantity) ?? 0]));
  const { gpuAllocation } = pool;
  const asked = gpuAllocation?.resourceName ?? RESOURCE_NAMES.gpu;
  // Where no extended resource stands for them they are given out by claims, and the system says how many there are.
  const gpus = allocatable.get(asked) ?? pool.system?.gpusPerNode ?? 0;
  // Claims find no device where the device plugin has the GPUs. infrastructure.md 1, DRA-20
  if (gpuAllocation !== GpuAllocation.DEVICE_PLUGIN) allocatable.set(CLAIMED_GPUS, gpus);
  const labels = labelsOfGroup(pool, group);
  return Array.from({ length: group.count }, (_, k) => {
    const name = group.names?.[k] ?? `${pool.name}-${i}-${k}`;
    return {
      name,
      pool: pool.name,
      nvlinkDomain: group.nvlinkDomain,
      labels: { ...labels, [LABEL_KEYS.hostname]: name },
      taints: group.taints,
      allocatable,
      gpus,
      gpuMemory: gpus > 0 ? gpuMemoryOf(labels, pool) : undefined,
    };
  });
}

/**
 * As GPU Feature Discovery labels it, in whole hundreds as KAI counts (kai-scheduler v0.17.0, pkg/scheduler/api/node_info, getNodeGpuMemory); without the label, as the
 * system's facts say.
 */
function gpuMemoryOf(labels: { readonly [label: string]: string }, { system }: PoolFacts): number | undefined {
  const told = Number(labels[LABEL_KEYS.gpuMemory]);
  const mib = told > 0 ? told : (system?.gpuMemoryGb ?? 0) * 1e9 / 2 ** 20;
  return mib < 100 ? undefined : Math.floor(mib / 100) * 100;
}
