import { App, Chart, Testing } from 'cdk8s';
import { Cluster, ClusterProps, KubernetesVersion, NodePool, Release } from '../../lib/cluster';

export const RACK = NodePool.gb200Nvl72('rack', { racks: 1 });
export const CPU = NodePool.cpu('general', { nodes: 2 });

/** A chart on a cluster with these pools, for constructs to be put into. */
export function chartOn(pools: NodePool[] = [RACK, CPU], release = Release.DYNAMO_1_4, more: Partial<ClusterProps> = {}): Chart {
  const app: App = Testing.app();
  const cluster = new Cluster(app, 'cluster', { release, kubernetes: KubernetesVersion.V1_34, pools, ...more });
  return new Chart(cluster, 'chart', { namespace: 'inference' });
}

/** The only manifest of a kind in a chart. */
export function manifestOf(chart: Chart, kind: string): any {
  const found = manifestsOf(chart, kind);
  if (found.length !== 1) throw new Error(`${found.length} manifests of kind ${kind}`);
  return found[0];
}

/** The manifests of a kind in a chart. */
export function manifestsOf(chart: Chart, kind: string): any[] {
  return Testing.synth(chart).filter((manifest) => manifest.kind === kind);
}

/** What fails the synth of a chart: one line per finding. */
export function findingsOf(chart: Chart): string[] {
  try {
    Testing.synth(chart);
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).map((line) => line.trim());
  }
  return [];
}
