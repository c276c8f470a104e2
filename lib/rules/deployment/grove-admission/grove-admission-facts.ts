import type { TopologyFacts } from '../topology-levels';

/** What Grove's webhooks look up: the operator's configuration and objects of the cluster. What is not given is not known, which is not the same as absent. */
export interface GroveAdmissionFacts extends TopologyFacts {
  /** Schedulers with an enabled profile (`config.scheduler.profiles`); `default-scheduler` always is. */
  readonly schedulers?: readonly string[];
  /** What an empty schedulerName means: `config.scheduler.defaultProfileName`, `default-scheduler` where the chart sets none. */
  readonly defaultScheduler?: string;
  /** `config.topologyAwareScheduling.enabled`. */
  readonly topologyAwareScheduling?: boolean;
  /** `config.network.autoMNNVLEnabled`. */
  readonly autoMnnvl?: boolean;
}

/** As `enforcedBy` of a rule. */
export const GROVE_WEBHOOK = 'webhook: Grove operator';
