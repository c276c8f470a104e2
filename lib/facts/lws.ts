// Source of everything here: kubernetes-sigs/lws v0.10.0, api/leaderworkerset/v1, pkg/controllers, pkg/utils/pod, pkg/webhooks/pod_webhook.go.

/** Labels of the pods of a LeaderWorkerSet. */
export const LWS_LABELS = {
  name: 'leaderworkerset.sigs.k8s.io/name', // the set; on its Service too
  groupIndex: 'leaderworkerset.sigs.k8s.io/group-index',
  workerIndex: 'leaderworkerset.sigs.k8s.io/worker-index', // 0 is the leader
} as const;

/** Annotations of the pods of a LeaderWorkerSet. */
export const LWS_ANNOTATIONS = {
  size: 'leaderworkerset.sigs.k8s.io/size', // pods of a group
  leaderName: 'leaderworkerset.sigs.k8s.io/leader-name', // on workers
  subgroupSize: 'leaderworkerset.sigs.k8s.io/subgroup-size',
  subgroupPolicyType: 'leaderworkerset.sigs.k8s.io/subgroup-policy-type',
  subgroupExclusiveTopology: 'leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology',
  subdomainPolicy: 'leaderworkerset.sigs.k8s.io/subdomainPolicy',
} as const;

/** Value of `subGroupPolicy.subGroupPolicyType` that leaves the leader out of the subgroups. */
export const LWS_LEADER_EXCLUDED = 'LeaderExcluded';

/** Value of `spec.startupPolicy` that makes the workers of a group after its leader is ready. */
export const LWS_LEADER_READY = 'LeaderReady';

/** Subgroup of a pod of a group: where the leader is one more than full subgroups, it is in the first beside a full one. */
export function lwsSubgroupIndex(size: number, subgroupSize: number, worker: number): number {
  if (worker === 0) return 0;
  return Math.floor(((size - 1) % subgroupSize === 0 ? worker - 1 : worker) / subgroupSize);
}

/** Variables that every container gets, before its own. */
export const LWS_ENVIRONMENT: readonly string[] = ['LWS_LEADER_ADDRESS', 'LWS_GROUP_SIZE', 'LWS_WORKER_INDEX'];

/** Value of `spec.networkConfig.subdomainPolicy` that makes a Service for each group instead of one for all. */
export const LWS_SUBDOMAIN_PER_REPLICA = 'UniquePerReplica';

/**
 * Longest name of a StatefulSet whose pods can be made: a label of theirs is the name, a hyphen and a hash of 10 characters. LWS makes one for the leaders, named as the
 * set, and one for the workers of each group, named as the leader. Source: kubernetes/kubernetes#64023, kubernetes-sigs/lws#410
 */
export const STATEFUL_SET_NAME_LENGTH = 52;

/** Leader of a group, and its hostname: `<set>-<group>`. */
export function lwsLeaderName(set: string, group: number): string {
  return `${set}-${group}`;
}

/** Worker of a group, from 1, and its hostname: `<set>-<group>-<worker>`. */
export function lwsWorkerName(set: string, group: number, worker: number): string {
  return `${set}-${group}-${worker}`;
}
