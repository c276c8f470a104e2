import { PodOptions } from './pod-options';
import { Parallelism } from '../workload';

/** Pods of which each has a node. */
export interface NodeCountOptions extends PodOptions {
  /**
   * Pods, and so nodes, of one copy, a leader among them. Either this or `parallelism`.
   *
   * @default - as `parallelism` and the pool say; 1 of a Job in a JobSet that says neither
   */
  readonly nodes?: number;

  /**
   * How one copy spreads a model over GPUs: nodes and GPUs of each pod follow from it and the pool.
   *
   * @default - `nodes` and `gpus` are given
   */
  readonly parallelism?: Parallelism;
}
