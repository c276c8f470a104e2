import { invalid } from '../core/errors';

/** How an engine spells one thing: a flag of its command line, a key of its configuration file, or both. */
export interface Spelling {
  /** Flag of the worker's command line; absent where it has none, or none that was established. */
  readonly flag?: string;
  /** Key of the engine's configuration file (YAML). */
  readonly key?: string;
  /** Environment variable with the same effect. */
  readonly env?: string;
  /** What to know before writing it. */
  readonly note?: string;
  /** Where it was read. */
  readonly source: string;
}

/** A flag that an engine no longer takes, or no longer should be given. */
export interface RetiredFlag {
  readonly flag: string;
  /** What to write instead. */
  readonly instead: string;
  /** Whether the worker refuses to start (`error`) or only ignores it or warns (`warning`). */
  readonly severity: 'error' | 'warning';
  readonly source: string;
}

/** How a backend of Dynamo is started and told what to run. */
export interface EngineFlags {
  /** `spec.backendFramework` of a graph, and a key of `RUNTIME_IMAGES`. */
  readonly backendFramework: string;
  /** Component of `Release.pins` with the engine's version. */
  readonly component: string;
  /** Command of a worker; its flags follow as arguments. The operator recognizes the backend and rewrites arguments by it, so no shell around it. */
  readonly command: readonly string[];
  readonly model: Spelling;
  readonly servedModelName: Spelling;
  readonly tensor: Spelling;
  readonly pipeline: Spelling;
  readonly data: Spelling;
  readonly expert: Spelling;
  readonly attentionDataParallel: Spelling;
  /** Flag of the worker's role in disaggregated serving. */
  readonly disaggregationMode: Spelling;
  /** Values of that flag by role: `aggregated`, `prefill`, `decode`, `encode`. Undefined: leave the flag out. */
  readonly roleValues: { readonly [role: string]: string | undefined };
  /** Flag that names a file with the engine's configuration. */
  readonly configFile: Spelling;
  /** What both sides need to hand a key-value cache over. */
  readonly kvTransfer: Spelling;
  /** Values for `kvTransfer` that work with NIXL, the default of every recipe. */
  readonly kvTransferNixl: { readonly [key: string]: string };
  readonly kvEvents: Spelling;
  readonly kvBlockSize: Spelling;
  /** What the operator adds to multinode workers: writing it too gives duplicates or contradictions. */
  readonly injectedMultinode: readonly string[];
  readonly retired: readonly RetiredFlag[];
}

/** Where the three tables were read, unless an entry says otherwise. Nothing in them changed in 1.5 and 1.6 as far as read (dynamo-1.5-1.6.md 3.4, 4.5). */
const CLI = 'dynamo.md 3.12 (ai-dynamo/dynamo components/src/dynamo, 1.4.0)';
const MULTINODE = 'dynamo.md 3.5 and 8.6';
const TRTLLM_YAML = 'optimization-tooling-registry.md F.2 (engine YAML)';

/** Why vLLM's sizes must be long flags with a space and a plain number, in `args`. */
const READ_BY_OPERATOR = `the operator reads it to form multinode engines: long flag, a space, a plain number, in args - not '=', '-tp', a variable, or command (${MULTINODE})`;

/** vLLM. Expert parallelism has no size: the switch spreads experts over all tensor x data ranks. */
export const VLLM_FLAGS: EngineFlags = {
  backendFramework: 'vllm',
  component: 'vllm',
  command: ['python3', '-m', 'dynamo.vllm'],
  model: { flag: '--model', source: CLI },
  servedModelName: { flag: '--served-model-name', source: CLI },
  tensor: { flag: '--tensor-parallel-size', note: READ_BY_OPERATOR, source: CLI },
  pipeline: { flag: '--pipeline-parallel-size', note: READ_BY_OPERATOR, source: CLI },
  data: { flag: '--data-parallel-size', note: READ_BY_OPERATOR, source: CLI },
  expert: { flag: '--enable-expert-parallel', note: 'a switch without a value: the size is tensor x data', source: CLI },
  attentionDataParallel: { note: 'none of its own: data parallel ranks with expert parallelism, each on GPUs of its own', source: CLI },
  disaggregationMode: { flag: '--disaggregation-mode', env: 'DYN_VLLM_DISAGGREGATION_MODE', source: CLI },
  roleValues: { aggregated: undefined, prefill: 'prefill', decode: 'decode', encode: 'encode' }, // agg and pd are accepted; leaving it out is agg
  configFile: { flag: '--config', note: 'rules on flags are blind to what stands in the file, and so is the operator', source: 'dynamo.md R22, R39' },
  kvTransfer: { flag: '--kv-transfer-config', note: 'JSON; a prefill worker does not start without it, a decode worker recomputes prompts without it', source: `${CLI}, memory.md 1.3` },
  kvTransferNixl: { kv_connector: 'NixlConnector', kv_role: 'kv_both' }, // memory.md 1.3
  kvEvents: { flag: '--kv-events-config', note: 'JSON; needs --enable-prefix-caching', source: CLI },
  kvBlockSize: { flag: '--block-size', source: CLI },
  injectedMultinode: [
    '--distributed-executor-backend', '--nnodes', '--node-rank', '--master-addr', '--master-port', '--headless',
    '--data-parallel-hybrid-lb', '--data-parallel-size-local', '--data-parallel-start-rank', '--data-parallel-address', '--data-parallel-rpc-port',
  ], // dynamo.md 3.5, 8.6, R31
  retired: [
    { flag: '--is-prefill-worker', instead: '--disaggregation-mode prefill', severity: 'error', source: 'dynamo.md 3.12, R40' },
    { flag: '--is-decode-worker', instead: '--disaggregation-mode decode', severity: 'error', source: 'dynamo.md 3.12, R40' },
    { flag: '--connector', instead: '--kv-transfer-config', severity: 'error', source: 'dynamo.md 3.12, R40; memory.md 1.3 (dynamo #6450)' },
    { flag: '--model-express-url', instead: 'the environment variable MODEL_EXPRESS_URL', severity: 'warning', source: 'dynamo.md R40' },
  ],
};

