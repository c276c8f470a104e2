import { podRequests } from '../../../expansion/ledger/pod-requests';
import { RESOURCE_NAMES } from '../../../facts/label-keys';
import { record } from '../../../manifests/manifest-object';
import { cliqueMinAvailable, cliqueNamesOf, cliqueReplicas, cliquesOf, groupNumber, groupsOf } from '../grove-admission/pod-clique-set';
import type { Place } from '../place';

/** What pods ask for, in the units of a KAI queue. Source: scheduling.md 1.2. */
export interface QueueAmounts {
  /** Devices. */
  readonly gpu: number;
  /** Millicores. */
  readonly cpu: number;
  /** 10^6 bytes. */
  readonly memory: number;
}

/** Names of the resources of a queue. */
export const QUEUE_RESOURCES = ['gpu', 'cpu', 'memory'] as const;

/** The least of a gang that is scheduled together. */
export interface GroveGang {
  /** In messages: the set, or a scaled replica of a group. */
  readonly name: string;
  /** The clique or set that it is of. */
  readonly place: Place;
  /** Pods of its minimum. */
  readonly minimum: number;
  /** All of its pods. */
  readonly pods: number;
  /** What the pods of its minimum ask for. */
  readonly amounts: QueueAmounts;
}

/** The gangs of one replica of a set: the base gang, and a scaled replica of each group that has any. Source: scheduling.md 3.3. */
export function gangsOfSet(set: Place): GroveGang[] {
  const name = set.at('metadata', 'name').text;
  const groups = groupsOf(set);
  const inGroups = new Set(groups.flatMap(cliqueNamesOf));
  const membersOf = (group: Place) => cliquesOf(set).filter((clique) => cliqueNamesOf(group).includes(clique.at('name').text));
  const base = [
    ...cliquesOf(set).filter((clique) => !inGroups.has(clique.at('name').text)).map((clique) => ({ clique, times: 1 })),
    ...groups.flatMap((group) => membersOf(group).map((clique) => ({ clique, times: groupNumber(group, 'minAvailable') }))),
  ];
  const scaled = groups.filter((group) => groupNumber(group, 'replicas') > groupNumber(group, 'minAvailable'));
  return [
    gang(name, set.at('spec', 'template'), base),
    ...scaled.map((group) => gang(`${name}-${group.at('name').text}`, group, membersOf(group).map((clique) => ({ clique, times: 1 })))),
  ];
}

function gang(name: string, place: Place, parts: readonly { readonly clique: Place; readonly times: number }[]): GroveGang {
  const minimum = parts.map(({ clique, times }) => ({ clique, pods: times * cliqueMinAvailable(clique) }));
  return {
    name,
    place,
    minimum: minimum.reduce((sum, { pods }) => sum + pods, 0),
    pods: parts.reduce((sum, { clique, times }) => sum + times * cliqueReplicas(clique), 0),
    amounts: sumOf(minimum.map(({ clique, pods }) => multiple(amountsOf(clique.at('spec', 'podSpec')), pods))),
  };
}

/** What a pod asks for. */
export function amountsOf(pod: Place): QueueAmounts {
  const { [RESOURCE_NAMES.gpu]: gpu = 0, cpu = 0, memory = 0 } = podRequests(record(pod.value) ?? {});
  return { gpu, cpu, memory: memory / 1e6 };
}

/** The sum of amounts. */
export function sumOf(amounts: readonly QueueAmounts[]): QueueAmounts {
  const total = (key: keyof QueueAmounts) => amounts.reduce((sum, each) => sum + each[key], 0);
  return { gpu: total('gpu'), cpu: total('cpu'), memory: total('memory') };
}

/** So many times the amounts. */
export function multiple(amounts: QueueAmounts, factor: number): QueueAmounts {
  return { gpu: amounts.gpu * factor, cpu: amounts.cpu * factor, memory: amounts.memory * factor };
}
