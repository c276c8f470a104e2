import { OperatorFailure } from './operator-failure';
import { componentInNames, leaderCliqueName, workerCliqueName } from '../../facts/dynamo-names';
import { leaderAddress } from '../../facts/grove';

/** Part of a pod in a component of several nodes. */
export type Role = 'main' | 'leader' | 'worker';

/** How pods of one replica reach each other: what the launch commands of engines are made of. */
export interface NodeGroup {
  readonly nodes: number;
  /** Address of the leader, in variables that Kubernetes fills in. */
  readonly leader: string;
  /** Addresses of all pods, the leader's first. */
  readonly hosts: () => string[];
  /** Rank of a worker's pod. */
  readonly rank: string;
  /** Whether the rank is arithmetic, which only a shell computes. */
  readonly rankNeedsShell: boolean;
  /** Whether pods start before each other's names resolve. */
  readonly waitsForNames: boolean;
}

/** Nodes that can be listed one by one in an object: etcd keeps 1.5 MB (kubernetes, etcd's --max-request-bytes). */
const LISTABLE = 10_000;

/** @throws OperatorFailure for numbers of nodes with which the operator's object would be larger than what the API server keeps */
export function requireListable(nodes: number): void {
  if (nodes > LISTABLE) throw new OperatorFailure(`${nodes} nodes do not fit into one object`);
}

/** Group of a scaling group on Grove. Source: dynamo.md 3.5, 8.6. */
export function groveGroup(component: string, nodes: number): NodeGroup {
  const leader = leaderAddress(leaderCliqueName(component));
  const hosts = () => addresses(nodes, leader, (i) => address(workerCliqueName(component), String(i - 1)));
  return { nodes, leader, hosts, rank: '$((GROVE_PCLQ_POD_INDEX + 1))', rankNeedsShell: true, waitsForNames: false };
}

/** Group of engines with weight servers of their own: a clique for each rank; pods of one index belong together. Source: dynamo.md 8.5. */
export function groveGroupOfRanks(component: string, nodes: number, rank: number): NodeGroup {
  const index = '$(GROVE_PCLQ_POD_INDEX)';
  const leader = address(leaderCliqueName(component), index);
  const hosts = () => addresses(nodes, leader, (i) => address(`${workerCliqueName(component)}-${i}`, index));
  return { nodes, leader, hosts, rank: String(rank), rankNeedsShell: false, waitsForNames: false };
}

/** Group of a LeaderWorkerSet: workers' names are the leader's with an index. Source: dynamo.md 3.5, recorded in lws. */
export function leaderWorkerSetGroup(nodes: number): NodeGroup {
  const leader = '$(LWS_LEADER_ADDRESS)';
  const hosts = () => addresses(nodes, leader, (i) => `$(echo "$LWS_LEADER_ADDRESS" | sed 's/\\./-${i}\\./')`);
  return { nodes, leader, hosts, rank: '$(LWS_WORKER_INDEX)', rankNeedsShell: false, waitsForNames: true };
}

function addresses(nodes: number, leader: string, worker: (i: number) => string): string[] {
  requireListable(nodes);
  return Array.from({ length: nodes }, (_, i) => (i === 0 ? leader : worker(i)));
}

function address(clique: string, index: string): string {
  return `$(GROVE_PCSG_NAME)-$(GROVE_PCSG_INDEX)-${componentInNames(clique)}-${index}.$(GROVE_HEADLESS_SERVICE)`;
}
