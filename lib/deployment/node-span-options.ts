import { NodeCountOptions } from './node-count-options';
import type { PodSpec } from '../crds/kubernetes';

/** Pods of one engine over several nodes: a leader and its workers. */
export interface NodeSpanOptions extends NodeCountOptions {
  /**
   * The pod of the leader, where it differs.
   *
   * @default - `podSpec`
   */
  readonly leaderPodSpec?: PodSpec;

  /**
   * Whether the workers start after the leader is ready. Most engines need all ranks before any is ready.
   *
   * @default false
   */
  readonly leaderFirst?: boolean;
}
