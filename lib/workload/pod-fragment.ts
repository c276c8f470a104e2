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
   * Claims of the pod; each is also written into the resources of the main container.
   *
   * @default - none
   */
  readonly resourceClaims?: kubernetes.PodResourceClaim[];

  /**
   * Extended resources of the main container per GPU of the pod, as requests and limits.
   *
   * @default - none
   */
  readonly resourcesPerGpu?: { [name: string]: number };

  /**
   * Linux capabilities added to the main container.
   *
   * @default - none
   */
  readonly capabilities?: string[];

  /**
   * Environment of the main container; a variable that the user sets wins.
   *
   * @default - none
   */
  readonly environment?: { [name: string]: string };

  /**
   * Environment of the main container that comes from Secrets; a variable that the user sets wins.
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
   * Mounts of the main container.
   *
   * @default - none
   */
  readonly volumeMounts?: kubernetes.VolumeMount[];
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
