import { PodOptions } from './pod-options';
import type { PodSpec } from '../crds/kubernetes';
import { Parallelism } from '../workload';

/** Pods of one engine over several nodes: a leader and its workers. */
export interface NodeSpanOptions extends PodOptions {
  /**
   * Pods, and so nodes, of one copy, the leader among them. Either this or `parallelism`.
   *
   * @default - as `parallelism` and the pool say
   */
  readonly nodes?: number;

  /**
   * How one copy spreads a model over GPUs: nodes and GPUs of each pod follow from it and the pool.
   *
   * @default - `nodes` and `gpus` are given
   */
  readonly parallelism?: Parallelism;

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
