import { engineFlags, ENGINES, SGLANG_FLAGS, TENSORRT_LLM_FLAGS, VLLM_FLAGS, vllmSpansNodes, worldSize } from '../../lib/facts/engine-flags';
import { RUNTIME_IMAGES } from '../../lib/facts/images';
import { Release } from '../../lib/facts/release';

test('Every backend with an image has flags and a version, and the operator recognizes its command', () => {
  expect(ENGINES.map((engine) => engine.backendFramework).sort()).toEqual(Object.keys(RUNTIME_IMAGES).sort());
  for (const engine of ENGINES) {
    expect(Release.DYNAMO_1_4.findPin(engine.component)).toBeDefined();
    expect(engine.command).toEqual(['python3', '-m', `dynamo.${engine.backendFramework}`]);
    // dynamo.md 3.5: else nothing is injected into multinode workers
    expect(engine.command[0]).toMatch(/^(.*\/)?python\d*(\.\d+)*$/);
  }
});

test('Prefill and decode are spelled by flag, an aggregated worker has none', () => {
  for (const engine of ENGINES) {
    expect(engine.disaggregationMode.flag).toBe('--disaggregation-mode');
    expect(engine.roleValues).toMatchObject({ prefill: 'prefill', decode: 'decode', aggregated: undefined });
  }
});

test('TensorRT-LLM takes sizes in YAML, vLLM as long flags that the operator reads', () => {
  expect(TENSORRT_LLM_FLAGS).toMatchObject({
    tensor: { key: 'tensor_parallel_size' },
    pipeline: { key: 'pipeline_parallel_size' },
    expert: { key: 'moe_expert_parallel_size' },
    attentionDataParallel: { key: 'enable_attention_dp' },
  });
  expect([VLLM_FLAGS.tensor.flag, VLLM_FLAGS.pipeline.flag, VLLM_FLAGS.data.flag])
    .toEqual(['--tensor-parallel-size', '--pipeline-parallel-size', '--data-parallel-size']);
  expect(VLLM_FLAGS.expert).toMatchObject({ flag: '--enable-expert-parallel', note: expect.stringContaining('without a value') });
});

test('No flag that we would write is retired or injected by the operator', () => {
  for (const engine of ENGINES) {
    const { model, servedModelName, tensor, pipeline, data, expert, attentionDataParallel, disaggregationMode, configFile, kvTransfer } = engine;
    const spellings = [model, servedModelName, tensor, pipeline, data, expert, attentionDataParallel, disaggregationMode, configFile, kvTransfer];
    const written = spellings.flatMap((spelling) => spelling.flag ?? []);
    const forbidden = [...engine.injectedMultinode, ...engine.retired.map((retired) => retired.flag)];
    expect(written.filter((flag) => forbidden.includes(flag))).toEqual([]);
  }
});

test.each([
  ['vllm', { tensor: 4, data: 8 }, 32],
  ['vllm', { tensor: 2, pipeline: 2 }, 4],
  ['sglang', { tensor: 16, data: 16, attentionDataParallel: true }, 16],
  ['sglang', { tensor: 4, data: 2 }, 8],
  ['trtllm', { tensor: 32, attentionDataParallel: true }, 32],
  ['trtllm', { tensor: 8, data: 8 }, 8],
  ['vllm', {}, 1],
])('%s with %j takes %d GPUs', (backend, sizes, gpus) => expect(worldSize(engineFlags(backend), sizes)).toBe(gpus));

test('vLLM spans nodes only where one node does not hold the engine', () => {
  expect(vllmSpansNodes({ tensor: 16 }, 8)).toBe(true);
  expect(vllmSpansNodes({ tensor: 4, data: 4 }, 8)).toBe(true);
  expect(vllmSpansNodes({ tensor: 8 }, 8)).toBe(false);
});

test('An unknown backend is refused', () => {
  expect(() => engineFlags('tgi')).toThrow("engineFlags: 'tgi' - Dynamo has no such backend. Fix: use one of vllm, sglang, trtllm");
  expect(engineFlags('sglang')).toBe(SGLANG_FLAGS);
});
