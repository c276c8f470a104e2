import { NVLINK_COLLECTIVES, NVLINK_COLLECTIVES_TUNING, NVLINK_KV_TRANSFER, NVLINK_NVSHMEM, RDMA_KV_TRANSFER } from '../facts/nvlink';

/**
 * What the libraries in GPU pods of an NVLink domain use it for: variables of NCCL, NVSHMEM and UCX that belong together.
 * A variable that the user sets on a workload wins.
 */
export class NvlinkEnvironment {
  /** NVLink across nodes for NCCL's collectives. */
  public static collectives(): NvlinkEnvironment {
    return new NvlinkEnvironment(NVLINK_COLLECTIVES);
  }

  /** As `collectives()`, with NVLink SHARP and peer-to-peer over NVLink as AIConfigurator and the GB200 recipes set them. */
  public static tunedCollectives(): NvlinkEnvironment {
    return new NvlinkEnvironment({ ...NVLINK_COLLECTIVES, ...NVLINK_COLLECTIVES_TUNING });
  }

  /** NVLink for collectives and for key-value caches over UCX: prefill and decode in one domain. */
  public static collectivesAndKvTransfer(): NvlinkEnvironment {
    return new NvlinkEnvironment({ ...NVLINK_COLLECTIVES, ...NVLINK_KV_TRANSFER });
  }

  /** NVLink for collectives, RDMA for key-value caches over UCX: roles in domains of their own. */
  public static collectivesBesideRdma(): NvlinkEnvironment {
    return new NvlinkEnvironment({ ...NVLINK_COLLECTIVES, ...RDMA_KV_TRANSFER });
  }

  /** Nothing is written; the image or the user says it. */
  public static none(): NvlinkEnvironment {
    return new NvlinkEnvironment({});
  }

  /** The variables. */
  public readonly variables: { [name: string]: string };

  private constructor(variables: { readonly [name: string]: string }) {
    this.variables = { ...variables };
  }

  /** The same, and NVLink across nodes for NVSHMEM, which programs with DeepEP turn off otherwise. */
  public withNvshmem(): NvlinkEnvironment {
    return new NvlinkEnvironment({ ...this.variables, ...NVLINK_NVSHMEM });
  }
}