/** SGLang. */
export const SGLANG_FLAGS: EngineFlags = {
  backendFramework: 'sglang',
  component: 'sglang',
  command: ['python3', '-m', 'dynamo.sglang'],
  model: { flag: '--model-path', source: CLI },
  servedModelName: { flag: '--served-model-name', source: CLI },
  tensor: { flag: '--tp-size', note: '--tp is the same', source: CLI },
  pipeline: { note: 'the flag was not established by the references', source: 'dynamo.md 3.12, R22' },
  data: { flag: '--dp-size', note: 'multiplies the GPUs, except with --enable-dp-attention', source: `${CLI}, R22` },
  expert: { flag: '--ep-size', source: CLI },
  attentionDataParallel: { flag: '--enable-dp-attention', note: 'with --dp-size: the data parallel ranks share the tensor ranks', source: 'dynamo.md R22' },
  disaggregationMode: { flag: '--disaggregation-mode', source: CLI },
  roleValues: { aggregated: undefined, prefill: 'prefill', decode: 'decode', encode: 'encode' },
  configFile: { note: 'not established by the references', source: CLI },
  kvTransfer: { flag: '--disaggregation-transfer-backend', note: 'equal on both sides; prefill also needs --host 0.0.0.0 and a --disaggregation-bootstrap-port', source: `${CLI}, memory.md 1.3` },
  kvTransferNixl: { backend: 'nixl' },
  kvEvents: { flag: '--kv-events-config', source: CLI },
  kvBlockSize: { flag: '--page-size', source: CLI },
  injectedMultinode: ['--dist-init-addr', '--nnodes', '--node-rank'], // dynamo.md 3.5, 8.6
  retired: [],
};

/** TensorRT-LLM. Sizes stand in the engine's YAML; attention and expert parallelism reuse the tensor ranks and add no GPUs. */
export const TENSORRT_LLM_FLAGS: EngineFlags = {
  backendFramework: 'trtllm',
  component: 'tensorrt-llm',
  command: ['python3', '-m', 'dynamo.trtllm'],
  model: { flag: '--model', note: '--model-path is a deprecated alias, which a planner does not read', source: `${CLI}, 3.13` },
  servedModelName: { flag: '--served-model-name', source: CLI },
  tensor: { flag: '--tensor-parallel-size', key: 'tensor_parallel_size', source: `${CLI}, ${TRTLLM_YAML}` },
  pipeline: { flag: '--pipeline-parallel-size', key: 'pipeline_parallel_size', source: `${CLI}, ${TRTLLM_YAML}` },
  data: { note: 'none: several engines are several replicas, attention data parallelism reuses the tensor ranks', source: 'dynamo.md R22' },
  expert: { flag: '--expert-parallel-size', key: 'moe_expert_parallel_size', source: `${CLI}, ${TRTLLM_YAML}` },
  attentionDataParallel: { key: 'enable_attention_dp', note: 'true or false', source: TRTLLM_YAML },
  disaggregationMode: { flag: '--disaggregation-mode', env: 'DYN_TRTLLM_DISAGGREGATION_MODE', source: CLI },
  roleValues: { aggregated: undefined, prefill: 'prefill', decode: 'decode', encode: 'encode' }, // agg and pd are accepted
  configFile: { flag: '--extra-engine-args', note: 'a YAML file; mount it under a path of its own', source: `${CLI}, optimization-tooling-registry.md F.6` },
  kvTransfer: { key: 'cache_transceiver_config', note: 'the same backend on both sides; max_tokens_in_buffer above the longest prompt, 0 and absent = the engine\'s default', source: 'memory.md 1.3' },
  kvTransferNixl: { backend: 'DEFAULT' }, // = NIXL over UCX; upper case
  kvEvents: { flag: '--publish-kv-events', source: CLI },
  kvBlockSize: { flag: '--kv-block-size', key: 'kv_cache_config.tokens_per_block', note: 'default 32', source: `${CLI}, ${TRTLLM_YAML}` },
  injectedMultinode: ['mpirun', 'trtllm-llmapi-launch'], // the whole command is wrapped: dynamo.md 3.5, 8.6
  retired: [
    { flag: '--publish-events-and-metrics', instead: '--publish-kv-events', severity: 'warning', source: 'dynamo.md 3.12, R40' },
    { flag: '--model-path', instead: '--model', severity: 'warning', source: 'dynamo.md 3.12, R40' },
  ],
};

