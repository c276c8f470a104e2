import { backendOf } from './backend';
import { cliqueAnnotations, cliqueLabels, templateAnnotations } from './clique-metadata';
import { CliqueRole, cliqueDependencies, cliqueMinimum, cliqueRoles } from './clique-role';
import { Component, isGroup, lowerName, mainOf } from './component';
import { becomeWeightServer, claimedGpus, rankClaims, useWeightServer } from './gpu-memory';
import { Graph, childMetadata, runtimeNamespace } from './graph';
import { topologyDomains, withGraphDefaults } from './graph-defaults';
import { groveGroup, groveGroupOfRanks } from './node-group';
import { PodSpecDraft } from './pod-draft';
import { podSpec } from './pod-spec';
import { JsonObject } from '../../core/merge';
import { podCliqueSetName } from '../../facts/dynamo-names';
import { DYNAMO_DEFAULT_QUEUE, KAI_SCHEDULER } from '../../facts/kai';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Release } from '../../facts/release';
import type { Manifest } from '../../manifests/manifest';
import type { ExpansionContext } from '../expander';

/** Delay after which Grove ends a gang that lost too many pods: recorded (dynamo.md 8.2). */
const TERMINATION_DELAY = '15m0s';

/** What the cliques of every component of a graph share. */
interface Shared {
  readonly graph: Graph;
  /** Queue of KAI; undefined where KAI is off. */
  readonly queue?: string;
  /** Levels of the topology of the graph's policy. */
  readonly domains: readonly string[];
  readonly release?: Release;
}

/** What a component adds to the set. */
interface Parts {
  readonly cliques: readonly JsonObject[];
  /** Whether cliques wait for others. */
  readonly ordered: boolean;
  readonly group?: JsonObject;
  readonly claimTemplates: readonly JsonObject[];
}

/**
 * The PodCliqueSet of a graph. Source: dynamo.md 8.2 to 8.6.
 *
 * @throws OperatorFailure where the operator makes none
 */
export function podCliqueSet(graph: Graph, { cluster, manifests }: ExpansionContext): Manifest {
  const queue = queueOf(graph, cluster.operators.groveSchedulers);
  const shared = { graph, queue, domains: topologyDomains(graph, manifests), release: cluster.release };
  const parts = graph.components.map((component) => partsOf(component, shared));
  const groups = parts.flatMap(({ group }) => (group ? [group] : []));
  const claimTemplates = parts.flatMap((part) => part.claimTemplates);
  const updateStrategy = graph.annotations[ANNOTATION_KEYS.groveUpdateStrategy];
  const labels = { ...graph.childLabels, [LABEL_KEYS.dynamoGraph]: graph.name };
  return {
    apiVersion: 'grove.io/v1alpha1',
    kind: 'PodCliqueSet',
    metadata: childMetadata(graph, nameOf(graph), labels, graph.childAnnotations),
    spec: {
      replicas: 1,
      ...updateStrategy !== undefined && { updateStrategy: { type: updateStrategy } },
      template: {
        cliqueStartupType: parts.some(({ ordered }) => ordered) ? 'CliqueStartupTypeExplicit' : 'CliqueStartupTypeAnyOrder',
        cliques: parts.flatMap(({ cliques }) => cliques),
        headlessServiceConfig: { publishNotReadyAddresses: true },
        ...groups.length > 0 && { podCliqueScalingGroups: groups },
        ...graph.priorityClassName !== undefined && { priorityClassName: graph.priorityClassName },
        ...claimTemplates.length > 0 && { resourceClaimTemplates: claimTemplates },
        terminationDelay: TERMINATION_DELAY,
        ...graph.topology?.packDomain !== undefined && {
          topologyConstraint: { topologyName: graph.topology.name, pack: { required: graph.topology.packDomain } },
        },
      },
    },
  };
}

/**
 * The names in the PodCliqueSet of a graph, as a set that holds nothing else: for who needs no pods, which are most of the work.
 *
 * @throws OperatorFailure where there would be too many cliques
 */
