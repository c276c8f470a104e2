import type { IConstruct } from 'constructs';
import { GangPosition } from './gang-position';

/** The names that Grove makes of a role of a PodCliqueSet. */
export interface ICliqueRole {
  /** `metadata.name` of the PodClique that Grove makes for a replica. */
  podCliqueName(position?: GangPosition): string;

  /** Hostname of a pod. */
  hostname(position?: GangPosition): string;

  /** DNS name of a pod, while it runs; before it is ready too. */
  dnsName(position?: GangPosition): string;
}

/** A PodCliqueSet, ours or somebody else's, as far as the names that Grove makes of it. */
export interface IPodCliqueSet extends IConstruct {
  /** `metadata.name`. */
  readonly name: string;

  /**
   * `metadata.name` of the headless Service that Grove makes for a copy of the set.
   *
   * @param replica from 0
   */
  headlessServiceName(replica?: number): string;

  /**
   * `metadata.name` of the PodCliqueScalingGroup that Grove makes for a copy of the set: what is scaled.
   *
   * @param group name of the scaling group
   * @param replica from 0
   */
  scalingGroupName(group: string, replica?: number): string;

  /**
   * A role of the set, for the names of its pods.
   *
   * @param role name of the role; of one over several nodes that this library made it is `ldr-<name>` or `wkr-<name>`
   * @param group scaling group that it is part of
   */
  roleNamed(role: string, group?: string): ICliqueRole;
}

/** What is known of a PodCliqueSet that somebody else created. */
export interface PodCliqueSetAttributes {
  /**
   * Namespace that it is in.
   *
   * @default - the chart's
   */
  readonly namespace?: string;
}
