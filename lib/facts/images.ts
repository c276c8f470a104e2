import type { Release } from './release';
import { invalid } from '../core/errors';

/** Registry of Dynamo's images. Source: dynamo.md 3.11. */
export const DYNAMO_REGISTRY = 'nvcr.io/nvidia/ai-dynamo';

/** Backends of a graph, as `spec.backendFramework` names them, and the image that runs each (frontend, router and mocker included). Source: dynamo.md 2.2, 3.11. */
export const RUNTIME_IMAGES: { readonly [backendFramework: string]: string } = {
  vllm: 'vllm-runtime',
  sglang: 'sglang-runtime',
  trtllm: 'tensorrtllm-runtime',
};

/** An image of Dynamo. */
export interface DynamoImage {
  /** Name below the registry. */
  readonly name: string;
  /** What it is for. */
  readonly purpose: string;
  /** CPU architectures that it is built for. */
  readonly architectures: readonly string[];
  /** Whether a build with AWS EFA exists, tagged `<version>-efa`. */
  readonly efa?: boolean;
}

/** Images of the lines 1.4 to 1.6; which line publishes which, `Release.images` says. Source: optimization-tooling-registry.md G.2, dynamo-1.5-1.6.md 1. */
export const DYNAMO_IMAGES: readonly DynamoImage[] = [
  { name: 'vllm-runtime', purpose: 'vLLM workers; also frontend, router, mocker', architectures: ['amd64', 'arm64'], efa: true },
  { name: 'sglang-runtime', purpose: 'SGLang workers; also frontend, router, mocker', architectures: ['amd64', 'arm64'], efa: true },
  { name: 'tensorrtllm-runtime', purpose: 'TensorRT-LLM workers; also frontend, router, mocker', architectures: ['amd64', 'arm64'], efa: true },
  { name: 'dynamo-frontend', purpose: 'frontend and endpoint picker without a GPU runtime', architectures: ['amd64', 'arm64'] },
  { name: 'dynamo-planner', purpose: 'planner and profiler', architectures: ['amd64', 'arm64'] },
  { name: 'kubernetes-operator', purpose: 'the operator, installed by the platform chart', architectures: ['amd64', 'arm64'] },
  { name: 'snapshot-agent', purpose: 'checkpoints, until 1.4; no Grace nodes', architectures: ['amd64'] },
  { name: 'power-agent', purpose: 'GPU power caps', architectures: [] }, // architectures not established
  { name: 'dynamo-sidecar', purpose: 'CPU-only process beside an engine, experimental', architectures: [] }, // architectures not established
];

/**
 * Full reference of an image of a release line, tagged with the line's runtime version.
 *
 * @param tag another tag of the same image; then the runtime version follows from it, not from the line
 * @throws when the line publishes no such image
 */
export function dynamoImage(release: Release, name: string, tag: string = release.runtimeVersion): string {
  if (release.images.includes(name)) return `${DYNAMO_REGISTRY}/${name}:${tag}`;
  throw invalid({
    path: `Release ${release.name}`, value: `image '${name}'`, reason: `${release} publishes no such image`, fix: `use one of ${release.images.join(', ')}`,
  });
}

/**
 * Full reference of the image that runs the workers of a backend: `nvcr.io/nvidia/ai-dynamo/vllm-runtime:1.4.2`.
 *
 * @param backendFramework `vllm`, `sglang` or `trtllm`
 * @throws when there is no such backend
 */
export function runtimeImage(release: Release, backendFramework: string, tag?: string): string {
  const name = RUNTIME_IMAGES[backendFramework];
  if (name !== undefined) return dynamoImage(release, name, tag);
  throw invalid({
    path: `Release ${release.name}`, value: `backend '${backendFramework}'`, reason: 'Dynamo has no runtime image for it', fix: `use one of ${Object.keys(RUNTIME_IMAGES).join(', ')}`,
  });
}