/** Key of TensorRT-LLM's YAML that a prefill worker must set to true. Source: optimization-tooling-registry.md TLLM-01. */
export const TENSORRT_LLM_DISABLE_OVERLAP = 'disable_overlap_scheduler';

/** Values of the transceiver's backend, exact and upper case. Source: optimization-tooling-registry.md F.2, TLLM-05. */
export const TENSORRT_LLM_TRANSCEIVERS: readonly string[] = ['DEFAULT', 'UCX', 'NIXL', 'MOONCAKE', 'MPI'];

/** Every backend that has a runtime image. */
export const ENGINES: readonly EngineFlags[] = [VLLM_FLAGS, SGLANG_FLAGS, TENSORRT_LLM_FLAGS];

/**
 * The flags of a backend.
 *
 * @param backendFramework `vllm`, `sglang` or `trtllm`
 * @throws when Dynamo has no such backend
 */
export function engineFlags(backendFramework: string): EngineFlags {
  const found = ENGINES.find((engine) => engine.backendFramework === backendFramework);
  if (found) return found;
  throw invalid({
    path: 'engineFlags', value: `'${backendFramework}'`, reason: 'Dynamo has no such backend', fix: `use one of ${ENGINES.map((engine) => engine.backendFramework).join(', ')}`,
  });
}

/** Sizes of an engine's parallel groups. */
export interface ParallelSizes {
  readonly tensor?: number;
  readonly pipeline?: number;
  readonly data?: number;
  /** Whether data parallel attention ranks share the tensor ranks. */
  readonly attentionDataParallel?: boolean;
}

/**
 * GPUs of one engine. Experts never add any; data parallel ranks do, except in TensorRT-LLM (which has none)
 * and in SGLang with attention data parallelism. Source: dynamo.md R22, optimization-tooling-registry.md TLLM-04.
 */
export function worldSize(engine: EngineFlags, { tensor = 1, pipeline = 1, data = 1, attentionDataParallel = false }: ParallelSizes): number {
  const sharesRanks = engine === TENSORRT_LLM_FLAGS || (engine === SGLANG_FLAGS && attentionDataParallel);
  return tensor * pipeline * (sharesRanks ? 1 : data);
}

/**
 * Whether the operator makes one vLLM engine of a component's nodes. Where not, every node runs an engine of its own that never joins.
 * Source: dynamo.md 3.5, R23.
 */
export function vllmSpansNodes({ tensor = 1, pipeline = 1, data = 1 }: ParallelSizes, gpusPerNode: number): boolean {
  return tensor * pipeline * data > gpusPerNode;
}

/** Variables that the operator writes into pods. The library leaves them to it, since they change by version; a user's own value wins. Source: dynamo.md 3.3, dynamo-1.5-1.6.md 4.5. */
export const OPERATOR_ENVIRONMENT: readonly string[] = [
  'DYN_NAMESPACE', 'DYN_COMPONENT', 'DYN_PARENT_DGD_K8S_NAME', 'DYN_PARENT_DGD_K8S_NAMESPACE', 'DYN_DISCOVERY_BACKEND', 'POD_NAME', 'POD_NAMESPACE', 'POD_UID',
  'DYN_SYSTEM_ENABLED', 'DYN_SYSTEM_PORT', 'DYN_SYSTEM_USE_ENDPOINT_HEALTH_STATUS', 'DYN_HEALTH_CHECK_ENABLED', 'DYN_FORWARDPASS_METRIC_PORT',
  'NIXL_TELEMETRY_ENABLE', 'NIXL_TELEMETRY_EXPORTER', 'NIXL_TELEMETRY_PROMETHEUS_PORT', 'DYN_NAMESPACE_WORKER_SUFFIX', 'DYN_NAMESPACE_PREFIX',
  'DYNAMO_PORT', 'DYN_HTTP_PORT', 'DYNAMO_RANK', 'DYNAMO_LEADER_ADDRESS',
];
