import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import type { PodCliqueSpecAutoScalingConfig } from '../crds/grove';
import type { MetricSpec } from '../crds/kubernetes';

/** How far a role or a scaling group is scaled. */
export interface GangScalingOptions {
  /** Most replicas. */
  readonly max: number;

  /**
   * Fewest replicas, at least the minimum that the gang needs.
   *
   * @default - the replicas of the role or group
   */
  readonly min?: number;
}

/** Autoscaling of a role or a scaling group, by a HorizontalPodAutoscaler that Grove makes for each replica of the set. */
export class GangScaling {
  /**
   * By the share of the requested CPU that the pods use.
   *
   * @param percent of the request, at least 1
   */
  public static onCpu(percent: number, options: GangScalingOptions): GangScaling {
    wholeNumber('GangScaling', 'percent', percent);
    return new GangScaling([{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } } }], options);
  }

  /**
   * By metrics of your own, as in `autoscaling/v2`.
   *
   * @param metrics at least one
   */
  public static onMetrics(metrics: MetricSpec[], options: GangScalingOptions): GangScaling {
    if (metrics.length > 0) return new GangScaling(metrics, options);
    throw invalid({ path: 'GangScaling', value: 'no metrics', reason: 'an autoscaler needs one', fix: 'name a metric, or use GangScaling.onCpu()' });
  }

  private constructor(private readonly metrics: MetricSpec[], private readonly options: GangScalingOptions) {
    wholeNumber('GangScaling', 'max', options.max);
    if (options.min !== undefined) wholeNumber('GangScaling', 'min', options.min);
  }

  /** Most replicas. */
  public get max(): number {
    return this.options.max;
  }

  /**
   * Refuses bounds that Grove refuses, or under which its autoscaler cannot be made. Source: scheduling.md 2.2 rules 5 and 6.
   *
   * @internal
   */
  public _check(path: string, replicas: number, minimum: number): void {
    const { max, min = replicas } = this.options;
    const wrong = min < minimum ? [`min: ${min}`, `the gang needs ${minimum} (GRV-08)`, 'raise it, or lower the minimum']
      : max < min ? [`max: ${max}`, `fewer than ${this.options.min === undefined ? 'the replicas' : 'min'}, ${min} (GRV-08)`, 'raise it']
        : max < replicas ? [`max: ${max}`, `fewer than the replicas, ${replicas} (GRV-08)`, 'raise it, or lower the replicas'] : undefined;
    if (wrong) throw invalid({ path, value: `scaling with ${wrong[0]}`, reason: wrong[1], fix: wrong[2] });
  }

  /** @internal */
  public _render(): PodCliqueSpecAutoScalingConfig {
    return { maxReplicas: this.options.max, minReplicas: this.options.min, metrics: this.metrics };
  }
}