export function podCliqueSetNames(graph: Graph): Manifest {
  const cliques = graph.components.flatMap((component) => cliqueRoles(component).map(({ name }) => ({ name })));
  const podCliqueScalingGroups = graph.components.filter(isGroup).map((component) => ({
    name: lowerName(component), cliqueNames: cliqueRoles(component).map(({ name }) => name), replicas: component.replicas,
  }));
  return { apiVersion: 'grove.io/v1alpha1', kind: 'PodCliqueSet', metadata: { name: nameOf(graph) }, spec: { replicas: 1, template: { cliques, podCliqueScalingGroups } } };
}

function nameOf(graph: Graph): string {
  const components = graph.components.map(({ name, nodes, gpuMemory }) => ({ name, nodeCount: nodes, interPodGms: gpuMemory?.betweenPods }));
  return podCliqueSetName(graph.name, components);
}

/** Dynamo's KAI gate is on wherever its chart knows of KAI; then Grove has KAI's profile. */
function queueOf(graph: Graph, schedulers: readonly string[] | undefined): string | undefined {
  if (schedulers !== undefined && !schedulers.includes(KAI_SCHEDULER)) return undefined;
  return graph.annotations[ANNOTATION_KEYS.dynamoKaiQueue]?.trim() || DYNAMO_DEFAULT_QUEUE;
}

function partsOf(component: Component, shared: Shared): Parts {
  const { graph } = shared;
  const roles = cliqueRoles(component);
  const backend = backendOf(component, graph.backendFramework);
  const template = { ...component.template, annotations: templateAnnotations(component, graph) };
  const full = withGraphDefaults({ ...component, template }, graph, shared.domains);
  const startsAfter = roles.map((role) => cliqueDependencies(role, roles, component, backend));
  const group = isGroup(component);
  const pack = packing(component, graph);
  const cliques = roles.map((role, i) => {
    const spec = cliquePod(role, full, shared, backend);
    const queue = handToKai(spec, shared.queue);
    return {
      name: role.name,
      labels: { ...cliqueLabels(role, component, graph), ...queue !== undefined && { [LABEL_KEYS.kaiQueue]: queue } },
      annotations: cliqueAnnotations(role, component, graph),
      spec: {
        roleName: role.name,
        replicas: role.replicas,
        minAvailable: cliqueMinimum(role, component),
        podSpec: spec,
        ...startsAfter[i].length > 0 && { startsAfter: startsAfter[i] },
      },
      ...!group && pack,
    };
  });
  const ordered = startsAfter.some((names) => names.length > 0);
  if (!group) return { cliques, ordered, claimTemplates: [] };
  const gpuMemory = component.gpuMemory?.betweenPods ? component.gpuMemory : undefined;
  const claims = gpuMemory && rankClaims(component, gpuMemory, claimedGpus(mainOf(component)));
  return {
    cliques,
    ordered,
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

/** A component names the topology itself where the graph packs nothing. Source: dynamo.md 8.2. */
function packing({ packDomain }: Component, { topology }: Graph): JsonObject {
  if (packDomain === undefined) return {};
  const named = topology !== undefined && topology.packDomain === undefined;
  return { topologyConstraint: { ...named && { topologyName: topology.name }, pack: { required: packDomain } } };
}

function cliquePod({ role, rank }: CliqueRole, component: Component, { graph, release }: Shared, backend: string): PodSpecDraft {
  const { name, nodes, gpuMemory, failover } = component;
  const common = { component, graph: graph.name, namespace: graph.namespace, runtimeNamespace: runtimeNamespace(graph, component), backend, release };
  if (role === 'weights') {
    const spec = podSpec({ ...common, role: 'main' });
    becomeWeightServer(spec, rank, claimedGpus(mainOf(component)));
    return spec;
  }
  const betweenPods = gpuMemory?.betweenPods === true;
  const group = nodes === 1 ? undefined : betweenPods ? groveGroupOfRanks(name, nodes, rank) : groveGroup(name, nodes);
  const spec = podSpec({ ...common, role, group });
  if (betweenPods) useWeightServer(spec, rank, failover?.betweenPods === true);
  return spec;
}

/** Hands pods to KAI, unless the author chose another scheduler. The queue, where they are KAI's. */
function handToKai(spec: PodSpecDraft, queue: string | undefined): string | undefined {
  if (queue === undefined || (spec.schedulerName !== undefined && spec.schedulerName !== KAI_SCHEDULER)) return undefined;
  spec.schedulerName = KAI_SCHEDULER;
  return queue;
}
