import type { Manifest } from '../../manifests/manifest';
import { list, record, text } from '../../manifests/manifest-object';

/** The topologies of a set of objects: KAI's Topology, and Grove's ClusterTopologyBinding, of which Grove makes one of the same name. scheduling.md 2.2 */
export class Topologies {
  private readonly labels = new Map<string, readonly string[]>();
  private readonly aliases = new Map<string, string>();

  constructor(objects: Iterable<Manifest>) {
    for (const object of objects) {
      const isTopology = object.kind === 'Topology' && object.apiVersion.startsWith('kai.scheduler/');
      if (!isTopology && object.kind !== 'ClusterTopologyBinding') continue;
      const levels = list(record(object.spec)?.levels).map(record);
      const labels = levels.map((level) => text(isTopology ? level?.nodeLabel : level?.key) ?? '');
      for (const level of isTopology ? levels : []) {
        if (text(level?.alias)) this.aliases.set(`${object.metadata?.name} ${String(level!.alias)}`, text(level!.nodeLabel) ?? '');
      }
      if (!this.labels.has(String(object.metadata?.name)) || isTopology) this.labels.set(String(object.metadata?.name), labels);
    }
  }

  /**
   * The node labels of a topology down to a level; the level's alone where the topology is not among the objects.
   *
   * @param level the level's node label, or its alias in KAI's Topology (v0.17)
   */
  public labelsTo(topology: string | undefined, level: string): readonly string[] {
    const label = this.aliases.get(`${topology} ${level}`) ?? level;
    const labels = this.labels.get(topology ?? '') ?? [];
    return labels.includes(label) ? labels.slice(0, labels.indexOf(label) + 1) : [label];
  }
}
