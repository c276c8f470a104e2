import { EPSILON } from './resources';

/** A part of one GPU. */
export interface GpuShare {
  /** In words; equal for equal shares. */
  readonly text: string;
  /** What it takes of a GPU at least, on whatever node. */
  readonly least: number;
  /** What it counts for in totals and queues. */
  readonly gpus: number;
  /** Whether it may not be on the GPU of another share of its pod. */
  readonly isApart: boolean;
  /** What it takes of a GPU with so much memory (MiB; undefined where that is not known); undefined where it fits on none of them. */
  readonly partsOn: (gpuMemory: number | undefined) => Parts | undefined;
}

/** Parts of a GPU, each up to 1. */
export interface Parts {
  readonly compute: number;
  readonly memory: number;
}

/** Compute slices of a GPU with MIG, and memory slices: NVIDIA Multi-Instance GPU User Guide, Concepts ("GPU SM slice", "GPU memory slice"). */
const COMPUTE_SLICES = 7;
const MEMORY_SLICES = 8;

/** KAI's `gpu-fraction`. Source: scheduling.md 1.3; kai-scheduler v0.17.0, pkg/scheduler/api/node_info (GetResourceGpuMemory). */
export function fractionShare(fraction: number, isApart: boolean): GpuShare {
  // KAI counts whole MiB.
  const memoryOn = (gpuMemory: number | undefined) => (gpuMemory === undefined ? fraction : Math.floor(fraction * gpuMemory) / gpuMemory);
  const partsOn = (gpuMemory: number | undefined) => ({ compute: 0, memory: memoryOn(gpuMemory) });
  return { text: `${fraction} of a GPU`, least: fraction, gpus: fraction, isApart, partsOn };
}

/**
 * KAI's `gpu-memory`, in MiB. On a node whose GPUs' memory is not known it fits nowhere. In queues it counts by the largest GPU of the cluster, in hundredths
 * rounded up. Source: kai-scheduler v0.17.0, pkg/scheduler/api/node_info (getGpuMemoryFractionalOnNode), pkg/scheduler/plugins/proportion/capacity_policy.
 *
 * @param largest memory of the cluster's largest GPU (MiB)
 */
export function memoryShare(memory: number, largest: number, isApart: boolean): GpuShare {
  const partsOn = (gpuMemory: number | undefined) => (
    gpuMemory === undefined || memory > gpuMemory ? undefined : { compute: 0, memory: memory / gpuMemory });
  return { text: `${memory} MiB of a GPU`, least: memory / largest, gpus: Math.ceil(100 * memory / largest) / 100, isApart, partsOn };
}

/**
 * A slice by MIG. Its memory counts in eighths of the GPU's: `1g.20gb` of an 80 GB GPU takes two, though it computes on one seventh.
 *
 * @param memoryGb as the profile says it; undefined where no profile is named
 */
export function migShare(compute: number, memoryGb: number | undefined): GpuShare {
  const part = compute / COMPUTE_SLICES;
  const partsOn = (gpuMemory: number | undefined) => {
    if (gpuMemory === undefined || memoryGb === undefined) return { compute: part, memory: 0 };
    const slices = Math.max(1, Math.round(memoryGb * 1024 * MEMORY_SLICES / gpuMemory));
    return slices > MEMORY_SLICES ? undefined : { compute: part, memory: slices / MEMORY_SLICES };
  };
  return { text: memoryGb === undefined ? 'a slice of a GPU' : `a slice ${compute}g.${memoryGb}gb of a GPU`, least: part, gpus: part, isApart: false, partsOn };
}

/** A GPU that is shared. */
interface SharedGpu {
  compute: number;
  memory: number;
  /** Pods whose shares keep apart, by their place. */
  readonly apart: Set<number>;
}

/**
 * The GPUs that shares take: what each has left, the largest share first, each on the first GPU that has room. Undefined where a share fits on no GPU of this memory.
 *
 * @param pods the shares of each pod
 */
export function sharedGpus(pods: ReadonlyArray<readonly GpuShare[]>, gpuMemory: number | undefined): readonly Parts[] | undefined {
  const all = pods.flatMap((shares, pod) => shares.map((share) => ({ share, pod, parts: share.partsOn(gpuMemory) })));
  const sized: Array<{ readonly share: GpuShare; readonly pod: number; readonly parts: Parts }> = [];
  for (const { share, pod, parts } of all) {
    if (!parts) return undefined;
    sized.push({ share, pod, parts });
  }
  sized.sort((a, b) => Math.max(b.parts.compute, b.parts.memory) - Math.max(a.parts.compute, a.parts.memory));
  const gpus: SharedGpu[] = [];
  for (const { share, pod, parts } of sized) {
    let gpu = gpus.find((each) => holds(each, parts) && !(share.isApart && each.apart.has(pod)));
    if (!gpu) gpus.push(gpu = { compute: 1, memory: 1, apart: new Set() });
    gpu.compute -= parts.compute;
    gpu.memory -= parts.memory;
    if (share.isApart) gpu.apart.add(pod);
  }
  return gpus;
}

/** Whether what is left of a GPU holds a part of it. */
export function holds(left: Parts, { compute, memory }: Parts): boolean {
  return left.compute + EPSILON >= compute && left.memory + EPSILON >= memory;
}

/** Shares of one pod as people read them: `0.5 of a GPU`, `2 times 0.5 of a GPU`. */
export function sharesText(shares: readonly GpuShare[]): string {
  const counts = new Map<string, number>();
  for (const { text } of shares) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => (count === 1 ? text : `${count} times ${text}`)).join(' and ');
}
