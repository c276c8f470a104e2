import { NvlinkEnvironment } from './nvlink-environment';
import { invalid } from '../core/errors';
import { isDnsLabel } from '../core/names';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { NO_MNNVL_GROUP } from '../facts/nvlink';
import { IWorkload, PodFragment, PodSelection } from '../workload';

/** Options of a group. */
export interface GroveNvlinkGroupOptions {
  /**
   * What the pods use NVLink for.
   *
   * @default NvlinkEnvironment.collectives()
   */
  readonly environment?: NvlinkEnvironment;
}

/**
 * Grove's automatic Multi-Node NVLink, instead of a `ComputeDomain` of one's own: for each replica of a PodCliqueSet Grove makes one domain of the pods
 * that are in the group, and the claims in them.
 *
 * Needs Grove with `config.network.autoMNNVLEnabled` (off by default) and GPUs from the device plugin: Grove does not see GPUs of claims (rule CD-17).
 */
export class GroveNvlinkGroup {
  /**
   * Pods of one group share a domain.
   *
   * @param name DNS label; the domains are named `<set>-<replica>-<name>`
   * @throws when it is none, or `none`, which means no group
   */
  public static of(name: string, options: GroveNvlinkGroupOptions = {}): GroveNvlinkGroup {
    if (!isDnsLabel(name) || name === NO_MNNVL_GROUP) {
      throw invalid({
        path: 'GroveNvlinkGroup', value: `name '${name}'`, reason: `not a DNS label, or '${NO_MNNVL_GROUP}', which means no group (CD-16)`, fix: 'use lower-case letters, digits and inner hyphens',
      });
    }
    return new GroveNvlinkGroup(name, options.environment ?? NvlinkEnvironment.collectives());
  }

  /** In no group, though the set that the pods belong to is. */
  public static none(): GroveNvlinkGroup {
    return new GroveNvlinkGroup(NO_MNNVL_GROUP, NvlinkEnvironment.none());
  }

  private constructor(
    /** Value of the annotation `grove.io/mnnvl-group`. */
    public readonly name: string,
    private readonly environment: NvlinkEnvironment,
  ) {}

  /**
   * Puts the GPU pods of a workload into the group.
   *
   * @param workload a Dynamo graph, one of its components, or a `Workload` around a PodCliqueSet; it must be in no ComputeDomain (rule CD-15)
   */
  public attach(workload: IWorkload): void {
    workload.addToPods(new PodFragment({
      id: 'grove-nvlink-group',
      pods: PodSelection.GPU,
      annotations: { [ANNOTATION_KEYS.mnnvlGroup]: this.name },
      environment: this.environment.variables,
    }));
  }
}
