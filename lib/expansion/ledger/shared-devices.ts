import { allDevices } from './device-claims';
import type { Item } from './gang';
import { PodNeeds, wholeGpus } from './pod-needs';
import { GPUS, sumOf } from './resources';

/** The pods of one clique, and how many of them have to run. */
export interface Members {
  readonly pods: readonly PodNeeds[];
  readonly minimum: number;
}

/** What is placed for one clique, and how much of it has to be. */
export interface MemberItems {
  readonly items: readonly Item[];
  readonly minimum: number;
}

/**
 * What is placed for each clique of a gang: a pod by itself, or all pods that share a claim as one, since its devices are on one node. They count once,
 * and go with the first clique that has a pod among them.
 */
export function itemsOfCliques(cliques: readonly Members[]): MemberItems[] {
  const groups = sharingGroups(cliques.flatMap(({ pods }) => pods));
  const seen = new Set<Set<PodOfGang>>();
  let next = 0;
  return cliques.map(({ pods, minimum }) => {
    const items: Item[] = [];
    // How many of the clique's own pods are placed with each item.
    const own: number[] = [];
    let elsewhere = 0;
    const at = new Map<Set<PodOfGang>, number>();
    for (const needs of pods) {
      const group = groups[next++];
      const known = group && at.get(group);
      if (!group) {
        items.push({ needs, pods: 1 });
        own.push(1);
      } else if (known !== undefined) {
        own[known]++;
      } else if (seen.has(group)) {
        elsewhere++;
      } else {
        seen.add(group);
        at.set(group, items.length);
        items.push(together([...group].map((pod) => pod.needs)));
        own.push(1);
      }
    }
    return { items, minimum: itemsFor(Math.max(0, minimum - elsewhere), own) };
  });
}

interface PodOfGang {
  readonly needs: PodNeeds;
}

/** For each pod the pods with which it shares claims, one way or another; undefined where it shares none. */
function sharingGroups(pods: readonly PodNeeds[]): Array<Set<PodOfGang> | undefined> {
  const byClaim = new Map<string, Set<PodOfGang>>();
  const groupOf = new Map<PodOfGang, Set<PodOfGang>>();
  const all = pods.map((needs): PodOfGang => ({ needs }));
  for (const pod of all.filter(({ needs }) => needs.shared.size > 0)) {
    const joined = new Set([pod]);
    for (const claim of pod.needs.shared.keys()) for (const other of byClaim.get(claim) ?? []) joined.add(other);
    for (const member of joined) {
      groupOf.set(member, joined);
      for (const claim of member.needs.shared.keys()) byClaim.set(claim, joined);
    }
  }
  return all.map((pod) => groupOf.get(pod));
}

/** How many items hold a number of pods; one more for each that is missing. */
function itemsFor(pods: number, own: readonly number[]): number {
  let held = 0;
  for (const [i, each] of own.entries()) {
    if (held >= pods) return i;
    held += each;
  }
  return own.length + Math.max(0, pods - held);
}

function together(pods: readonly PodNeeds[]): Item {
  const shared = new Map(pods.flatMap((each) => [...each.shared]));
  const devices = allDevices([...shared.values()]);
  const whole = wholeGpus(devices.amounts[GPUS] ?? 0, devices.shares);
  const [{ rules, together: affinity }] = pods;
  return {
    needs: {
      key: pods.map(({ key }) => key).join('+'),
      amounts: sumOf([...pods.map((each) => each.amounts), devices.amounts]),
      shares: [...pods.flatMap(({ shares }) => shares), ...devices.shares],
      whole: pods.reduce((sum, each) => sum + each.whole, whole),
      shared,
      rules,
      together: affinity,
      gpus: pods.reduce((sum, each) => sum + each.gpus, whole) + devices.shares.reduce((sum, share) => sum + share.gpus, 0),
      unknown: pods.flatMap(({ unknown }) => unknown),
    },
    pods: pods.length,
  };
}
