import { list, record, strings, text, valueAt } from './manifest-object';
import { invalid } from '../core/errors';
import { groupBy } from '../core/groups';
import { Quantity } from '../core/quantity';
import type { ClusterFacts, NodeGroup, NodeTaint, PoolFacts } from '../facts/cluster-facts';
import { CpuArchitecture, GpuSystem } from '../facts/gpu-system';
import { KubernetesVersion } from '../facts/kubernetes-version';
import { LABEL_KEYS, RESOURCE_NAMES } from '../facts/label-keys';

/** Facts about a cluster, and what could not be taken over as it stands. */
export interface ClusterOfNodes {
  readonly facts: ClusterFacts;
  /** What a reader of the facts should know, each a sentence without a full stop. */
  readonly warnings: string[];
}

/** One node, before alike ones are grouped. */
interface NodeView {
  readonly name: string;
  readonly labels: { readonly [key: string]: string };
  readonly taints: NodeTaint[];
  readonly allocatable: { readonly [resource: string]: string };
  readonly architecture: CpuArchitecture;
  readonly system?: GpuSystem;
  readonly pool: string;
}

/** Labels that tell one node from all others, or change while it works. infrastructure.md 3.1 (`computeDomain` is the domain it is in now) */
const NOT_TAKEN: readonly string[] = [LABEL_KEYS.hostname, LABEL_KEYS.computeDomain, LABEL_KEYS.gfdTimestamp];

/** Amounts that the kubelet measures: alike nodes differ a little. The smallest of them counts for all. */
const MEASURED = ['memory', 'ephemeral-storage'];

/** Hundredths by which measured amounts of alike nodes differ at most. */
const TOLERANCE = 1n;

/**
 * A cluster as `kubectl get nodes -o json` describes it.
 *
 * Nodes that take no pods now (cordoned, not ready) are left out, and a warning names them. Nodes are one pool where GPU system and architecture are the same, and one
 * group where labels, taints and resources are; memory and ephemeral storage count as the same within 1 %.
 *
 * @param data a List or NodeList of Nodes, or one Node
 * @param path file that holds it, for messages
 * @throws when there is no Node
 */
export function clusterOfNodes(data: unknown, path: string): ClusterOfNodes {
  const items = nodesIn(data);
  if (items.length === 0) {
    throw invalid({ path, value: insteadOfNodes(data), reason: 'a cluster is described by its nodes', fix: 'give the output of: kubectl get nodes -o json' });
  }
  const warnings: string[] = [];
  const usable = items.filter((node) => {
    const why = unusable(node);
    if (why !== undefined) warnings.push(`node ${nameOf(node)} is ${why}: left out`);
    return why === undefined;
  });
  const perDomain = domainSizes(usable);
  const views = usable.flatMap((node) => viewOf(node, perDomain, warnings));
  warnings.push(...gpuWarnings(views));
  const kubernetes = versionOf(usable, warnings);
  return { facts: { kubernetes, operators: {}, pools: poolsOf(views) }, warnings };
}

/** What is there where nodes should be. */
function insteadOfNodes(data: unknown): string {
  const object = record(data);
  if (data === undefined || data === null || data === '') return 'nothing';
  if (!object) return Array.isArray(data) ? 'a list without kind' : 'a text';
  const kind = text(object.kind);
  if (kind === 'Table') return 'a Table, which is for people to read';
  if (!Array.isArray(object.items)) return kind === undefined ? 'an object without kind' : `a ${kind}`;
  const kinds = [...new Set(object.items.map((item) => text(record(item)?.kind) ?? 'something without kind'))];
  return kinds.length === 0 ? `a ${kind ?? 'list'} without items` : `a ${kind ?? 'list'} of ${kinds.slice(0, 3).join(', ')} and no Node`;
}

function nodesIn(data: unknown): unknown[] {
  const object = record(data);
  if (!object) return [];
  if (Array.isArray(object.items)) {
    // The items of a NodeList, as the API gives it, say no kind.
    return object.items.filter((item) => record(item) && (text(record(item)!.kind) ?? 'Node') === 'Node');
  }
  return object.kind === 'Node' ? [object] : [];
}

function nameOf(node: unknown): string {
  return text(valueAt(node, ['metadata', 'name'])) ?? '(no name)';
}

function labelsOf(node: unknown): { readonly [key: string]: string } {
  return strings(valueAt(node, ['metadata', 'labels']));
}

