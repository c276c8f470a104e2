import { invalid } from '../core/errors';
import { refuseLiteralSecrets } from '../core/literal-secrets';

/**
 * The network that carries key-value caches and collectives between the nodes of a pool.
 *
 * A value, not a construct: what a fabric needs in a pod (extended resource, capability, environment)
 * is written by the relations that use it.
 */
export class Fabric {
  /**
   * InfiniBand with GPUDirect RDMA, handed out by a device plugin as an extended resource, one device per GPU.
   *
   * The variables are those of Dynamo's disaggregated-communication guide (ai-dynamo/dynamo, docs/fern/pages/kubernetes/disagg-communication-guide.md).
   */
  public static infiniband(options: RdmaFabricOptions): Fabric {
    return new Fabric('infiniband', options, {
      UCX_TLS: 'rc_x,rc,cuda_copy,cuda_ipc',
    });
  }

  /**
   * RDMA over Converged Ethernet, handed out by a device plugin as an extended resource, one device per GPU.
   *
   * The RoCE GID index differs between clusters: set `UCX_IB_GID_INDEX` in `environment` where it is not the driver's choice.
   */
  public static roce(options: RdmaFabricOptions): Fabric {
    return new Fabric('roce', options, { UCX_TLS: 'rc_x,rc,dc_x,dc,cuda_copy,cuda_ipc', UCX_IB_REG_METHODS: 'odp,rcache' });
  }

  private constructor(
    /** `infiniband` or `roce`. */
    public readonly name: string,
    options: RdmaFabricOptions,
    defaults: Record<string, string>,
  ) {
    this.resourceName = options.resourceName;
    this.networks = options.networks ?? [];
    for (const network of this.networks) {
      if (!/^([-.a-z0-9]+\/)?[-.a-z0-9]+(@[-.a-z0-9]+)?$/.test(network)) {
        throw invalid({ path: `Fabric ${name}`, value: `network '${network}'`, reason: 'not [namespace/]name[@interface]', fix: "write it as 'networks/rdma-a@net1' or 'rdma-a'" });
      }
    }
    refuseLiteralSecrets(options.environment ?? {}, `Fabric ${name}`);
    this.environment = {
      ...defaults,
      // Its absence is the commonest cause of NIXL_ERR_REMOTE_DISCONNECT, says the guide.
      UCX_IB_ADDR_TYPE: 'eth',
      UCX_RC_TIMEOUT: '600s',
      UCX_KEEPALIVE_INTERVAL: '300s',
      // Rendezvous by get without staging: both sides must agree, so both are written on every pod of the pool.
      UCX_RNDV_SCHEME: 'get_zcopy',
      UCX_RNDV_THRESH: '0',
      ...(options.devices ? { UCX_NET_DEVICES: options.devices.join(',') } : {}),
      ...options.environment,
    };
  }

  /** Extended resource that a pod asks for, one per GPU. */
  public readonly resourceName: string;

  /** Secondary networks that a pod joins, as `[namespace/]name[@interface]`. */
  public readonly networks: string[];

  /** Variables that UCX (and so NIXL) needs on this fabric. */
  public readonly environment: { [key: string]: string };
}

/** Options of an RDMA fabric. */
export interface RdmaFabricOptions {
  /**
   * Extended resource that the cluster's device plugin serves for this network, for example `rdma/ib`.
   *
   * The name is the choice of whoever configured the plugin: look at `kubectl get node -o jsonpath='{.status.allocatable}'`.
   */
  readonly resourceName: string;

  /**
   * Secondary networks of Multus that a pod joins, as `[namespace/]name[@interface]`: one for each device where they are handed out with an address.
   *
   * @default - none: the device plugin is enough
   */
  readonly networks?: string[];

  /**
   * Network devices that UCX may use, as `<device>:<port>`, for example `mlx5_0:1`.
   *
   * @default - UCX chooses among the devices that the pod sees
   */
  readonly devices?: string[];

  /**
   * Further variables for every pod that uses the fabric; they win over the fabric's own.
   *
   * @default - none
   */
  readonly environment?: { [key: string]: string };
}
