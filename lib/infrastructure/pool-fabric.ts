import { IWorkload } from '../workload';
import { poolFabricFragment } from '../workload/private/pool-fabric';

/**
 * The network between the nodes of a pool, for GPU pods that talk to each other over it: ranks of an engine, prefill and decode, a job.
 *
 * Dynamo graphs take it by themselves where they need it: `kvTransfer`.
 */
export class PoolFabric {
  /**
   * RDMA over the `fabric` of the pool that each pod runs on: one device for each GPU, the capability to pin memory, UCX's variables, secondary networks.
   * The same program then serves pools with different networks.
   */
  public static rdma(): PoolFabric {
    return new PoolFabric('rdma');
  }

  private constructor(
    /** `rdma`. */
    public readonly name: string,
  ) {}

  /**
   * Gives it to the GPU pods of a workload. A pool without a fabric, or one that is not known, is a finding (rule POOL-05).
   *
   * @param workload a PodCliqueSet or a role of one, a LeaderWorkerSet, an MpiJob, a JobSet or some of its Jobs, a Dynamo component, a `Workload` with a pool
   */
  public attach(workload: IWorkload): void {
    workload.addToPods(poolFabricFragment());
  }
}
