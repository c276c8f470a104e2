import type { Size } from 'cdk8s';
import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { IWorkload, PodFragment } from '../workload';

/** Options of a share. */
export interface GpuShareOptions {
  /**
   * GPUs that the same share is taken of.
   *
   * @default 1
   */
  readonly devices?: number;

  /**
   * Container that gets it.
   *
   * @default - the first of the pod
   */
  readonly container?: string;
}

/**
 * A share of a GPU for each pod, by KAI's annotations. Pods that share a GPU are not kept apart by it: each can use all of the GPU's memory.
 *
 * KAI refuses a share beside `nvidia.com/gpu` limits, and where `global.gpuSharing` is off in its chart; the rules KAI-21 and KAI-106 look at both.
 */
export class GpuShare {
  /**
   * A part of a GPU.
   *
   * @param share more than 0 and less than 1
   */
  public static fraction(share: number, options: GpuShareOptions = {}): GpuShare {
    if (!(share > 0 && share < 1)) {
      throw invalid({ path: 'GpuShare', value: `fraction(${share})`, reason: 'not more than 0 and less than 1', fix: 'write for example 0.5; whole GPUs are asked for with requestGpus()' });
    }
    return new GpuShare({ [ANNOTATION_KEYS.gpuFraction]: String(share) }, options);
  }

  /**
   * An amount of a GPU's memory.
   *
   * @param amount at least 1 MiB, rounded up to whole MiB
   */
  public static memory(amount: Size, options: GpuShareOptions = {}): GpuShare {
    const mebibytes = Math.ceil(amount.toKibibytes() / 1024);
    if (mebibytes < 1) throw invalid({ path: 'GpuShare', value: `memory(${amount.asString()})`, reason: 'less than 1 MiB', fix: 'write for example Size.gibibytes(8)' });
    return new GpuShare({ [ANNOTATION_KEYS.gpuSharedMemory]: String(mebibytes) }, options);
  }

  private constructor(private readonly annotations: { [key: string]: string }, private readonly options: GpuShareOptions) {
    if (options.devices !== undefined) wholeNumber('GpuShare', 'devices', options.devices);
  }

  /** Gives the share to every pod of a workload. */
  public giveTo(workload: IWorkload): void {
    const { devices, container } = this.options;
    workload.addToPods(new PodFragment({
      id: 'gpu-share',
      annotations: {
        ...this.annotations,
        ...devices === undefined ? {} : { [ANNOTATION_KEYS.gpuFractionDevices]: String(devices) },
        ...container === undefined ? {} : { [ANNOTATION_KEYS.gpuFractionContainer]: container },
      },
    }));
  }
}