/** Why no pod starts on a node now; undefined where pods do. */
function unusable(node: unknown): string | undefined {
  if (valueAt(node, ['spec', 'unschedulable']) === true) return 'cordoned (spec.unschedulable)';
  const ready = list(valueAt(node, ['status', 'conditions'])).map(record).find((condition) => condition?.type === 'Ready');
  if (ready && ready.status !== 'True') return `not ready (${text(ready.reason) ?? `Ready is ${String(ready.status)}`})`;
  return undefined;
}

/** Nodes in each NVLink domain. */
function domainSizes(nodes: readonly unknown[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const node of nodes) {
    const domain = labelsOf(node)[LABEL_KEYS.gpuClique];
    if (domain) sizes.set(domain, (sizes.get(domain) ?? 0) + 1);
  }
  return sizes;
}

function viewOf(node: unknown, perDomain: ReadonlyMap<string, number>, warnings: string[]): NodeView[] {
  const name = nameOf(node);
  const labels = labelsOf(node);
  const named = labels[LABEL_KEYS.architecture] ?? text(valueAt(node, ['status', 'nodeInfo', 'architecture']));
  const architecture = [CpuArchitecture.AMD64, CpuArchitecture.ARM64].find((known) => known.name === named);
  if (!architecture) {
    warnings.push(`node ${name} has the architecture ${named ?? '(none)'}, which the stack does not run on: left out`);
    return [];
  }
  const allocatable = amounts(valueAt(node, ['status', 'allocatable']));
  const system = systemOf(labels, allocatable, architecture, perDomain);
  return [{
    name,
    labels: Object.fromEntries(Object.entries(labels).filter(([key]) => !NOT_TAKEN.includes(key)).sort(byFirst)),
    taints: list(valueAt(node, ['spec', 'taints'])).flatMap(taintOf),
    allocatable,
    architecture,
    system,
    pool: system?.name ?? `cpu-${architecture.name}`,
  }];
}

/** What a node gives to pods, without what it has nothing of. */
function amounts(value: unknown): { readonly [resource: string]: string } {
  return Object.fromEntries(Object.entries(record(value) ?? {})
    .map(([resource, amount]): [string, string] => [resource, String(amount)])
    .filter(([, amount]) => nanosOf(amount) > 0n)
    .sort(byFirst));
}

function nanosOf(amount: string): bigint {
  return Quantity.tryParse(amount)?.nanos ?? 0n;
}

function taintOf(value: unknown): NodeTaint[] {
  const taint = record(value);
  const key = text(taint?.key);
  const effect = text(taint?.effect);
  if (key === undefined || effect === undefined) return [];
  const said = text(taint?.value);
  return [said === undefined ? { key, effect } : { key, value: said, effect }];
}

/** The system of a node with GPUs, by what GPU Feature Discovery and the device plugin say. */
function systemOf(
  labels: { readonly [key: string]: string }, allocatable: { readonly [resource: string]: string },
  architecture: CpuArchitecture, perDomain: ReadonlyMap<string, number>,
): GpuSystem | undefined {
  const gpus = Number(labels[LABEL_KEYS.gpuCount] ?? allocatable[RESOURCE_NAMES.gpu] ?? 0);
  if (!Number.isInteger(gpus) || gpus < 1) return undefined;
  const gpuProduct = text(labels[LABEL_KEYS.gpuProduct]);
  const known = GpuSystem.all().find((system) => system.gpuProduct === gpuProduct);
  const nodes = perDomain.get(labels[LABEL_KEYS.gpuClique] ?? '') ?? 1;
  // An unpartitioned rack and a part of one are the same system: the label says what a node is part of.
  if (known && known.gpusPerNode === gpus && known.architecture === architecture && nodes <= known.nodesPerNvlinkDomain) return known;
  const stem = (gpuProduct ?? 'gpu').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 50).replace(/-+$/, '') || 'gpu';
  const name = `${stem}-x${gpus}`;
  return GpuSystem.generic({ name, gpusPerNode: gpus, nodesPerNvlinkDomain: nodes, architecture, gpuProduct });
}

function gpuWarnings(views: readonly NodeView[]): string[] {
  const withGpus = views.filter((view) => view.system);
  const served = (view: NodeView) => Number(view.allocatable[RESOURCE_NAMES.gpu] ?? 0);
  const none = withGpus.filter((view) => served(view) === 0).length;
  const fewer = withGpus.filter((view) => served(view) > 0 && served(view) < view.system!.gpusPerNode);
  return [
    ...none === 0 ? [] : [`${none} ${none === 1 ? 'node has' : 'nodes have'} GPUs by label and no ${RESOURCE_NAMES.gpu} to give: they are given out by claims (dynamic resource allocation), so write gpuAllocation: claims in their pool, or gpuAllocation: { extendedResource: ${RESOURCE_NAMES.gpu} } where limits make claims`],
    ...fewer.map((view) => `node ${view.name} gives ${served(view)} of its ${view.system!.gpusPerNode} GPUs to pods`),
  ];
}

