import type { Duration } from 'cdk8s';
import { invalid } from '../core/errors';
import { durationText } from './private/duration-text';
import { refuseLiteralSecrets } from '../core/literal-secrets';
import type { SchedulingShardSpecUsageDbConfig } from '../crds/kai-scheduler';

/** How past use of queues is read and weighed. */
export interface FairShareUsageOptions {
  /**
   * Address of Prometheus: `http://prometheus-operated.monitoring.svc.cluster.local:9090`.
   *
   * @default - the Prometheus of the KAI Config (`spec.prometheus`)
   */
  readonly url?: string;

  /**
   * How far back use counts.
   *
   * @default - KAI's, one week
   */
  readonly window?: Duration;

  /**
   * Age at which use counts half.
   *
   * @default - all use in the window counts the same
   */
  readonly halfLife?: Duration;

  /**
   * How often use is read.
   *
   * @default - KAI's
   */
  readonly fetchInterval?: Duration;

  /**
   * Age from which on what was read is no longer trusted.
   *
   * @default - KAI's
   */
  readonly staleness?: Duration;
}

/**
 * Where a scheduling shard reads past use from, for fair share over time. It changes who gets what is left over, never a guarantee.
 *
 * Needs KAI's metrics in that Prometheus and kube-state-metrics. Source: scheduling.md 1.2.
 */
export class FairShareUsage {
  /** Use over a window that ends now. */
  public static sliding(options: FairShareUsageOptions = {}): FairShareUsage {
    return new FairShareUsage('sliding', options);
  }

  /** Use since the start of the present window, which begins anew each time it ends. */
  public static tumbling(options: FairShareUsageOptions = {}): FairShareUsage {
    return new FairShareUsage('tumbling', options);
  }

  private constructor(
    /** `sliding` or `tumbling`. */
    public readonly windowType: string,
    private readonly options: FairShareUsageOptions,
  ) {
    const { url } = options;
    if (url === undefined) return;
    refuseLiteralSecrets({ url }, 'FairShareUsage');
    if (!/^https?:\/\/[^\s/@]+(\/[^\s@]*)?$/.test(url)) {
      throw invalid({ path: 'FairShareUsage', value: `url '${url}'`, reason: 'no address of http or https without a password', fix: "write it like 'http://prometheus-operated.monitoring.svc.cluster.local:9090'" });
    }
  }

  /** @internal */
  public _spec(): SchedulingShardSpecUsageDbConfig {
    const { url, window, halfLife, fetchInterval, staleness } = this.options;
    return {
      clientType: 'prometheus',
      connectionString: url,
      usageParams: {
        windowType: this.windowType,
        windowSize: durationText(window),
        halfLifePeriod: durationText(halfLife),
        fetchInterval: durationText(fetchInterval),
        stalenessPeriod: durationText(staleness),
      },
    };
  }
}
