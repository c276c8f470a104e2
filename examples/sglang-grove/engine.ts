/** The pods of the example: SGLang's server over the nodes of an engine, and its router before them. */
import { crds, deployment } from 'cdk8s-inference';

export const NAME = 'r1';
export const TENSOR = 8;
export const HTTP = 30000;
const NODES = 2;

/** A pod of an engine. Ranks count from the leader. */
function engine(rank: string, more: Partial<crds.kubernetes.Container> = {}): crds.kubernetes.PodSpec {
  const command = [
    'exec python3 -m sglang.launch_server --model-path /model-cache/deepseek-r1-fp4',
    `--tp ${TENSOR} --nnodes ${NODES} --node-rank ${rank} --dist-init-addr ${deployment.MultiNodeRole.leaderAddressOf(NAME)}:29500`,
    `--host 0.0.0.0 --port ${HTTP}`,
  ].join(' ');
  return { containers: [{ name: 'engine', image: 'nvcr.io/nvidia/ai-dynamo/sglang-runtime:1.4.2', command: ['sh', '-c'], args: [command], ...more }] };
}

/** The leader answers HTTP. */
export const leader = engine('0', {
  ports: [{ name: 'http', containerPort: HTTP }],
  readinessProbe: { httpGet: { path: '/health', port: 'http' }, timeoutSeconds: 5 },
});

/** Grove counts the workers from 0. */
export const worker = engine('$((GROVE_PCLQ_POD_INDEX + 1))');

/** SGLang's router, from an image with the package sglang-router. */
export function router(engines: string[]): crds.kubernetes.PodSpec {
  return {
    containers: [{
      name: 'router',
      image: 'example.com/sglang-router:1',
      command: ['python3', '-m', 'sglang_router.launch_router'],
      args: ['--host', '0.0.0.0', '--port', '8000', '--worker-urls', ...engines],
      ports: [{ name: 'http', containerPort: 8000 }],
    }],
  };
}
