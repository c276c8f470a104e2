import type { RenderedObject } from './output-files';
import { Cluster } from '../../cluster';
import { ledgerOf } from '../../expansion/ledger/ledger-of';
import { ManifestObject } from '../../manifests/manifest-object';
import { ManifestSet } from '../../manifests/manifest-set';
import { ledgerText } from '../../report/ledger';

/**
 * Writes to stderr, for each cluster, what will run of what is rendered for it: gangs, GPUs, nodes, NVLink domains, queues.
 * Nothing for clusters without workloads, and for charts outside of a cluster, of which no nodes are known.
 */
export function tellLedgers(rendered: readonly RenderedObject[]): void {
  const clusters = new Map<Cluster, ManifestObject[]>();
  for (const { entry, manifest } of rendered) {
    const cluster = Cluster.ofOrUndefined(entry.object);
    if (!cluster) continue;
    const objects = clusters.get(cluster) ?? [];
    clusters.set(cluster, objects);
    objects.push(new ManifestObject(manifest, { construct: entry.object.node.path }));
  }
  for (const [cluster, objects] of clusters) process.stderr.write(ledgerOfCluster(cluster, objects));
}

function ledgerOfCluster(cluster: Cluster, objects: ManifestObject[]): string {
  try {
    const ledger = ledgerOf(new ManifestSet(objects), cluster._facts());
    return ledger.workloads.length === 0 ? '' : `\nWhat runs on ${cluster.node.path}:\n\n${ledgerText(ledger)}`;
  } catch (error) {
    // The manifests are right all the same: too many pods to count are no reason to write nothing.
    return `\nWhat runs on ${cluster.node.path} could not be told: ${error instanceof Error ? error.message : String(error)}\n`;
  }
}
