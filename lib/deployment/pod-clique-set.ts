import { ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CliqueRole, CliqueRoleProps } from './clique-role';
import { GangMember } from './gang-member';
import { GangOrder } from './gang-order';
import { GangPlan } from './gang-plan';
import { GangUpdate } from './gang-update';
import { GroveScheduler } from './grove-scheduler';
import { MultiNodeRole, MultiNodeRoleProps } from './multi-node-role';
import { ICliqueRole, IPodCliqueSet, PodCliqueSetAttributes } from './pod-clique-set-names';
import { IPriorityClass } from './priority-class';
import { ClaimShares, claimTemplates } from './private/claim-shares';
import { Gang } from './private/gang';
import { requireSetName } from './private/gang-names';
import { gangPlanOf } from './private/gang-plan-of';
import { ImportedPodCliqueSet } from './private/imported-pod-clique-set';
import { PodCliqueSetResource, RenderedSet } from './private/pod-clique-set-resource';
import { topologyConstraint } from './private/topology-constraint';
import { ScalingGroup, ScalingGroupProps } from './scaling-group';
import { ClaimScope, SharedClaim } from './shared-claim';
import { ITopology } from './topology';
import { TopologyPlacement } from './topology-placement';
import type { NodePool } from '../cluster';
import { objectName } from '../cluster/private/object-name';
import { requireSameCluster } from '../cluster/private/same-home';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { durationText } from './private/duration-text';
import { overridesOf } from '../core/merge';
import { indexBelow, wholeNumber } from '../core/ranges';
import {
  PodCliqueSetSpecTemplateCliqueStartupType as StartupType, PodCliqueSetSpecTemplateTopologyConstraint, PodCliqueSetSpecUpdateStrategyType,
} from '../crds/grove';
import { headlessServiceName } from '../facts/grove';
import { ANNOTATION_KEYS, LABEL_KEYS } from '../facts/label-keys';
import { IQueuedWorkload, PodFragment, QueueingOptions } from '../workload';
import { FragmentList } from '../workload/private/fragment-list';
import { writeObjectMetadata } from '../workload/private/object-metadata';
import { requireOneQueue } from '../workload/private/queue-fragment';

/** Options of a PodCliqueSet. */
export interface PodCliqueSetProps {
  /**
   * `metadata.name`, a DNS label that begins with a letter. Grove leaves 45 characters for it, a scaling group and a role together.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Copies of the whole set. Each is a gang of its own, with a headless Service.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Scheduler of all its pods.
   *
   * @default GroveScheduler.KAI
   */
  readonly scheduler?: GroveScheduler;

  /**
   * Topology that placements refer to. Grove looks its ClusterTopologyBinding up when the set is applied.
   *
   * @default - none
   */
  readonly topology?: ITopology;

  /**
   * How near to each other all pods of a copy are placed.
   *
   * @default - anywhere
   */
  readonly placement?: TopologyPlacement;

  /**
   * In which order the roles start; cannot be changed later.
   *
   * @default GangOrder.FREE
   */
  readonly order?: GangOrder;

  /**
   * How long a gang may lack its minimum before it is torn down and made anew; more than 0.
   *
   * @default - Grove's, 4 hours
   */
  readonly terminationDelay?: Duration;

  /**
   * Priority of the gangs, in KAI's queues. The pods do not get it.
   *
   * @default - KAI's for Grove: `train`, unless the queue is granted with another
   */
  readonly priorityClass?: IPriorityClass;

  /**
   * How pods come to a new template.
   *
   * @default GangUpdate.ROLLING_RECREATE
   */
  readonly update?: GangUpdate;

  /**
   * Labels of the set. Grove puts them onto its gangs, not onto pods.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the set. Grove puts them onto its gangs, not onto pods.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Fragment of the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/**
 * Pods of several roles that run together or not at all: a PodCliqueSet `grove.io/v1alpha1`.
 *
 * What Grove builds of names is refused here where it would go wrong, and predicted where other objects need it: services, hostnames, DNS names.
 * Roles are sorted, the longest name first, unless the order of starting is theirs (rule GRV-04).
 */
export class PodCliqueSet extends Construct implements IQueuedWorkload, IPodCliqueSet {
  /**
   * A PodCliqueSet that somebody else created: a router of ours finds its pods, an autoscaler what to scale.
   *
   * @param podCliqueSetName `metadata.name` of that set
   */
  public static fromPodCliqueSetName(scope: Construct, id: string, podCliqueSetName: string, options: PodCliqueSetAttributes = {}): IPodCliqueSet {
    return new ImportedPodCliqueSet(scope, id, podCliqueSetName, options);
  }

  /** `metadata.name`. */
  public readonly name: string;

