import { Quantity } from '../core/quantity';

/** The same few amounts stand in thousands of pods. */
const KNOWN = new Map<string | number, string>();
const MOST_KNOWN = 4096;

/** A quantity as the API server stores it: `1024Mi` is `1Gi`, 1 is "1". What is no quantity stays as it is. */
export function canonicalQuantity(amount: unknown): unknown {
  if (typeof amount !== 'string' && typeof amount !== 'number') return amount;
  const known = KNOWN.get(amount);
  if (known !== undefined) return known;
  const canonical = Quantity.tryParse(amount)?.toString();
  if (canonical !== undefined && KNOWN.size < MOST_KNOWN) KNOWN.set(amount, canonical);
  return canonical ?? amount;
}