/** The newest kubelet's minor: the API server's is that or a later one. */
function versionOf(nodes: readonly unknown[], warnings: string[]): KubernetesVersion | undefined {
  const kubelets = nodes.map((node) => text(valueAt(node, ['status', 'nodeInfo', 'kubeletVersion']))).filter((version) => version !== undefined);
  const minors = kubelets.map((version) => Number(/^v1\.(\d+)/.exec(version)?.[1])).filter((minor) => !Number.isNaN(minor));
  if (minors.length === 0) {
    warnings.push('no node says its kubelet\'s version: write kubernetes as kubectl version prints it');
    return undefined;
  }
  const newest = minors.reduce((a, b) => Math.max(a, b));
  const found = KubernetesVersion.all().find((version) => version.minor === newest);
  if (!found) {
    warnings.push(`the library has no facts about Kubernetes 1.${newest}: kubernetes is left out`);
    return undefined;
  }
  warnings.push(`kubernetes ${found.name} is the newest kubelet's version; the API server may be newer: compare with kubectl version`);
  return found;
}

function poolsOf(views: readonly NodeView[]): PoolFacts[] {
  // Systems of one name that differ in something else (two sizes of domains) are two pools.
  const pools = groupBy(views, ({ pool, architecture, system }) => `${pool} ${architecture.name} ${system?.nodesPerNvlinkDomain ?? 0}`);
  const ordered = [...pools].sort(byFirst).map(([, nodes]) => nodes);
  const named = new Map<string, number>();
  return ordered.map((nodes) => {
    const [{ pool, system, architecture }] = nodes;
    const times = (named.get(pool) ?? 0) + 1;
    named.set(pool, times);
    return { name: times === 1 ? pool : `${pool}-${times}`, system, architecture, groups: groupsOf(nodes) };
  });
}

function groupsOf(nodes: readonly NodeView[]): NodeGroup[] {
  const alike = groupBy([...nodes].sort((a, b) => compareNames(a.name, b.name)), ({ labels, taints, allocatable }) => {
    const exact = Object.entries(allocatable).filter(([resource]) => !MEASURED.includes(resource));
    return JSON.stringify([Object.entries(labels), taints, exact]);
  });
  return [...alike.values()].flatMap(withinTolerance).map((group) => {
    const [{ labels, taints, allocatable }] = group;
    const least = Object.fromEntries(MEASURED.filter((resource) => resource in allocatable).map((resource) => [resource, smallest(group, resource)]));
    return {
      count: group.length,
      names: group.map(({ name }) => name),
      labels: { ...labels },
      taints,
      allocatable: { ...allocatable, ...least },
      nvlinkDomain: text(labels[LABEL_KEYS.gpuClique]),
    };
  });
}

/** Nodes in groups whose measured amounts differ by the tolerance at most, each group in the order of the nodes. */
function withinTolerance(nodes: readonly NodeView[]): NodeView[][] {
  return MEASURED.reduce((groups, resource) => groups.flatMap((group) => {
    const parts: Array<{ least: bigint; nodes: Set<NodeView> }> = [];
    const amount = (node: NodeView) => nanosOf(node.allocatable[resource] ?? '0');
    for (const node of [...group].sort((a, b) => (amount(a) < amount(b) ? -1 : amount(a) > amount(b) ? 1 : 0))) {
      const last = parts[parts.length - 1];
      if (last && amount(node) * 100n <= last.least * (100n + TOLERANCE)) last.nodes.add(node);
      else parts.push({ least: amount(node), nodes: new Set([node]) });
    }
    return parts.map((part) => group.filter((node) => part.nodes.has(node)));
  }), [[...nodes]]);
}

function smallest(nodes: readonly NodeView[], resource: string): string {
  return nodes.map((node) => node.allocatable[resource]).reduce((a, b) => (nanosOf(b) < nanosOf(a) ? b : a));
}

/** By name, numbers in it by their value: n2 before n10. */
function compareNames(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.split(/(\d+)/));
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    const [x, y] = [Number(left[i]), Number(right[i])];
    if (i % 2 === 1 && x !== y) return x - y;
    return left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}

function byFirst([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
