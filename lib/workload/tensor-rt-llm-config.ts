import { CudaGraph } from './cuda-graph';
import { EngineConfig } from './engine-config';
import { share, wholeNumber } from '../core/ranges';

/** Key-value cache of a TensorRT-LLM engine. */
export interface TensorRtLlmKvCache {
  /**
   * Share of the memory left after loading the model, above 0 and at most 1.
   *
   * @default - the engine's
   */
  readonly freeGpuMemoryFraction?: number;

  /**
   * Whether prompts that begin alike share blocks.
   *
   * @default - the engine's
   */
  readonly blockReuse?: boolean;

  /**
   * Number format of the cache, for example `auto`.
   *
   * @default - the engine's
   */
  readonly dtype?: string;

  /**
   * Tokens per block.
   *
   * @default - the engine's
   */
  readonly tokensPerBlock?: number;
}

/** Hand-over of the key-value cache between prefill and decode engines. */
export interface TensorRtLlmCacheTransceiver {
  /**
   * Transport: `DEFAULT` (NIXL over UCX) or `UCX`.
   *
   * @default 'DEFAULT'
   */
  readonly backend?: string;

  /**
   * Tokens that the transfer buffer holds; more than the longest prompt.
   *
   * @default - the engine's
   */
  readonly maxTokensInBuffer?: number;
}

/** Options of a TensorRT-LLM engine; the engine's own default applies where one is left out. */
export interface TensorRtLlmConfigProps {
  /**
   * Most requests in one iteration.
   *
   * @default - the engine's
   */
  readonly maxBatchSize?: number;

  /**
   * Most tokens in one iteration.
   *
   * @default - the engine's
   */
  readonly maxNumTokens?: number;

  /**
   * Longest sequence, prompt and output, in tokens.
   *
   * @default - the engine's
   */
  readonly maxSeqLen?: number;

  /**
   * Capture of CUDA graphs.
   *
   * @default - the engine's
   */
  readonly cudaGraph?: CudaGraph;

  /**
   * Whether the scheduler does not prepare the next iteration while one runs.
   *
   * @default - true on prefill (rule TLLM-01), else the engine's
   */
  readonly disableOverlapScheduler?: boolean;

  /**
   * Key-value cache.
   *
   * @default - the engine's
   */
  readonly kvCache?: TensorRtLlmKvCache;

  /**
   * Hand-over of the key-value cache.
   *
   * @default - `DEFAULT` on prefill and decode, none elsewhere
   */
  readonly cacheTransceiver?: TensorRtLlmCacheTransceiver;

  /**
   * Kernels of mixture-of-experts layers, for example `CUTLASS` or `TRTLLM`.
   *
   * @default - the engine's
   */
  readonly moeBackend?: string;

  /**
   * Iterations between two parts of a streamed answer.
   *
   * @default - the engine's
   */
  readonly streamInterval?: number;

  /**
   * Whether each iteration is logged.
   *
   * @default - the engine's
   */
  readonly printIterLog?: boolean;

  /**
   * Further keys of the engine's YAML file, spelled as there; merged last, object by object.
   * The keys that derive from `Parallelism` are refused.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/** Options of a TensorRT-LLM engine, rendered into the YAML file that `--extra-engine-args` names. */
export class TensorRtLlmConfig extends EngineConfig {
  public readonly backend: string = 'trtllm';

  constructor(
    /** The options. */
    public readonly options: TensorRtLlmConfigProps,
  ) {
    super();
    const { maxBatchSize, maxNumTokens, maxSeqLen, streamInterval, kvCache } = options;
    for (const [name, value] of Object.entries({ maxBatchSize, maxNumTokens, maxSeqLen, streamInterval, tokensPerBlock: kvCache?.tokensPerBlock })) {
      if (value !== undefined) wholeNumber('TensorRtLlmConfig', name, value);
    }
    if (kvCache?.freeGpuMemoryFraction !== undefined) share('TensorRtLlmConfig', 'freeGpuMemoryFraction', kvCache.freeGpuMemoryFraction);
  }
}
