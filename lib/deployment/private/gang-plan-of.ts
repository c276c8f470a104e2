import type { CliqueRole } from '../clique-role';
import type { GangPlan, GangSize } from '../gang-plan';
import type { Gang } from './gang';

/** Some number of pods of a role. */
interface Share {
  readonly role: CliqueRole;
  /** Copies of the role. */
  readonly times: number;
}

/** The gangs of a set by the formulas of scheduling.md 3.3. */
export function gangPlanOf({ roles, groups, set: { replicas } }: Gang): GangPlan {
  const base = sizeOf([
    ...roles.filter(({ group }) => group === undefined).map((role) => ({ role, times: 1 })),
    ...groups.flatMap((group) => group.roles.map((role) => ({ role, times: group.minimum }))),
  ]);
  const scaled = groups.filter((group) => group.replicas > group.minimum).map((group) => ({
    group: group.name, count: group.replicas - group.minimum, ...sizeOf(group.roles.map((role) => ({ role, times: 1 }))),
  }));
  const total = (key: 'pods' | 'gpus') => replicas * scaled.reduce((sum, gang) => sum + gang.count * gang[key], base[key]);
  return { replicas, base, scaled, pods: total('pods'), gpus: total('gpus') };
}

function sizeOf(shares: readonly Share[]): GangSize {
  const sum = (of: (role: CliqueRole) => number) => shares.reduce((all, { role, times }) => all + times * of(role), 0);
  return {
    pods: sum((role) => role.replicas),
    minimumPods: sum((role) => role.minimum),
    gpus: sum((role) => role.replicas * role.gpusPerPod),
    minimumGpus: sum((role) => role.minimum * role.gpusPerPod),
  };
}
