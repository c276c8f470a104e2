import { backendOf } from './backend';
import { Component, componentOf, isEngine } from './component';
import { remainderOf } from './component-deployment';
import { convertComponent } from './from-v1alpha1';
import { UNKNOWN_NAMESPACE, childMetadata, findsByKubernetes } from './graph';
import { TOPOLOGY_KEYS } from './graph-defaults';
import { Role, leaderWorkerSetGroup } from './node-group';
import { OperatorFailure } from './operator-failure';
import { named } from './pod-draft';
import { podSpec } from './pod-spec';
import { DISCOVERY_LABELS, baseModelHash, componentService, modelService } from './services';
import { JsonObject, isJsonObject } from '../../core/merge';
import type { ClusterFacts } from '../../facts/cluster-facts';
import { dynamoNamespace } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import type { Manifest } from '../../manifests/manifest';
import { strings, text } from '../../manifests/manifest-object';
import { storedPodSpec } from '../stored-pod-template';

type Strings = { [key: string]: string };

/** A DynamoComponentDeployment as the operator reads it. */
interface Deployed {
  readonly name: string;
  readonly writtenNamespace?: string;
  readonly namespace: string;
  readonly component: Component;
  /** Name of the component, which labels and older versions may say instead. */
  readonly componentName: string;
  readonly labels: Strings;
  readonly annotations: Strings;
  /** Graph that it belongs to, else its own name. */
  readonly graph: string;
  readonly runtimeNamespace: string;
  readonly backendFramework?: string;
  readonly release?: Release;
}

/** Share of replicas that an update may add, and take away. Source: dynamo.md 8.7. */
const UPDATE_SHARE = '25%';

/**
 * What the operator makes of a component deployment: a Deployment or a LeaderWorkerSet, and Services. Source: dynamo.md 3.1, 8.7.
 *
 * @throws OperatorFailure where it makes nothing of it
 */
export function componentWorkloads(manifest: Manifest, { operators, release }: ClusterFacts): Manifest[] {
  const deployed = deployedOf(manifest, release);
  const { component } = deployed;
  if (component.nodes > 1 && operators.leaderWorkerSet !== true) throw new OperatorFailure('no orchestrator for several nodes');
  return [
    component.nodes > 1 ? leaderWorkerSet(deployed) : deployment(deployed),
    ...service(deployed),
    ...component.baseModel === undefined ? [] : [modelService({ writtenNamespace: deployed.writtenNamespace, childAnnotations: {} }, component.baseModel)],
  ];
}

/**
 * What the operator hashes of an engine's component deployment: its labels, its annotations, and its spec without what may change in place.
 * Source: dynamo.md 3.2.
 */
export function hashedParts(manifest: Manifest): JsonObject {
  const deployed = deployedOf(manifest, undefined);
  const annotations = objectAnnotations(deployed);
  const { replicas: _, minAvailable: __, scalingAdapter: ___, runtimeVersionOverride: ____, ...spec } = manifest.spec as JsonObject;
  return { labels: objectLabels(deployed), ...Object.keys(annotations).length > 0 && { annotations }, spec };
}

function deployedOf(manifest: Manifest, release: Release | undefined): Deployed {
  const alpha = manifest.apiVersion.endsWith('/v1alpha1');
  const raw = isJsonObject(manifest.spec) ? manifest.spec : {};
  const name = text(manifest.metadata?.name) ?? '';
  const labels = strings(manifest.metadata?.labels);
  const annotations = strings(manifest.metadata?.annotations);
  const converted = alpha ? convertComponent(raw, text(raw.serviceName) ?? name) : undefined;
  const kept = converted?.alpha ?? { labels: {}, annotations: {}, ...remainderOf(annotations) };
  const component = componentOf(converted?.data ?? raw, kept);
  const writtenNamespace = text(manifest.metadata?.namespace);
  const namespace = writtenNamespace ?? UNKNOWN_NAMESPACE;
  const graph = labels[LABEL_KEYS.dynamoGraph] ?? name;
  return {
    name,
    writtenNamespace,
    namespace,
    component,
    componentName: component.name || labels[LABEL_KEYS.dynamoComponent] || name,
    labels,
    annotations,
    graph,
    runtimeNamespace: kept.dynamoNamespace ?? labels[LABEL_KEYS.dynamoNamespace] ?? dynamoNamespace(namespace, graph, component.globalDynamoNamespace),
    backendFramework: text(raw.backendFramework),
    release,
  };
}

/** Type that labels, variables and selectors say: workers of an older version stay `worker`. Source: dynamo.md 3.3. */
function workloadType({ component: { type }, labels }: Deployed): string {
  const subtype = labels[LABEL_KEYS.dynamoSubComponentType];
  const older = labels[LABEL_KEYS.dynamoComponentType] === 'worker' && (type === 'prefill' || type === 'decode') && (!subtype || subtype === type);
  return older ? 'worker' : type;
}

