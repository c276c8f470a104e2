import type { OperatorFacts } from '../../facts/cluster-facts';

/** Thrown inside the expansion where the operator gives up on an object: what it made before stays, the rest is never made. */
export class OperatorFailure extends Error {}

/**
 * Off Grove only LeaderWorkerSets span nodes. Source: dynamo.md 3.1.
 *
 * @throws OperatorFailure where a component spans nodes and the cluster is not said to have them
 */
export function requireOrchestrator(
  components: ReadonlyArray<{ readonly name: string; readonly nodes: number }>, { leaderWorkerSet }: OperatorFacts,
): void {
  const wide = components.find(({ nodes }) => nodes > 1);
  if (!wide || leaderWorkerSet === true) return;
  throw new OperatorFailure(`${wide.name} spans ${wide.nodes} nodes, which needs Grove (operators.grove) or LeaderWorkerSet (operators.leaderWorkerSet) on the cluster`);
}
