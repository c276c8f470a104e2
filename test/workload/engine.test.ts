import { Release } from '../../lib/facts/release';
import { CudaGraph, Engine, EngineConfig, Model, Parallelism, ParallelismProps, Role, TensorRtLlmConfig, VllmConfig } from '../../lib/workload';

const model = Model.local('/models/weights', { servedName: 'org/model' });

function task(role: Role, parallelism: ParallelismProps, config?: EngineConfig, gpusPerPod = 4, nodes = 1) {
  return { model, role, parallelism: Parallelism.of(parallelism), config, release: Release.DYNAMO_1_4, gpusPerPod, nodes };
}

describe('vLLM', () => {
  const { process, check, contradictions } = Engine.vllm()._dialect;

  test('spells model, sizes and role as flags that the operator reads', () => {
    expect(process(task(Role.PREFILL, { tensor: 4, pipeline: 2, data: 2, expert: 8 }))).toEqual({
      command: ['python3', '-m', 'dynamo.vllm'],
      args: [
        '--model', '/models/weights', '--served-model-name', 'org/model',
        '--tensor-parallel-size', '4', '--pipeline-parallel-size', '2', '--data-parallel-size', '2', '--enable-expert-parallel',
        '--disaggregation-mode', 'prefill', '--kv-transfer-config', '{"kv_connector":"NixlConnector","kv_role":"kv_both"}',
      ],
    });
  });

  test('an aggregated engine has neither role nor connector', () => {
    expect(process(task(Role.AGGREGATED, {})).args).toEqual(['--model', '/models/weights', '--served-model-name', 'org/model', '--tensor-parallel-size', '1']);
  });

  test('options become flags, further arguments come last', () => {
    const config = new VllmConfig({
      gpuMemoryUtilization: 0.9, maxModelLen: 8192, maxNumSeqs: 64, maxNumBatchedTokens: 4096, blockSize: 128, prefixCaching: false, extraArgs: ['--seed', '7'],
    });
    expect(process(task(Role.AGGREGATED, {}, config)).args.slice(6)).toEqual([
      '--gpu-memory-utilization', '0.9', '--max-model-len', '8192', '--max-num-seqs', '64', '--max-num-batched-tokens', '4096',
      '--block-size', '128', '--no-enable-prefix-caching', '--seed', '7',
    ]);
  });

  test('a pinned revision reaches the engine', () => {
    const pinned = { ...task(Role.AGGREGATED, {}), model: Model.huggingFace('org/model', { revision: 'abc' }) };
    expect(process(pinned).args.slice(0, 6)).toEqual(['--model', 'org/model', '--served-model-name', 'org/model', '--revision', 'abc']);
  });

  test('contradictions name the rule and what fits', () => {
    expect(contradictions(task(Role.DECODE, { tensor: 2, data: 4, expert: 4 }))).toEqual([{
      rule: 'DGD-22',
      value: 'expert 4 with tensor 2, data 4',
      reason: 'vLLM spreads experts over all tensor x data ranks (8); the switch takes no size',
      fix: 'use expert: 8, or leave expert out',
    }]);
    expect(contradictions(task(Role.DECODE, { tensor: 2, attentionDataParallel: true })))
      .toMatchObject([{ rule: 'DGD-22', fix: 'use data: 2 with tensor: 1 for the same ranks' }]);
    expect(check(task(Role.DECODE, { tensor: 3, data: 8 }, undefined, 8, 3))).toMatchObject([{ rule: 'DGD-22', value: 'tensor 3 x pipeline 1 on nodes of 8 GPUs' }]);
    expect(check(task(Role.DECODE, { tensor: 4, pipeline: 3, data: 2 }, undefined, 8, 3))).toMatchObject([{ rule: 'DGD-22', value: 'tensor 4 x pipeline 3 on nodes of 8 GPUs' }]);
    expect(check(task(Role.DECODE, { tensor: 2, data: 8, expert: 16 }, undefined, 8, 2))).toEqual([]);
    expect(check(task(Role.DECODE, { tensor: 16, data: 2 }, undefined, 8, 4))).toEqual([]);
  });

  test.each(['--tensor-parallel-size', '--model=other', '-tp', '--nnodes'])('%s is not for extraArgs (DGD-31)', (argument) => {
    const config = new VllmConfig({ extraArgs: [argument, '2'] });
    expect(contradictions(task(Role.AGGREGATED, {}, config))).toMatchObject([{ rule: 'DGD-31', value: `extraArgs: '${argument}'` }]);
    expect(contradictions(task(Role.AGGREGATED, {}, new VllmConfig({ extraArgs: ['--seed', '2'] })))).toEqual([]);
  });
});

