/** What the engines are told beside model, role and parallelism: the figures of the deployment. */
import { workload } from 'cdk8s-inference';

const kvCache = { blockReuse: false, dtype: 'fp8' };
const cacheTransceiver = { backend: 'DEFAULT', maxTokensInBuffer: 4608 };

export const prefillEngine = new workload.TensorRtLlmConfig({
  maxBatchSize: 4,
  maxNumTokens: 4608,
  maxSeqLen: 1227,
  cudaGraph: workload.CudaGraph.DISABLED,
  disableOverlapScheduler: true,
  kvCache: { ...kvCache, freeGpuMemoryFraction: 0.85 },
  cacheTransceiver,
  printIterLog: true,
});

export const decodeEngine = new workload.TensorRtLlmConfig({
  maxBatchSize: 32,
  maxNumTokens: 32,
  maxSeqLen: 2251,
  cudaGraph: workload.CudaGraph.capture({
    padding: true,
    batchSizes: [1, 2, 4, 8, 16, 32, 64, 128, 256, 384, 512, 768, 1024, 2048],
  }),
  kvCache: { ...kvCache, freeGpuMemoryFraction: 0.7 },
  cacheTransceiver,
  moeBackend: 'WIDEEP',
  streamInterval: 20,
  printIterLog: true,
});
