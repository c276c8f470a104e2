import { backendOf } from './backend';
import { Component, isGroup, lowerName, mainOf } from './component';
import { becomeWeightServer, claimedGpus, rankClaims, useWeightServer } from './gpu-memory';
import { Graph, childMetadata, discoveryBackend, isPooled, kvTransferOf, runtimeNamespace } from './graph';
import { TOPOLOGY_KEYS, topologyAnnotations, topologyDomains, withGraphDefaults, withInherited } from './graph-defaults';
import { Role, groveGroup, groveGroupOfRanks } from './node-group';
import { PodSpecDraft } from './pod-draft';
import { podSpec } from './pod-spec';
import { baseModelHash } from './services';
import { JsonObject } from '../../core/merge';
import { cliqueNames, podCliqueSetName } from '../../facts/dynamo-names';
import { DYNAMO_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import type { Manifest } from '../../manifests/manifest';
import type { ExpansionContext } from '../expander';

/** A clique of a component, before its pod is made. */
interface CliqueRole {
  readonly name: string;
  readonly role: Role | 'weights';
  readonly replicas: number;
  /** Rank among the nodes, where each rank is a clique. */
  readonly rank: number;
}

/** Delay after which Grove ends a gang that lost too many pods: recorded (dynamo.md 8.2). */
const TERMINATION_DELAY = '15m0s';

/**
 * The PodCliqueSet of a graph. Source: dynamo.md 8.2 to 8.6.
 *
 * @throws OperatorFailure where the operator makes none
 */
export function podCliqueSet(graph: Graph, { cluster, manifests }: ExpansionContext): Manifest {
  const schedulers = cluster.operators.groveSchedulers;
  // Dynamo's KAI gate is on wherever the chart knows of KAI; then Grove has its profile.
  const queue = schedulers === undefined || schedulers.includes(KAI_SCHEDULER) ? queueOf(graph) : undefined;
  const domains = topologyDomains(graph, manifests);
  const parts = graph.components.map((component) => partsOf(component, { graph, queue, domains, release: cluster.release }));
  const groups = parts.flatMap(({ group }) => (group ? [group] : []));
  const claims = parts.flatMap(({ claimTemplates }) => claimTemplates);
  const cliques = parts.flatMap((part) => part.cliques);
  const named = graph.components.map((component) => ({ name: component.name, nodeCount: component.nodes, interPodGms: component.gpuMemory?.betweenPods }));
  const updateStrategy = graph.annotations[ANNOTATION_KEYS.groveUpdateStrategy];
  const topology = graph.topology?.packDomain === undefined ? undefined : { topologyName: graph.topology.name, pack: { required: graph.topology.packDomain } };
  return {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueSet',
    metadata: childMetadata(graph, podCliqueSetName(graph.name, named), { ...graph.childLabels, [LABEL_KEYS.dynamoGraph]: graph.name }, graph.childAnnotations),
    spec: {
      replicas: 1,
      ...updateStrategy !== undefined && { updateStrategy: { type: updateStrategy } },
      template: {
        cliqueStartupType: cliques.some((clique) => clique.ordered) ? 'CliqueStartupTypeExplicit' : 'CliqueStartupTypeAnyOrder',
        cliques: cliques.map((clique) => clique.template),
        headlessServiceConfig: { publishNotReadyAddresses: true },
        ...groups.length > 0 && { podCliqueScalingGroups: groups },
        ...graph.priorityClassName !== undefined && { priorityClassName: graph.priorityClassName },
        ...claims.length > 0 && { resourceClaimTemplates: claims },
        terminationDelay: TERMINATION_DELAY,
        ...topology && { topologyConstraint: topology },
      },
    },
  };
}

function queueOf(graph: Graph): string {
  return graph.annotations[ANNOTATION_KEYS.dynamoKaiQueue]?.trim() || DYNAMO_DEFAULT_QUEUE;
}

interface Parts {
  readonly cliques: { readonly template: JsonObject; readonly ordered: boolean }[];
  readonly group?: JsonObject;
  readonly claimTemplates: JsonObject[];
}

/** What the cliques of every component of a graph share. */
interface Shared {
  readonly graph: Graph;
  /** Queue of KAI; undefined where KAI is off. */
  readonly queue?: string;
  /** Levels of the topology of the graph's policy. */
  readonly domains: readonly string[];
  readonly release?: Release;
}

function partsOf(component: Component, { graph, queue, domains, release }: Shared): Parts {
  const roles = rolesOf(component);
  const backend = backendOf(component, graph.backendFramework);
  const pack = component.packDomain === undefined ? undefined : {
    topologyConstraint: { ...graph.topology && graph.topology.packDomain === undefined && { topologyName: graph.topology.name }, pack: { required: component.packDomain } },
  };
  const full = withGraphDefaults(withPlace(component, graph), graph, domains);
  const cliques = roles.map((role) => {
    const startsAfter = dependencies(role, roles, component, backend);
    const spec = cliquePod(role, full, { graph, backend, release });
    const queued = schedule(spec, queue);
    return {
      ordered: startsAfter.length > 0,
      template: {
        name: role.name,
        labels: { ...cliqueLabels(role, component, graph), ...queued && { [LABEL_KEYS.kaiQueue]: queued } },
        annotations: cliqueAnnotations(role, component, graph),
        spec: {
          roleName: role.name,
          replicas: role.replicas,
          minAvailable: minimumOf(role, component),
          podSpec: spec,
          ...startsAfter.length > 0 && { startsAfter },
        },
        ...!isGroup(component) && pack,
      },
    };
  });
  if (!isGroup(component)) return { cliques, claimTemplates: [] };
  const gpuMemory = component.gpuMemory?.betweenPods ? component.gpuMemory : undefined;
  const claims = gpuMemory && rankClaims(component, gpuMemory, claimedGpus(mainOf(component)));
  return {
    cliques,
    claimTemplates: claims?.templates ?? [],
    group: {
      name: lowerName(component),
      cliqueNames: roles.map(({ name }) => name),
      replicas: component.replicas,
      minAvailable: component.minAvailable,
      ...claims && { resourceSharing: claims.sharing },
      ...pack,
    },
  };
}

function rolesOf(component: Component): CliqueRole[] {
  const between = component.gpuMemory?.betweenPods === true;
  const engines = component.failover?.betweenPods ? 1 + component.failover.shadows : 1;
  return cliqueNames({ name: component.name, nodeCount: component.nodes, interPodGms: between }).map((name, i): CliqueRole => {
    if (between) {
      const rank = Math.floor(i / 2);
      if (i % 2 === 0) return { name, role: 'weights', replicas: 1, rank };
      return { name, role: component.nodes === 1 ? 'main' : rank === 0 ? 'leader' : 'worker', replicas: engines, rank };
    }
    if (component.nodes === 1) return { name, role: 'main', replicas: component.replicas, rank: 0 };
    return i === 0 ? { name, role: 'leader', replicas: 1, rank: 0 } : { name, role: 'worker', replicas: component.nodes - 1, rank: 0 };
  });
}

/** Cliques of several nodes need all their pods; with shadows, one of them. */
function minimumOf(role: CliqueRole, component: Component): number {
  if (component.nodes > 1 && !component.failover?.betweenPods) return role.replicas;
  return isGroup(component) ? 1 : component.minAvailable;
}

/** TensorRT-LLM's leader starts after its workers, an engine after the weight server of its rank. */
function dependencies({ role, rank }: CliqueRole, roles: readonly CliqueRole[], component: Component, backend: string): string[] {
  if (role === 'weights') return [];
  const weights = roles.filter((each) => each.role === 'weights' && each.rank === rank);
  const workers = backend === 'trtllm' && component.nodes > 1 && role === 'leader' ? roles.filter((each) => each.role === 'worker') : [];
  return [...weights, ...workers].map(({ name }) => name);
}

/** The component with what every pod of it on Grove says. */
function withPlace(component: Component, graph: Graph): Component {
  const { labels, spec } = component.template;
  return { ...component, template: { labels, annotations: placedAnnotations(component, graph), spec } };
}

function placedAnnotations(component: Component, graph: Graph): { [key: string]: string } {
  return { ...withInherited(component.template.annotations, graph), [ANNOTATION_KEYS.discoveryBackend]: discoveryBackend(graph.annotations) };
}

function cliquePod({ role, rank }: CliqueRole, component: Component, { graph, backend, release }: Pick<Shared, 'graph' | 'release'> & { readonly backend: string }): PodSpecDraft {
  const common = { component, graph: graph.name, namespace: graph.namespace, runtimeNamespace: runtimeNamespace(graph, component), backend, release };
  if (role === 'weights') {
    const spec = podSpec({ ...common, role: 'main' });
    becomeWeightServer(spec, rank, claimedGpus(mainOf(component)));
    return spec;
  }
  const between = component.gpuMemory?.betweenPods === true;
  const group = component.nodes === 1 ? undefined : between ? groveGroupOfRanks(component.name, component.nodes, rank) : groveGroup(component.name, component.nodes);
  const spec = podSpec({ ...common, role, group });
  if (between) useWeightServer(spec, rank, component.failover?.betweenPods === true);
  return spec;
}

/** Hands the pods to KAI, unless the author chose another scheduler. The queue, where it is KAI's. */
function schedule(spec: PodSpecDraft, queue: string | undefined): string | undefined {
  if (queue === undefined || (spec.schedulerName !== undefined && spec.schedulerName !== KAI_SCHEDULER)) return undefined;
  spec.schedulerName = KAI_SCHEDULER;
  return queue;
}

function cliqueLabels({ role }: CliqueRole, component: Component, graph: Graph): { [key: string]: string } {
  const system = {
    [LABEL_KEYS.dynamoSelector]: `${graph.name}-${lowerName(component)}`,
    [LABEL_KEYS.dynamoGraph]: graph.name,
    [LABEL_KEYS.dynamoComponent]: component.name,
    ...component.type !== '' && { [LABEL_KEYS.dynamoComponentType]: component.type },
    ...isPooled(graph, component) && { [LABEL_KEYS.dynamoComponentClass]: 'worker' },
    ...component.alpha.subComponentType !== undefined && { [LABEL_KEYS.dynamoSubComponentType]: component.alpha.subComponentType },
    [LABEL_KEYS.dynamoNamespace]: runtimeNamespace(graph, component),
  };
  return {
    ...component.baseModel !== undefined && { [LABEL_KEYS.dynamoBaseModelHash]: baseModelHash(component.baseModel) },
    ...graph.annotations[ANNOTATION_KEYS.enableMetrics] !== 'false' && { [LABEL_KEYS.dynamoMetricsEnabled]: 'true' },
    ...graph.childLabels,
    ...component.alpha.labels,
    ...component.template.labels,
    ...system,
    ...discoveryBackend(graph.annotations) === 'kubernetes' && role !== 'weights' && {
      [LABEL_KEYS.dynamoDiscoveryBackend]: 'kubernetes',
      [LABEL_KEYS.dynamoDiscoveryEnabled]: 'true',
    },
    ...component.failover?.betweenPods && role !== 'weights' && { [LABEL_KEYS.dynamoFailoverMember]: 'true' },
  };
}

function cliqueAnnotations({ role }: CliqueRole, component: Component, graph: Graph): { [key: string]: string } {
  const annotations = { ...graph.childAnnotations, ...component.alpha.annotations, ...placedAnnotations(component, graph) };
  for (const key of TOPOLOGY_KEYS) delete annotations[key];
  return role === 'weights' ? annotations : { ...annotations, ...topologyAnnotations(kvTransferOf(graph, component)) };
}
