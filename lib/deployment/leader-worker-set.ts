import { ApiObject, Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { NodeSpanOptions } from './node-span-options';
import { spanOf } from './private/node-span';
import { TopologyLevel } from './topology-level';
import type { NodePool } from '../cluster';
import { objectName } from '../cluster/private/object-name';
import { checkAtSynth, SynthFinding } from '../cluster/private/synth-checks';
import { invalid } from '../core/errors';
import { mergeJson, overridesOf } from '../core/merge';
import { isServiceName } from '../core/names';
import { indexBelow, wholeNumber } from '../core/ranges';
import { LeaderWorkerSet as LeaderWorkerSetResource, LeaderWorkerSetSpec, LeaderWorkerSetSpecStartupPolicy } from '../crds/lws';
import { headlessDnsName } from '../facts/headless-dns-name';
import { ANNOTATION_KEYS } from '../facts/label-keys';
import { lwsLeaderName, lwsWorkerName, STATEFUL_SET_NAME_LENGTH } from '../facts/lws';
import { IQueuedWorkload, PodFragment, QueueingOptions } from '../workload';
import { FragmentList } from '../workload/private/fragment-list';
import { writeObjectMetadata } from '../workload/private/object-metadata';
import { overrideMetadata } from '../workload/private/object-overrides';
import { queueFragment, requireOneQueue } from '../workload/private/queue-fragment';
import { RolePods } from '../workload/private/role-pods';

/** Options of a LeaderWorkerSet. */
export interface LeaderWorkerSetProps extends NodeSpanOptions {
  /**
   * `metadata.name`, a DNS label that begins with a letter: the Service of the pods has it too.
   *
   * @default - the ids below the chart
   */
  readonly name?: string;

  /**
   * Groups of pods, each one engine.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Level of which each group has a domain of its own, that no other group enters. Not the rack where several groups are to share one.
   *
   * @default - groups run anywhere
   */
  readonly exclusiveLevel?: TopologyLevel;

  /**
   * Fragment of the manifest in JSON names, merged last: objects key by key, lists as a whole.
   *
   * @default - none
   */
  readonly overrides?: unknown;
}

/**
 * Engines over several nodes where Grove is absent: a LeaderWorkerSet `leaderworkerset.x-k8s.io/v1`, groups of a leader and its workers.
 *
 * KAI schedules each group as a gang. There is one kind of group; roles that belong together, such as prefill and decode, are a `PodCliqueSet`.
 */
export class LeaderWorkerSet extends Construct implements IQueuedWorkload {
  /**
   * Address of the leader of a pod's own group, for `command`, `args` and values of `env`: LWS sets the variable first.
   */
  public static readonly LEADER_ADDRESS = '$(LWS_LEADER_ADDRESS)';

  /** `metadata.name`. */
  public readonly name: string;

  /** Groups of pods. */
  public readonly replicas: number;

  /** Pods, and so nodes, of a group. */
  public readonly nodes: number;

  private readonly resource: ApiObject;
  private readonly fragments: FragmentList;
  private readonly pods: RolePods;
  private readonly findings: SynthFinding[];
  private queueName?: string;

  /** @throws when neither or both of `nodes` and `parallelism` are given */
  constructor(scope: Construct, id: string, private readonly props: LeaderWorkerSetProps) {
    super(scope, id);
    const path = this.node.path;
    this.name = props.name ?? objectName(this);
    if (!isServiceName(this.name)) {
      throw invalid({ path, value: `name: '${this.name}'`, reason: 'the Service of its pods has the name, so it must be a DNS label that begins with a letter', fix: 'use lower-case letters, digits and inner hyphens' });
    }
    this.replicas = wholeNumber(path, 'replicas', props.replicas ?? 1, 0, 'leave it out for 1');
    const { nodes, gpusPerPod, pool, findings } = spanOf(this, props, this.replicas);
    this.nodes = nodes;
    this.checkNameLength();
    this.findings = findings;
    this.fragments = new FragmentList(path);
    const gpus = gpusPerPod > 0 && findings.length === 0 ? gpusPerPod : undefined;
    this.pods = new RolePods(this, { ...props, gpus, pool }, () => this.fragments.all);
    const annotations = props.exclusiveLevel && { [ANNOTATION_KEYS.lwsExclusiveTopology]: props.exclusiveLevel.nodeLabel };
    const resource = new LeaderWorkerSetResource(this, 'Resource', {
      metadata: { name: this.name, annotations },
      spec: Lazy.any({ produce: () => mergeJson(LeaderWorkerSetResource.manifest({ spec: this.render() }).spec, specOverrides) }),
    });
    this.resource = resource;
    const specOverrides = overrideMetadata(resource, path, 'a LeaderWorkerSet', overridesOf(props.overrides, path));
    checkAtSynth(this, () => (this.findings.length > 0 ? this.findings : this.pods.check(this.nodes > 1)));
  }

  public get gpuNodes(): number {
    const { podSpec, leaderPodSpec = podSpec } = this.props;
    const withGpus = (spec: typeof podSpec, pods: number) => (this.pods.gpus(spec) > 0 ? pods : 0);
    return this.replicas * (withGpus(leaderPodSpec, 1) + withGpus(podSpec, this.nodes - 1));
  }

  public get gpuPools(): NodePool[] {
    const { pool } = this.pods;
    return pool && this.gpuNodes > 0 ? [pool] : [];
  }

  public addToPods(fragment: PodFragment): void {
    this.fragments.add(fragment);
    writeObjectMetadata(this.resource, fragment);
  }

  public joinQueue(queueName: string, options: QueueingOptions = {}): void {
    this.queueName = requireOneQueue(this.node.path, this.queueName, queueName, 'a set');
    this.addToPods(queueFragment(queueName, options));
  }

  /**
   * `metadata.name` and hostname of a pod.
   *
   * @param group from 0
   * @param pod of the group, from 0; 0 is the leader
   */
  public podName(group: number = 0, pod: number = 0): string {
    indexBelow(this.node.path, 'group', group, this.replicas);
    indexBelow(this.node.path, 'pod', pod, this.nodes);
    return pod === 0 ? lwsLeaderName(this.name, group) : lwsWorkerName(this.name, group, pod);
  }

  /**
   * DNS name of a pod, while it runs; before it is ready too.
   *
   * @param group from 0
   * @param pod of the group, from 0; 0 is the leader
   */
  public dnsName(group: number = 0, pod: number = 0): string {
    return headlessDnsName(this.podName(group, pod), this.name, Chart.of(this).namespace);
  }

  /** Of names that are too long the API server takes the set, and no worker ever appears. */
  private checkNameLength(): void {
    const longest = this.nodes > 1 ? lwsLeaderName(this.name, Math.max(this.replicas - 1, 0)) : this.name;
    const over = longest.length - STATEFUL_SET_NAME_LENGTH;
    if (over <= 0) return;
    throw invalid({
      path: this.node.path,
      value: `name: '${this.name}'`,
      reason: `StatefulSets are named after it, the last one '${longest}', and no pods are made for names beyond ${STATEFUL_SET_NAME_LENGTH} characters`,
      fix: `shorten it by ${over}`,
    });
  }

  private render(): LeaderWorkerSetSpec {
    const { leaderPodSpec, leaderFirst } = this.props;
    return {
      replicas: this.replicas,
      startupPolicy: leaderFirst ? LeaderWorkerSetSpecStartupPolicy.LEADER_READY : undefined,
      leaderWorkerTemplate: {
        size: this.nodes,
        leaderTemplate: leaderPodSpec && this.pods.render(leaderPodSpec),
        workerTemplate: this.pods.render(),
      },
    };
  }
}
