import { invalid } from './errors';

const NANO = 1_000_000_000n;

type Format = 'binary' | 'decimal' | 'exponent';

const BINARY: readonly [string, bigint][] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((suffix, i) => [suffix, 1024n ** BigInt(i + 1)]);

/** Decimal suffixes in units of 10^-9. */
const DECIMAL: readonly [string, bigint][] = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((suffix, i) => [suffix, 1000n ** BigInt(i)]);

const SYNTAX = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\d+)?$/;

/**
 * A Kubernetes quantity, exact.
 *
 * Kept in units of 10^-9, the finest that the API server keeps; finer fractions are rounded away from zero, as there.
 * Source: kubernetes/apimachinery, pkg/api/resource/quantity.go.
 */
export class Quantity {
  /**
   * Reads a quantity as the API server does: `64Gi`, `1.5`, `500m`, `12e6`.
   *
   * @param path construct or field that holds the value, for the message
   * @throws when the text is no quantity
   */
  public static parse(text: string | number, path: string = 'Quantity'): Quantity {
    // 1e21 and above print with an exponent, which the syntax knows too.
    const match = SYNTAX.exec(String(text));
    if (!match) {
      throw invalid({
        path, value: `'${text}'`, reason: 'not a Kubernetes quantity', fix: "write a number and at most one suffix, for example '64Gi', '500m' or '4'",
      });
    }
    const [, sign, digits, suffix = ''] = match;
    const [whole, fraction = ''] = digits.split('.');
    const binary = BINARY.find(([name]) => name === suffix);
    const decimal = DECIMAL.find(([name]) => name === suffix);
    const exponent = binary || decimal ? 0 : Number(suffix.slice(1));
    if (Math.abs(exponent) > 400) {
      throw invalid({ path, value: `'${text}'`, reason: 'the exponent is out of every range', fix: 'write the number with a suffix such as Gi' });
    }
    // nanos = whole.fraction * scale: multiply before dividing, so that nothing is lost.
    let numerator = BigInt(whole + fraction || '0') * (binary ? binary[1] * NANO : decimal ? decimal[1] : NANO);
    let denominator = 10n ** BigInt(fraction.length);
    if (exponent > 0) numerator *= 10n ** BigInt(exponent);
    if (exponent < 0) denominator *= 10n ** BigInt(-exponent);
    const nanos = (numerator + denominator - 1n) / denominator;
    return new Quantity(sign === '-' ? -nanos : nanos, binary ? 'binary' : suffix !== '' && !decimal ? 'exponent' : 'decimal');
  }

  /** Reads a value of a manifest; undefined where it is no quantity. */
  public static tryParse(value: unknown): Quantity | undefined {
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    try {
      return Quantity.parse(value);
    } catch {
      return undefined;
    }
  }

  /** A whole number of bytes (or of anything else), printed with binary suffixes where they divide it. */
  public static ofBytes(bytes: bigint | number): Quantity {
    return new Quantity(BigInt(bytes) * NANO, 'binary');
  }

  /** The sum of quantities; none give `0`. */
  public static sum(quantities: readonly Quantity[]): Quantity {
    return quantities.reduce((total, quantity) => total.plus(quantity), new Quantity(0n, quantities[0]?.format ?? 'decimal'));
  }

  private constructor(
    /** The value in units of 10^-9. */
    public readonly nanos: bigint,
    private readonly format: Format,
  ) {}

  /** This and another, in the format of this one (of the other if this is zero). */
  public plus(other: Quantity): Quantity {
    return new Quantity(this.nanos + other.nanos, this.nanos === 0n ? other.format : this.format);
  }

  /** This many times, for the pods of a role. */
  public times(factor: number): Quantity {
    return new Quantity(this.nanos * BigInt(factor), this.format);
  }

  /** Negative, 0 or positive where this is less than, equal to or more than the other: `1Gi` equals `1024Mi`. */
  public compareTo(other: Quantity): number {
    return this.nanos < other.nanos ? -1 : this.nanos > other.nanos ? 1 : 0;
  }

  /** Whether both are the same amount, however written. */
  public equals(other: Quantity): boolean {
    return this.compareTo(other) === 0;
  }

  /** CPU in the unit of KAI's queues: thousandths of a core, rounded up, so that what fits the pods fits the queue. */
  public toMillicores(): number {
    return Number(divideUp(this.nanos, 1_000_000n));
  }

  /** Memory in the unit of KAI's queues: megabytes of 10^6 bytes, rounded up, so that what fits the pods fits the queue. */
  public toMegabytes(): number {
    return Number(divideUp(this.nanos, 1_000_000n * NANO));
  }

  /** Bytes, rounded up to a whole number. */
  public toBytes(): bigint {
    return divideUp(this.nanos, NANO);
  }

  /**
   * A whole number, as GPUs and other extended resources must be.
   *
   * @param path construct or field that holds the value, for the message
   * @throws when the amount is negative or has a fraction
   */
  public toCount(path: string = 'Quantity'): number {
    if (this.nanos >= 0n && this.nanos % NANO === 0n) return Number(this.nanos / NANO);
    throw invalid({
      path, value: `'${this}'`, reason: 'an extended resource is counted in whole numbers of at least 0', fix: `write ${divideUp(this.nanos > 0n ? this.nanos : 0n, NANO)}`,
    });
  }

  /**
   * The canonical form, as the API server prints it: no fraction, the largest suffix that allows it (`1.5Gi` prints as `1536Mi`).
   */
  public toString(): string {
    if (this.nanos === 0n) return '0';
    const magnitude = this.nanos < 0n ? -this.nanos : this.nanos;
    const sign = this.nanos < 0n ? '-' : '';
    // Binary suffixes only for whole numbers of at least 1024, as upstream.
    if (this.format === 'binary' && magnitude % NANO === 0n && magnitude / NANO >= 1024n) {
      const bytes = magnitude / NANO;
      const unit = [...BINARY].reverse().find(([, size]) => bytes % size === 0n);
      return unit ? `${sign}${bytes / unit[1]}${unit[0]}` : `${sign}${bytes}`;
    }
    const index = DECIMAL.length - 1 - [...DECIMAL].reverse().findIndex(([, size]) => magnitude % size === 0n);
    const [suffix, size] = DECIMAL[index];
    const exponent = 3 * index - 9;
    return `${sign}${magnitude / size}${this.format !== 'exponent' ? suffix : exponent === 0 ? '' : `e${exponent}`}`;
  }
}

function divideUp(value: bigint, by: bigint): bigint {
  return value > 0n ? (value + by - 1n) / by : -(-value / by);
}
