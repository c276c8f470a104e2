import type { Duration, Size } from 'cdk8s';
import type { IGpuClaim } from '../infrastructure';
import type { EngineConfig, Parallelism } from '../workload';
import type { DynamoComponentOptions } from './dynamo-component';

/** Options of a component that runs engines. */
export interface WorkerProps extends DynamoComponentOptions {
  /** How one engine spreads over GPUs: GPU limits, nodes, flags and the size of NVLink domains derive from it. */
  readonly parallelism: Parallelism;

  /**
   * Claim that gives each pod its GPUs, for example slices of GPUs; the pool must hand them out as claims.
   *
   * @default - whole GPUs, as the pool hands them out
   */
  readonly gpuClaim?: IGpuClaim;

  /**
   * Options of the engine; they must be those of the graph's engine.
   *
   * @default - the engine's own defaults
   */
  readonly engineConfig?: EngineConfig;

  /**
   * Size of `/dev/shm`.
   *
   * @default - the operator's, 8Gi
   */
  readonly sharedMemory?: Size;

  /**
   * Time in which an engine must have loaded its model.
   *
   * @default - the operator's, two hours
   */
  readonly startupTimeout?: Duration;
}
