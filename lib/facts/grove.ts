import { headlessDnsName } from './headless-dns-name';

/** Name of a clique's position: replica of the set and, in a scaling group, the group and its replica. */
export interface CliquePosition {
  /** Name of the PodCliqueSet. */
  readonly podCliqueSet: string;
  /** Replica of the set, from 0. */
  readonly replica?: number;
  /** Name of the clique. */
  readonly clique: string;
  /** Name of the scaling group that holds the clique. */
  readonly group?: string;
  /** Replica of the group, from 0. */
  readonly groupReplica?: number;
}

// Every formula: scheduling.md 3.1 (ai-dynamo/grove v0.1.0-alpha.12-rc1), held against ../shared/truth/operators by test/conformance.

/** Scheduler profiles that a clique may name. Source: scheduling.md 3.6. */
export const GROVE_SCHEDULER_PROFILES: readonly string[] = ['default-scheduler', 'kai-scheduler', 'volcano', 'lpx-scheduler'];

/** Gate that keeps pods from being scheduled until their gang is complete. Source: scheduling.md 3.3. */
export const GROVE_SCHEDULING_GATE = 'grove.io/podgang-pending-creation';

/** Value of `app.kubernetes.io/managed-by` on everything that Grove makes. Source: scheduling.md 3.4. */
export const GROVE_MANAGED_BY = 'grove-operator';

/** Values of `app.kubernetes.io/component`. Source: scheduling.md 9.1; Secrets were not recorded: operator/api/common/labels.go, v0.1.0-alpha.12-rc1. */
export const GROVE_COMPONENTS = {
  serviceAccount: 'pod-service-account',
  role: 'pod-role',
  roleBinding: 'pod-role-binding',
  tokenSecret: 'pod-sa-token-secret',
  headlessService: 'pcs-headless-service',
  autoscaler: 'pcs-hpa',
  computeDomain: 'pcs-computedomain',
  resourceClaim: 'resource-claim',
  scalingGroup: 'pcs-podcliquescalinggroup',
  podClique: 'pcs-podclique',
  podCliqueOfGroup: 'pcsg-podclique',
  podGang: 'podgang',
} as const;

/** Finalizers of what Grove keeps. Source: scheduling.md 3.7, 9.1, 9.4. */
export const GROVE_FINALIZERS = {
  podCliqueSet: 'grove.io/podcliqueset.grove.io',
  scalingGroup: 'grove.io/podcliquescalinggroup.grove.io',
  podClique: 'grove.io/podclique.grove.io',
  computeDomain: 'grove.io/computedomain-finalizer',
} as const;

/**
 * The init container that waits for the cliques before, and its image as recorded: registry and tag are those of the operator's install.
 * Source: scheduling.md 2.3, 3.9, 9.2.
 */
export const GROVE_INIT_CONTAINER = 'grove-initc';

/** Value of the annotation `grove.io/mnnvl-group` that opts out. Source: scheduling.md 3.7. */
export const MNNVL_OPT_OUT = 'none';

/** Scheduler of pods that name none while the install sets no default profile. Source: scheduling.md 3.6. */
export const GROVE_DEFAULT_SCHEDULER = 'default-scheduler';

/** Variables that Grove gives every container; the last three only in a scaling group. Source: scheduling.md 3.4. */
export const GROVE_ENVIRONMENT: readonly string[] = [
  'GROVE_PCS_NAME', 'GROVE_PCS_INDEX', 'GROVE_PCLQ_NAME', 'GROVE_HEADLESS_SERVICE', 'GROVE_PCLQ_POD_INDEX',
  'GROVE_PCSG_NAME', 'GROVE_PCSG_INDEX', 'GROVE_PCSG_TEMPLATE_NUM_PODS',
];

/** Headless Service of a replica of a set, and the subdomain of its pods: `P-i`. */
export function headlessServiceName(podCliqueSet: string, replica: number = 0): string {
  return `${podCliqueSet}-${replica}`;
}

/** PodCliqueScalingGroup: `P-i-g`; also its HPA. */
export function scalingGroupName(podCliqueSet: string, group: string, replica: number = 0): string {
  return `${podCliqueSet}-${replica}-${group}`;
}

/** PodClique: `P-i-c`, in a scaling group `P-i-g-j-c`; also its HPA. */
export function podCliqueName({ podCliqueSet, replica = 0, clique, group, groupReplica = 0 }: CliquePosition): string {
  return group === undefined ? `${podCliqueSet}-${replica}-${clique}` : `${podCliqueSet}-${replica}-${group}-${groupReplica}-${clique}`;
}

