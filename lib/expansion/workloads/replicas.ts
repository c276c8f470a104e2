import { podOfTemplate } from './pod';
import type { Manifest } from '../../manifests/manifest';
import { record } from '../../manifests/manifest-object';
import type { Expander } from '../expander';
import { count, indices } from '../values';

/**
 * Pods of a Deployment, ReplicaSet or ReplicationController: alike, and named with random suffixes.
 * A Deployment's ReplicaSet, whose name is a hash of the template, is left out.
 */
export const expandReplicas: Expander = (workload) => {
  const spec = record(workload.spec) ?? {};
  return indices(count(spec.replicas, 1, workload, 'spec.replicas'))
    .map(() => podOfTemplate({ name: `${nameOf(workload)}-`, owner: workload, template: record(spec.template) ?? {} }));
};

/** The name of an object; empty where it has none. */
export function nameOf({ metadata }: Manifest): string {
  return metadata?.name ?? '';
}
