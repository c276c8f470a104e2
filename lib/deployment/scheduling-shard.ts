import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { FairShareUsage } from './fair-share-usage';
import { durationText } from './private/duration-text';
import { objectName } from '../cluster/private/object-name';
import { invalid } from '../core/errors';
import { requireDnsSubdomain, requireLabelValue } from '../core/names';
import { wholeNumber } from '../core/ranges';
import { SchedulingShard as SchedulingShardResource } from '../crds/kai-scheduler';

/** How a shard spreads pods over nodes. */
export class PlacementStrategy {
  /** Fills nodes one by one, so that whole nodes stay free. KAI's default. */
  public static readonly BINPACK = new PlacementStrategy('binpack');
  /** Spreads pods over nodes; KAI then no longer moves pods to make room (its consolidation action is off). */
  public static readonly SPREAD = new PlacementStrategy('spread');

  private constructor(
    /** As the shard spells it. */
    public readonly name: string,
  ) {}
}

/** Options of a shard. */
export interface SchedulingShardProps {
  /**
   * `metadata.name`; `default` is the one that the KAI chart makes.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * The nodes of the shard: value of their label `kai.scheduler/node-pool`. Queues and workloads carry it too.
   *
   * @default - nodes without the label
   */
  readonly nodePool?: string;

  /**
   * How GPU pods are spread.
   *
   * @default PlacementStrategy.BINPACK
   */
  readonly gpuPlacement?: PlacementStrategy;

  /**
   * How pods without GPUs are spread.
   *
   * @default PlacementStrategy.BINPACK
   */
  readonly cpuPlacement?: PlacementStrategy;

  /**
   * How long a workload runs before others of its queue may preempt it, where no queue says.
   *
   * @default - KAI's
   */
  readonly preemptMinRuntime?: Duration;

  /**
   * How long a workload runs before other queues may reclaim what it uses beyond the guarantee, where no queue says.
   *
   * @default - KAI's
   */
  readonly reclaimMinRuntime?: Duration;

  /**
   * Fair share over time: queues that used more get less of what is left over.
   *
   * @default - none; only the present counts
   */
  readonly usage?: FairShareUsage;

  /**
   * How strongly past use corrects the share, 0 or more.
   *
   * @default - KAI's
   */
  readonly kValue?: number;

  /**
   * Workloads of each queue that an action looks at, by name of the action (`preempt`, `reclaim`, `consolidation` …).
   *
   * @default - all
   */
  readonly queueDepthPerAction?: { [action: string]: number };

  /**
   * Flags of the scheduler by name, without dashes; values are texts, durations with a unit.
   *
   * @default - KAI's
   */
  readonly args?: { [flag: string]: string };
}

/** A part of the cluster's nodes with a scheduler of its own. */
export class SchedulingShard extends Construct {
  public readonly name: string;

  /** Value of the label `kai.scheduler/node-pool` of its nodes; undefined for nodes without it. */
  public readonly nodePool?: string;

  /** @throws when a number is out of its range, or a name or node pool cannot be */
  constructor(scope: Construct, id: string, props: SchedulingShardProps = {}) {
    super(scope, id);
    this.name = requireDnsSubdomain(this.node.path, 'name', props.name ?? objectName(this));
    this.nodePool = props.nodePool === undefined ? undefined : requireLabelValue(this.node.path, 'nodePool', props.nodePool);
    const { kValue } = props;
    if (kValue !== undefined && !(kValue >= 0)) {
      throw invalid({ path: this.node.path, value: `kValue: ${kValue}`, reason: 'not 0 or more', fix: 'leave it out, or write for example 1' });
    }
    for (const [action, depth] of Object.entries(props.queueDepthPerAction ?? {})) wholeNumber(this.node.path, `queueDepthPerAction.${action}`, depth);
    new SchedulingShardResource(this, 'Resource', {
      metadata: { name: this.name },
      spec: {
        partitionLabelValue: props.nodePool,
        placementStrategy: filled({ gpu: props.gpuPlacement?.name, cpu: props.cpuPlacement?.name }),
        minRuntime: filled({ preemptMinRuntime: durationText(props.preemptMinRuntime), reclaimMinRuntime: durationText(props.reclaimMinRuntime) }),
        usageDbConfig: props.usage?._spec(),
        kValue,
        queueDepthPerAction: props.queueDepthPerAction,
        args: props.args,
      },
    });
  }
}

function filled<T extends object>(object: T): T | undefined {
  return Object.values(object).some((value) => value !== undefined) ? object : undefined;
}
