import { Construct, IConstruct } from 'constructs';
import { requireNarrowing } from './private/topology-constraint';
import { TopologyLevel } from './topology-level';
import { TopologyPlacement } from './topology-placement';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster } from '../cluster/private/same-home';
import { invalid } from '../core/errors';
import { requireDnsSubdomain } from '../core/names';
import { ClusterTopologyBinding } from '../crds/grove';
import { Topology as TopologyResource } from '../crds/kai-scheduler';
import { KAI_SCHEDULER } from '../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../facts/label-keys';
import { IWorkload, PodFragment } from '../workload';

/** Most levels of a topology. Source: scheduling.md 1.2 (schema of kai.scheduler/v1alpha1 Topology). */
const MOST_LEVELS = 16;

/** How the nodes of a cluster lie to each other, ours or somebody else's. */
export interface ITopology extends IConstruct {
  /** `metadata.name`, of KAI's Topology and of Grove's ClusterTopologyBinding; both are cluster-scoped. */
  readonly name: string;

  /** Its levels, the broadest first. */
  readonly levels: TopologyLevel[];

  /**
   * Places the pods of a workload near to each other, where KAI schedules it without Grove: a Job, a LeaderWorkerSet, an MPIJob.
   * PodCliqueSets take the topology as a prop instead.
   *
   * @param workload what to place
   * @param placement how near
   */
  pack(workload: IWorkload, placement: TopologyPlacement): void;
}

/** Options of a topology. */
export interface TopologyProps {
  /**
   * `metadata.name`.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /** Levels, the broadest first; 1 to 16. Names and labels are unique; single nodes only at the end. */
  readonly levels: TopologyLevel[];

  /**
   * Whether Grove is to know it too, by a ClusterTopologyBinding; PodCliqueSets name that one.
   *
   * @default true
   */
  readonly grove?: boolean;
}

abstract class TopologyBase extends Construct implements ITopology {
  public abstract readonly name: string;
  public abstract readonly levels: TopologyLevel[];

  public pack(workload: IWorkload, placement: TopologyPlacement): void {
    requireSameCluster(this, workload, 'topology');
    requireNarrowing(this.node.path, this.levels, placement);
    const { requiredDomain, preferredDomain } = placement;
    workload.addToPods(new PodFragment({
      id: 'topology',
      objectAnnotations: {
        [ANNOTATION_KEYS.kaiTopology]: this.name,
        ...requiredDomain === undefined ? {} : { [ANNOTATION_KEYS.kaiRequiredPlacement]: this.labelOf(requiredDomain) },
        ...preferredDomain === undefined ? {} : { [ANNOTATION_KEYS.kaiPreferredPlacement]: this.labelOf(preferredDomain) },
      },
    }));
  }

  private labelOf(domain: string): string {
    const level = this.levels.find((candidate) => candidate.domain === domain);
    if (level) return level.nodeLabel;
    throw invalid({
      path: this.node.path, value: `level '${domain}'`, reason: `the levels are ${this.levels.map((each) => each.domain).join(', ')}`, fix: 'name one of them',
    });
  }
}

class ImportedTopology extends TopologyBase {
  constructor(scope: Construct, id: string, public readonly name: string, public readonly levels: TopologyLevel[]) {
    super(scope, id);
    requireDnsSubdomain(this.node.path, 'name', name);
    checkLevels(this.node.path, levels);
  }
}

/**
 * How the nodes of a cluster lie to each other: zones, blocks, racks, hosts, by node labels.
 *
 * One object writes both what KAI reads (Topology) and what Grove reads (ClusterTopologyBinding), with the same levels in the same order; a difference
 * between the two would be a drift that Grove reports and does not mend.
 */
export class Topology extends TopologyBase {
  /**
   * A topology that somebody else created.
   *
   * @param topologyName `metadata.name` of that topology
   * @param levels its levels, the broadest first
   * @throws when no topology can have that name or these levels
   */
  public static fromTopologyName(scope: Construct, id: string, topologyName: string, levels: TopologyLevel[]): ITopology {
    return new ImportedTopology(scope, id, topologyName, levels);
  }

  public readonly name: string;
  public readonly levels: TopologyLevel[];

  /** @throws when levels are missing, stand twice, or single nodes are not the last level */
  constructor(scope: Construct, id: string, props: TopologyProps) {
    super(scope, id);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    this.levels = [...props.levels];
    checkLevels(this.node.path, this.levels);
    const topology = new TopologyResource(this, 'Resource', {
      metadata: { name: this.name },
      spec: { levels: this.levels.map(({ nodeLabel }) => ({ nodeLabel })) },
    });
    if (props.grove === false) return;
    const binding = new ClusterTopologyBinding(this, 'Binding', {
      metadata: { name: this.name },
      spec: {
        levels: this.levels.map(({ domain, nodeLabel }) => ({ domain, key: nodeLabel })),
        // Without it Grove would make a Topology of this name itself, and fail because ours is there. scheduling.md 2.2
        schedulerTopologyBindings: [{ schedulerName: KAI_SCHEDULER, topologyReference: this.name }],
      },
    });
    binding.addDependency(topology);
  }
}

function checkLevels(path: string, levels: readonly TopologyLevel[]): void {
  if (levels.length === 0 || levels.length > MOST_LEVELS) {
    throw invalid({ path, value: `${levels.length} levels`, reason: `a topology has 1 to ${MOST_LEVELS}`, fix: 'name them from the broadest to the narrowest: [TopologyLevel.rack(), TopologyLevel.host()]' });
  }
  for (const key of ['domain', 'nodeLabel'] as const) {
    const values = levels.map((level) => level[key]);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice !== undefined) throw invalid({ path, value: `${key} '${twice}' twice`, reason: 'levels are told apart by name and by label', fix: 'remove one of the two' });
  }
  const host = levels.findIndex(({ nodeLabel }) => nodeLabel === LABEL_KEYS.hostname);
  if (host >= 0 && host < levels.length - 1) {
    throw invalid({ path, value: `'${levels[host].domain}' before '${levels[host + 1].domain}'`, reason: 'nothing is narrower than a node', fix: 'put single nodes last' });
  }
}
