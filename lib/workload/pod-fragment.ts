import type { SecretValue } from 'cdk8s-plus-28';
import type * as kubernetes from '../crds/kubernetes';

/** Which pods of a workload a fragment is for. */
export class PodSelection {
  /** Every pod. */
  public static readonly ALL = new PodSelection('all');
  /** Pods that ask for GPUs. */
  public static readonly GPU = new PodSelection('gpu');

  private constructor(
    /** The selection's name. */
    public readonly name: string,
  ) {}
}

/** Content of a fragment. */
export interface PodFragmentProps {
  /** Identifies the relation on the workload; registering it twice is the same as once. */
  readonly id: string;

  /**
   * The pods that get it.
   *
   * @default PodSelection.ALL
   */
  readonly pods?: PodSelection;

  /**
   * Name of the container that gets what is for a container.
   *
   * @default - the one that serves: `main` of a Dynamo component, the container that a `Workload` was made for
   */
  readonly container?: string;

  /**
   * Claims of the pod; each is also written into the resources of the container.
   *
   * @default - none
   */
  readonly resourceClaims?: kubernetes.PodResourceClaim[];

  /**
   * The one request of each claim that the container is given.
   *
   * @default - all devices of the claim
   */
  readonly claimRequest?: string;

  /**
   * GPUs or slices of GPUs that the claims or limits of this fragment give to each pod. Pods that get some are pods with GPUs.
   *
   * @default 0
   */
  readonly gpus?: number;

  /**
   * Extended resources of the container, as limits: Kubernetes takes the limit for the request.
   *
   * @default - none
   */
  readonly limits?: { [name: string]: number };

  /**
   * Extended resources of the container per GPU of the pod, as limits.
   *
   * @default - none
   */
  readonly resourcesPerGpu?: { [name: string]: number };

  /**
   * Whether the container is given the RDMA devices, the capability and the variables of the fabric of the pool that the pod runs on.
   *
   * @default false
   */
  readonly poolFabric?: boolean;

  /**
   * Linux capabilities added to the container.
   *
   * @default - none
   */
  readonly capabilities?: string[];

  /**
   * Environment of the container; a variable that the user sets wins.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Environment of the container that comes from Secrets; a variable that the user sets wins.
   *
   * @default - none
   */
  readonly secrets?: { [name: string]: SecretValue };

  /**
   * Absolute path of a Hugging Face cache (`HF_HOME`) for programs that resolve names of the hub.
   *
   * @default - none
   */
  readonly hubCache?: string;

  /**
   * Volumes of the pod.
   *
   * @default - none
   */
  readonly volumes?: kubernetes.Volume[];

  /**
   * Mounts of the container.
   *
   * @default - none
   */
  readonly volumeMounts?: kubernetes.VolumeMount[];

  /**
   * Labels of the pods.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels of the object that makes the pods.
   *
   * @default - none
   */
  readonly objectLabels?: { [key: string]: string };

  /**
   * Annotations of the object that makes the pods.
   *
   * @default - none
   */
  readonly objectAnnotations?: { [key: string]: string };

  /**
   * Labels that a node must have.
   *
   * @default - any
   */
  readonly nodeSelector?: { [key: string]: string };

  /**
   * What is required of a node, all of it and beside what the pod requires already.
   *
   * @default - nothing
   */
  readonly nodeRequirements?: kubernetes.NodeSelectorRequirement[];

  /**
   * Pods that must be near.
   *
   * @default - none
   */
  readonly podAffinity?: kubernetes.PodAffinityTerm[];

  /**
   * Pods that should be near.
   *
   * @default - none
   */
  readonly preferredPodAffinity?: kubernetes.WeightedPodAffinityTerm[];

  /**
   * Pods that must not be near.
   *
   * @default - none
   */
  readonly podAntiAffinity?: kubernetes.PodAffinityTerm[];

  /**
   * Taints that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: kubernetes.Toleration[];

  /**
   * Scheduler of the pods.
   *
   * @default - the cluster's
   */
  readonly schedulerName?: string;

  /**
   * PriorityClass of the pods.
   *
   * @default - none
   */
  readonly priorityClassName?: string;
}

/**
 * What one relation writes into the pods of a workload.
 *
 * A relation (`domain.attach(x)`, `cache.mountInto(x)`) registers a fragment; the workload applies all of them when it
 * renders, in the order of their ids. So the order of statements in a program does not matter.
 */
export class PodFragment {
  /** Identifies the relation on the workload; registering it twice is the same as once. */
  public readonly id: string;

  /** What the relation writes. */
  public readonly props: PodFragmentProps;

  constructor(props: PodFragmentProps) {
    this.id = props.id;
    this.props = props;
  }
}
