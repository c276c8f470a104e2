import type { Clique, Gang, Item, Level, Unit } from '../../../lib/expansion/ledger/gang';
import { ledgerOf } from '../../../lib/expansion/ledger/ledger-of';
import { LedgerNodes } from '../../../lib/expansion/ledger/nodes';
import { GPUS } from '../../../lib/expansion/ledger/resources';
import type { ClusterFacts, NodeGroup } from '../../../lib/facts/cluster-facts';
import { CpuArchitecture } from '../../../lib/facts/gpu-system';
import { ManifestObject } from '../../../lib/manifests/manifest-object';
import { ManifestSet } from '../../../lib/manifests/manifest-set';

export const RACK: Level = { labels: ['rack'] };

/** A pod that needs GPUs, anywhere. */
export function pod(gpus: number): Item {
  const rules = RULES;
  return { needs: { key: `${gpus} GPUs`, amounts: { [GPUS]: gpus, pods: 1 }, shares: [], whole: gpus, shared: new Map(), rules, together: [], gpus, unknown: [] }, pods: 1 };
}

const RULES = { nodeSelector: {}, tolerations: [] };

export function clique(name: string, items: readonly Item[], levels: readonly Level[] = [], minimum: number = items.length): Clique {
  return { name, items, minimum, levels };
}

export function unit(name: string, parts: Partial<Unit>): Unit {
  return { name, levels: [], cliques: [], units: [], ...parts };
}

export function gang(name: string, parts: Partial<Unit>, more: Partial<Gang> = {}): Gang {
  const whole = unit(name, parts);
  const items = [...whole.cliques, ...whole.units.flatMap(({ cliques }) => cliques)].flatMap((each) => each.items);
  return {
    name,
    root: new ManifestObject({ apiVersion: 'v1', kind: 'Test', metadata: { name } }),
    unit: whole,
    pods: items.length,
    minimum: items.length,
    gpus: items.reduce((sum, { needs }) => sum + needs.gpus, 0),
    scheduler: 'kai-scheduler',
    whole: true,
    nonPreemptible: false,
    unknown: [],
    ...more,
  };
}

/** Racks of nodes: for each rack the GPUs of its nodes. */
export function racks(...gpus: ReadonlyArray<readonly number[]>): LedgerNodes {
  return new LedgerNodes(cluster(gpus.flatMap((rack, r) => rack.map((count, n) => ({
    count: 1, names: [`r${r}n${n}`], labels: { rack: `r${r}` }, taints: [], allocatable: { 'nvidia.com/gpu': String(count) },
  })))));
}

export function cluster(groups: NodeGroup[]): ClusterFacts {
  return { operators: {}, pools: [{ name: 'pool', architecture: CpuArchitecture.AMD64, groups }] };
}

/** Alike nodes. */
export const group = (count: number, allocatable: NodeGroup['allocatable'], more: Partial<NodeGroup> = {}): NodeGroup => ({
  count, labels: {}, taints: [], allocatable, ...more,
});
/** Two NVLink domains of 4 nodes with 4 GPUs each. */
export const RACKS = cluster(['r0', 'r1'].map((nvlinkDomain) => group(4, { 'nvidia.com/gpu': '4', 'cpu': '100' }, { nvlinkDomain })));

/** A pod of KAI with one container. */
export const main = (resources: object, more: object = {}) => ({ schedulerName: 'kai-scheduler', containers: [{ name: 'main', resources }], ...more });
export const gpus = (count: number) => main({ limits: { 'nvidia.com/gpu': String(count) } });
export const deployment = (name: string, replicas: number, spec: object, labels: object = {}) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec: { replicas, template: { metadata: { labels: { app: name } }, spec } },
});
export const queue = (name: string, gpu: object, parentQueue?: string) => {
  const open = { quota: -1, limit: -1, overQuotaWeight: 1 };
  return { apiVersion: 'scheduling.run.ai/v2', kind: 'Queue', metadata: { name }, spec: { parentQueue, resources: { cpu: open, memory: open, gpu: { ...open, ...gpu } } } };
};

/** What the ledger says of each gang, a line for each. */
export function gangsOf(manifests: unknown[], facts?: ClusterFacts): string[] {
  return ledgerOf(ManifestSet.of(manifests), facts).workloads
    .flatMap(({ gangs }) => gangs.map((each) => `${each.name} ${each.minimum}/${each.pods} pods ${each.gpus} GPUs ${each.verdict}: ${each.reason}`));
}
