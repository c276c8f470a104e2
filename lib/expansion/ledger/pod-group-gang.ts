import { cliquesOfParts, commonOf, GangReaders, withAffinity } from './common-gang';
import type { Clique, Gang, Level, Unit } from './gang';
import type { OwnedPod } from './pods';
import { LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, ManifestObject, record, strings, text } from '../../manifests/manifest-object';

type Spec = { readonly [key: string]: unknown };

interface GroupOfPods {
  readonly name: string;
  readonly spec: Spec;
  /** The object with which the gang is told. */
  readonly root: ManifestObject;
}

/** A subgroup with those below it. */
interface Subgroup {
  readonly name: string;
  readonly spec: Spec;
  readonly children: readonly Subgroup[];
  /** Pods of a subgroup without children. */
  readonly pods: readonly OwnedPod[];
}

/**
 * The gang of a PodGroup that a user wrote, with its minimum, queue, priority, subgroups and topology; and each pod that is in none of its subgroups, which KAI
 * never places. Source: scheduling.md 1.2 ("PodGroup"), 4 K16; kai-scheduler v0.17.0, pkg/scheduler/api/podgroup_info.
 */
export function podGroupGangs(group: ManifestObject, pods: readonly OwnedPod[], readers: GangReaders): Gang[] {
  const { manifest, name } = group;
  const spec = record(manifest.spec) ?? {};
  const roots = treeOf(spec, pods);
  const leaves = leavesOf(roots);
  // Pods of one workload are told with it; of several, with the PodGroup.
  const root = pods.every((pod) => pod.root === pods[0].root) ? pods[0].root : group;
  const of: GroupOfPods = { name, spec, root };
  if (leaves.length === 0) return [flatGang(of, pods, readers)];
  const inside = leaves.flatMap((leaf) => leaf.pods);
  const stray = pods.filter((pod) => !inside.includes(pod)).map((pod) => strayGang(name, leaves, pod, readers));
  return inside.length === 0 ? stray : [treeGang(of, roots, leaves, inside, readers), ...stray];
}

/** Without subgroups all pods are alike, and at least one has to run. */
function flatGang({ name, spec, root }: GroupOfPods, pods: readonly OwnedPod[], readers: GangReaders): Gang {
  const minimum = Math.max(1, countOf(spec.minMember) ?? 1);
  const cliques = cliquesOfParts([{ name, levels: [], pods, minimum }], readers);
  return { ...ofGroup({ name, levels: levelsOf(spec, readers), cliques, units: [] }, spec, pods, root, readers), name, minimum };
}

function treeGang(
  { name, spec, root }: GroupOfPods, roots: readonly Subgroup[], leaves: readonly Subgroup[], pods: readonly OwnedPod[], readers: GangReaders,
): Gang {
  const needed = neededLeaves(spec, roots, readers);
  const parts = leaves.map((leaf) => (
    { name: leaf.name, levels: levelsOf(leaf.spec, readers), pods: leaf.pods, minimum: needed.has(leaf) ? minimumOf(leaf) : 0 }));
  const cliques = new Map(cliquesOfParts(parts, readers).map((clique, i): [Subgroup, Clique] => [leaves[i], clique]));
  const unitOf = (at: string, levels: readonly Level[], children: readonly Subgroup[]): Unit => ({
    name: at,
    levels,
    cliques: children.flatMap((child) => cliques.get(child) ?? []),
    units: children.filter((child) => child.children.length > 0).map((child) => unitOf(child.name, levelsOf(child.spec, readers), child.children)),
  });
  const unit = unitOf(name, levelsOf(spec, readers), roots);
  return { ...ofGroup(unit, spec, pods, root, readers), name, minimum: parts.reduce((sum, { minimum }) => sum + minimum, 0) };
}

function ofGroup(unit: Unit, spec: Spec, pods: readonly OwnedPod[], root: ManifestObject, readers: GangReaders): Omit<Gang, 'name' | 'minimum'> {
  return {
    ...commonOf(withAffinity(unit), pods, readers),
    root,
    // Not the label of the pods. scheduling.md 1.2
    queue: text(spec.queue) ?? '',
    nonPreemptible: readers.priorities.isGroupNonPreemptible(spec),
  };
}

/** A pod beside the subgroups. */
function strayGang(group: string, leaves: readonly Subgroup[], pod: OwnedPod, readers: GangReaders): Gang {
  const name = text(pod.manifest.metadata?.name) ?? '';
  const unit: Unit = { name, levels: [], cliques: cliquesOfParts([{ name, levels: [], pods: [pod], minimum: 1 }], readers), units: [] };
  const label = subgroupOf(pod.manifest);
  const said = label === undefined ? `it has no label ${LABEL_KEYS.kaiSubgroup}` : `its label ${LABEL_KEYS.kaiSubgroup} is ${label}`;
  const never = `${said}, and the PodGroup ${group} has the subgroups ${leaves.map((leaf) => leaf.name).join(', ')}: KAI places none of its pods beside them`;
  return { ...commonOf(unit, [pod], readers), name, minimum: 1, never };
}

/** Subgroups below their parents, from the top. What has itself above it is left out. */
function treeOf(spec: Spec, pods: readonly OwnedPod[]): Subgroup[] {
  const specs = list(spec.subGroups).map((each) => record(each) ?? {});
  // KAI compares parents in lower case, which is the only one that names may have.
  const below = (parent: string): Subgroup[] => specs.filter((each) => (text(each.parent) ?? '').toLowerCase() === parent).map((each) => {
    const name = text(each.name) ?? '';
    const children = name === '' ? [] : below(name);
    return { name, spec: each, children, pods: children.length > 0 ? [] : pods.filter(({ manifest }) => subgroupOf(manifest) === name) };
  });
  return below('');
}

function leavesOf(groups: readonly Subgroup[]): Subgroup[] {
  return groups.flatMap((group) => (group.children.length === 0 ? [group] : leavesOf(group.children)));
}

/** The leaves that have to run. Where some of several subgroups are enough, the smallest are taken. */
function neededLeaves(spec: Spec, groups: readonly Subgroup[], readers: GangReaders): Set<Subgroup> {
  const enough = Math.min(countOf(spec.minSubGroup) ?? groups.length, groups.length);
  const leaves = groups.map((group) => (group.children.length === 0 ? [group] : [...neededLeaves(group.spec, group.children, readers)]));
  const sized = leaves.map((own) => ({ own, size: own.reduce((sum, leaf) => sum + sizeOf(leaf, readers), 0) }));
  return new Set(sized.sort((a, b) => a.size - b.size).slice(0, enough).flatMap(({ own }) => own));
}

/** GPUs of the minimum; pods where none asks for any. */
function sizeOf(leaf: Subgroup, { reader }: GangReaders): number {
  const minimum = leaf.pods.slice(0, minimumOf(leaf));
  return minimum.reduce((sum, { manifest }) => sum + reader.needsOf(manifest).gpus, 0) + minimum.length / 1000;
}

function minimumOf({ spec }: Subgroup): number {
  return countOf(spec.minMember) ?? 0;
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.trunc(value) : undefined;
}

function levelsOf(spec: Spec, { topologies }: GangReaders): Level[] {
  const constraint = record(spec.topologyConstraint);
  const topology = text(constraint?.topology);
  const required = text(constraint?.requiredTopologyLevel);
  return topology && required ? [{ labels: topologies.labelsTo(topology, required) }] : [];
}

function subgroupOf(pod: Manifest): string | undefined {
  return text(strings(pod.metadata?.labels)[LABEL_KEYS.kaiSubgroup]);
}