describe('TensorRT-LLM', () => {
  const { process, contradictions } = Engine.tensorRtLlm()._dialect;

  test('sizes stand in the engine file that the arguments name', () => {
    expect(process(task(Role.DECODE, { tensor: 32, expert: 32, attentionDataParallel: true }))).toEqual({
      command: ['python3', '-m', 'dynamo.trtllm'],
      args: [
        '--model', '/models/weights', '--served-model-name', 'org/model',
        '--extra-engine-args', '/etc/inference-engine/engine.yaml', '--disaggregation-mode', 'decode',
      ],
      file: {
        name: 'engine.yaml',
        content: {
          tensor_parallel_size: 32,
          pipeline_parallel_size: 1,
          moe_expert_parallel_size: 32,
          enable_attention_dp: true,
          cache_transceiver_config: { backend: 'DEFAULT' },
        },
      },
    });
  });

  test('a prefill engine never overlaps iterations (TLLM-01)', () => {
    expect(process(task(Role.PREFILL, {})).file?.content).toMatchObject({ disable_overlap_scheduler: true });
    expect(process(task(Role.AGGREGATED, {})).file?.content).toEqual({ tensor_parallel_size: 1, pipeline_parallel_size: 1 });
    expect(contradictions(task(Role.PREFILL, {}, new TensorRtLlmConfig({ disableOverlapScheduler: false })))).toMatchObject([{ rule: 'TLLM-01' }]);
    expect(contradictions(task(Role.DECODE, {}, new TensorRtLlmConfig({ disableOverlapScheduler: false })))).toEqual([]);
  });

  test('every option has its key; graphs that are switched off are null', () => {
    const config = new TensorRtLlmConfig({
      maxBatchSize: 4,
      maxNumTokens: 512,
      maxSeqLen: 2048,
      cudaGraph: CudaGraph.DISABLED,
      kvCache: { blockReuse: true, dtype: 'auto', freeGpuMemoryFraction: 0.5, tokensPerBlock: 32 },
      cacheTransceiver: { backend: 'UCX', maxTokensInBuffer: 4096 },
      moeBackend: 'CUTLASS',
      streamInterval: 10,
      printIterLog: false,
      overrides: { kv_cache_config: { max_tokens: 7 }, enable_chunked_prefill: true },
    });
    expect(process(task(Role.AGGREGATED, {}, config)).file?.content).toEqual({
      tensor_parallel_size: 1,
      pipeline_parallel_size: 1,
      max_batch_size: 4,
      max_num_tokens: 512,
      max_seq_len: 2048,
      cuda_graph_config: null,
      kv_cache_config: { enable_block_reuse: true, dtype: 'auto', free_gpu_memory_fraction: 0.5, tokens_per_block: 32, max_tokens: 7 },
      cache_transceiver_config: { backend: 'UCX', max_tokens_in_buffer: 4096 },
      moe_config: { backend: 'CUTLASS' },
      stream_interval: 10,
      print_iter_log: false,
      enable_chunked_prefill: true,
    });
    const capture = new TensorRtLlmConfig({ cudaGraph: CudaGraph.capture({ padding: true, batchSizes: [1, 2] }) });
    expect(process(task(Role.AGGREGATED, {}, capture)).file?.content)
      .toMatchObject({ cuda_graph_config: { enable_padding: true, batch_sizes: [1, 2] } });
  });

  test('sizes that derive from Parallelism are not for overrides', () => {
    const config = new TensorRtLlmConfig({ overrides: { tensor_parallel_size: 8 } });
    expect(() => process(task(Role.AGGREGATED, {}, config)))
      .toThrow('TensorRtLlmConfig: overrides.tensor_parallel_size - GPUs, nodes and claims derive from the same figure. Fix: set it through the parallelism of the role');
    expect(() => process(task(Role.AGGREGATED, {}, new TensorRtLlmConfig({ overrides: [] }))))
      .toThrow('TensorRtLlmConfig: overrides: [] - not an object');
  });

  test('data parallel ranks and uneven experts are TLLM-04', () => {
    expect(contradictions(task(Role.DECODE, { tensor: 4, data: 2 }))).toMatchObject([{ rule: 'TLLM-04', fix: 'use tensor: 8 with attentionDataParallel: true, or replicas: 2' }]);
    expect(contradictions(task(Role.DECODE, { tensor: 6, expert: 4 }))).toMatchObject([{ rule: 'TLLM-04', fix: 'use an expert size among 1, 2, 3, 6' }]);
    expect(contradictions(task(Role.DECODE, { tensor: 8, expert: 4 }))).toEqual([]);
  });
});

