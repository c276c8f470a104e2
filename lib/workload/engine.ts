import { EngineConfig } from './engine-config';
import { EngineDialect } from './private/engine-dialect';
import { TENSOR_RT_LLM_DIALECT } from './private/tensor-rt-llm-dialect';
import { VLLM_DIALECT } from './private/vllm-dialect';

/** Options of every engine. */
export interface EngineOptions {
  /**
   * Image of the engine, with tag.
   *
   * @default - the runtime image that the cluster's release publishes for the backend
   */
  readonly image?: string;

  /**
   * Version of the Dynamo runtime in `image`, as `X.Y.Z`. Needed where the image's tag does not say it
   * (a digest, a commit, `latest`): the operator's webhook refuses such images otherwise.
   *
   * @default - read from the image's tag
   */
  readonly runtimeVersion?: string;
}

/**
 * The inference engine of a graph: backend, image, and how flags are spelled.
 *
 * It holds no version: image and flags follow from the release of the cluster in which it is used.
 */
export class Engine {
  /** TensorRT-LLM. */
  public static tensorRtLlm(options: EngineOptions = {}): Engine {
    return new Engine(TENSOR_RT_LLM_DIALECT, options);
  }

  /** vLLM. */
  public static vllm(options: EngineOptions = {}): Engine {
    return new Engine(VLLM_DIALECT, options);
  }

  /** Dynamo's name of the backend: `trtllm` or `vllm`. */
  public readonly backend: string;

  /** Image given by the user. */
  public readonly image?: string;

  /** Runtime version given by the user. */
  public readonly runtimeVersion?: string;

  private constructor(
    /** @internal */
    public readonly _dialect: EngineDialect,
    options: EngineOptions,
  ) {
    this.backend = _dialect.backend;
    this.image = options.image;
    this.runtimeVersion = options.runtimeVersion;
  }

  /** Whether a configuration is one that this engine renders: `VllmConfig` for vLLM, `TensorRtLlmConfig` for TensorRT-LLM. */
  public accepts(config: EngineConfig): boolean {
    return this._dialect.accepts(config);
  }
}
