import { IConstruct } from 'constructs';
import { byLength, checkGangNames, requirePartName, sameAsGroup } from './gang-names';
import { invalid } from '../../core/errors';
import type { FragmentList } from '../../workload/private/fragment-list';
import type { CliqueRole } from '../clique-role';
import type { GangMember } from '../gang-member';
import { GangOrder } from '../gang-order';
import type { GroveScheduler } from '../grove-scheduler';
import type { ScalingGroup } from '../scaling-group';
import type { ITopology } from '../topology';
import type { TopologyPlacement } from '../topology-placement';

const GANG = Symbol.for('cdk8s-inference.Gang');

/** What a set gives to its parts. */
export interface GangProps {
  /** `metadata.name` of the set. */
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly scheduler: GroveScheduler;
  readonly order: GangOrder;
  readonly topology?: ITopology;
  readonly placement?: TopologyPlacement;
  /** What relations with the set write into all pods. */
  readonly shared: FragmentList;
}

/** The roles and groups of one PodCliqueSet, and the names among them. */
export class Gang {
  /** The gang of the nearest set above a construct. @throws where there is none */
  public static of(construct: IConstruct): Gang {
    const set = [...construct.node.scopes].reverse().find((scope) => GANG in scope);
    if (set) return (set as IConstruct & { [GANG]: Gang })[GANG];
    throw invalid({ path: construct.node.path, value: 'no PodCliqueSet above it', reason: 'roles and scaling groups are parts of one', fix: 'call set.addRole() or set.addGroup()' });
  }

  private readonly addedRoles: CliqueRole[] = [];
  private readonly addedGroups: ScalingGroup[] = [];

  constructor(set: IConstruct, private readonly props: GangProps) {
    Object.defineProperty(set, GANG, { value: this });
  }

  public get set(): GangProps {
    return this.props;
  }

  public get scheduler(): GroveScheduler {
    return this.props.scheduler;
  }

  /** Roles in the order of the manifest. */
  public get roles(): CliqueRole[] {
    return this.inOrder ? [...this.addedRoles] : byLength(this.addedRoles);
  }

  /** Scaling groups in the order of the manifest. */
  public get groups(): ScalingGroup[] {
    return this.inOrder ? [...this.addedGroups] : byLength(this.addedGroups);
  }

  public addRole(role: CliqueRole): void {
    this.addedRoles.push(role);
    const named = new Map(this.roles.map((each) => (
      [each, { path: each.node.path, name: each.name, roleName: each.roleName, group: each.group?.name }]
    )));
    checkGangNames(this.props.name, [...named.values()], this.addedGroups.map(({ name }) => name), named.get(role)!);
  }

  public addGroup(group: ScalingGroup): void {
    requirePartName(group.node.path, 'scaling group', group.name);
    if (this.addedRoles.some((role) => role.group === undefined && role.name === group.name)) throw sameAsGroup(group.node.path, group.name);
    this.addedGroups.push(group);
  }

  /** Before a construct of that name is made, whose own refusal would not say what is wrong. */
  public requireNew(set: IConstruct, name: string): void {
    const role = this.addedRoles.some((each) => each.group === undefined && each.name === name);
    if (!role && !this.addedGroups.some((each) => each.name === name)) return;
    throw invalid({ path: set.node.path, value: `'${name}' twice`, reason: 'roles and scaling groups of a set have different names', fix: 'use another name' });
  }

  public requireStartable(member: GangMember, other: GangMember): void {
    const path = member.node.path;
    const value = `startsAfter '${other.name}'`;
    if (this.inOrder) {
      throw invalid({ path, value, reason: 'the set starts its roles in the order in which they are declared', fix: 'leave out order, or declare the roles in that order' });
    }
    if (other._gang !== this) throw invalid({ path, value, reason: 'it is part of another PodCliqueSet', fix: 'name a role or group of the same set' });
    const waiting = new Set<CliqueRole>();
    const visit = (role: CliqueRole) => {
      if (waiting.has(role)) return;
      waiting.add(role);
      this.parentsOf(role).forEach(visit);
    };
    (other._roles as CliqueRole[]).forEach(visit);
    if ((member._roles as CliqueRole[]).every((role) => !waiting.has(role))) return;
    throw invalid({ path, value, reason: `'${other.name}' waits for '${member.name}' itself, so neither would start (GRV-09)`, fix: 'remove one of the two' });
  }

  /** Roles that a role waits for, in the order of the manifest. */
  public parentsOf(role: CliqueRole): CliqueRole[] {
    const members = [...role._startsAfter, ...role.group?._startsAfter ?? []];
    const parents = new Set(members.flatMap((member) => member._roles));
    return this.roles.filter((each) => parents.has(each));
  }

  public get inOrder(): boolean {
    return this.props.order === GangOrder.IN_ORDER;
  }
}
