import { defined, joined } from './sparse';
import type { Affinity, NodeAffinity, NodeSelectorRequirement, NodeSelectorTerm, PodAffinity, PodAffinityTerm } from '../../crds/kubernetes';
import type { PodFragmentProps } from '../pod-fragment';

/** The affinity of a pod with what fragments require and prefer. */
export function affinityWith(base: Affinity | undefined, fragments: readonly PodFragmentProps[]): Affinity | undefined {
  return defined<Affinity>({
    ...base,
    nodeAffinity: nodeAffinity(base?.nodeAffinity, fragments.flatMap((fragment) => fragment.nodeRequirements ?? [])),
    podAffinity: podAffinity(base?.podAffinity, fragments),
    podAntiAffinity: requiring(base?.podAntiAffinity, fragments.flatMap((fragment) => fragment.podAntiAffinity ?? [])),
  }, true);
}

function nodeAffinity(base: NodeAffinity | undefined, requirements: readonly NodeSelectorRequirement[]): NodeAffinity | undefined {
  if (requirements.length === 0) return base;
  // Terms are alternatives, so what holds always is added to each of them.
  const terms: readonly NodeSelectorTerm[] = base?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [{}];
  const nodeSelectorTerms = terms.map((term) => ({ ...term, matchExpressions: joined([...term.matchExpressions ?? [], ...requirements]) }));
  return { ...base, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
}

function podAffinity(base: PodAffinity | undefined, fragments: readonly PodFragmentProps[]): PodAffinity | undefined {
  const required = requiring(base, fragments.flatMap((fragment) => fragment.podAffinity ?? []));
  const preferred = fragments.flatMap((fragment) => fragment.preferredPodAffinity ?? []);
  if (preferred.length === 0) return required;
  const before = base?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return { ...required, preferredDuringSchedulingIgnoredDuringExecution: joined([...before, ...preferred]) };
}

function requiring(base: PodAffinity | undefined, terms: readonly PodAffinityTerm[]): PodAffinity | undefined {
  if (terms.length === 0) return base;
  const before = base?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return { ...base, requiredDuringSchedulingIgnoredDuringExecution: joined([...before, ...terms]) };
}
