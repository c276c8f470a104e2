import { JsonPath } from './manifest';
import { list, ManifestObject, record, valueAt } from './manifest-object';
import type { PodTemplate } from './pod-templates';

/**
 * Pods that an object asks for of one of its templates, without autoscaling; undefined where the manifest does not say (DaemonSets follow the nodes).
 * A number that is left out is 1, as the API server defaults it. Sources: crds/ of each kind, scheduling.md 3.1 (Grove), dynamo.md 3.5.
 */
export function podCount({ object, role }: PodTemplate): number | undefined {
  const number = (...path: JsonPath) => numberOr(valueAt(object.manifest, path), 1);
  switch (`${object.group}/${object.kind}`) {
    case '/Pod': return 1;
    case 'apps/DaemonSet': return undefined;
    case 'batch/Job': return number('spec', 'parallelism');
    case 'batch/CronJob': return number('spec', 'jobTemplate', 'spec', 'parallelism');
    case 'kubeflow.org/MPIJob': return number('spec', 'mpiReplicaSpecs', role, 'replicas');
    case 'leaderworkerset.x-k8s.io/LeaderWorkerSet': return number('spec', 'replicas') * groupPods(object, role);
    case 'jobset.x-k8s.io/JobSet': {
      const job = entry(object, ['spec', 'replicatedJobs'], role);
      return numberOr(job?.replicas, 1) * numberOr(valueAt(job, ['template', 'spec', 'parallelism']), 1);
    }
    case 'grove.io/PodCliqueSet': return number('spec', 'replicas') * cliquePods(object, role);
    case 'nvidia.com/DynamoGraphDeployment': {
      const component = record(valueAt(object.manifest, ['spec', 'services', role])) ?? entry(object, ['spec', 'components'], role);
      return numberOr(component?.replicas, 1) * numberOr(valueAt(component, ['multinode', 'nodeCount']), 1);
    }
    case 'nvidia.com/DynamoComponentDeployment': return number('spec', 'replicas') * number('spec', 'multinode', 'nodeCount');
    default: return number('spec', 'replicas');
  }
}

/** A group has one leader; without a template of its own it is made of the workers'. */
function groupPods(object: ManifestObject, role: string): number {
  const template = record(valueAt(object.manifest, ['spec', 'leaderWorkerTemplate'])) ?? {};
  if (role === 'leader') return 1;
  return numberOr(template.size, 1) - (template.leaderTemplate === undefined ? 0 : 1);
}

function cliquePods(object: ManifestObject, role: string): number {
  const clique = entry(object, ['spec', 'template', 'cliques'], role);
  const groups = list(valueAt(object.manifest, ['spec', 'template', 'podCliqueScalingGroups'])).map(record);
  const group = groups.find((each) => list(each?.cliqueNames).includes(role));
  return numberOr(valueAt(clique, ['spec', 'replicas']), 1) * numberOr(group?.replicas, 1);
}

function entry(object: ManifestObject, path: JsonPath, name: string): { readonly [key: string]: unknown } | undefined {
  return list(valueAt(object.manifest, path)).map(record).find((each) => (each?.name ?? each?.componentName) === name);
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