/** Hostname of the pod with an index: `<podclique>-k`. */
export function podHostname(position: CliquePosition, podIndex: number): string {
  return `${podCliqueName(position)}-${podIndex}`;
}

/** DNS name of a pod: `<podclique>-k.P-i.N.svc.cluster.local`. */
export function podDnsName(position: CliquePosition, podIndex: number, namespace: string): string {
  return headlessDnsName(podHostname(position, podIndex), headlessServiceName(position.podCliqueSet, position.replica), namespace);
}

/** `metadata.generateName` of a clique's pods, to which the API server adds 5 random characters. */
export function podGenerateName(position: CliquePosition): string {
  return `${podCliqueName(position)}-`;
}

/** Base PodGang: `P-i`. Only where `Release.podGangNamesPredictable`. */
export function basePodGangName(podCliqueSet: string, replica: number = 0): string {
  return `${podCliqueSet}-${replica}`;
}

/**
 * PodGang of a group's replica: the base gang for the first `minAvailable` of them, else one of its own, `P-i-g-m` with m counted from there.
 * Only where `Release.podGangNamesPredictable`.
 */
export function podGangNameOfGroupReplica(
  podCliqueSet: string, group: string, groupReplica: number, minAvailable: number, replica: number = 0,
): string {
  return groupReplica < minAvailable ? basePodGangName(podCliqueSet, replica) : `${podCliqueSet}-${replica}-${group}-${groupReplica - minAvailable}`;
}

/** Parent subgroup in a gang, made for groups with a topology constraint: `P-i-g-j`. */
export function subgroupName(podCliqueSet: string, group: string, groupReplica: number, replica: number = 0): string {
  return `${podCliqueSet}-${replica}-${group}-${groupReplica}`;
}

/** ServiceAccount of a set. Its Role and RoleBinding: `podRoleName`. */
export function serviceAccountName(podCliqueSet: string): string {
  return podCliqueSet;
}

/** Role and RoleBinding of a set. */
export function podRoleName(podCliqueSet: string): string {
  return `grove.io:pcs:${podCliqueSet}`;
}

/** Token Secret of a set's start-up waiter. */
export function tokenSecretName(podCliqueSet: string): string {
  return `${podCliqueSet}-ic-sat`;
}

/** ComputeDomain and its claim template of an automatic Multi-Node NVLink group: `P-i-<group>`. */
export function mnnvlComputeDomainName(podCliqueSet: string, mnnvlGroup: string, replica: number = 0): string {
  return `${podCliqueSet}-${replica}-${mnnvlGroup}`;
}

/** Shared claim at the level of a set: `P-all-t` for all replicas, `P-i-t` for one. */
export function setClaimName(podCliqueSet: string, template: string, replica?: number): string {
  return `${podCliqueSet}-${replica ?? 'all'}-${template}`;
}

/** Shared claim at the level of a group: `P-i-g-all-t` for all its replicas, `P-i-g-j-t` for one. */
export function groupClaimName(podCliqueSet: string, group: string, template: string, replica: number = 0, groupReplica?: number): string {
  return `${podCliqueSet}-${replica}-${group}-${groupReplica ?? 'all'}-${template}`;
}

/** Shared claim at the level of a clique: `<podclique>-all-t` for all its pods, `<podclique>-k-t` for one. */
export function cliqueClaimName(position: CliquePosition, template: string, podIndex?: number): string {
  return `${podCliqueName(position)}-${podIndex ?? 'all'}-${template}`;
}

/** Address of a group's leader, in variables that Kubernetes fills in: `$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-<leader clique>-0.$(GROVE_HEADLESS_SERVICE)`. */
export function leaderAddress(leaderClique: string): string {
  return `$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-${leaderClique}-0.$(GROVE_HEADLESS_SERVICE)`;
}

/**
 * Index of the clique whose template Grove really takes for a PodClique: the first in the list whose name is a suffix of the PodClique's name.
 * Anything but the clique's own index means wrong pods. Source: scheduling.md 3.2 (suffix bug, still on main of 2026-08-19).
 */
export function templateIndex(podClique: string, cliques: readonly string[]): number {
  return cliques.findIndex((clique) => podClique.endsWith(clique));
}
