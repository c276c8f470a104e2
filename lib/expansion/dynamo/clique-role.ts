import { Component, isGroup } from './component';
import { Role, requireListable } from './node-group';
import { cliqueNames } from '../../facts/dynamo-names';

/** A clique of a component, before its pods are made. */
export interface CliqueRole {
  readonly name: string;
  /** `weights`: the weight server of a rank. */
  readonly role: Role | 'weights';
  readonly replicas: number;
  /** Rank among the nodes, where each rank is a clique; else 0. */
  readonly rank: number;
}

/**
 * Cliques that a component becomes, in order. Source: dynamo.md 8.2.
 *
 * @throws OperatorFailure where they would be too many
 */
export function cliqueRoles(component: Component): CliqueRole[] {
  const { gpuMemory, failover, nodes, replicas } = component;
  const betweenPods = gpuMemory?.betweenPods === true;
  if (betweenPods) requireListable(nodes);
  const engines = failover?.betweenPods ? 1 + failover.shadows : 1;
  return cliqueNames({ name: component.name, nodeCount: nodes, interPodGms: betweenPods }).map((name, i): CliqueRole => {
    if (betweenPods) {
      const rank = Math.floor(i / 2);
      if (i % 2 === 0) return { name, role: 'weights', replicas: 1, rank };
      return { name, role: nodes === 1 ? 'main' : rank === 0 ? 'leader' : 'worker', replicas: engines, rank };
    }
    if (nodes === 1) return { name, role: 'main', replicas, rank: 0 };
    return i === 0 ? { name, role: 'leader', replicas: 1, rank: 0 } : { name, role: 'worker', replicas: nodes - 1, rank: 0 };
  });
}

/** Pods of a clique that its gang needs: over several nodes all of them, with shadows one. */
export function cliqueMinimum(role: CliqueRole, component: Component): number {
  if (component.nodes > 1 && !component.failover?.betweenPods) return role.replicas;
  return isGroup(component) ? 1 : component.minAvailable;
}

/** Cliques that start before a clique: an engine waits for the weight server of its rank, TensorRT-LLM's leader for its workers. */
export function cliqueDependencies({ role, rank }: CliqueRole, roles: readonly CliqueRole[], component: Component, backend: string): string[] {
  if (role === 'weights') return [];
  const weights = roles.filter((each) => each.role === 'weights' && each.rank === rank);
  const workers = backend === 'trtllm' && component.nodes > 1 && role === 'leader' ? roles.filter((each) => each.role === 'worker') : [];
  return [...weights, ...workers].map(({ name }) => name);
}
