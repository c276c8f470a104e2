import { GroveNvlinkGroup, IComputeDomain } from '../infrastructure';

/** How prefill engines hand the key-value cache to decode engines. */
export class KvTransfer {
  /**
   * The fastest path that the pools of the two roles have: an NVLink domain of the graph's own where NVLink crosses nodes,
   * else RDMA over the pool's fabric. The same program then serves both kinds of cluster.
   */
  public static fastest(): KvTransfer {
    return new KvTransfer('fastest', undefined);
  }

  /**
   * NVLink across nodes: every GPU pod of the graph joins the domain.
   *
   * @param domain the domain
   */
  public static nvlink(domain: IComputeDomain): KvTransfer {
    return new KvTransfer('nvlink', domain);
  }

  /**
   * NVLink across nodes, in domains that Grove makes: every GPU pod of the graph is in the group.
   *
   * @param group the group
   */
  public static groveNvlink(group: GroveNvlinkGroup): KvTransfer {
    return new KvTransfer('groveNvlink', undefined, group);
  }

  /** RDMA over the fabric of each role's pool. */
  public static rdma(): KvTransfer {
    return new KvTransfer('rdma', undefined);
  }

  /**
   * Whatever the engine finds by itself; nothing is written into pods. Between pods that is TCP at worst,
   * with which Dynamo's guide measured 98 s to the first token against half a second.
   */
  public static engineDefault(): KvTransfer {
    return new KvTransfer('engineDefault', undefined);
  }

  private constructor(
    /** `fastest`, `nvlink`, `groveNvlink`, `rdma` or `engineDefault`. */
    public readonly name: string,
    /** Domain given by the user. */
    public readonly domain: IComputeDomain | undefined,
    /** Grove's group that the user gave. */
    public readonly groveGroup?: GroveNvlinkGroup,
  ) {}
}
