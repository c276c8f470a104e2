import type { Cluster } from '../../cluster';
import type { Expansion } from '../../expansion/expansion';
import { ledgerOf } from '../../expansion/ledger/ledger-of';
import { ledgerText } from '../../report/ledger';

/**
 * Writes to stderr, for each cluster, what will run of what is rendered for it: gangs, GPUs, nodes, NVLink domains, queues.
 * Nothing for clusters without workloads, and for charts outside of a cluster, of which no nodes are known.
 */
export function tellLedgers(expansions: ReadonlyMap<Cluster, Expansion>): void {
  for (const [cluster, expansion] of expansions) process.stderr.write(ledgerOfCluster(cluster, expansion));
}

function ledgerOfCluster(cluster: Cluster, expansion: Expansion): string {
  try {
    const ledger = ledgerOf(expansion.manifests, expansion.cluster, expansion);
    return ledger.workloads.length === 0 ? '' : `\nWhat runs on ${cluster.node.path}:\n\n${ledgerText(ledger)}`;
  } catch (error) {
    // The manifests are right all the same: too many pods to count are no reason to write nothing.
    return `\nWhat runs on ${cluster.node.path} could not be told: ${error instanceof Error ? error.message : String(error)}\n`;
  }
}