  /** Copies of the whole set. */
  public readonly replicas: number;

  private readonly gang: Gang;
  private readonly shared: FragmentList;
  private readonly shares: ClaimShares;
  private readonly resource: ApiObject;
  private readonly constraint?: PodCliqueSetSpecTemplateTopologyConstraint;
  private queueName?: string;
  private queuePriority?: string;

  /** @throws when Grove would refuse the set, or could not make what follows from it */
  constructor(scope: Construct, id: string, private readonly props: PodCliqueSetProps = {}) {
    super(scope, id);
    const path = this.node.path;
    this.name = requireSetName(path, props.name ?? objectName(this));
    this.replicas = wholeNumber(path, 'replicas', props.replicas ?? 1, 0, 'leave it out for 1');
    const { topology, placement, terminationDelay, scheduler = GroveScheduler.KAI, order = GangOrder.FREE } = props;
    if (topology) requireSameCluster(topology, this, 'topology');
    if (terminationDelay?.toMilliseconds() === 0) {
      throw invalid({ path, value: 'terminationDelay: 0s', reason: 'Grove refuses none', fix: 'leave it out for 4 hours' });
    }
    this.shared = new FragmentList(path);
    this.gang = new Gang(this, {
      name: this.name, namespace: Chart.of(this).namespace ?? 'default', replicas: this.replicas, scheduler, order, topology, placement, shared: this.shared,
    });
    this.shares = new ClaimShares(path, scheduler);
    this.constraint = topologyConstraint(path, topology, placement, []);
    const metadata = { name: this.name, labels: props.labels, annotations: props.annotations };
    this.resource = new PodCliqueSetResource(this, 'Resource', metadata, overridesOf(props.overrides, path), () => this.render());
    checkAtSynth(this, () => this.check());
  }

  /** Roles in the order of the manifest, those in scaling groups among them. */
  public get roles(): CliqueRole[] {
    return this.gang.roles;
  }

  /** Scaling groups in the order of the manifest. */
  public get groups(): ScalingGroup[] {
    return this.gang.groups;
  }

  public get gpuNodes(): number {
    return this.roles.reduce((sum, role) => sum + role.gpuNodes, 0);
  }

  public get gpuPools(): NodePool[] {
    return [...new Set(this.roles.flatMap((role) => role.gpuPools))];
  }

  /**
   * Adds pods of one kind.
   *
   * @param name name of the role, part of hostnames
   */
  public addRole(name: string, props: CliqueRoleProps): CliqueRole {
    this.gang.requireNew(this, name);
    return new CliqueRole(this, name, props);
  }

  /**
   * Adds a scaling group: roles that are copied together.
   *
   * @param name name of the group, part of hostnames
   */
  public addGroup(name: string, props: ScalingGroupProps = {}): ScalingGroup {
    this.gang.requireNew(this, name);
    return new ScalingGroup(this, name, props);
  }

  /**
   * Adds a role of which each copy spans nodes: a scaling group of a leader and its workers.
   *
   * @param name name of the group, part of hostnames twice: of Grove's 45 characters it takes twice its length and 4
   */
  public addMultiNodeRole(name: string, props: MultiNodeRoleProps): MultiNodeRole {
    this.gang.requireNew(this, name);
    return new MultiNodeRole(this, name, props);
  }

  /**
   * Lets all pods, or those of some roles and groups, share devices.
   *
   * @param claim what they share
   * @param scope for whom one claim is made: all replicas of the set, or each
   * @param members roles and groups that share it; none for all
   */
  public shareClaim(claim: SharedClaim, scope: ClaimScope, ...members: GangMember[]): void {
    const stranger = members.find(({ _gang }) => _gang !== this.gang);
    if (stranger) {
      throw invalid({ path: this.node.path, value: `'${stranger.name}'`, reason: 'it is part of another PodCliqueSet', fix: 'name roles and groups of this one' });
    }
    const namesOf = (chosen: readonly GangMember[]) => (chosen.length > 0 ? chosen.map(({ name }) => name).sort() : undefined);
    const roles = namesOf(members.filter((member) => member instanceof CliqueRole));
    const groups = namesOf(members.filter((member) => member instanceof ScalingGroup));
    this.shares.add(claim, scope, members.length > 0 ? { childCliqueNames: roles, childScalingGroupNames: groups } : undefined);
  }

  public addToPods(fragment: PodFragment): void {
    if (fragment.props.objectAnnotations?.[ANNOTATION_KEYS.kaiTopology] !== undefined) {
      throw invalid({
        path: this.node.path, value: `relation '${fragment.id}' by a topology of KAI`, reason: 'Grove hands placement on to KAI', fix: 'give the set its topology and placement',
      });
    }
    this.shared.add(fragment);
    writeObjectMetadata(this.resource, fragment);
  }

