/** Label and annotation keys, and names of resources, that layers agree on. One entry a line; the source of a group stands above it. */
export const LABEL_KEYS = {
  // Kubernetes
  hostname: 'kubernetes.io/hostname',
  architecture: 'kubernetes.io/arch',
  zone: 'topology.kubernetes.io/zone',

  // GPU Operator and GPU Feature Discovery, on nodes. operators.md A3, infrastructure.md 3.1
  gpuProduct: 'nvidia.com/gpu.product',
  gpuCount: 'nvidia.com/gpu.count',
  gpuMemory: 'nvidia.com/gpu.memory', // MiB
  gpuPresent: 'nvidia.com/gpu.present',
  gpuClique: 'nvidia.com/gpu.clique', // <cluster UUID>.<clique id>: nodes of one NVLink domain
  gfdTimestamp: 'nvidia.com/gfd.timestamp', // when the labels were written. NVIDIA/k8s-device-plugin, tests/e2e
  computeDomain: 'resource.nvidia.com/computeDomain', // UID of the domain a node is in: the driver's, never written by hand
  nvlinkDomain: 'cdk8s-inference/nvlink-domain', // ours, on pods: the domain that they joined, so that they can ask to be near each other

  // KAI Scheduler. scheduling.md 1.3
  kaiQueue: 'kai.scheduler/queue',
  kaiNodePool: 'kai.scheduler/node-pool',
  kaiPreemptibility: 'kai.scheduler/preemptibility',
  kaiPriorityClass: 'priorityClassName', // a label of this name on the top owner
  kaiSubgroup: 'kai.scheduler/subgroup-name',

  // Grove, on pods. scheduling.md 3.4
  grovePodClique: 'grove.io/podclique',
  grovePodIndex: 'grove.io/podclique-pod-index',
  grovePodGang: 'grove.io/podgang',
  groveBasePodGang: 'grove.io/base-podgang',
  groveScalingGroup: 'grove.io/podcliquescalinggroup',
  groveScalingGroupReplica: 'grove.io/podcliquescalinggroup-replica-index',
  groveSetReplica: 'grove.io/podcliqueset-replica-index',
  groveTemplateHash: 'grove.io/pod-template-hash',
  groveSchedulerName: 'grove.io/scheduler-name', // on PodGangs
  managedBy: 'app.kubernetes.io/managed-by',
  partOf: 'app.kubernetes.io/part-of',
  name: 'app.kubernetes.io/name',
  component: 'app.kubernetes.io/component',

  // Dynamo, on pods. dynamo.md 3.3
  dynamoGraph: 'nvidia.com/dynamo-graph-deployment-name',
  dynamoComponent: 'nvidia.com/dynamo-component',
  dynamoComponentType: 'nvidia.com/dynamo-component-type',
  dynamoSubComponentType: 'nvidia.com/dynamo-sub-component-type',
  dynamoComponentClass: 'nvidia.com/dynamo-component-class',
  dynamoNamespace: 'nvidia.com/dynamo-namespace',
  dynamoSelector: 'nvidia.com/selector',
  dynamoBaseModelHash: 'nvidia.com/dynamo-base-model-hash',
  dynamoMetricsEnabled: 'nvidia.com/metrics-enabled',
  dynamoWorkerHash: 'nvidia.com/dynamo-worker-hash', // off Grove only
  dynamoDiscoveryBackend: 'nvidia.com/dynamo-discovery-backend',
  dynamoDiscoveryEnabled: 'nvidia.com/dynamo-discovery-enabled',
  dynamoFailoverMember: 'nvidia.com/dynamo-failover-engine-group-member', // engines with failover between pods: dynamo.md 8.3
  dynamoManagedBy: 'nvidia.com/managed-by', // on Services of base models
} as const;

