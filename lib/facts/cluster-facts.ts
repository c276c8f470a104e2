import type { GpuAllocation } from './gpu-allocation';
import type { CpuArchitecture, GpuSystem } from './gpu-system';
import type { KubernetesVersion } from './kubernetes-version';
import type { Release } from './release';

/** A taint of a node, as `spec.taints` of a Node holds it. */
export interface NodeTaint {
  /** Key of the taint. */
  readonly key: string;
  /**
   * Value of the taint.
   *
   * @default - empty
   */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

/** Nodes that are alike in everything that placement looks at; only their names and `kubernetes.io/hostname` differ. */
export interface NodeGroup {
  /** How many nodes, at least 1. */
  readonly count: number;
  /**
   * Names of the nodes, as many as there are.
   *
   * @default - not known
   */
  readonly names?: string[];
  /** Labels that every one of them carries, without `kubernetes.io/hostname`. */
  readonly labels: { [key: string]: string };
  /** Taints of every one of them. */
  readonly taints: NodeTaint[];
  /**
   * What one node can give to pods, as Kubernetes quantities by resource name. `cpu`, `memory`, `ephemeral-storage` and `pods` that are missing are
   * not known, and not checked; any other resource that is missing is not there.
   */
  readonly allocatable: { [resource: string]: string };
  /**
   * The NVLink domain that they are part of: the value of `nvidia.com/gpu.clique`, or a name of ours where that is not known.
   *
   * @default - no domain beyond the node
   */
  readonly nvlinkDomain?: string;
}

/** The network between the nodes of a pool, beside NVLink. */
export interface FabricFacts {
  /** `infiniband` or `roce`. */
  readonly name: string;
  /** Extended resource that a pod asks for, one for each GPU. */
  readonly resourceName: string;
  /**
   * Variables of pods that use it.
   *
   * @default - those that the library knows of the fabric
   */
  readonly environment?: { [key: string]: string };
}

/** Nodes of one kind, as plain facts. */
export interface PoolFacts {
  /** Name by which messages and reports refer to the pool. */
  readonly name: string;
  /**
   * The GPU system of every node.
   *
   * @default - none: CPU nodes, or a system that is not known
   */
  readonly system?: GpuSystem;
  /** CPU architecture of every node. */
  readonly architecture: CpuArchitecture;
  /**
   * How its nodes hand out their GPUs.
   *
   * @default - not known
   */
  readonly gpuAllocation?: GpuAllocation;
  /**
   * Labels that select exactly its nodes.
   *
   * @default - those of its system and architecture that all its nodes carry
   */
  readonly nodeLabels?: { [key: string]: string };
  /**
   * Network between the nodes beside NVLink.
   *
   * @default - not known
   */
  readonly fabric?: FabricFacts;
  /** Its nodes; alike nodes are one group. A rack is a group, or several. */
  readonly groups: NodeGroup[];
}

/**
 * How the operators in a cluster are configured. Of plain facts, as of a `cluster.yaml`, what is not given is not known, which is not the same as off;
 * a `Cluster` takes it as the charts have it.
 */
export interface OperatorFacts {
  /**
   * Whether the Dynamo operator creates PodCliqueSets: Grove is installed and its gate is on (`global.grove.install` or `global.grove.enabled` of the
   * platform chart). `false` is a cluster without Grove: nothing becomes of applied PodCliqueSets either. Where Grove runs for others and single graphs
   * do without it, they carry `nvidia.com/enable-grove: "false"`.
   *
   * @default - not known: graphs are taken to run on Grove, and rules that ask for it are not evaluated
   */
  readonly grove?: boolean;
  /**
   * Whether LeaderWorkerSet and Volcano are installed, which the Dynamo operator uses for engines over several nodes where Grove is off.
   *
   * @default - not known
   */
  readonly leaderWorkerSet?: boolean;
  /**
   * Schedulers with a profile in Grove: `config.scheduler.profiles` of its chart.
   *
   * @default - of a `Cluster` `default-scheduler` and `kai-scheduler`, as the chart has it
   */
  readonly groveSchedulers?: string[];
  /**
   * Scheduler that Grove gives to pods which name none: `config.scheduler.defaultProfileName` of its chart.
   *
   * @default - of a `Cluster` `default-scheduler`, as the chart has it
   */
  readonly groveDefaultScheduler?: string;
  /**
   * Whether Grove places by topology: `config.topologyAwareScheduling.enabled` of its chart.
   *
   * @default - of a `Cluster` false, as the chart has it
   */
  readonly topologyAwareScheduling?: boolean;
  /**
   * Whether Grove makes ComputeDomains by itself: `config.network.autoMNNVLEnabled` of its chart.
   *
   * @default - of a `Cluster` false, as the chart has it
   */
  readonly autoMnnvl?: boolean;
  /**
   * Whether pods may share a GPU: `global.gpuSharing` of the KAI Scheduler chart.
   *
   * @default - of a `Cluster` false, as the chart has it
   */
  readonly kaiGpuSharing?: boolean;
  /**
   * Whether the Dynamo operator makes checkpoints: `dynamo-operator.checkpoint.enabled` of the platform chart.
   *
   * @default - of a `Cluster` false, as the chart has it
   */
  readonly checkpoints?: boolean;
  /**
   * Whether the Dynamo operator finds GPUs by itself: any cluster-wide operator, and one that is restricted to a namespace with `gpuDiscovery.enabled`.
   *
   * @default - of a `Cluster` true, as the platform chart has it
   */
  readonly gpuDiscovery?: boolean;
  /**
   * Whether the InferencePool API (`inference.networking.k8s.io`) is installed.
   *
   * @default - not known
   */
  readonly inferencePools?: boolean;
}

/** A Helm chart that a program installs, where no manifest says so. */
export interface ChartFacts {
  /** Name of the chart, without its repository. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Namespace that it is installed in. */
  readonly namespace: string;
  /** Its values, without those that are its defaults. */
  readonly values: { [key: string]: unknown };
  /** Path of the construct that installs it. */
  readonly construct: string;
}

/** What is known of a cluster, as plain facts: rules, expansion and ledger read it, wherever it comes from. */
export interface ClusterFacts {
  /**
   * Minor version of the API server.
   *
   * @default - not known
   */
  readonly kubernetes?: KubernetesVersion;
  /**
   * Release line of the stack.
   *
   * @default - not known
   */
  readonly release?: Release;
  /** How its operators are configured. */
  readonly operators: OperatorFacts;
  /** Its pools of nodes; none where they are not known. */
  readonly pools: PoolFacts[];
  /**
   * Charts that the program installs beside its manifests.
   *
   * @default - none
   */
  readonly charts?: ChartFacts[];
}
