import { invalid } from '../core/errors';
import { wholeNumber } from '../core/ranges';

/** Sizes of the parallel groups of one engine. */
export interface ParallelismProps {
  /**
   * Tensor parallel size: GPUs that share each layer.
   *
   * @default 1
   */
  readonly tensor?: number;

  /**
   * Pipeline parallel size: groups of GPUs that hold successive layers.
   *
   * @default 1
   */
  readonly pipeline?: number;

  /**
   * Data parallel size: copies of the attention layers on GPUs of their own, one engine in all.
   * It multiplies the GPUs. For copies that share the tensor ranks see `attentionDataParallel`.
   *
   * @default 1
   */
  readonly data?: number;

  /**
   * Expert parallel size: ranks over which the experts of a mixture-of-experts model are spread.
   * The ranks are those of `tensor` and `data`: it adds no GPUs.
   *
   * @default 1
   */
  readonly expert?: number;

  /**
   * Whether the tensor ranks run attention as data parallel copies (the "DEP" of wide expert parallelism).
   *
   * @default false
   */
  readonly attentionDataParallel?: boolean;
}

/**
 * How one engine spreads a model over GPUs. GPUs, nodes, flags and claims of a role derive from it.
 */
export class Parallelism {
  /** One GPU. */
  public static readonly NONE = Parallelism.of({});

  /**
   * @throws when a size is not a whole number of at least 1, or when there are more expert ranks than ranks
   */
  public static of(props: ParallelismProps): Parallelism {
    return new Parallelism(props);
  }

  /** Tensor parallel size. */
  public readonly tensor: number;
  /** Pipeline parallel size. */
  public readonly pipeline: number;
  /** Data parallel size. */
  public readonly data: number;
  /** Expert parallel size. */
  public readonly expert: number;
  /** Whether the tensor ranks run attention as data parallel copies. */
  public readonly attentionDataParallel: boolean;

  private constructor(props: ParallelismProps) {
    this.tensor = size('tensor', props.tensor);
    this.pipeline = size('pipeline', props.pipeline);
    this.data = size('data', props.data);
    this.expert = size('expert', props.expert);
    this.attentionDataParallel = props.attentionDataParallel ?? false;
    if (this.expert > this.tensor * this.data) {
      throw invalid({
        path: 'Parallelism',
        value: `expert: ${this.expert} with tensor: ${this.tensor}, data: ${this.data}`,
        reason: `experts are spread over the ${this.tensor * this.data} ranks of tensor x data; there are no further ranks`,
        fix: `use expert: ${this.tensor * this.data} or a divisor of it, or more tensor or data ranks`,
      });
    }
  }

  /** GPUs of one engine: tensor x pipeline x data. */
  public get gpus(): number {
    return this.tensor * this.pipeline * this.data;
  }

  /** The sizes in words, for messages: `tensor 32, expert 32`. */
  public toString(): string {
    const sizes: [string, number][] = [['tensor', this.tensor], ['pipeline', this.pipeline], ['data', this.data], ['expert', this.expert]];
    return sizes.filter(([name, value]) => name === 'tensor' || value > 1).map(([name, value]) => `${name} ${value}`).join(', ');
  }
}

function size(name: string, value: number = 1): number {
  return wholeNumber('Parallelism', name, value, 1, `leave ${name} out for 1`);
}