describe('options', () => {
  test.each([
    () => new VllmConfig({ gpuMemoryUtilization: 90 }),
    () => new TensorRtLlmConfig({ kvCache: { freeGpuMemoryFraction: 7 } }),
  ])('a share is no percentage', (create) => {
    expect(create).toThrow(/(gpuMemoryUtilization: 90|freeGpuMemoryFraction: 7) - not a share above 0 and at most 1\. Fix: write 90 % as/);
  });

  test('counts are whole numbers', () => {
    expect(() => new TensorRtLlmConfig({ maxBatchSize: -5 })).toThrow('TensorRtLlmConfig: maxBatchSize: -5 - not a whole number of at least 1');
    expect(() => new VllmConfig({ blockSize: 1.5 })).toThrow('VllmConfig: blockSize: 1.5 - not a whole number of at least 1');
  });

  test('a class of the user\'s own, whatever its backend says, is not rendered and so not accepted', () => {
    class Mine extends EngineConfig {
      public readonly backend = 'vllm';
    }
    expect(Engine.vllm().accepts(new Mine())).toBe(false);
    expect(Engine.vllm().accepts(new VllmConfig({}))).toBe(true);
    expect(Engine.vllm().accepts(new TensorRtLlmConfig({}))).toBe(false);
  });
});

describe('Model', () => {
  test('is served under its hub id unless it has another name', () => {
    expect(Model.huggingFace('org/model').servedName).toBe('org/model');
    expect(Model.huggingFace('org/model', { servedName: 'chat' }).servedName).toBe('chat');
  });

  test('says what is wrong with a source', () => {
    expect(() => Model.huggingFace('/models/weights')).toThrow("Model: '/models/weights' - not a Hugging Face id ('organisation/name'). Fix: for weights in a volume use cache.model(path)");
    expect(() => Model.huggingFace('../weights')).toThrow("Model: '../weights' - not a Hugging Face id");
    expect(() => Model.huggingFace('org/model', { token: 'hf_secret' as any })).toThrow("Model 'org/model': token - not a reference to a Secret and a key (SEC-01)");
    expect(() => Model.local('weights', { servedName: 'chat' })).toThrow("Model: 'weights' - not an absolute path");
    expect(() => Model.local('/weights', {})).toThrow("Model: '/weights' without servedName - clients would have to ask for a path of the container");
  });
});
