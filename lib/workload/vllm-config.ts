import { EngineConfig } from './engine-config';
import { share, wholeNumber } from '../core/ranges';

/** Options of a vLLM engine; vLLM's own default applies where one is left out. */
export interface VllmConfigProps {
  /**
   * Share of each GPU's memory that the engine takes, above 0 and at most 1.
   *
   * @default - vLLM's
   */
  readonly gpuMemoryUtilization?: number;

  /**
   * Longest sequence, prompt and output, in tokens.
   *
   * @default - the model's
   */
  readonly maxModelLen?: number;

  /**
   * Most sequences in one iteration.
   *
   * @default - vLLM's
   */
  readonly maxNumSeqs?: number;

  /**
   * Most tokens in one iteration.
   *
   * @default - vLLM's
   */
  readonly maxNumBatchedTokens?: number;

  /**
   * Tokens per block of the key-value cache. Key-value aware routing needs the same number on every worker and the frontend.
   *
   * @default - vLLM's
   */
  readonly blockSize?: number;

  /**
   * Whether prompts that begin alike share blocks.
   *
   * @default - vLLM's
   */
  readonly prefixCaching?: boolean;

  /**
   * Further arguments, appended as they are.
   *
   * @default - none
   */
  readonly extraArgs?: string[];
}

/** Options of a vLLM engine, rendered as flags: the operator reads flags, not files, to set up several nodes. */
export class VllmConfig extends EngineConfig {
  public readonly backend: string = 'vllm';

  constructor(
    /** The options. */
    public readonly options: VllmConfigProps,
  ) {
    super();
    const { gpuMemoryUtilization, maxModelLen, maxNumSeqs, maxNumBatchedTokens, blockSize } = options;
    if (gpuMemoryUtilization !== undefined) share('VllmConfig', 'gpuMemoryUtilization', gpuMemoryUtilization);
    for (const [name, value] of Object.entries({ maxModelLen, maxNumSeqs, maxNumBatchedTokens, blockSize })) {
      if (value !== undefined) wholeNumber('VllmConfig', name, value);
    }
  }
}