/** Annotation keys. */
export const ANNOTATION_KEYS = {
  // On a DynamoGraphDeployment's own metadata, written by users. dynamo.md 3.1
  enableGrove: 'nvidia.com/enable-grove', // "false" = off; fixed for life from 1.5 on
  dynamoKaiQueue: 'nvidia.com/kai-scheduler-queue', // default `dynamo`
  dynamoVolcanoQueue: 'nvidia.com/volcano-queue',
  groveUpdateStrategy: 'nvidia.com/grove-update-strategy',
  enableMetrics: 'nvidia.com/enable-metrics',
  discoveryBackend: 'nvidia.com/dynamo-discovery-backend',
  kubeDiscoveryMode: 'nvidia.com/dynamo-kube-discovery-mode', // pod | container
  vllmDistributedExecutor: 'nvidia.com/vllm-distributed-executor-backend', // mp | ray; pod templates too
  deploymentStrategy: 'nvidia.com/deployment-strategy', // pod templates, off Grove: Recreate
  deploymentMaxSurge: 'nvidia.com/deployment-rolling-update-max-surge',
  deploymentMaxUnavailable: 'nvidia.com/deployment-rolling-update-max-unavailable',
  disablePullSecretDiscovery: 'nvidia.com/disable-image-pull-secret-discovery', // pod templates

  // Written by the operator's webhooks: never authored. dynamo.md 2.6, dynamo-1.5-1.6.md 3.2
  operatorOriginVersion: 'nvidia.com/dynamo-operator-origin-version',
  workloadProvider: 'nvidia.com/workload-provider', // from 1.5
  currentWorkerHash: 'nvidia.com/current-worker-hash-v2',

  // Written by the operator on pods, Deployments and Services. dynamo.md 3.8, 8.3
  topologyLabelKey: 'nvidia.com/topology-label-key',
  topologyBindingName: 'nvidia.com/topology-cluster-topology-name',
  dynamoBaseModel: 'nvidia.com/dynamo-base-model',
  istioInject: 'sidecar.istio.io/inject',

  // Pod template, from 1.5 or 1.6. dynamo-1.5-1.6.md 3.4, 4.2
  gpuPowerLimit: 'dynamo.nvidia.com/gpu-power-limit',
  cudaSharedMemorySupport: 'nvidia.com/cuda-shared-memory-support',

  // KAI Scheduler. scheduling.md 1.3
  kaiTopology: 'kai.scheduler/topology',
  kaiRequiredPlacement: 'kai.scheduler/topology-required-placement',
  kaiPreferredPlacement: 'kai.scheduler/topology-preferred-placement',
  kaiSegmentSize: 'kai.scheduler/segment-size',
  kaiSegmentRequiredPlacement: 'kai.scheduler/segment-topology-required-placement',
  kaiBatchMinMember: 'kai.scheduler/batch-min-member',
  kaiSkipPodGrouper: 'kai.scheduler/skip-podgrouper',
  kaiPodGroup: 'pod-group-name',
  kaiPreemptionDelay: 'kai.scheduler/preemption-delay',
  kaiStalenessGracePeriod: 'kai.scheduler/staleness-grace-period',
  gpuFraction: 'gpu-fraction',
  gpuSharedMemory: 'gpu-memory', // MiB
  gpuFractionDevices: 'gpu-fraction-num-devices',
  gpuFractionContainer: 'gpu-fraction-container-name',

  // Grove. scheduling.md 3.4, 3.7
  mnnvlGroup: 'grove.io/mnnvl-group', // `none` or a DNS label
  groveTopologyName: 'grove.io/topology-name',
  volcanoGroupName: 'scheduling.k8s.io/group-name', // on pods, by Grove
  groveDisableProtection: 'grove.io/disable-managed-resource-protection',
  volcanoQueueOfGrove: 'scheduling.grove.io/volcano-queue',

  // Multus, on pods: `[namespace/]name[@interface]`, with commas. operators.md C2.2
  podNetworks: 'k8s.v1.cni.cncf.io/networks',

  // LeaderWorkerSet. infrastructure.md 3.1
  lwsExclusiveTopology: 'leaderworkerset.sigs.k8s.io/exclusive-topology',
} as const;

/** Extended resources and taints. operators.md A3, dynamo.md 3.10, memory.md 1.5 */
export const RESOURCE_NAMES = {
  gpu: 'nvidia.com/gpu', // also the key of the taint that GPU nodes carry by convention (NoSchedule)
  efa: 'vpc.amazonaws.com/efa',
} as const;

/** DeviceClasses of the NVIDIA DRA driver. infrastructure.md 2.5, 2.8 */
export const DEVICE_CLASSES = {
  gpu: 'gpu.nvidia.com',
  mig: 'mig.nvidia.com',
  vfio: 'vfio.gpu.nvidia.com',
  computeDomainChannel: 'compute-domain-default-channel.nvidia.com',
} as const;

/** The extended resource that a device class has without saying so begins so; the name of the class follows. infrastructure.md 2.4 */
export const IMPLICIT_RESOURCE_PREFIX = 'deviceclass.resource.kubernetes.io/';
