import { DeviceClaims, Devices } from './device-claims';
import { fractionShare, GpuShare, memoryShare } from './gpu-shares';
import { matchesExpression, NodeRules, nodeRulesOf } from './node-rules';
import { podRequests } from './pod-requests';
import { Amounts, GPUS, ONE_PER_NODE, sumOf } from './resources';
import { stableJson } from '../../core/stable-json';
import { KAI_SCHEDULER } from '../../facts/kai';
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
  /** Parts of GPUs; the amounts hold what they take at least. */
  readonly shares: readonly GpuShare[];
  /** Whole GPUs. */
  readonly whole: number;
  /** Shared claims: their devices count once. */
  readonly shared: ReadonlyMap<string, Devices>;
  readonly rules: NodeRules;
  readonly together: readonly Together[];
  /** GPUs, as totals and queues count them, without shared claims. */
  readonly gpus: number;
  /** What could not be counted, in words. */
  readonly unknown: readonly string[];
}

const NO_SHARES = { shares: [], unknown: [] };

/** Reads pods, and remembers alike ones. */
export class PodReader {
  private readonly known = new Map<string, PodNeeds>();

  /**
   * @param gpuResources extended resources that are whole GPUs
   * @param largestMemory memory of the cluster's largest GPU (MiB); undefined where none is known
   */
  constructor(private readonly claims: DeviceClaims, private readonly gpuResources: readonly string[], private readonly largestMemory?: number) {}

  /** What a pod needs. */
  public needsOf(pod: Manifest): PodNeeds {
    const spec = record(pod.spec) ?? {};
    const namespace = text(pod.metadata?.namespace) ?? '';
    const labels = strings(pod.metadata?.labels);
    const rules = nodeRulesOf(spec);
    const claims = this.claims.ofPod(spec, namespace);
    const requests = podRequests(spec);
    const byKai = text(spec.schedulerName) === KAI_SCHEDULER ? this.sharesByKai(strings(pod.metadata?.annotations)) : NO_SHARES;
    const limited = sum(this.gpuResources, (resource) => requests[resource] ?? 0);
    const { [GPUS]: claimed = 0, ...devices } = claims.own.amounts;
    const shares = [...claims.own.shares, ...byKai.shares];
    const whole = wholeGpus(limited + claimed, claims.own.shares);
    const gpus = whole + sum(shares, (share) => share.gpus);
    const taken = limited + claimed + sum(byKai.shares, ({ least }) => least);
    const unknown = [...claims.unknown, ...byKai.unknown];
    const { together, apart } = podAffinity(spec, labels, namespace);
    // GPUs first: where they are short, whoever hands them out, that is the reason to tell.
    const amounts = sumOf([taken > 0 ? { [GPUS]: taken } : {}, requests, devices, { pods: 1 }, apart]);
    const key = stableJson([amounts, rules, together, [...claims.shared.keys()], unknown, shares.map((share) => share.text), byKai.shares.length]);
    const found = this.known.get(key);
    if (found) return found;
    const needs = { key, amounts, shares, whole, shared: claims.shared, rules, together, gpus, unknown };
    this.known.set(key, needs);
    return needs;
  }

  /** Shares of GPUs by KAI's annotations. scheduling.md 1.3; of several devices each is a GPU of its own. */
  private sharesByKai(annotations: { readonly [key: string]: string }): Pick<PodNeeds, 'shares' | 'unknown'> {
    const fraction = Number(annotations[ANNOTATION_KEYS.gpuFraction]);
    const memory = Number(annotations[ANNOTATION_KEYS.gpuSharedMemory]);
    const told = Number(annotations[ANNOTATION_KEYS.gpuFractionDevices]);
    const count = Number.isInteger(told) && told > 0 ? told : 1;
    const times = (share: GpuShare) => ({ shares: new Array<GpuShare>(count).fill(share), unknown: [] });
    // KAI reads the fraction last, so it counts where both are there.
    if (fraction > 0 && fraction < 1) return times(fractionShare(fraction, count > 1));
    if (!Number.isInteger(memory) || memory <= 0) return NO_SHARES;
    if (this.largestMemory !== undefined) return times(memoryShare(memory, this.largestMemory, count > 1));
    const why = `no node says how much memory its GPUs have (label ${LABEL_KEYS.gpuMemory}), so ${ANNOTATION_KEYS.gpuSharedMemory} is not counted`;
    return { shares: [], unknown: [why] };
  }
}

/** Whole GPUs among those that devices take. */
export function wholeGpus(gpus: number, shares: readonly GpuShare[]): number {
  return Math.round(gpus - sum(shares, ({ least }) => least));
}

function sum<T>(all: readonly T[], amount: (one: T) => number): number {
  return all.reduce((before, one) => before + amount(one), 0);
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
