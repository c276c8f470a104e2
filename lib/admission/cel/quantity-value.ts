import { Quantity } from '../../core/quantity';

/** Longest text that is read, in characters: a quantity has 64 bits and nine places. */
const LONGEST = 500;

/** A quantity of Kubernetes as CEL sees it. */
export class QuantityValue {
  /** @returns undefined when the text is none */
  static parse(text: string): QuantityValue | undefined {
    const read = text.length > LONGEST ? undefined : Quantity.tryParse(text);
    return read && new QuantityValue(read.nanos);
  }

  readonly typeName = 'kubernetes.Quantity';

  /** @param nanos in units of 10^-9 */
  constructor(readonly nanos: bigint) {}

  equals(other: object): boolean {
    return other instanceof QuantityValue && other.nanos === this.nanos;
  }
}
