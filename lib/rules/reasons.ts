import type { OperatorFacts } from '../facts/cluster-facts';

/** Why rules are not evaluated, as clauses that name what to give. */

/** The nodes of the cluster decide it. */
export const NO_POOLS = 'the nodes of the cluster are not declared: give pools of Cluster or cluster.yaml (--cluster)';

/** What the API server serves decides it. */
export const NO_KUBERNETES = 'the version of Kubernetes is not declared: give --kubernetes, or kubernetes of cluster.yaml (--cluster)';

/** The version of something decides it. @param what `the version of Grove is` */
export function noRelease(what: string): string {
  return `${what} not declared: give --release, or release of cluster.yaml (--cluster)`;
}

/** The configuration of an operator decides it. @param field below `operators` of a cluster.yaml, among the properties of `Cluster` */
export function noOperatorFact(setting: string, field: keyof OperatorFacts): string {
  return `${setting} is not declared: give ${field} of Cluster, or below operators of cluster.yaml (--cluster)`;
}

/** An object that may be in the cluster decides it. */
export function notHere(what: string): string {
  return `${what} is not among the manifests: give its manifest too`;
}
