import type { SynthFinding } from '../../cluster/private/synth-checks';
import { invalid } from '../../core/errors';
import { JsonObject, mergeJson, overridesOf } from '../../core/merge';
import { TENSORRT_LLM_DISABLE_OVERLAP, TENSORRT_LLM_FLAGS } from '../../facts/engine-flags';
import { Role } from '../role';
import { TensorRtLlmConfig, TensorRtLlmConfigProps } from '../tensor-rt-llm-config';
import { ENGINE_FILE_FOLDER, EngineDialect, EngineProcess, EngineTask } from './engine-dialect';
import { flagOf, keyOf } from './spelled';

const FILE = 'engine.yaml';

/** Keys of the engine file that derive from `Parallelism` and so are never the user's. */
const DERIVED = [
  TENSORRT_LLM_FLAGS.tensor, TENSORRT_LLM_FLAGS.pipeline, TENSORRT_LLM_FLAGS.expert, TENSORRT_LLM_FLAGS.attentionDataParallel,
].map(keyOf);

/** `python3 -m dynamo.trtllm`: model and role are flags, the rest is the YAML file of `--extra-engine-args` (dynamo.md 3.12). */
export const TENSOR_RT_LLM_DIALECT: EngineDialect = {
  backend: TENSORRT_LLM_FLAGS.backendFramework,

  process(task: EngineTask): EngineProcess {
    const { model, role } = task;
    const options = task.config instanceof TensorRtLlmConfig ? task.config.options : {};
    const args = [
      flagOf(TENSORRT_LLM_FLAGS.model), model.source,
      flagOf(TENSORRT_LLM_FLAGS.servedModelName), model.servedName,
      flagOf(TENSORRT_LLM_FLAGS.configFile), `${ENGINE_FILE_FOLDER}/${FILE}`,
    ];
    const mode = TENSORRT_LLM_FLAGS.roleValues[role.name];
    if (mode !== undefined) args.push(flagOf(TENSORRT_LLM_FLAGS.disaggregationMode), mode);
    return { command: [...TENSORRT_LLM_FLAGS.command], args, file: { name: FILE, content: engineFile(task, options) } };
  },

  accepts: (config) => config instanceof TensorRtLlmConfig,

  contradictions(task: EngineTask): SynthFinding[] {
    const { tensor, data, expert } = task.parallelism;
    const findings: SynthFinding[] = [];
    if (task.role === Role.PREFILL && task.config instanceof TensorRtLlmConfig && task.config.options.disableOverlapScheduler === false) {
      findings.push({
        rule: 'TLLM-01',
        value: 'disableOverlapScheduler: false',
        reason: 'a prefill engine hands its cache over after one iteration and cannot overlap with the next',
        fix: 'leave disableOverlapScheduler out: prefill engines get true',
      });
    }
    if (task.model.hubId && task.model.revision) {
      findings.push({
        rule: 'MC-04',
        value: `revision '${task.model.revision}'`,
        reason: 'the TensorRT-LLM worker has no flag for it and would load main',
        fix: 'download it and load its folder: cache.model(\'hub/models--<organisation>--<name>/snapshots/<commit>\', { servedName })',
      });
    }
    if (data > 1) {
      findings.push({
        rule: 'TLLM-04',
        value: `data ${data}`,
        reason: 'a TensorRT-LLM engine has tensor x pipeline ranks and no data parallel ones',
        fix: `use tensor: ${tensor * data} with attentionDataParallel: true, or replicas: ${data}`,
      });
    } else if (tensor % expert !== 0) {
      findings.push({
        rule: 'TLLM-04',
        value: `expert ${expert} with tensor ${tensor}`,
        reason: 'TensorRT-LLM divides the tensor ranks among the experts, and they do not divide evenly',
        fix: `use an expert size among ${divisors(tensor).join(', ')}`,
      });
    }
    return findings;
  },

  // Ranks are started by mpirun over all nodes; whole nodes are all it needs.
  check: () => [],
};

function engineFile(task: EngineTask, options: TensorRtLlmConfigProps): JsonObject {
  const { tensor, pipeline, expert, attentionDataParallel } = task.parallelism;
  const transceiver = options.cacheTransceiver ?? (task.role.disaggregated ? {} : undefined);
  const file = defined({
    [keyOf(TENSORRT_LLM_FLAGS.tensor)]: tensor,
    [keyOf(TENSORRT_LLM_FLAGS.pipeline)]: pipeline,
    [keyOf(TENSORRT_LLM_FLAGS.expert)]: expert > 1 ? expert : undefined,
    [keyOf(TENSORRT_LLM_FLAGS.attentionDataParallel)]: attentionDataParallel || undefined,
    max_batch_size: options.maxBatchSize,
    max_num_tokens: options.maxNumTokens,
    max_seq_len: options.maxSeqLen,
    // null switches the capture off; leaving the key out would leave it to the engine.
    cuda_graph_config: options.cudaGraph && (options.cudaGraph.options
      ? defined({ batch_sizes: options.cudaGraph.options.batchSizes, enable_padding: options.cudaGraph.options.padding })
      : null),
    [TENSORRT_LLM_DISABLE_OVERLAP]: options.disableOverlapScheduler ?? (task.role === Role.PREFILL || undefined), // TLLM-01
    kv_cache_config: options.kvCache && defined({
      enable_block_reuse: options.kvCache.blockReuse,
      free_gpu_memory_fraction: options.kvCache.freeGpuMemoryFraction,
      dtype: options.kvCache.dtype,
      tokens_per_block: options.kvCache.tokensPerBlock,
    }),
    [keyOf(TENSORRT_LLM_FLAGS.kvTransfer)]: transceiver && defined({
      backend: transceiver.backend ?? TENSORRT_LLM_FLAGS.kvTransferNixl.backend,
      max_tokens_in_buffer: transceiver.maxTokensInBuffer,
    }),
    moe_config: options.moeBackend === undefined ? undefined : { backend: options.moeBackend },
    stream_interval: options.streamInterval,
    print_iter_log: options.printIterLog,
  });
  return mergeJson(file, freeOverrides(options));
}

/** Figures that GPUs, nodes and claims derive from are set in one place. */
function freeOverrides(options: TensorRtLlmConfigProps): JsonObject {
  const overrides = overridesOf(options.overrides, 'TensorRtLlmConfig');
  const derived = DERIVED.find((key) => key in overrides);
  if (derived === undefined) return overrides;
  throw invalid({
    path: 'TensorRtLlmConfig', value: `overrides.${derived}`, reason: 'GPUs, nodes and claims derive from the same figure', fix: 'set it through the parallelism of the role',
  });
}

function defined(data: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function divisors(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);
}
