import { invalid } from '../core/errors';
import { isLabelValue, requireDnsSubdomain } from '../core/names';
import { wholeNumber } from '../core/ranges';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../facts/label-keys';
import type { PodFragmentProps } from '../workload';

/** The label with one value for all nodes whose GPUs NVLink connects. */
const CLIQUE = LABEL_KEYS.gpuClique;

/** Kinds of which Grove makes the groups of pods, with constraints of its own; of a Deployment KAI schedules each pod by itself. Source: scheduling.md 1.3. */
const NOT_GROUPED_BY_KAI = ['DynamoGraphDeployment', 'PodCliqueSet', 'Deployment', 'Pod'];

/**
 * How the pods of an NVLink domain come to nodes that NVLink connects. The DRA driver does not place pods: those of one domain
 * may land in different racks, without NVLink between them (kubernetes-sigs/dra-driver-nvidia-gpu #804).
 */
export class CliquePlacement {
  /** Somebody else sees to it: a topology constraint of Grove, the only rack of the pool. */
  public static anywhere(): CliquePlacement {
    return new CliquePlacement('anywhere', () => ({}));
  }

  /** All pods of the domain on nodes of one clique, or not at all. */
  public static together(): CliquePlacement {
    return new CliquePlacement('together', (domain) => ({ ...onCliques(domain), podAffinity: [near(domain)] }));
  }

  /**
   * Pods of the domain on nodes of one clique if they fit, else spread.
   *
   * @param weight against other preferences, 1 to 100
   * @throws when it is none of these
   */
  public static preferTogether(weight: number = 100): CliquePlacement {
    wholeNumber('CliquePlacement', 'weight', weight);
    if (weight > 100) throw invalid({ path: 'CliquePlacement', value: `weight: ${weight}`, reason: 'a weight is at most 100', fix: 'leave it out for 100' });
    return new CliquePlacement('preferTogether', (domain) => ({ ...onCliques(domain), preferredPodAffinity: [{ weight, podAffinityTerm: near(domain) }] }));
  }

  /**
   * All pods on nodes of one clique that is known: `kubectl get nodes -L nvidia.com/gpu.clique`.
   *
   * @param clique `<cluster UUID>.<clique id>`
   * @throws when no node can have it as the label's value
   */
  public static onClique(clique: string): CliquePlacement {
    if (!isLabelValue(clique) || clique === '') {
      throw invalid({ path: 'CliquePlacement', value: `clique '${clique}'`, reason: 'not the value of a label', fix: `write <cluster UUID>.<clique id>, as kubectl get nodes -L ${CLIQUE} shows it` });
    }
    return new CliquePlacement('onClique', () => ({ nodeSelector: { [CLIQUE]: clique } }));
  }

  /**
   * Each workload within one clique, by a topology of the KAI scheduler with a level `nvidia.com/gpu.clique`. For what KAI groups by itself (Job, MPIJob,
   * JobSet, LeaderWorkerSet), where `Queue.grant()` lets it schedule the pods: nobody else reads the annotation (rule CD-11). In Dynamo graphs and PodCliqueSets
   * Grove hands its own constraints on.
   *
   * @param topology `metadata.name` of the Topology
   * @throws when no object can have that name
   */
  public static topology(topology: string): CliquePlacement {
    requireDnsSubdomain('CliquePlacement', 'topology', topology);
    return new CliquePlacement('topology', () => ({
      objectAnnotations: { [ANNOTATION_KEYS.kaiTopology]: topology, [ANNOTATION_KEYS.kaiRequiredPlacement]: CLIQUE },
    }), (kind) => !NOT_GROUPED_BY_KAI.includes(kind));
  }

  /**
   * Each group of a LeaderWorkerSet alone in one clique; other groups stay out of it, so not for groups that are to share a rack.
   */
  public static exclusiveGroups(): CliquePlacement {
    return new CliquePlacement('exclusiveGroups', () => ({ objectAnnotations: { [ANNOTATION_KEYS.lwsExclusiveTopology]: CLIQUE } }), (kind) => kind === 'LeaderWorkerSet');
  }

  private constructor(
    /** `anywhere`, `together`, `preferTogether`, `onClique`, `topology` or `exclusiveGroups`. */
    public readonly name: string,
    private readonly rendered: (domain: string) => Omit<PodFragmentProps, 'id'>,
    private readonly fits: (kind: string) => boolean = () => true,
  ) {}

  /** Whether somebody reads it on objects of a kind. @internal */
  public _fits(kind: string): boolean {
    return this.fits(kind);
  }

  /** @internal */
  public _fragment(domain: string): Omit<PodFragmentProps, 'id'> {
    return this.rendered(domain);
  }
}

/** Nodes outside of every clique would give the pods no channel and no NVLink, silently (rule CD-12). */
function onCliques(domain: string): Omit<PodFragmentProps, 'id'> {
  return { labels: { [LABEL_KEYS.nvlinkDomain]: domain }, nodeRequirements: [{ key: CLIQUE, operator: 'Exists' }] };
}

function near(domain: string) {
  return { topologyKey: CLIQUE, labelSelector: { matchLabels: { [LABEL_KEYS.nvlinkDomain]: domain } } };
}
