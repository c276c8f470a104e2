import { ManifestObject } from '../../lib/manifests/manifest-object';
import { podCount } from '../../lib/manifests/pod-count';
import { podTemplatesOf } from '../../lib/manifests/pod-templates';

const POD = { spec: { containers: [{ name: 'main' }] } };

function countsOf(apiVersion: string, kind: string, spec: object): Array<[string, number | undefined]> {
  return podTemplatesOf(new ManifestObject({ apiVersion, kind, metadata: { name: 'x' }, spec })).map((template) => [template.role, podCount(template)]);
}

test.each<[string, string, object, Array<[string, number | undefined]>]>([
  ['v1', 'Pod', POD.spec, [['', 1]]],
  ['apps/v1', 'Deployment', { template: POD }, [['', 1]]],
  ['apps/v1', 'StatefulSet', { replicas: 0, template: POD }, [['', 0]]],
  ['apps/v1', 'DaemonSet', { template: POD }, [['', undefined]]],
  ['batch/v1', 'Job', { parallelism: 4, completions: 8, template: POD }, [['', 4]]],
  ['batch/v1', 'CronJob', { jobTemplate: { spec: { parallelism: 2, template: POD } } }, [['', 2]]],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { replicas: 3, leaderWorkerTemplate: { size: 4, leaderTemplate: POD, workerTemplate: POD } },
    [['leader', 3], ['worker', 9]]],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { replicas: 3, leaderWorkerTemplate: { size: 4, workerTemplate: POD } }, [['worker', 12]]],
  ['kubeflow.org/v2beta1', 'MPIJob', { mpiReplicaSpecs: { Launcher: { template: POD }, Worker: { replicas: 4, template: POD } } }, [['Launcher', 1], ['Worker', 4]]],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ name: 'a', replicas: 2, template: { spec: { parallelism: 3, template: POD } } }] }, [['a', 6]]],
  ['grove.io/v1alpha1', 'PodCliqueSet', {
    replicas: 2,
    template: {
      cliques: [{ name: 'alone', spec: { replicas: 3, podSpec: POD.spec } }, { name: 'grouped', spec: { replicas: 3, podSpec: POD.spec } }],
      podCliqueScalingGroups: [{ name: 'group', cliqueNames: ['grouped'], replicas: 5 }],
    },
  }, [['alone', 6], ['grouped', 30]]],
  ['nvidia.com/v1beta1', 'DynamoGraphDeployment', { components: [{ name: 'a', replicas: 2, multinode: { nodeCount: 4 }, podTemplate: POD }] }, [['a', 8]]],
  ['nvidia.com/v1alpha1', 'DynamoGraphDeployment', { services: { A: { replicas: 2, extraPodSpec: { mainContainer: {} } } } }, [['A', 2]]],
])('%s %s %j', (apiVersion, kind, spec, expected) => {
  expect(countsOf(apiVersion, kind, spec)).toEqual(expected);
});
