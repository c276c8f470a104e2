import { backendOf } from './backend';
import { isEngine } from './component';
import { DeployedComponent, Strings, deployedOf, objectAnnotations, objectLabels, workloadType } from './deployed-component';
import { childMetadata, findsByKubernetes } from './graph';
import { Role, leaderWorkerSetGroup } from './node-group';
import { OperatorFailure } from './operator-failure';
import { PodSpecDraft, named } from './pod-draft';
import { podSpec } from './pod-spec';
import { DISCOVERY_LABELS, componentService, modelService } from './services';
import type { ClusterFacts } from '../../facts/cluster-facts';
import { dynamoNamespace } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { storedPodSpec } from '../stored-pod-template';

/** Share of replicas that an update may add, and take away. Source: dynamo.md 8.7. */
const UPDATE_SHARE = '25%';

interface Template {
  readonly metadata: { readonly labels: Strings; readonly annotations?: Strings };
  readonly spec: PodSpecDraft;
}

/**
 * What the operator makes of a component deployment: a Deployment or a LeaderWorkerSet, and Services. Source: dynamo.md 3.1, 8.7.
 *
 * @throws OperatorFailure where it makes nothing of it
 */
export function componentWorkloads(manifest: Manifest, { operators, release }: ClusterFacts): Manifest[] {
  const deployed = deployedOf(manifest, release);
  const { nodes, baseModel } = deployed.component;
  if (nodes > 1 && operators.leaderWorkerSet !== true) throw new OperatorFailure('nothing runs an engine over several nodes without Grove and LeaderWorkerSet');
  return [
    nodes > 1 ? leaderWorkerSet(deployed) : deployment(deployed),
    ...service(deployed),
    ...baseModel === undefined ? [] : [modelService({ writtenNamespace: deployed.writtenNamespace, childAnnotations: {} }, baseModel)],
  ];
}

/** Metadata and spec of pods, before the API server's defaults. */
function podTemplate(deployed: DeployedComponent, role: Role): Template {
  const { component, componentName, graph, name, namespace } = deployed;
  const type = workloadType(deployed);
  const annotations = objectAnnotations(deployed);
  const labels = {
    ...objectLabels(deployed),
    // Of v1alpha1's dynamoNamespace only the label and the Service's selector know: dynamo.md R92.
    [LABEL_KEYS.dynamoNamespace]: deployed.runtimeNamespace,
    ...annotations[ANNOTATION_KEYS.enableMetrics] !== 'false' && { [LABEL_KEYS.dynamoMetricsEnabled]: 'true' },
    ...type !== '' && { [LABEL_KEYS.dynamoComponentType]: type },
    [LABEL_KEYS.dynamoSelector]: name,
    ...findsByKubernetes(annotations) && DISCOVERY_LABELS,
  };
  const hash = deployed.labels[LABEL_KEYS.dynamoWorkerHash] || component.template.labels[LABEL_KEYS.dynamoWorkerHash];
  const spec = podSpec({
    component: { ...component, name: componentName },
    graph,
    namespace,
    runtimeNamespace: dynamoNamespace(namespace, graph, component.globalDynamoNamespace),
    backend: backendOf(component, deployed.backendFramework),
    role,
    group: component.nodes > 1 ? leaderWorkerSetGroup(component.nodes) : undefined,
    workerHash: isEngine(component.type) ? hash : undefined,
    type,
    release: deployed.release,
  });
  return {
    metadata: { labels, ...Object.keys(annotations).length > 0 && { annotations } },
    spec: { ...spec, serviceAccountName: spec.serviceAccountName ?? 'default' },
  };
}

function deployment(deployed: DeployedComponent): Manifest {
  const { name, component } = deployed;
  const annotations = objectAnnotations(deployed);
  const { metadata, spec } = podTemplate(deployed, 'main');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: childMetadata(deployed, name, objectLabels(deployed), annotations),
    spec: {
      progressDeadlineSeconds: 600,
      replicas: component.replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: { [LABEL_KEYS.dynamoSelector]: name } },
      strategy: annotations[ANNOTATION_KEYS.deploymentStrategy] === 'Recreate' ? { type: 'Recreate' } : {
        rollingUpdate: {
          maxSurge: share(annotations[ANNOTATION_KEYS.deploymentMaxSurge]),
          maxUnavailable: share(annotations[ANNOTATION_KEYS.deploymentMaxUnavailable]),
        },
        type: 'RollingUpdate',
      },
      template: { metadata, spec: storedPodSpec(spec) },
    },
  };
}

function share(annotation: string | undefined): string | number {
  if (!annotation) return UPDATE_SHARE;
  return /^[+-]?\d+$/.test(annotation) ? Number(annotation) : annotation;
}

/** The label that Deployments select is none of these pods. Source: dynamo.md 3.1, recorded in lws. */
function leaderWorkerSet(deployed: DeployedComponent): Manifest {
  const { name, component } = deployed;
  const template = (role: 'leader' | 'worker') => {
    const { metadata, spec } = podTemplate(deployed, role);
    const main = named(spec.containers, 'main');
    if (!main?.command || !main.args) throw new OperatorFailure(`${name}: the container main lacks its command or arguments`);
    const { [LABEL_KEYS.dynamoSelector]: _, ...labels } = metadata.labels;
    return { metadata: { ...metadata, labels: { ...labels, role } }, spec };
  };
  return {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: childMetadata(deployed, `${name}-0`, objectLabels(deployed)),
    spec: {
      replicas: component.replicas,
      startupPolicy: 'LeaderCreated',
      leaderWorkerTemplate: {
        leaderTemplate: template('leader'),
        workerTemplate: template('worker'),
        size: component.nodes,
        restartPolicy: 'RecreateGroupOnPodRestart',
      },
    },
  };
}

function service(deployed: DeployedComponent): Manifest[] {
  const { name, component, componentName, runtimeNamespace } = deployed;
  const annotations = objectAnnotations(deployed);
  const discovery = findsByKubernetes(annotations);
  if (!discovery && component.type !== 'frontend') return [];
  const labels = { ...objectLabels(deployed), ...discovery && DISCOVERY_LABELS };
  return [componentService({
    metadata: childMetadata(deployed, name.replace(/\./g, '-').toLowerCase(), labels, annotations),
    type: workloadType(deployed),
    component: componentName,
    runtimeNamespace,
    leaders: component.nodes > 1,
  })];
}
