import type { Clique, Gang, Item, Level, Unit } from '../../../lib/expansion/ledger/gang';
import { LedgerNodes } from '../../../lib/expansion/ledger/nodes';
import { GPUS } from '../../../lib/expansion/ledger/resources';
import type { ClusterFacts, NodeGroup } from '../../../lib/facts/cluster-facts';
import { CpuArchitecture } from '../../../lib/facts/gpu-system';
import { ManifestObject } from '../../../lib/manifests/manifest-object';

export const RACK: Level = { labels: ['rack'] };

/** A pod that needs GPUs, anywhere. */
export function pod(gpus: number): Item {
  const rules = RULES;
  return { needs: { key: `${gpus} GPUs`, amounts: { [GPUS]: gpus, pods: 1 }, shared: new Map(), rules, together: [], gpus, unknown: [] }, pods: 1 };
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
