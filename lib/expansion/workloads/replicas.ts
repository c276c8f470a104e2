import { podOfTemplate } from './pod';
import { record } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { generatedName, nameOf } from '../names';
import { count, indices } from '../values';

/**
 * Pods of a Deployment, ReplicaSet or ReplicationController: alike, and named with random suffixes.
 * A Deployment's ReplicaSet, whose name is a hash of the template, is left out.
 */
export const expandReplicas: Expander = (workload) => {
  const spec = record(workload.spec) ?? {};
  return indices(count(spec.replicas, 1, workload, 'spec.replicas'))
    .map(() => podOfTemplate({ name: generatedName(nameOf(workload)), owner: workload, template: record(spec.template) ?? {} }));
};