  public joinQueue(queueName: string, { priorityClassName, preemptibility, nodePool }: QueueingOptions = {}): void {
    const path = this.node.path;
    this.queueName = requireOneQueue(path, this.queueName, queueName, 'a set');
    if (this.gang.scheduler === GroveScheduler.VOLCANO) {
      throw invalid({ path, value: `queue '${queueName}' of KAI`, reason: 'the pods are scheduled by Volcano', fix: 'leave out scheduler' });
    }
    const own = this.props.priorityClass?.name ?? this.queuePriority;
    if (own !== undefined && priorityClassName !== undefined && own !== priorityClassName) {
      throw invalid({ path, value: `priority classes '${own}' and '${priorityClassName}'`, reason: 'a set has one', fix: 'name it in one of the two places' });
    }
    this.queuePriority = priorityClassName ?? this.queuePriority;
    // On the set for the pod-grouper, on each clique for Grove's own backend; both must agree. scheduling.md 3.6
    const labels = { [LABEL_KEYS.kaiQueue]: queueName, ...nodePool === undefined ? {} : { [LABEL_KEYS.kaiNodePool]: nodePool } };
    this.addToPods(new PodFragment({
      id: 'queue', labels, objectLabels: { ...labels, ...preemptibility && { [LABEL_KEYS.kaiPreemptibility]: preemptibility.name } },
    }));
  }

  /**
   * `metadata.name` of the headless Service that Grove makes for a copy of the set.
   *
   * @param replica from 0
   */
  public headlessServiceName(replica: number = 0): string {
    return headlessServiceName(this.name, indexBelow(this.node.path, 'replica', replica, this.replicas));
  }

  public scalingGroupName(group: string, replica: number = 0): string {
    const found = this.groups.find(({ name }) => name === group);
    if (found) return found.scalingGroupName(replica);
    throw invalid({ path: this.node.path, value: `scaling group '${group}'`, reason: `the set has ${listed(this.groups)}`, fix: 'name one of them' });
  }

  public roleNamed(role: string, group?: string): ICliqueRole {
    const found = this.roles.find((each) => each.name === role && each.group?.name === group);
    if (found) return found;
    const asked = group === undefined ? `role '${role}'` : `role '${role}' in scaling group '${group}'`;
    throw invalid({ path: this.node.path, value: asked, reason: `the set has ${listed(this.roles)}`, fix: 'name one of them, and its group' });
  }

  /** The gangs that Grove makes: what is placed together, and how many GPUs that takes. */
  public get gangPlan(): GangPlan {
    return gangPlanOf(this.gang);
  }

  private render(): RenderedSet {
    const { props } = this;
    const levels = [this.shares, ...[...this.groups, ...this.roles].map(({ _shares }) => _shares)];
    return {
      spec: {
        // Written although Grove has a default: that is 0.
        replicas: this.replicas,
        updateStrategy: props.update && { type: updateType(props.update) },
        template: {
          cliqueStartupType: this.startupType(),
          cliques: [],
          terminationDelay: durationText(props.terminationDelay),
          priorityClassName: props.priorityClass?.name ?? this.queuePriority,
          topologyConstraint: this.constraint,
          resourceClaimTemplates: claimTemplates(this.node.path, levels.flatMap(({ claims }) => claims)),
          resourceSharing: this.shares.render(),
        },
      },
      cliques: this.roles.map((role) => role._render()),
      groups: this.groups.map((group) => group._render()),
    };
  }

  /** Grove reads who starts after whom with one of the types only. scheduling.md 2.2 rule 8 */
  private startupType(): StartupType | undefined {
    if (this.gang.inOrder) return StartupType.CLIQUE_STARTUP_TYPE_IN_ORDER;
    return this.roles.some((role) => this.gang.parentsOf(role).length > 0) ? StartupType.CLIQUE_STARTUP_TYPE_EXPLICIT : undefined;
  }

  private check(): SynthFinding[] {
    if (this.roles.length > 0) return [];
    return [{ rule: 'GRV-23', value: 'a PodCliqueSet without roles', reason: 'Grove refuses it', fix: 'add roles with addRole() or addMultiNodeRole()' }];
  }
}

function listed(members: readonly GangMember[]): string {
  return members.length === 0 ? 'none' : members.map(({ name }) => `'${name}'`).join(', ');
}

function updateType(update: GangUpdate): PodCliqueSetSpecUpdateStrategyType {
  return update === GangUpdate.ON_DELETE ? PodCliqueSetSpecUpdateStrategyType.ON_DELETE : PodCliqueSetSpecUpdateStrategyType.ROLLING_RECREATE;
}
