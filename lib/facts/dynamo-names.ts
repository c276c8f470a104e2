import { createHash } from 'crypto';
import { fnv1a32, GROVE_NAME_BUDGET } from '../core/names';

/** What the operator's naming needs to know of a component of a graph. */
export interface NamedComponent {
  /** Name as written. */
  readonly name: string;
  /** Nodes of one replica; absent or 1 = single node. */
  readonly nodeCount?: number;
  /** Whether it uses the GPU memory service between pods, which makes cliques per rank. */
  readonly interPodGms?: boolean;
}

/** Longest name of a component. Pattern: `COMPONENT_NAME`. Source: dynamo.md 2.3. */
export const MAX_COMPONENT_NAME = 63;

/** Names that a component may have. Unique in a graph ignoring case. Source: dynamo.md 2.3. */
export const COMPONENT_NAME = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/;

/** Most components of a graph. Source: dynamo.md 2.2. */
export const MAX_COMPONENTS = 25;

/** Shortest that the operator makes a PodCliqueSet's name before it gives up. Source: dynamo.md 3.2. */
export const MIN_POD_CLIQUE_SET_NAME = 8;

// Every formula: dynamo.md 3.2 and 8.1 (ai-dynamo/dynamo deploy/operator, 1.4.0), held against ../shared/truth/operators by test/conformance.

/** Whether a name may be a component's. */
export function isComponentName(name: string): boolean {
  return name.length <= MAX_COMPONENT_NAME && COMPONENT_NAME.test(name);
}

/** A component's name in the names of objects. */
export function componentInNames(component: string): string {
  return component.toLowerCase();
}

/** Logical namespace of a graph's endpoints, and the value of the label `nvidia.com/dynamo-namespace`. */
export function dynamoNamespace(namespace: string, graph: string, global: boolean = false): string {
  return global ? 'dynamo' : `${namespace}-${withoutDots(graph)}`;
}

/** Service of a component on Grove; also its scaling adapter and its component deployment off Grove (workers of those get a hash behind it). */
export function componentServiceName(graph: string, component: string): string {
  return `${withoutDots(graph)}-${withoutDots(componentInNames(component))}`;
}

/** Scaling adapter of a component: what an HPA or KEDA targets. */
export function scalingAdapterName(graph: string, component: string): string {
  return `${graph}-${componentInNames(component)}`;
}

/** ServiceAccount of a graph's pods, planner and endpoint picker excepted. */
export function discoveryServiceAccountName(graph: string): string {
  return `${graph}-k8s-service-discovery`;
}

/** Role of a graph's pods: a pod with an account of its own needs a binding to it. */
export function discoveryRoleName(graph: string): string {
  return `${graph}-k8s-service-discovery-role`;
}

/** Binding of that Role to the graph's ServiceAccount. */
export function discoveryRoleBindingName(graph: string): string {
  return `${graph}-k8s-service-discovery-binding`;
}

/** ServiceAccount of planners, one per namespace. */
export const PLANNER_SERVICE_ACCOUNT = 'planner-serviceaccount';

/** ServiceAccount of endpoint pickers, one per namespace. */
export const EPP_SERVICE_ACCOUNT = 'epp-serviceaccount';

/** ConfigMap of any graph with a multinode component. */
export function waitLeaderConfigMapName(graph: string): string {
  return `${graph}-wait-leader-script`;
}

/** InferencePool of a graph with an endpoint picker. */
export function inferencePoolName(graph: string): string {
  return `${graph}-pool`;
}

/** ConfigMap of a graph with an endpoint picker of the 1.4 form. */
export function eppConfigMapName(graph: string): string {
  return `${graph}-epp-config`;
}

/** A base model in labels: 8 hexadecimal digits of its name's SHA-256. */
export function baseModelHash(baseModel: string): string {
  return createHash('sha256').update(baseModel).digest('hex').slice(0, 8);
}

/** Headless Service of a base model: `dynamo-model-` and its hash. */
export function modelServiceName(baseModel: string): string {
  return `dynamo-model-${baseModelHash(baseModel)}`;
}

/** Claim template of a component with the GPU memory service. */
export function gmsClaimTemplateName(graph: string, component: string): string {
  return `${graph}-${componentInNames(component)}-gpu`;
}

/** Clique of a multinode component's leader: one pod per replica. */
export function leaderCliqueName(component: string): string {
  return `${componentInNames(component)}-ldr`;
}

/** Clique of a multinode component's other pods: nodeCount - 1 per replica. */
export function workerCliqueName(component: string): string {
  return `${componentInNames(component)}-wkr`;
}

/** Cliques that a component becomes, in order: itself on a single node, else leader and workers in a scaling group of its name. GMS between pods: per rank. */
export function cliqueNames(component: NamedComponent): string[] {
  const name = componentInNames(component.name);
  const nodes = component.nodeCount ?? 1;
  if (component.interPodGms) {
    return Array.from({ length: nodes }, (_, rank) => [`${name}-gms-${rank}`, nodes === 1 ? name : rank === 0 ? `${name}-ldr` : `${name}-wkr-${rank}`]).flat();
  }
  return nodes === 1 ? [name] : [leaderCliqueName(name), workerCliqueName(name)];
}

/** Whether a component becomes a scaling group; else it is a single clique. */
export function isScalingGroup(component: NamedComponent): boolean {
  return (component.nodeCount ?? 1) > 1 || component.interPodGms === true;
}

/**
 * Characters of Grove's budget of 45 that a component takes: its name, and in a scaling group also its longest clique's name.
 * Multinode: 2 x length + 4.
 */
export function nameCost(component: NamedComponent): number {
  if (!isScalingGroup(component)) return component.name.length;
  return component.name.length + Math.max(...cliqueNames(component).map((clique) => clique.length));
}

/** Longest name of a graph that the operator does not shorten: 45 less the dearest component, but never less than 8. */
export function podCliqueSetBudget(components: readonly NamedComponent[]): number {
  return Math.max(GROVE_NAME_BUDGET - Math.max(0, ...components.map(nameCost)), MIN_POD_CLIQUE_SET_NAME);
}

/**
 * Name of a graph's PodCliqueSet: the graph's, or, where that exceeds the budget, as much of it as leaves room for a hyphen and
 * 4 hexadecimal digits (low half of its 32-bit FNV-1a hash).
 */
export function podCliqueSetName(graph: string, components: readonly NamedComponent[]): string {
  const budget = podCliqueSetBudget(components);
  if (graph.length <= budget) return graph;
  const hash = (fnv1a32(graph) % 0x10000).toString(16).padStart(4, '0');
  return `${graph.slice(0, budget - 5)}-${hash}`;
}

/** Components that do not fit Grove's budget even with the graph's name shortened: admission refuses the graph. */
export function componentsOverBudget(graph: string, components: readonly NamedComponent[]): NamedComponent[] {
  const podCliqueSet = podCliqueSetName(graph, components);
  return components.filter((component) => podCliqueSet.length + nameCost(component) > GROVE_NAME_BUDGET);
}

function withoutDots(name: string): string {
  return name.replace(/\./g, '-');
}
