import { discoveryAccess, namespaceAccount } from './access';
import { backendOfDeployments } from './backend';
import { componentDeployments } from './component-deployment';
import { componentWorkloads } from './component-workloads';
import { withDeploymentConfig } from './deployment-config';
import { Graph, endpointPicker, findsByKubernetes, graphOf } from './graph';
import { withGraphDefaults } from './graph-defaults';
import { claimsOf, endpointPickerObjects, gpuClaimTemplate, scalingAdapter, waitLeaderConfigMap } from './graph-objects';
import { OperatorFailure } from './operator-failure';
import { podCliqueSet } from './pod-clique-set';
import { groveService, modelService } from './services';
import { workerHash } from './worker-hash';
import { EPP_SERVICE_ACCOUNT, PLANNER_SERVICE_ACCOUNT } from '../../facts/dynamo-names';
import { ANNOTATION_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import type { ManifestObject } from '../../manifests/manifest-object';
import type { Expander, ExpansionContext } from '../expander';

/** ClusterRoles of the chart, for a release called dynamo-operator. Source: dynamo.md 8.1. */
const PLANNER_CLUSTER_ROLE = 'dynamo-operator-planner';
const EPP_CLUSTER_ROLE = 'dynamo-operator-epp';

/** By `group/Kind`: what the Dynamo operator (1.4.0) creates. */
export const DYNAMO_EXPANDERS: { readonly [kind: string]: Expander } = {
  'nvidia.com/DynamoGraphDeployment': expandGraph,
  'nvidia.com/DynamoComponentDeployment': expandComponentDeployment,
};

function expandGraph(manifest: Manifest, context: ExpansionContext): Manifest[] {
  const graph = graphOf(manifest, context.cluster.release);
  const created: Manifest[] = [];
  untilFailure(context, () => {
    requireHash(graph);
    created.push(...namespaceObjects(graph, context), ...claimsOf(graph, context.manifests));
    if (findsByKubernetes(graph.annotations)) created.push(...discoveryAccess(graph));
    created.push(...graph.components.flatMap((component) => gpuClaimTemplate(graph, component)));
    created.push(...endpointPickerObjects(graph), ...waitLeaderConfigMap(graph));
    created.push(...usesGrove(graph, context) ? groveObjects(graph, context) : deployments(graph, context));
    created.push(...graph.components.flatMap((component) => scalingAdapter(graph, component)));
  });
  return created;
}

function expandComponentDeployment(manifest: Manifest, context: ExpansionContext): Manifest[] {
  const created: Manifest[] = [];
  untilFailure(context, () => created.push(...componentWorkloads(manifest, context.cluster)));
  return created;
}

/** Before anything else the operator hashes the workers of every graph, and stops where it cannot. Source: dynamo.md 2.6. */
function requireHash(graph: Graph): void {
  backendOfDeployments(graph);
  for (const component of graph.components) withDeploymentConfig(withGraphDefaults(component, graph, []));
}

/** Accounts of a namespace, made with its first graph that needs them. */
function namespaceObjects(graph: Graph, { manifests }: ExpansionContext): Manifest[] {
  const others = manifests.ofKind('nvidia.com', 'DynamoGraphDeployment').filter((object) => object.namespace === graph.writtenNamespace);
  const isFirst = (first: ManifestObject | undefined) => first === undefined || first.name === graph.name;
  return [
    ...isFirst(others[0]) ? namespaceAccount(graph, PLANNER_SERVICE_ACCOUNT, PLANNER_CLUSTER_ROLE) : [],
    ...endpointPicker(graph) && isFirst(others.find(hasEndpointPicker))
      ? namespaceAccount(graph, EPP_SERVICE_ACCOUNT, EPP_CLUSTER_ROLE) : [],
  ];
}

function hasEndpointPicker(object: ManifestObject): boolean {
  return endpointPicker(graphOf(object.manifest as Manifest)) !== undefined;
}

function usesGrove(graph: Graph, { cluster }: ExpansionContext): boolean {
  return cluster.operators.grove !== false && graph.annotations[ANNOTATION_KEYS.enableGrove]?.toLowerCase() !== 'false';
}

function groveObjects(graph: Graph, context: ExpansionContext): Manifest[] {
  const models = new Set(graph.components.flatMap(({ baseModel }) => (baseModel === undefined ? [] : [baseModel])));
  return [
    podCliqueSet(graph, context),
    ...[...models].map((model) => modelService(graph, model)),
    ...graph.components.flatMap((component) => groveService(graph, component)),
  ];
}

function deployments(graph: Graph, { cluster, manifests }: ExpansionContext): Manifest[] {
  if (cluster.operators.leaderWorkerSet !== true && graph.components.some(({ nodes }) => nodes > 1)) {
    throw new OperatorFailure('nothing runs an engine over several nodes without Grove and LeaderWorkerSet');
  }
  return componentDeployments(graph, workerHash(graph, manifests), manifests);
}

function untilFailure({ onStop }: ExpansionContext, create: () => void): void {
  try {
    create();
  } catch (failure) {
    if (!(failure instanceof OperatorFailure)) throw failure;
    onStop?.(failure.message);
  }
}
