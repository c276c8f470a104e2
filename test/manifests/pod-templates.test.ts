import { pathText } from '../../lib/manifests/manifest';
import { ManifestObject } from '../../lib/manifests/manifest-object';
import { ManifestSet } from '../../lib/manifests/manifest-set';
import { kindsWithPodTemplates, podTemplatesOf } from '../../lib/manifests/pod-templates';

const SPEC = { containers: [{ name: 'main', image: 'a:1' }] };
const TEMPLATE = { metadata: { labels: { app: 'a' } }, spec: SPEC };

const of = (apiVersion: string, kind: string, spec: unknown, more: object = {}) =>
  new ManifestObject({ apiVersion, kind, metadata: { name: 'x', labels: { app: 'own' } }, spec, ...more });

/** A workload of every kind of the table, and where its pod specs are: role, path, label of the pods, main container. */
const WORKLOADS: Array<[ManifestObject, Array<[string, string, string | undefined, string | undefined]>]> = [
  [of('v1', 'Pod', SPEC), [['', 'spec', 'own', 'main']]],
  [of('v1', 'PodTemplate', undefined, { template: TEMPLATE }), [['', 'template.spec', 'a', 'main']]],
  [of('v1', 'ReplicationController', { template: TEMPLATE }), [['', 'spec.template.spec', 'a', 'main']]],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind): (typeof WORKLOADS)[number] =>
    [of('apps/v1', kind, { template: TEMPLATE }), [['', 'spec.template.spec', 'a', 'main']]]),
  [of('batch/v1', 'Job', { template: TEMPLATE }), [['', 'spec.template.spec', 'a', 'main']]],
  [of('batch/v1', 'CronJob', { jobTemplate: { spec: { template: TEMPLATE } } }), [['', 'spec.jobTemplate.spec.template.spec', 'a', 'main']]],
  [of('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', { leaderWorkerTemplate: { leaderTemplate: TEMPLATE, workerTemplate: TEMPLATE } }), [
    ['leader', 'spec.leaderWorkerTemplate.leaderTemplate.spec', 'a', 'main'],
    ['worker', 'spec.leaderWorkerTemplate.workerTemplate.spec', 'a', 'main'],
  ]],
  [of('jobset.x-k8s.io/v1alpha2', 'JobSet', { replicatedJobs: [{ name: 'rank', template: { spec: { template: TEMPLATE } } }] }),
    [['rank', 'spec.replicatedJobs[0].template.spec.template.spec', 'a', 'main']]],
  [of('kubeflow.org/v2beta1', 'MPIJob', { mpiReplicaSpecs: { Launcher: { template: TEMPLATE }, Worker: { template: TEMPLATE } } }), [
    ['Launcher', 'spec.mpiReplicaSpecs.Launcher.template.spec', 'a', 'main'],
    ['Worker', 'spec.mpiReplicaSpecs.Worker.template.spec', 'a', 'main'],
  ]],
  [of('grove.io/v1alpha1', 'PodCliqueSet', { template: { cliques: [{ name: 'decode', labels: { app: 'a' }, spec: { podSpec: SPEC } }] } }),
    [['decode', 'spec.template.cliques[0].spec.podSpec', 'a', 'main']]],
  [of('grove.io/v1alpha1', 'PodClique', { podSpec: SPEC }), [['', 'spec.podSpec', 'own', 'main']]],
  [of('nvidia.com/v1alpha1', 'DynamoGraphDeployment', { services: { Worker: { extraPodSpec: { mainContainer: { image: 'a:1' } }, extraPodMetadata: { labels: { app: 'a' } } } } }),
    [['Worker', 'spec.services.Worker.extraPodSpec', 'a', 'main']]],
  [of('nvidia.com/v1beta1', 'DynamoGraphDeployment', { components: [{ name: 'worker', podTemplate: TEMPLATE }] }),
    [['worker', 'spec.components[0].podTemplate.spec', 'a', 'main']]],
  [of('nvidia.com/v1alpha1', 'DynamoComponentDeployment', { extraPodSpec: { mainContainer: {} } }), [['', 'spec.extraPodSpec', undefined, 'main']]],
  [of('nvidia.com/v1beta1', 'DynamoComponentDeployment', { podTemplate: TEMPLATE }), [['', 'spec.podTemplate.spec', 'a', 'main']]],
  [of('nvidia.com/v1alpha1', 'DynamoCheckpoint', { job: { podTemplateSpec: TEMPLATE } }), [['', 'spec.job.podTemplateSpec.spec', 'a', 'main']]],
  [of('nvidia.com/v1beta1', 'DynamoGraphDeploymentRequest', { overrides: { profilingJob: { template: TEMPLATE } } }),
    [['', 'spec.overrides.profilingJob.template.spec', 'a', 'main']]],
];

test.each(WORKLOADS)('%s: its pod templates are found, with role, path, labels and main container', (object, expected) => {
  const found = podTemplatesOf(object);
  expect(found.map((template) => [template.role, pathText(template.specPath), template.labels.app, template.mainContainer])).toEqual(expected);
  for (const template of found) expect(template.containers).toMatchObject([{ name: 'main', init: false, main: true }]);
});

test('The table above has every kind of the table', () => {
  expect([...new Set(WORKLOADS.map(([{ group, kind }]) => `${group}/${kind}`))].sort()).toEqual(kindsWithPodTemplates());
});

test('Containers: init containers first, the main container of Dynamo v1alpha1 last, each with its path', () => {
  const [template] = podTemplatesOf(of('nvidia.com/v1alpha1', 'DynamoGraphDeployment', {
    services: { Worker: { extraPodSpec: { initContainers: [{ name: 'wait' }], containers: [{ name: 'sidecar' }, 'no container'], mainContainer: { image: 'a:1' } } } },
  }));
  const at = 'spec.services.Worker.extraPodSpec';
  expect(template.containers.map(({ name, path, init, main }) => [name, pathText(path), init, main])).toEqual([
    ['wait', `${at}.initContainers[0]`, true, false],
    ['sidecar', `${at}.containers[0]`, false, false],
    ['main', `${at}.mainContainer`, false, true],
  ]);
});

test.each([null, 1, 'x', [], { containers: 5 }, { containers: [null] }])('A pod spec that is none is no template, or one without containers: %p', (spec) => {
  expect(podTemplatesOf(of('v1', 'Pod', spec)).flatMap((template) => template.containers)).toEqual([]);
});

test('A set lists the templates of all its objects', () => {
  const set = new ManifestSet([of('v1', 'Pod', SPEC), of('v1', 'ConfigMap', undefined), of('apps/v1', 'Deployment', { template: TEMPLATE })]);
  expect(set.podTemplates.map((template) => template.object.kind)).toEqual(['Pod', 'Deployment']);
});
