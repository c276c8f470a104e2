/**
 * Fails when `require('cdk8s-inference')` takes more than its share of `require('cdk8s-plus-28')` (after a compile).
 *
 *     npx projen load-budget
 *
 * Both take turns in fresh processes, and the medians are compared, so that a busy machine slows both. A ratio above the budget is measured
 * again, since a burst of load can still fall on one of them: it fails only if it stays above it every time.
 */
import { medians } from '../benchmarks/fresh-processes';

const BUDGET = 0.7;
const ROUNDS = 11;
const ATTEMPTS = 5;

/** Measures until a ratio is within the budget; the ratios, the last of which decides. */
export function ratios(measure: () => number, budget: number = BUDGET, attempts: number = ATTEMPTS): number[] {
  const found: number[] = [];
  do found.push(measure()); while (found[found.length - 1] > budget && found.length < attempts);
  return found;
}

if (require.main === module) {
  const found = ratios(() => {
    const { ours, peer } = medians(ROUNDS, "require('cdk8s')", { ours: "require('cdk8s-inference')", peer: "require('cdk8s-plus-28')" });
    console.log(`cdk8s-inference ${ours.toFixed(1)} ms, cdk8s-plus-28 ${peer.toFixed(1)} ms, both after cdk8s: ${(ours / peer).toFixed(2)} of at most ${BUDGET}`);
    return ours / peer;
  });
  if (found[found.length - 1] > BUDGET) process.exitCode = 1;
}
