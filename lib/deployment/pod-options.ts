import type { Size } from 'cdk8s';
import type { NodePool } from '../cluster';
import type { PodSpec } from '../crds/kubernetes';

/** What pods of one kind are. */
export interface PodOptions {
  /** The pods, as in a Deployment. In a PodCliqueSet without what Grove writes or refuses: hostname, subdomain, nodeName, schedulingGates, topologySpreadConstraints. */
  readonly podSpec: PodSpec;

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
   * GPUs of each pod, whole ones: `nvidia.com/gpu` or a claim, as the pool hands them out.
   *
   * @default - what the pod spec asks for
   */
  readonly gpus?: number;

  /**
   * Size of `/dev/shm`, in memory of the pod; ranks of one node exchange data there.
   *
   * @default - the container runtime's, mostly 64 MiB, or what the pod spec mounts
   */
  readonly sharedMemory?: Size;

  /**
   * Container that gets GPUs, claims, variables, mounts.
   *
   * @default - the first of the pod
   */
  readonly container?: string;

  /**
   * Pool of nodes that the pods run on; they get its node selector and tolerations.
   *
   * @default - with `gpus` the only pool that fits; several are an error that lists them. Else any node
   */
  readonly pool?: NodePool;
}
