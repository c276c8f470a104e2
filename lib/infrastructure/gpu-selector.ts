import { allTrue, anyTrue, Condition, MAX_EXPRESSION, noneTrue, rawCondition } from './private/condition';
import { invalid } from '../core/errors';

/**
 * Which devices fit a request: a CEL expression that is built, so that names, types and quoting of attributes are right, and attributes that devices
 * may lack are asked for first. Reading one that is missing ends the whole allocation, and the pod stays Pending.
 *
 * Conditions come from the attributes in `GpuAttribute`: `GpuAttribute.MEMORY.atLeast(Size.gibibytes(80))`.
 */
export class GpuSelector {
  /**
   * All conditions hold.
   *
   * @throws when there are none
   */
  public static allOf(...selectors: GpuSelector[]): GpuSelector {
    return new GpuSelector(allTrue(conditionsOf('allOf', selectors)));
  }

  /**
   * At least one condition holds.
   *
   * @throws when there are none
   */
  public static anyOf(...selectors: GpuSelector[]): GpuSelector {
    return new GpuSelector(anyTrue(conditionsOf('anyOf', selectors)));
  }

  /**
   * No condition holds; devices that lack an attribute are in.
   *
   * @throws when there are none
   */
  public static noneOf(...selectors: GpuSelector[]): GpuSelector {
    return new GpuSelector(noneTrue(conditionsOf('noneOf', selectors)));
  }

  /**
   * An expression of one's own, for what the builder does not know. Nothing is added to it.
   *
   * @param expression CEL over `device`, at most 10 KiB
   * @throws when it is empty or longer; whether it compiles is seen at synth
   */
  public static cel(expression: string): GpuSelector {
    if (expression.trim() === '' || Buffer.byteLength(expression) > MAX_EXPRESSION) {
      throw invalid({
        path: 'GpuSelector', value: `an expression of ${Buffer.byteLength(expression)} bytes`, reason: `the API server takes 1 to ${MAX_EXPRESSION}`, fix: 'shorten it',
      });
    }
    return new GpuSelector(rawCondition(expression));
  }

  /** @internal */
  public static _of(condition: Condition): GpuSelector {
    return new GpuSelector(condition);
  }

  private constructor(
    /** @internal */
    public readonly _condition: Condition,
  ) {}
}

function conditionsOf(what: string, selectors: readonly GpuSelector[]): Condition[] {
  if (selectors.length > 0) return selectors.map(({ _condition }) => _condition);
  throw invalid({ path: 'GpuSelector', value: `${what}()`, reason: 'no conditions', fix: `give some, for example GpuSelector.${what}(GpuAttribute.ARCHITECTURE.equalTo('Hopper'))` });
}
