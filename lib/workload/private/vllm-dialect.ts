import type { SynthFinding } from '../../cluster/private/synth-checks';
import { VLLM_FLAGS } from '../../facts/engine-flags';
import { VllmConfig } from '../vllm-config';
import { EngineDialect, EngineProcess, EngineTask } from './engine-dialect';
import { flagOf } from './spelled';

/** Flags that the user never gives: what derives from the task, and what the operator adds over several nodes. */
const DERIVED = [
  VLLM_FLAGS.model, VLLM_FLAGS.servedModelName, VLLM_FLAGS.tensor, VLLM_FLAGS.pipeline, VLLM_FLAGS.data, VLLM_FLAGS.expert,
  VLLM_FLAGS.disaggregationMode, VLLM_FLAGS.kvTransfer, VLLM_FLAGS.kvBlockSize,
].map(flagOf).concat('-tp', '-pp', '-dp', '--revision', VLLM_FLAGS.injectedMultinode);

/** `python3 -m dynamo.vllm`: everything is a flag, because the operator reads flags to set up several nodes. */
export const VLLM_DIALECT: EngineDialect = {
  backend: VLLM_FLAGS.backendFramework,

  process(task: EngineTask): EngineProcess {
    const { model, role, parallelism } = task;
    const options = task.config instanceof VllmConfig ? task.config.options : {};
    const args = [flagOf(VLLM_FLAGS.model), model.source, flagOf(VLLM_FLAGS.servedModelName), model.servedName];
    if (model.revision) args.push('--revision', model.revision);
    // Each size as two arguments: the operator reads no other form (dynamo.md 3.5).
    args.push(flagOf(VLLM_FLAGS.tensor), `${parallelism.tensor}`);
    if (parallelism.pipeline > 1) args.push(flagOf(VLLM_FLAGS.pipeline), `${parallelism.pipeline}`);
    if (parallelism.data > 1) args.push(flagOf(VLLM_FLAGS.data), `${parallelism.data}`);
    if (parallelism.expert > 1) args.push(flagOf(VLLM_FLAGS.expert));
    const mode = VLLM_FLAGS.roleValues[role.name];
    if (mode !== undefined) args.push(flagOf(VLLM_FLAGS.disaggregationMode), mode);
    if (role.disaggregated) args.push(flagOf(VLLM_FLAGS.kvTransfer), JSON.stringify(VLLM_FLAGS.kvTransferNixl));
    if (options.gpuMemoryUtilization !== undefined) args.push('--gpu-memory-utilization', `${options.gpuMemoryUtilization}`);
    if (options.maxModelLen !== undefined) args.push('--max-model-len', `${options.maxModelLen}`);
    if (options.maxNumSeqs !== undefined) args.push('--max-num-seqs', `${options.maxNumSeqs}`);
    if (options.maxNumBatchedTokens !== undefined) args.push('--max-num-batched-tokens', `${options.maxNumBatchedTokens}`);
    if (options.blockSize !== undefined) args.push(flagOf(VLLM_FLAGS.kvBlockSize), `${options.blockSize}`);
    if (options.prefixCaching !== undefined) args.push(options.prefixCaching ? '--enable-prefix-caching' : '--no-enable-prefix-caching');
    args.push(...options.extraArgs ?? []);
    return { command: [...VLLM_FLAGS.command], args };
  },

  accepts: (config) => config instanceof VllmConfig,

  contradictions(task: EngineTask): SynthFinding[] {
    const { tensor, data, expert, attentionDataParallel } = task.parallelism;
    const findings: SynthFinding[] = [];
    const ranks = tensor * data;
    if (expert > 1 && expert !== ranks) {
      findings.push({
        rule: 'DGD-22',
        value: `expert ${expert} with tensor ${tensor}, data ${data}`,
        reason: `vLLM spreads experts over all tensor x data ranks (${ranks}); the switch takes no size`,
        fix: `use expert: ${ranks}, or leave expert out`,
      });
    }
    if (attentionDataParallel) {
      findings.push({
        rule: 'DGD-22',
        value: 'attentionDataParallel: true',
        reason: 'vLLM runs data parallel attention on ranks of their own, not on the tensor ranks',
        fix: `use data: ${tensor} with tensor: 1 for the same ranks`,
      });
    }
    const extra = task.config instanceof VllmConfig ? task.config.options.extraArgs ?? [] : [];
    const repeated = extra.find((argument) => DERIVED.includes(argument.split('=')[0]));
    if (repeated !== undefined) {
      findings.push({
        rule: 'DGD-31',
        value: `extraArgs: '${repeated}'`,
        reason: 'it derives from model, role and parallelism, or the operator adds it; the last one would win',
        fix: 'leave it out and set the property that it derives from',
      });
    }
    return findings;
  },

  check(task: EngineTask): SynthFinding[] {
    const { tensor, pipeline, data } = task.parallelism;
    const rank = tensor * pipeline;
    // Several nodes: the operator gives each node GPUs / (tensor x pipeline) data parallel ranks, or each rank whole nodes (dynamo.md 3.5).
    if (task.nodes === 1 || data === 1 || task.gpusPerPod % rank === 0 || rank % task.gpusPerPod === 0) return [];
    return [{
      rule: 'DGD-22',
      value: `tensor ${tensor} x pipeline ${pipeline} on nodes of ${task.gpusPerPod} GPUs`,
      reason: 'data parallel ranks do not divide a node, so the operator cannot say how many start on each',
      fix: `choose tensor x pipeline among the divisors of ${task.gpusPerPod}, or a multiple of it`,
    }];
  },
};
