import { DeviceClaims } from './device-claims';
import { matchesExpression, NodeRules, nodeRulesOf } from './node-rules';
import { podRequests } from './pod-requests';
import { Amounts, GPUS, ONE_PER_NODE, sumOf } from './resources';
import { stableJson } from '../../core/stable-json';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../../facts/label-keys';
import type { Manifest } from '../../manifests/manifest';
import { list, record, strings, text } from '../../manifests/manifest-object';

/** Pods that have to be in one domain because their affinity says so. */
export interface Together {
  /** The same for all pods that belong together. */
  readonly key: string;
  /** Node label whose value they share. */
  readonly topologyKey: string;
}

/** What a pod needs of a node. Alike pods share one object. */
export interface PodNeeds {
  /** Equal for pods that need the same. */
  readonly key: string;
  readonly amounts: Amounts;
  /** Shared claims: their devices count once. */
  readonly shared: ReadonlyMap<string, Amounts>;
  readonly rules: NodeRules;
  readonly together: readonly Together[];
  /** GPUs, as the totals count them, without shared claims. */
  readonly gpus: number;
  /** What could not be counted, in words. */
  readonly unknown: readonly string[];
}

/** Reads pods, and remembers alike ones. */
export class PodReader {
  private readonly known = new Map<string, PodNeeds>();

  /**
   * @param gpuResources extended resources that are whole GPUs
   */
  constructor(private readonly claims: DeviceClaims, private readonly gpuResources: readonly string[]) {}

  /** What a pod needs. */
  public needsOf(pod: Manifest): PodNeeds {
    const spec = record(pod.spec) ?? {};
    const namespace = text(pod.metadata?.namespace) ?? '';
    const labels = strings(pod.metadata?.labels);
    const rules = nodeRulesOf(spec);
    const claims = this.claims.ofPod(spec, namespace);
    const requests = podRequests(spec);
    const annotations = strings(pod.metadata?.annotations);
    const limited = this.gpuResources.reduce((sum, resource) => sum + (requests[resource] ?? 0), 0);
    const { [GPUS]: claimed = 0, ...devices } = claims.own;
    const gpus = limited + claimed + shareOf(annotations);
    const { together, apart } = podAffinity(spec, labels, namespace);
    // GPUs first: where they are short, whoever hands them out, that is the reason to tell.
    const amounts = sumOf([gpus > 0 ? { [GPUS]: gpus } : {}, requests, devices, { pods: 1 }, apart]);
    const key = stableJson([amounts, rules, together, [...claims.shared.keys()], claims.unknown]);
    const found = this.known.get(key);
    if (found) return found;
    const needs = { key, amounts, shared: claims.shared, rules, together, gpus, unknown: claims.unknown };
    this.known.set(key, needs);
    return needs;
  }
}

/**
 * A share of a GPU (`gpu-fraction`, KAI): as many fit on a GPU as whole shares do. A share by memory (`gpu-memory`) is not counted: the GPUs' memory
 * is not known here. Source: scheduling.md 1.3.
 */
function shareOf(annotations: { readonly [key: string]: string }): number {
  const fraction = Number(annotations[ANNOTATION_KEYS.gpuFraction]);
  return fraction > 0 && fraction < 1 ? 1 / Math.floor(1 / fraction + 1e-9) : 0;
}

/**
 * Required affinity and anti-affinity of a pod to pods with its own labels: the usual way to keep the pods of a workload in one domain, or on different nodes.
 * Terms about other pods are not looked at.
 */
function podAffinity(
  spec: { readonly [key: string]: unknown }, labels: { readonly [key: string]: string }, namespace: string,
): { readonly together: readonly Together[]; readonly apart: Amounts } {
  const terms = (kind: string) => list(record(record(spec.affinity)?.[kind])?.requiredDuringSchedulingIgnoredDuringExecution)
    .map(record)
    .filter((term) => selects(record(term?.labelSelector), labels))
    .map((term) => ({ topologyKey: text(term?.topologyKey) ?? '', selector: `${namespace} ${stableJson(term?.labelSelector)}` }));
  return {
    together: terms('podAffinity').map(({ topologyKey, selector }) => ({ key: `${topologyKey} ${selector}`, topologyKey })),
    apart: Object.fromEntries(terms('podAntiAffinity')
      .filter(({ topologyKey }) => topologyKey === LABEL_KEYS.hostname)
      .map(({ selector }) => [`${ONE_PER_NODE}place apart from pods of ${selector.trim()}`, 1])),
  };
}

function selects(selector: { readonly [key: string]: unknown } | undefined, labels: { readonly [key: string]: string }): boolean {
  return selector !== undefined
    && Object.entries(strings(selector.matchLabels)).every(([key, value]) => labels[key] === value)
    && list(selector.matchExpressions).every((each) => matchesExpression(record(each), (key) => labels[key]));
}