function objectLabels({ component, componentName, labels, runtimeNamespace }: Deployed): Strings {
  const own = [LABEL_KEYS.dynamoComponent, LABEL_KEYS.dynamoNamespace, LABEL_KEYS.dynamoGraph, LABEL_KEYS.dynamoWorkerHash, LABEL_KEYS.dynamoComponentClass];
  return {
    ...labels,
    ...component.alpha.labels,
    ...component.template.labels,
    ...component.baseModel !== undefined && { [LABEL_KEYS.dynamoBaseModelHash]: baseModelHash(component.baseModel) },
    ...component.alpha.subComponentType !== undefined && { [LABEL_KEYS.dynamoSubComponentType]: component.alpha.subComponentType },
    [LABEL_KEYS.dynamoComponent]: componentName,
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace,
    ...Object.fromEntries(own.filter((key) => labels[key]).map((key) => [key, labels[key]])),
  };
}

function objectAnnotations({ component, annotations }: Deployed): Strings {
  const all: Strings = {
    ...component.alpha.annotations,
    ...component.template.annotations,
    ...component.baseModel !== undefined && { [ANNOTATION_KEYS.dynamoBaseModel]: component.baseModel },
  };
  for (const key of [ANNOTATION_KEYS.operatorOriginVersion, ...TOPOLOGY_KEYS]) delete all[key];
  return { ...all, ...Object.fromEntries(TOPOLOGY_KEYS.filter((key) => annotations[key]).map((key) => [key, annotations[key]])) };
}

/** Metadata and spec of pods, before the API server's defaults. */
function podTemplate(deployed: Deployed, role: Role): { readonly metadata: { readonly labels: Strings; readonly annotations?: Strings }; readonly spec: JsonObject } {
  const { component, graph, name, namespace, runtimeNamespace } = deployed;
  const type = workloadType(deployed);
  const annotations = objectAnnotations(deployed);
  const labels = {
    ...objectLabels(deployed),
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace,
    ...annotations[ANNOTATION_KEYS.enableMetrics] !== 'false' && { [LABEL_KEYS.dynamoMetricsEnabled]: 'true' },
    ...type !== '' && { [LABEL_KEYS.dynamoComponentType]: type },
    [LABEL_KEYS.dynamoSelector]: name,
    ...findsByKubernetes(annotations) && DISCOVERY_LABELS,
  };
  const hash = deployed.labels[LABEL_KEYS.dynamoWorkerHash] || component.template.labels[LABEL_KEYS.dynamoWorkerHash];
  const spec = podSpec({
    component: { ...component, name: deployed.componentName },
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
  return { metadata: { labels, ...Object.keys(annotations).length > 0 && { annotations } }, spec: { ...spec, serviceAccountName: spec.serviceAccountName ?? 'default' } };
}

function deployment(deployed: Deployed): Manifest {
  const { name, component } = deployed;
  const annotations = objectAnnotations(deployed);
  const { metadata, spec } = podTemplate(deployed, 'main');
  const recreate = { ...component.alpha.annotations, ...component.template.annotations }[ANNOTATION_KEYS.deploymentStrategy] === 'Recreate';
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: childMetadata(deployed, name, objectLabels(deployed), annotations),
    spec: {
      progressDeadlineSeconds: 600,
      replicas: component.replicas,
      revisionHistoryLimit: 10,
      selector: { matchLabels: { [LABEL_KEYS.dynamoSelector]: name } },
      strategy: recreate ? { type: 'Recreate' } : {
        rollingUpdate: { maxSurge: share(annotations[ANNOTATION_KEYS.deploymentMaxSurge]), maxUnavailable: share(annotations[ANNOTATION_KEYS.deploymentMaxUnavailable]) },
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

/** The selector of Services is no label of these pods. Source: dynamo.md 3.1, recorded in lws. */
function leaderWorkerSet(deployed: Deployed): Manifest {
  const { name, component } = deployed;
  const template = (role: 'leader' | 'worker') => {
    const { metadata, spec } = podTemplate(deployed, role);
    const main = named(spec.containers as { readonly name: string; readonly command?: string[]; readonly args?: string[] }[], 'main');
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

function service(deployed: Deployed): Manifest[] {
  const { name, component, componentName, runtimeNamespace } = deployed;
  const annotations = objectAnnotations(deployed);
  const discovery = findsByKubernetes(annotations);
  if (!discovery && component.type !== 'frontend') return [];
  return [componentService({
    metadata: childMetadata(deployed, name.replace(/\./g, '-').toLowerCase(), { ...objectLabels(deployed), ...discovery && DISCOVERY_LABELS }, annotations),
    type: workloadType(deployed),
    component: componentName,
    runtimeNamespace,
    leaders: component.nodes > 1,
  })];
}
