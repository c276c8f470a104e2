import { Quantity } from '../core/quantity';

/** A quantity as the API server stores it: `1024Mi` is `1Gi`, 1 is "1". What is no quantity stays as it is. */
export function canonicalQuantity(amount: unknown): unknown {
  if (typeof amount !== 'string' && typeof amount !== 'number') return amount;
  try {
    return Quantity.parse(amount).toString();
  } catch {
    return amount;
  }
}
