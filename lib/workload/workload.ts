import { IConstruct } from 'constructs';
import { PodFragment } from './pod-fragment';

/**
 * Anything that makes pods: a Dynamo graph or one of its components, later a PodCliqueSet, Deployment or Job.
 *
 * Constructs that give something to pods (an NVLink domain, a cache) accept it.
 */
export interface IWorkload extends IConstruct {
  /**
   * Nodes that the GPU pods of this workload occupy when all replicas run, one pod per node.
   */
  readonly gpuNodes: number;

  /**
   * Registers what a relation writes into the pods; it is applied when the workload renders.
   *
   * @param fragment what to write
   */
  addToPods(fragment: PodFragment): void;
}

/** A workload whose pods are scheduled through one queue. */
export interface IQueuedWorkload extends IWorkload {
  /**
   * Puts the workload into a KAI queue; `Queue.grant()` calls it.
   *
   * @param queueName `metadata.name` of the Queue
   */
  joinQueue(queueName: string): void;
}
