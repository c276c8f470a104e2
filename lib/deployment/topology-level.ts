import { invalid } from '../core/errors';
import { isLabelKey } from '../core/names';
import { LABEL_KEYS } from '../facts/label-keys';

/** One level of a topology: what it is called, and the node label whose values are its domains. */
export class TopologyLevel {
  /**
   * A level by any name.
   *
   * @param domain its name in Grove: lower-case letters, digits, hyphens, a letter first, at most 63
   * @param nodeLabel key of the node label, at most 63 characters
   */
  public static of(domain: string, nodeLabel: string): TopologyLevel {
    return new TopologyLevel(domain, nodeLabel);
  }

  /** Zones of a region: `topology.kubernetes.io/zone`. */
  public static zone(nodeLabel: string = LABEL_KEYS.zone): TopologyLevel {
    return new TopologyLevel('zone', nodeLabel);
  }

  /** Groups of racks; the label is the cluster's own. */
  public static block(nodeLabel: string): TopologyLevel {
    return new TopologyLevel('block', nodeLabel);
  }

  /** Racks; on NVL72 systems the NVLink domain, `nvidia.com/gpu.clique`. */
  public static rack(nodeLabel: string = LABEL_KEYS.gpuClique): TopologyLevel {
    return new TopologyLevel('rack', nodeLabel);
  }

  /** Single nodes: `kubernetes.io/hostname`. Only as the last level. */
  public static host(): TopologyLevel {
    return new TopologyLevel('host', LABEL_KEYS.hostname);
  }

  private constructor(
    /** Its name in Grove's constraints. */
    public readonly domain: string,
    /** Key of the node label, which KAI's annotations name. */
    public readonly nodeLabel: string,
  ) {
    if (!/^[a-z][a-z0-9-]*$/.test(domain) || domain.length > 63) {
      throw invalid({
        path: 'TopologyLevel', value: `domain '${domain}'`, reason: 'no lower-case letters, digits and hyphens with a letter first, at most 63', fix: "name it like 'rack'",
      });
    }
    if (!isLabelKey(nodeLabel) || nodeLabel.length > 63) {
      throw invalid({
        path: `TopologyLevel '${domain}'`, value: `nodeLabel '${nodeLabel}'`, reason: 'no label key of at most 63 characters', fix: `write the key of a node label, for example '${LABEL_KEYS.gpuClique}'`,
      });
    }
  }
}
