/**
 * Most nodes of one IMEX domain, per `nvidia.com/gpu.clique`: the default of the controller's MAX_NODES_PER_IMEX_DOMAIN, sized for an NVL72 rack.
 * A ComputeDomain may span cliques; each forms an IMEX domain of its own, without NVLink between them.
 * Source: infrastructure.md 2.8 (kubernetes-sigs/dra-driver-nvidia-gpu v0.4.1, compute domain controller).
 */
export const MAX_NODES_PER_IMEX_DOMAIN = 18;

/**
 * Pods with a channel claim that a node can hold: one channel device per node, one prepared channel claim per node.
 * Source: infrastructure.md 2.8 (kubernetes-sigs/dra-driver-nvidia-gpu; open requests #309, #353).
 */
export const CHANNEL_CLAIMS_PER_NODE = 1;

/** ComputeDomains that a node can belong to at a time. Source: infrastructure.md 2.8 (label conflict error of the kubelet plugin; #353). */
export const COMPUTE_DOMAINS_PER_NODE = 1;

/**
 * What `spec.numNodes` of a ComputeDomain should say: valid with every version of the CRD (v25.x and GPU Operator v26.7.0 require the field),
 * and no pod waits for a number of nodes. Source: infrastructure.md 2.8, 4.2.
 */
export const COMPUTE_DOMAIN_NUM_NODES = 0;

/** Name of the pod claim for a ComputeDomain channel that recipes use. Source: infrastructure.md 3.4 (ai-dynamo/dynamo recipes). */
export const CHANNEL_CLAIM = 'compute-domain-channel';

/** Name of the pod claim that Grove adds for its automatic Multi-Node NVLink; a pod that has it already is left alone. Source: scheduling.md 3.7. */
export const GROVE_MNNVL_CLAIM = 'mnnvl-claim';

/** Lowest GPU driver for ComputeDomains with DNS names (the default). Source: infrastructure.md 2.9, 4.1. */
export const COMPUTE_DOMAIN_MINIMUM_DRIVER = '570.158.01';

/** Variables with which NCCL uses NVLink across nodes: it does so only for memory that cuMem allocated. Source: infrastructure.md 3.3. */
export const NVLINK_COLLECTIVES: { readonly [name: string]: string } = { NCCL_MNNVL_ENABLE: '1', NCCL_CUMEM_ENABLE: '1' };

/**
 * Whether NCCL, with these variables, does not look for NVLink across nodes, so that it needs no channel.
 * Source: infrastructure.md 3.3; NVIDIA/nccl src/init.cc (initTransportsRank), src/mnnvl.cc (ncclMnnvlCheck), src/graph/paths.cc (ncclGetLevel).
 */
export function avoidsMultiNodeNvlink(valueOf: (name: string) => string | undefined): boolean {
  const wanted = valueOf('NCCL_MNNVL_ENABLE');
  if (wanted === '0' || valueOf('NCCL_CUMEM_ENABLE') === '0') return true;
  return wanted !== '1' && (valueOf('NCCL_P2P_DISABLE') === '1' || ['LOC', '0'].includes(valueOf('NCCL_P2P_LEVEL') ?? ''));
}

/** What AIConfigurator and the GB200 recipes set beside. Source: infrastructure.md 3.3 (aiconfigurator generator/facts/hardware.yaml). */
export const NVLINK_COLLECTIVES_TUNING: { readonly [name: string]: string } = { NCCL_NVLS_ENABLE: '1', NCCL_P2P_LEVEL: 'NVL' };

/** Variables with which UCX, and so NIXL, moves key-value caches over NVLink; tcp because UCX needs a transport for active messages (rule CD-20). Source: infrastructure.md 3.3. */
export const NVLINK_KV_TRANSFER: { readonly [name: string]: string } = {
  UCX_TLS: 'cuda_copy,cuda_ipc,tcp',
  UCX_CUDA_IPC_ENABLE_MNNVL: 'y',
  UCX_MEMTYPE_CACHE: 'n',
  UCX_MEMTYPE_REG_WHOLE: 'n',
};

/** Variables with which UCX leaves NVLink to collectives: key-value caches go over RDMA between roles in domains of their own. Source: infrastructure.md 3.3, 3.4. */
export const RDMA_KV_TRANSFER: { readonly [name: string]: string } = { UCX_TLS: '^cuda_ipc' };

/** Variables with which NVSHMEM uses NVLink across nodes, which some programs (DeepEP) turn off. Source: infrastructure.md 3.3. */
export const NVLINK_NVSHMEM: { readonly [name: string]: string } = { NVSHMEM_DISABLE_MNNVL: '0' };

/** Annotation value with which a clique stays out of Grove's automatic Multi-Node NVLink. Source: infrastructure.md 3.4. */
export const NO_MNNVL_GROUP = 'none';
