import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { invalid } from '../../core/errors';
import { Cluster } from '../cluster';

/**
 * Refuses a relation between objects of two clusters: a name means nothing in the other one.
 *
 * @param what the giver in words, for the message
 * @throws when the two have different clusters
 */
export function requireSameCluster(giver: IConstruct, taker: IConstruct, what: string): void {
  const [ours, theirs] = [giver, taker].map((construct) => Cluster.ofOrUndefined(construct));
  if (ours === theirs) return;
  throw invalid({
    path: taker.node.path,
    value: `${what} '${giver.node.path}'`,
    reason: 'it belongs to another cluster',
    fix: `create it below the cluster of '${taker.node.path}', or import it there by name`,
  });
}

/**
 * Refuses a relation between objects of two namespaces, for what pods can only refer to in their own.
 *
 * @throws when the two have different clusters or namespaces
 */
export function requireSameNamespace(giver: IConstruct, taker: IConstruct, what: string): void {
  requireSameCluster(giver, taker, what);
  const [ours, theirs] = [giver, taker].map((construct) => Chart.of(construct).namespace);
  if (ours === theirs) return;
  throw invalid({
    path: taker.node.path,
    value: `${what} '${giver.node.path}' of namespace '${ours ?? 'default'}'`,
    reason: `pods of namespace '${theirs ?? 'default'}' can refer to objects of their own namespace only`,
    fix: 'create both in charts of one namespace',
  });
}
